"""What the database itself refuses of adjustments and of proposals for promotion."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Adjustment, Promotion
from cases.models.guards import EFFECTIVE, STEPS
from cases.states import adjustment as states
from cases.states.adjustment import AdjustmentState as S
from cases.transitions import adjustment
from tests import lasting
from tests.cases.adjustment_scene import GIVEN, Cast, a_promotion, an_adjustment, answered

pytestmark = pytest.mark.django_db
ROAD = [
    "CLUE", "VERIFYING", "VERIFIED", "NOTIFIED", "HEARD", "PROPOSED", "CONSULTING", "FORWARDED", "DECIDED", "TALKED",
]  # fmt: skip


made = lasting.world(Cast)
stop = lasting.stop(an_adjustment)


def refused(case, **columns):
    """Both ways of writing are refused."""
    table = case._meta.db_table
    names = ", ".join(f"{name} = %s" for name in columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE {table} SET {names} WHERE id = %s", [*columns.values(), case.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(**columns)


@pytest.mark.parametrize("stop", ROAD, indirect=True, scope="module")
def test_no_effective_state_is_reached_by_writing_it(case):
    for effective in states.EFFECTIVE:
        refused(case, state=effective)


@pytest.mark.parametrize("stop", ROAD[:-1], indirect=True, scope="module")
def test_no_step_of_the_road_is_left_out(case):
    """From no stop the state alone may be written to the stop after the next one, or to any later one."""
    for later in ROAD[ROAD.index(case.state) + 2 :]:
        refused(case, state=later)


def test_forged_stamps_without_the_rows_are_refused_too(people):
    case = an_adjustment(people, "CONSULTING")
    refused(case, state="FORWARDED")
    case = answered(people, case)
    case = adjustment.forward(case, actor=people.officer, at=GIVEN)
    officer, decision = people.officer, an_adjustment(people, "DECIDED", clue="另案").decision
    now = Adjustment.objects.get(pk=case.pk)
    refused(
        now, state="DELIVERED", decision_id=decision.pk, decided_at=now.proposed_at, delivered_at=now.proposed_at,
        delivered_by_id=officer.pk, review_until=date(2017, 5, 22), appeal_until=date(2017, 5, 22),
    )  # fmt: skip


@pytest.mark.parametrize("column", ["circumstance_id", "tolerance", "measure_id", "consulted_at"])
@pytest.mark.parametrize("stop", ["FORWARDED"], indirect=True)
def test_what_a_state_rests_on_is_not_taken_away(case, column):
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=case.pk).update(**{column: "" if column == "tolerance" else None})


def test_talks_opinions_and_served_evidence_stay_as_they_are(people):
    case = an_adjustment(people, "DECIDED")
    for rows, words in (
        (case.talks, {"words": "改过"}), (case.opinions, {"words": "改过"}), (case.evidence, {"text": "改过"})
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**words)


def test_the_evidence_of_a_proposal_is_frozen(people):
    case = a_promotion(people, "CONSULTING")
    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.filter(pk=case.pk).update(pack={"facts": [{"words": "另加", "path": ""}]})


@pytest.mark.parametrize("state", ["DRAFT", "CONSULTING", "ADVISED", "FORWARDED", "DECIDED"])
def test_no_appointment_is_reached_by_writing_it(people, state):
    case = a_promotion(people, state)
    refused(case, state="APPOINTED")
    if state in ("DRAFT", "CONSULTING", "ADVISED"):
        refused(case, state="DECIDED")
    if state != "DECIDED":
        stamps = {"document_no": "9号", "post_from_on": date(2017, 4, 20), "appointed_at": GIVEN}
        refused(case, state="APPOINTED", appointed_by_id=people.officer.pk, **stamps)


def test_every_trigger_of_the_lists_stands_in_the_database():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    wanted = {name for one in (*EFFECTIVE, *STEPS) for _table, name in one.names()}
    assert wanted <= there
    assert all(len(name) <= 30 for name in wanted)


def test_a_dismissed_case_is_not_brought_back(people):
    case = an_adjustment(people, "DISMISSED")
    refused(case, state=S.VERIFIED)
    refused(case, state=S.DELIVERED)

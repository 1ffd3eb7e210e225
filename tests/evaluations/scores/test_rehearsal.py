"""The rehearsal of a draft on a frozen quarter: who would move and why, and nothing else stored."""

import time
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.models import Recusal, Rehearsal, Score, ScoreLine, Scoring
from evaluations.queries import schemes as queries
from evaluations.rules import project_scores, rehearsal, score_lines
from evaluations.rules.scheme import Scheme as Numbers
from evaluations.rules.worked_example import FIRST_BASIS, LAST, example
from evaluations.services import rehearsals as services
from evaluations.services import schemes, scoring
from projects.models import Responsibility
from tests.cast import a_cadre
from tests.counting import MOST, same_count, statements
from tests.evaluations.scores.scene import AFTER, CHECKED, District, a_result
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NEW = {"name": "2017-3", "from_year": 2017, "from_quarter": 3, "reason": "加减分上限调整"}
OPEN = {"fewest_pieces": 1, "fewest_days": 0}


@pytest.fixture
def district():
    with time_machine.travel(CHECKED, tick=False):
        made = District().work()
        a_result(made.office, {"project": 18, "politics": 19, "style": 17, "innovation": 16, "integrity": 20},
                 cadre=made.head)  # fmt: skip
        a_result(made.office, 15, cadre=made.deputy)
        made.fact()
        made.third = a_cadre("赵立", unit=made.unit, level="chief")
        made.third.appointments.update(level="chief")
        a_result(made.office, 19, cadre=made.third)
        share(made.third, made.other)
        yield made


def share(cadre, project):
    Responsibility.objects.create(
        project=project, cadre=cadre, role="unit_head", share=Decimal("0.4"), from_on=date(2017, 1, 1)
    )


def drafted(district, peers=None, **numbers):
    draft = schemes.copy(district.scheme, NEW, actor=district.office, at=CHECKED)
    if numbers or peers:
        draft = schemes.change(
            draft, numbers, peers or queries.peers_of(draft), actor=district.office, at=CHECKED
        )  # fmt: skip
    return draft


def stored():
    return (
        list(Scoring.objects.order_by("pk").values()), list(Score.objects.order_by("pk").values()),
        list(ScoreLine.objects.order_by("pk").values()),
    )  # fmt: skip


def test_the_same_numbers_move_nobody(district):
    district.frozen()
    report = services.report(drafted(district), district.scoring)
    assert report["movers"] == report["projects"] == report["numbers"] == []
    assert report["summary"] == {
        "cadres": 3, "totals": 0, "places": 0, "grades": 0, "movers": 0, "projects": 2, "projects_changed": 0,
        "ranked": report["summary"]["ranked"],
    }  # fmt: skip
    assert report["summary"]["ranked"][0] == report["summary"]["ranked"][1] > 0


def test_nothing_is_stored_but_the_report(district):
    district.frozen()
    draft, before = drafted(district, cap=1, carried=10, targets=50), stored()
    made = services.rehearse(draft, district.scoring, actor=district.office, at=CHECKED)
    assert stored() == before
    assert list(scoring.verify()) == []
    assert Rehearsal.objects.get() == made
    assert list(Entry.objects.about(made).values_list("verb", flat=True)) == ["rehearse"]
    assert Entry.objects.filter(verb="rehearse").count() == 1
    draft.refresh_from_db()
    assert draft.state == "DRAFT"


def test_it_counts_what_the_quarter_would_have_been_by_those_numbers(district):
    """The report beside the quarter really computed by the draft."""
    numbers = {"carried": Decimal(10), "targets": Decimal(50), "project_milestones": Decimal(10),
               "project_review": Decimal(50), "cap": Decimal("0.2"), "late_step": Decimal("0.5")} | OPEN  # fmt: skip
    district.frozen()
    report = services.report(drafted(district, **numbers), district.scoring)
    frozen = {row.cadre_id: row for row in district.scoring.scores.filter(cadre__isnull=False)}
    draft = queries.Scheme.objects.get(name="2017-3")
    by_draft = Scoring.objects.create(year=2018, quarter=2, scheme=draft, computed_at=CHECKED)
    scoring.fill(by_draft, scoring.quarter_of(district.scoring))
    other = {row.cadre_id: row for row in by_draft.scores.filter(cadre__isnull=False)}
    assert any(frozen[key].total != row.total for key, row in other.items())
    told = {mover["cadre"]: mover for mover in report["movers"]}
    for key, row in other.items():
        was = frozen[key]
        moved = (was.place, was.grade, was.unranked) != (row.place, row.grade, row.unranked)
        assert moved == (key in told)
        if moved:
            mover = told[key]
            assert (mover["place"], mover["grade"]) == ([was.place, row.place], [was.grade, row.grade])
            assert mover["total"] == [str(was.total), str(row.total)]


def test_why_somebody_moves_is_said_in_words(district):
    district.frozen()
    made = services.rehearse(drafted(district, good=70, fair=50, poor=40, **OPEN), district.scoring,
                             actor=district.office, at=CHECKED)  # fmt: skip
    told = queries.in_report(made, district.office, CHECKED.date())
    assert made.report["summary"]["grades"] > 0
    said = [reason for _group, movers in told.groups for one in movers for reason in one.why]
    assert said
    assert [row[0] for row in told.numbers]


def test_groups_may_be_named_anew(district):
    district.frozen()
    renamed = {("town", "chief"): "甲组", ("town", "deputy"): "镇办副职"}
    report = services.report(drafted(district, renamed), district.scoring)
    assert report["named"] == {"镇办正职": "甲组"}
    assert report["torn"] == []
    assert {mover["name"] for mover in report["movers"]} == {"王志远", "赵立"}


def test_only_a_draft_on_a_frozen_quarter_by_the_cadre_section(district):
    district.shown()
    draft = drafted(district)

    def refused(scheme, actor):
        with pytest.raises(MoveRefused) as found:
            services.rehearse(scheme, district.scoring, actor=actor, at=CHECKED)
        return found.value.why

    assert refused(draft, district.office) == MoveRefused.WRONG_STATE
    assert refused(draft, district.leader) == refused(draft, district.head_user) == MoveRefused.WRONG_PERSON
    Scoring.objects.update(
        state="FROZEN", frozen_at=CHECKED, frozen_by=district.director, meeting="x", met_on=AFTER.date(),
        decision_number="1", digest="x",
    )  # fmt: skip
    assert refused(district.scheme, district.office) == MoveRefused.WRONG_STATE
    assert not Rehearsal.objects.exists()
    assert not Entry.objects.filter(verb="rehearse").exists()


def test_the_page_shows_it_and_hides_whom_one_is_recused_from(district, client):
    district.frozen()
    draft = drafted(district, good=70, fair=50, poor=40, **OPEN)
    client.force_login(district.office, backend="accounts.backends.PasswordBackend")
    answer = client.post(f"/schemes/{draft.pk}/rehearse/", {"scoring": district.scoring.pk})
    page = client.get(answer["Location"]).content.decode()
    assert "王志远" in page
    assert answer["Location"].startswith(f"/schemes/{draft.pk}/rehearsals/")
    assert client.get(f"/schemes/{district.scheme.pk}/rehearsals/{Rehearsal.objects.get().pk}/").status_code == 404
    clerk = a_cadre(district.office.name, unit=district.unit, user=district.office)
    Recusal.objects.create(person=clerk, cadre=district.head, reason="亲属", from_on=AFTER.date())
    page = client.get(answer["Location"]).content.decode()
    assert "王志远" not in page


def test_the_page_of_a_rehearsal_and_the_rehearsing_ask_a_constant_number_of_questions(district, client):
    for number in range(30):
        cadre = a_cadre(f"甲{number}", unit=district.unit, level="chief")
        share(cadre, district.other)
    district.frozen()
    client.force_login(district.office, backend="accounts.backends.PasswordBackend")
    draft = drafted(district, good=70, fair=50, poor=40, **OPEN)
    made = services.rehearse(draft, district.scoring, actor=district.office, at=CHECKED)
    assert len(statements(client, made.get_absolute_url())) <= MOST
    same_count(client, draft.get_absolute_url(), lambda: [
        services.rehearse(draft, district.scoring, actor=district.office, at=CHECKED) for _n in range(4)
    ])  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        services.rehearse(draft, district.scoring, actor=district.office, at=CHECKED)
    assert len(captured) <= 16, "\n".join(query["sql"][:200] for query in captured)


def test_three_hundred_cadres_take_a_couple_of_seconds(district):
    district.frozen()
    draft = drafted(district, carried=10, targets=50)
    score = Score.objects.filter(cadre=district.head).first()
    kept = list(score.lines.all())
    people = [a_cadre(f"甲{number}", unit=district.unit) for number in range(300)]
    quarter = Scoring.objects.create(year=2016, quarter=4, scheme=district.scheme, computed_at=CHECKED)
    rows = []
    for person in people:
        rows.append(Score(scoring=quarter, cadre=person, title=person.name, peer=score.peer, total=score.total,
                          grade=score.grade, pieces=score.pieces, days=score.days, place=1, of=300,
                          unranked=score.unranked, digest="x"))  # fmt: skip
    rows = Score.objects.bulk_create(rows)
    ScoreLine.objects.bulk_create(
        ScoreLine(score=row, position=line.position, part=line.part, indicator=line.indicator, nominal=line.nominal,
                  reached=line.reached, n=line.n, weight=line.weight, points=line.points, pieces=line.pieces)
        for row in rows for line in kept
    )  # fmt: skip
    began = time.perf_counter()
    report = services.report(draft, quarter)
    assert time.perf_counter() - began < 4
    assert report["summary"]["cadres"] == 300
    assert report["summary"]["totals"] == 300


# The arithmetic ---------------------------------------------------------------------------------

NAMES = st.sampled_from(["甲", "乙", "丙"])
PAIRS = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("cd")), NAMES)


@given(PAIRS)
def test_the_same_groups_map_to_themselves(pairs):
    assert rehearsal.groups(pairs, pairs) == ({name: name for name in pairs.values()}, [])


@given(PAIRS, PAIRS)
def test_a_group_is_torn_or_has_one_name(old, new):
    found, torn = rehearsal.groups(old, new)
    assert set(found) == set(old.values())
    for name in torn:
        assert found[name] == name
        assert len({new.get(pair, "") for pair, own in old.items() if own == name}) > 1


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(0, 40), st.booleans())
def test_a_score_counted_again_from_its_pieces_is_the_same(step, late, excused):
    """By the same numbers; an accepted reason takes a milestone out or lets it stand again as it did at first."""
    numbers = Numbers(late_days=step)
    basis = dict(FIRST_BASIS)
    if excused:
        basis["milestones"] = [
            score_lines.Piece(one.label, one.key, "", {**one.values, "excused": "flood"}) for one in basis["milestones"]
        ]
    first = project_scores.score(numbers, LAST, basis)
    again = {line.indicator: rehearsal.afresh(line.pieces) for line in first.lines}
    assert project_scores.score(numbers, LAST, again) == first


def test_an_accepted_reason_counts_where_the_delay_costs_something():
    """12 days late for an accepted reason: out by steps of five days, in and in time by steps of thirty."""
    piece = score_lines.Piece("projects.milestone", "2", "", {
        "weight": "50", "planned": "2017-05-31", "done": "2017-06-12", "excused": "flood",
    })  # fmt: skip
    strict = project_scores.score(Numbers(), LAST, {"milestones": [piece]})
    assert strict.total is None
    assert strict.lines[0].pieces[0].skip == "excused"
    mild = project_scores.score(Numbers(late_days=30), LAST, {"milestones": rehearsal.afresh(strict.lines[0].pieces)})
    assert mild.total == 100


def test_the_worked_example_of_the_page_is_that_of_the_document():
    found = example(Numbers())
    assert [str(one.total) for one in (found.first, found.second, found.cadre)] == ["80.40", "92.50", "85.29"]


def test_a_project_that_loses_its_score_leaves_those_who_carried_it():
    piece = score_lines.Piece("projects.project", "7", "", {"share": "0.4", "days": "91", "score": "80"})
    (out,) = rehearsal.carried([piece], {"7": None})
    assert out.skip == score_lines.NO_SCORE
    (back,) = rehearsal.carried([out], {"7": Decimal("70.50")})
    assert (back.skip, back.values["score"]) == ("", "70.50")
    assert rehearsal.carried([piece], {}) == [piece]

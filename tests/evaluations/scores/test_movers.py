"""Places that would change if what is open were settled the other way."""

from decimal import Decimal

import pytest

from evaluations.queries import scores as queries
from evaluations.rules import standings
from evaluations.services import open_matters
from evaluations.services import score_entries as entries
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind
from evaluations.transitions import scores as moves
from projects.models import Responsibility
from tests.evaluations.scores.scene import AFTER, CHECKED, QUARTER, a_peer, text_of

pytestmark = pytest.mark.django_db


def movers(district):
    table = queries.table(district.scoring, district.director, CHECKED.date())
    names = {row.pk: row.title for row in table.rows}
    return {names[one.pk]: one for one in open_matters.movers(district.scoring, table.entries)}


def test_places_that_would_change_follow_what_is_open_now(district):
    first, second = a_peer(district, "甲一", 18), a_peer(district, "乙二", 18)
    fact = district.fact("praise", cadre=first)
    district.shown()
    assert movers(district) == {}
    # An appeal about the fact is opened after the scores were made: it counts, and might fall.
    entries.hold_source(fact, HoldKind.DISPUTED, case=district.project, reason="申诉", actor=district.office, at=AFTER)
    found = movers(district)
    assert (found["乙二"].place, found["乙二"].place_then) == (2, 1)
    assert "甲一" not in found
    assert found["乙二"].matters == []
    entries.release_source(
        fact, HoldKind.DISPUTED, case=district.project, outcome="维持", actor=district.office, at=AFTER
    )
    assert movers(district) == {}
    # A fact that nobody verified would lift the second over the first, were it counted.
    district.fact("achievement", cadre=second, state="DRAFT")
    district.fact("innovation", cadre=second, state="DRAFT")
    district.scoring = moves.take_back(district.scoring, actor=district.office, at=AFTER, reason="补录")
    found = movers(district)
    assert (found["乙二"].place, found["乙二"].place_then, found["甲一"].place_then) == (2, 1, 2)
    assert found["乙二"].matters == ["三天完成管线迁改"]
    text = text_of(district.office, f"/scores/{district.scoring.pk}/")
    assert "2 → 1" in text
    assert "三天完成管线迁改" in text


def test_an_objection_to_a_projects_milestone_moves_who_carries_it(district):
    first = a_peer(district, "甲一", 18)
    second = a_peer(district, "乙二", 18)
    Responsibility.objects.filter(cadre=second).update(project=district.other)
    Responsibility.objects.filter(cadre=first).update(share=Decimal("0.3"))
    district.shown()
    piece = f"projects.milestone:{district.other.milestones.get().pk}"
    entries.raise_objection(
        district.score(district.other), {"claim": "已完成", "evidence": "验收单", "piece": piece},
        actor=district.head_user, at=AFTER,
    )  # fmt: skip
    table = queries.table(district.scoring, district.director, AFTER.date())
    found = {one.pk for one in open_matters.movers(district.scoring, table.entries)}
    # Without its only milestone the project has no score: the second then rests on the review alone.
    assert found
    assert found <= {row.pk for row in table.rows}


def test_would_move_agrees_with_counting_everything_again(district):
    for number in range(6):
        cadre = a_peer(district, f"人{number}", 14 + number)
        district.fact("criticism", cadre=cadre, state="DRAFT" if number % 2 else "VERIFIED")
        district.fact("achievement", cadre=cadre, state="DRAFT")
    district.shown()
    found = movers(district)
    scheme, until = district.scheme.numbers(), QUARTER.last
    rows = district.scoring.scores.filter(cadre__isnull=False, unranked="")
    then = {}
    for score in rows:
        kept = [(line.indicator, line.pieces) for line in score.lines.all()]
        total = services.settled(scheme, until, score, kept)
        then[score.pk] = score.total if total is None else total
    now = standings.places([standings.Entry(row.pk, row.peer, row.total) for row in rows])
    after = standings.places([standings.Entry(row.pk, row.peer, then[row.pk]) for row in rows])
    naive = {row.title: (now[row.pk].place, after[row.pk].place) for row in rows}
    naive = {name: places for name, places in naive.items() if places[0] != places[1]}
    assert {name: (one.place, one.place_then) for name, one in found.items()} == naive

"""Two at the same instant at one quarter, one scheme, one score: one is stored, one refused or answered alike."""

from decimal import Decimal

import pytest

from evaluations.models import Score, ScoreEntry, Scoring
from evaluations.services import score_entries as entries
from evaluations.services import scoring as services
from evaluations.states.scores import HoldKind
from evaluations.transitions import scores as moves
from tests.cast import a_user
from tests.evaluations.scores.scene import ADOPTION, AFTER, CHECKED, DECISION, QUARTER, a_draft
from tests.evaluations.teams.test_threads import one_of_two
from tests.threads import at_once
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def lines(thing, verb):
    return Entry.objects.about(thing).filter(verb=verb).count()


def test_two_who_compute_one_quarter_leave_one_set_of_scores(district):
    other = a_user(None, "office")
    done = at_once(
        lambda: services.compute(QUARTER, actor=district.office, at=AFTER),
        lambda: services.compute(QUARTER, actor=other, at=AFTER),
    )
    assert [type(one) for one in done] == [Scoring, Scoring]
    assert Scoring.objects.count() == 1
    assert Score.objects.count() == 4


def test_of_two_who_freeze_one_quarter_one_does(district):
    scoring = district.shown()
    one_of_two(
        at_once(
            lambda: moves.freeze(scoring, actor=district.director, at=CHECKED, **DECISION),
            lambda: moves.freeze(scoring, actor=district.second, at=CHECKED, **DECISION),
        )
    )
    assert lines(scoring, "freeze") == 1


def test_a_scheme_is_adopted_once(district):
    draft = a_draft(district.office, "2017-2", from_quarter=4)
    one_of_two(
        at_once(
            lambda: moves.adopt(draft, actor=district.director, at=AFTER, **ADOPTION),
            lambda: moves.adopt(draft, actor=district.second, at=AFTER, **ADOPTION),
        )
    )
    assert lines(draft, "adopt") == 1


def test_a_score_is_revised_once(district):
    fact = district.fact("problem")
    district.frozen()
    words = {"case": district.project, "actor": district.office, "at": CHECKED}
    entries.hold_source(fact, HoldKind.SUSPENDED, reason="容错核查", **words)
    score, other = district.score(district.head), a_user(None, "office")
    one_of_two(
        at_once(
            lambda: entries.revise(score, reason="核查", actor=district.office, at=CHECKED),
            lambda: entries.revise(score, reason="核查", actor=other, at=CHECKED),
        )
    )
    assert Score.objects.filter(cadre=district.head).count() == 2
    assert Score.objects.newest().filter(cadre=district.head).count() == 1


def test_an_entry_of_one_source_is_posted_once(district):
    fact = district.fact("criticism", cadre=district.deputy)

    def post():
        return entries.post_entry(
            district.head, QUARTER, Decimal("-2"), source=fact, reason="黄牌", actor=district.office, at=AFTER
        )

    first, second = at_once(post, post)
    assert first.pk == second.pk
    assert ScoreEntry.objects.count() == 1
    assert lines(first, "post_entry") == 1

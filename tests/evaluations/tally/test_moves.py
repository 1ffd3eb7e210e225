"""From the opened urns to the archive: each move moves, refuses state and person, leaves one line; counts are kept."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from evaluations.models import Ballot, RaterGroup, SubjectResult, Tally
from evaluations.services import tally as services
from evaluations.states.reviews import ReviewKind
from evaluations.states.reviews import ReviewState as S
from evaluations.transitions import tally as moves
from tests.cast import a_user
from tests.evaluations.reviews.world import an_opened, votes
from tests.evaluations.tally.scene import (
    COUNTED_AT,
    DECISION,
    a_checked,
    a_counted,
    a_published,
    an_approved,
    an_archived,
    tally_of,
)
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db

# (verb, how the world comes about, who, what is given, where it ends)
WALKS = [
    ("count", an_opened, "office", {}, S.COUNTED),
    ("check", a_counted, "checker", {}, S.CHECKED),
    ("send_back", a_checked, "office", {"reason": "第二类票数待核"}, S.OPENED),
    ("approve", a_checked, "director", DECISION, S.APPROVED),
    ("publish", an_approved, "office", {}, S.PUBLISHED),
    ("archive", a_published, "office", {}, S.ARCHIVED),
]
IDS = [walk[0] for walk in WALKS]


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_moves_and_leaves_one_line(verb, build, who, given, ends):
    world = build()
    before = Entry.objects.count()
    row = getattr(moves, verb)(world.review, actor=getattr(world, who), at=COUNTED_AT, **given)
    assert row.state == world.again().state == ends
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("pk").verb == verb
    trail.seal(at=COUNTED_AT)
    assert [sentence for sentence in trail.verify() if "review" in sentence] == []


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_refuses_the_wrong_state(verb, build, who, given, ends):
    world = an_archived()
    before = Entry.objects.count()
    with pytest.raises(MoveRefused) as refused:
        getattr(moves, verb)(world.review, actor=getattr(world, who), at=COUNTED_AT, **given)
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_refuses_the_wrong_person(verb, build, who, given, ends):
    world = build()
    for nobody in (a_user(None, "planner"), a_user(None, "leader"), a_user(administrator="system")):
        with pytest.raises(MoveRefused) as refused:
            getattr(moves, verb)(world.review, actor=nobody, at=COUNTED_AT, **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert world.again().state == world.review.state


def test_who_counted_does_not_count_again():
    world = a_counted()
    with pytest.raises(MoveRefused) as refused:
        moves.check(world.review, actor=world.office, at=COUNTED_AT)
    assert refused.value.why == MoveRefused.WRONG_PERSON


def test_the_database_refuses_a_check_by_who_counted():
    world = a_counted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.filter(review=world.review).update(checked_by=world.office, checked_at=COUNTED_AT)


def test_who_is_judged_counts_checks_and_decides_nothing():
    for build, verb, given in (
        (an_opened, "count", {}), (a_counted, "check", {}), (a_checked, "approve", DECISION),
        (an_approved, "publish", {}), (a_published, "archive", {}), (a_counted, "send_back", {"reason": "复核"}),
    ):  # fmt: skip
        world = build(kind=ReviewKind.CADRE)
        judged = a_user(None, "office", "director")
        cadre = world.review.subjects.first().cadre
        cadre.user = judged
        cadre.save()
        with pytest.raises(MoveRefused) as refused:
            getattr(moves, verb)(world.review, actor=judged, at=COUNTED_AT, **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON, verb


def test_without_meeting_day_and_number_nothing_is_approved():
    world = a_checked()
    for lacking in DECISION:
        with pytest.raises(MoveRefused):
            moves.approve(world.review, actor=world.director, at=COUNTED_AT, **(DECISION | {lacking: ""}))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(world.review).objects.filter(pk=world.review.pk).update(state=S.APPROVED, approved_at=COUNTED_AT)


def test_the_count_keeps_a_result_for_every_subject():
    world = a_counted()
    tally = tally_of(world)
    rows = list(tally.results.all())
    assert len(rows) == world.review.subjects.count()
    assert {row.score for row in rows} == {Decimal("100.000")}
    assert tally.figures["total"] | {"expected": 18} == {
        "expected": 18, "issued": 18, "used": 18, "opened": 18, "damaged": 0,
    }  # fmt: skip
    assert (tally.figures["ballots"], tally.figures["flagged"]) == (18, 18)


def test_more_ballots_than_slips_void_the_count():
    world = an_opened()
    RaterGroup.objects.filter(review=world.review, code="B").update(cast=13)
    with pytest.raises(MoveRefused, match=r"More ballots|收回"):
        moves.count(world.again(), actor=world.office, at=COUNTED_AT)
    assert not Tally.objects.exists()


def test_counting_again_finds_an_altered_ballot():
    world = a_counted()
    ballot = Ballot.objects.filter(group__review=world.review).first()
    answers = ballot.answers
    for given in answers.values():
        given["m"] = dict.fromkeys(given["m"], "1")
    Ballot.objects.filter(pk=ballot.pk).update(answers=answers)
    with pytest.raises(MoveRefused):
        moves.check(world.review, actor=world.checker, at=COUNTED_AT)
    assert world.again().state == S.COUNTED


def test_counting_again_finds_an_altered_result():
    world = a_counted()
    SubjectResult.objects.filter(tally__review=world.review).update(score=Decimal("12.345"))
    found = services.differences(tally_of(world))
    assert len(found) == world.review.subjects.count()
    assert "12.345" in found[0]


def test_settings_changed_later_do_not_change_the_count():
    from datetime import date

    from zhangdian.options.models import Option

    world = a_counted()
    Option.objects.create(key="tally.good", value="99", effective_from=date(2017, 1, 1), reason="试")
    Option.objects.create(key="review.fewest_shown", value="50", effective_from=date(2017, 1, 1), reason="试")
    assert services.differences(tally_of(world)) == []


def test_a_count_sent_back_stays_readable_and_the_next_one_has_the_next_number():
    world = a_checked()
    moves.send_back(world.review, actor=world.office, at=COUNTED_AT, reason="再核一次")
    world.review = moves.count(world.again(), actor=world.checker, at=COUNTED_AT)
    first, second = Tally.objects.filter(review=world.review).order_by("number")
    assert (first.withdrawn_reason, second.number) == ("再核一次", 2)
    assert first.digest == second.digest
    assert first.results.count() == second.results.count()


def test_after_the_approval_only_a_leader_sends_back():
    world = an_approved()
    with pytest.raises(MoveRefused):
        moves.send_back(world.review, actor=world.office, at=COUNTED_AT, reason="有误")
    row = moves.send_back(world.review, actor=world.director, at=COUNTED_AT, reason="有误")
    assert (row.state, row.meeting, row.met_on, row.approved_at) == (S.OPENED, "", None, None)


def test_an_empty_group_of_a_subject_is_renormalised_and_said():
    # All raters of group B come from the unit of the first subject: nobody of B judges it.
    world = a_counted(raters="A 无 6\nB 单位1 6")
    first, second, *_rest = tally_of(world).results.all()
    group = RaterGroup.objects.get(review=world.review, code="B")
    assert (first.papers, first.detail["left_out"], first.score) == (6, [str(group.pk)], Decimal("100.000"))
    assert (second.papers, second.detail["left_out"]) == (12, [])


def test_reasons_and_comments_are_kept_sorted_and_only_from_five_papers_on(monkeypatch):
    from tests.evaluations.reviews import world as reviews

    said = iter([f"意见{number:02}" for number in range(40, 0, -1)])
    monkeypatch.setattr(reviews, "votes", lambda world, slip: votes(world, slip, mark="0.8", comment=next(said)))
    world = a_counted()
    detail = tally_of(world).results.first().detail
    assert detail["comments"] == sorted(detail["comments"])
    assert len(detail["comments"]) == 18
    assert detail["reasons"] == ["进度偏慢"] * 18

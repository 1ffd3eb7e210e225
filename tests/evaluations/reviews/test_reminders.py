"""The ladders of a review: keys before the vote, then whose turn it is; each rung once, over with the move."""

from datetime import date, timedelta

import pytest

from evaluations.models import ReviewSubject
from evaluations.services import reviews as services
from evaluations.tasks.reviews import remind_reviews
from evaluations.transitions import reviews as moves
from evaluations.transitions import tally, urns
from tests.cast import a_cadre, a_user, at
from tests.evaluations.reviews.world import LATER, NOW, PHRASES, a_closed, a_plan, an_opened
from zhangdian.notices.models import Heartbeat, Reminder

pytestmark = pytest.mark.django_db
# Voting begins on Monday the 26th of June and ends on Friday the 30th.
THREE_BEFORE, ONE_BEFORE = at("2017-06-21 09:00:00"), at("2017-06-23 09:00:00")
NEXT, TWO_ON, THREE_ON = at("2017-07-03 09:00:00"), at("2017-07-04 09:00:00"), at("2017-07-05 09:00:00")
DECISION = {"meeting": "区重点项目建设领导小组会议", "met_on": date(2017, 7, 3), "decision_number": "张组评〔2017〕2号"}


def told(kind, *, still=True):
    rows = Reminder.objects.filter(kind=kind)
    return {(row.rung, row.user) for row in (rows.open() if still else rows)}


def twice(when):
    """The sweep, run twice: the second run adds nothing."""
    remind_reviews(at=when)
    there = Reminder.objects.count()
    remind_reviews(at=when)
    assert Reminder.objects.count() == there


def test_officers_are_reminded_of_their_key_until_it_is_made():
    world = a_plan()
    first, second, reserve = (world.officers[seat] for seat in ("first", "second", "reserve"))
    twice(THREE_BEFORE - timedelta(hours=1))
    assert not told("review_key")
    twice(THREE_BEFORE)
    assert told("review_key") == {(1, first), (1, second), (1, reserve)}
    services.make_key(world.review, passphrase=PHRASES["first"], actor=first, at=THREE_BEFORE)
    assert told("review_key") == {(1, second), (1, reserve)}
    twice(NOW)
    assert {user for rung, user in told("review_key") if rung < 4} == {second, reserve}
    assert (4, world.office) in told("review_key")
    other = a_user(None, "discipline")
    services.appoint(world.review, first=first, second=other, reserve=reserve, actor=world.office, at=NOW)
    assert {user for rung, user in told("review_key") if rung < 4} == {reserve}
    moves.void(world.review, actor=world.director, at=NOW, reason="改期")
    assert not told("review_key")
    twice(LATER)
    assert not told("review_key")


def test_each_turn_from_the_closed_vote_to_the_published_result_is_told_to_whom_it_is_for():
    world = a_closed()
    checker = a_user(None, "office")
    first, second, office = world.officers["first"], world.officers["second"], world.office
    leaders = {world.director, world.officers["reserve"]}
    twice(LATER)
    assert not told("review")
    twice(NEXT)
    assert told("review") == {(1, first)}
    twice(THREE_ON)
    assert told("review") == {(1, first), (2, first), *((3, user) for user in leaders)}
    when = THREE_ON
    world.review = urns.peel(world.review, actor=first, at=when, passphrase=PHRASES["first"])
    assert not told("review")

    def turn(users):
        nonlocal when
        when += timedelta(days=1)
        twice(when)
        assert {user for rung, user in told("review") if rung == 1} == users

    turn({second})
    world.review = urns.open_urns(world.review, actor=second, at=when, passphrase=PHRASES["second"])
    assert not told("review")
    turn({office, first, checker})
    world.review = tally.count(world.review, actor=office, at=when)
    when += timedelta(days=2)
    turn({first, checker})
    world.review = tally.send_back(world.review, actor=checker, at=when, reason="漏计一票")
    assert not told("review")
    turn({office, first, checker})
    world.review = tally.count(world.review, actor=office, at=when)
    turn({first, checker})
    world.review = tally.check(world.review, actor=checker, at=when)
    turn(leaders)
    world.review = tally.approve(world.review, actor=world.director, at=when, **DECISION)
    when += timedelta(days=2)
    turn({office, first, checker})
    world.review = tally.publish(world.review, actor=office, at=when)
    assert not told("review")
    when += timedelta(days=9)
    twice(when)
    assert not told("review")
    assert Heartbeat.objects.get(name="remind_reviews").said


def test_the_reserve_is_told_when_the_first_officer_lost_the_passphrase_and_the_first_no_more():
    world = a_closed()
    first, reserve = world.officers["first"], world.officers["reserve"]
    twice(NEXT)
    assert told("review") == {(1, first)}
    urns.reseat(world.review, actor=world.director, at=NEXT, seat="first", reason="口令遗失")
    twice(NEXT)
    assert told("review") == {(1, reserve)}


def test_a_vote_that_goes_on_or_is_void_waits_for_nobody():
    world = a_closed()
    twice(NEXT)
    moves.resume(world.review, actor=world.director, at=NEXT, closes_at=TWO_ON, reason="人数不足")
    assert not told("review")
    world.review = moves.close(world.again(), actor=None, at=TWO_ON, reason="到时")
    twice(THREE_ON)
    assert (1, world.officers["first"]) in told("review")
    moves.void(world.review, actor=world.director, at=THREE_ON, reason="名单有误")
    assert not told("review")


def test_who_is_judged_is_not_reminded():
    world = an_opened()
    judged = a_user(None, "office")
    subject = world.review.subjects.first()
    ReviewSubject.objects.filter(pk=subject.pk).update(project=None, cadre=a_cadre(user=judged))
    twice(at("2017-07-10 09:00:00"))
    assert judged not in {user for _rung, user in told("review")}
    assert world.office in {user for _rung, user in told("review")}

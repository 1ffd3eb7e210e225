"""Two who count, check or publish one review at the same instant: one is stored, one refused, one line on the trail."""

import pytest

from evaluations.models import Tally
from evaluations.transitions import tally as moves
from tests.cast import a_user
from tests.evaluations.reviews.world import an_opened
from tests.evaluations.tally.scene import COUNTED_AT, a_counted, an_approved
from tests.evaluations.teams.test_threads import one_of_two
from tests.threads import at_once
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def lines(review, *verbs):
    return Entry.objects.about(review).filter(verb__in=verbs).count()


def test_of_two_who_count_one_review_one_does():
    world = an_opened()
    other = a_user(None, "office")
    one_of_two(
        at_once(
            lambda: moves.count(world.review, actor=world.office, at=COUNTED_AT),
            lambda: moves.count(world.review, actor=other, at=COUNTED_AT),
        )
    )
    assert Tally.objects.filter(review=world.review).count() == 1
    assert lines(world.review, "count") == 1
    assert Tally.objects.get().counted_by_id == Entry.objects.about(world.review).get(verb="count").actor_id


def test_of_two_who_count_again_one_does():
    world = a_counted()
    other = a_user(None, "office")
    one_of_two(
        at_once(
            lambda: moves.check(world.review, actor=world.checker, at=COUNTED_AT),
            lambda: moves.check(world.review, actor=other, at=COUNTED_AT),
        )
    )
    assert lines(world.review, "check") == 1


def test_a_review_is_published_once():
    world = an_approved()
    one_of_two(
        at_once(
            lambda: moves.publish(world.review, actor=world.office, at=COUNTED_AT),
            lambda: moves.publish(world.review, actor=world.checker, at=COUNTED_AT),
        )
    )
    assert lines(world.review, "publish") == 1

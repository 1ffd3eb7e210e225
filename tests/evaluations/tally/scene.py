"""Reviews walked on from the opened urns to the archive."""

from datetime import date, timedelta

from evaluations.queries import tally as queries
from evaluations.transitions import tally as moves
from tests.cast import a_user
from tests.evaluations.reviews.world import LATER, an_opened

COUNTED_AT = LATER + timedelta(hours=2)
DECISION = {"meeting": "区重点项目建设领导小组会议", "met_on": date(2017, 7, 3), "decision_number": "张组评〔2017〕2号"}


def a_counted(**words):
    """Urns opened, ballots counted by the office; `checker` is its second person."""
    world = an_opened(**words)
    world.checker = a_user(None, "office")
    world.review = moves.count(world.review, actor=world.office, at=COUNTED_AT)
    return world


def a_checked(**words):
    world = a_counted(**words)
    world.review = moves.check(world.review, actor=world.checker, at=COUNTED_AT)
    return world


def an_approved(**words):
    world = a_checked(**words)
    world.review = moves.approve(world.review, actor=world.director, at=COUNTED_AT, **DECISION)
    return world


def a_published(**words):
    world = an_approved(**words)
    world.review = moves.publish(world.review, actor=world.office, at=COUNTED_AT)
    return world


def an_archived(**words):
    world = a_published(**words)
    world.review = moves.archive(world.review, actor=world.office, at=COUNTED_AT)
    return world


def tally_of(world):
    return queries.in_force(world.again())

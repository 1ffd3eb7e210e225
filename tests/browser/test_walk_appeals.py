"""A late review walked in a real browser: registered all the same, and not admitted by a leader's ruling. Along those
that revoke the walks of cards, adjustments and error tolerance go themselves."""

import pytest

from cases.models import Appeal
from tests.browser.visitor import DESK, PHONE
from tests.browser.walker import footing, lines, on
from tests.cases.appeal_scene import a_target, more
from tests.cases.scene import People, the_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()


@pytest.fixture(scope="module")
def people(site):
    """The people of the cases, and a leader without a hand in them."""
    people = more(People())
    the_rules(people)
    return people


def test_a_late_review_is_registered_and_not_admitted(walk, people):
    card = a_target(people)
    with on("2017-05-23 00:00:00"):
        before = footing(people.cadre)
        visitor = walk.open(people.subject, card.get_absolute_url(), PHONE)
        walk.follow(people.subject, visitor, "a[href*='/cases/appeal/new/']")
        walk.sent(visitor, remedy="review", claim="撤销。", grounds="不服。")
        walk.look(visitor, people.subject, mark="QUESTIONED")
        row = Appeal.objects.get(target_key=str(card.pk))
        assert (row.state, row.is_late) == ("QUESTIONED", True)
    with on("2017-05-23 10:00:00"):
        row = walk.step(people.third, row, "refuse", ruling="逾期且无正当理由。", manner="signed")
        assert row.state == "INADMISSIBLE"
        assert "逾期且无正当理由" in walk.read(people.subject, row, PHONE)
        walk.read(row.handler, row, DESK)
        assert footing(people.cadre) == before
    assert lines(row) == ["lodge_appeal", "refuse"]


def test_a_review_that_the_person_takes_back(walk, people):
    card = a_target(people, facts="另一件逾期事项。")
    with on("2017-05-22 20:00:00"):
        before = footing(people.cadre)
        row = walk.lodge(people.subject, card)
    with on("2017-05-23 09:00:00"):
        row = walk.step(row.handler, row, "admit")
        assert footing(people.cadre)["holds"]
        row = walk.step(people.subject, row, "withdraw", PHONE)
        assert "本人撤回" in walk.read(people.subject, row, PHONE)
        assert footing(people.cadre) == before

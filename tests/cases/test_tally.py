"""The tiles above the list of cases count what the list would show: open, overdue, the reader's own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.queries import lists
from cases.services import clocks
from tests.cases.scene import LATEST, NEXT_DAY, People, a_card, the_rules
from tests.cast import a_cadre

pytestmark = pytest.mark.django_db
LONG_AFTER = LATEST + timedelta(days=200)


def counted(reader, at):
    found = lists.tally(reader, day=timezone.localdate(at), at=at)
    return found.open, found.overdue, found.mine


def listed(reader, at, **asked):
    day = timezone.localdate(at)
    return lists.table(reader, lists.Asked(**asked), day=day, at=at).count()


def test_each_is_counted_as_the_list_shows_it():
    people = People()
    the_rules(people)
    a_card(people, "PROPOSED")
    waits = a_card(people, "NOTIFIED", cadre=a_cadre("贺一帆", unit=people.unit))
    a_card(people, "DRAFT", cadre=a_cadre("施远", unit=people.unit))
    clocks.hold(waits, reason="等待本人材料。", actor=people.officer, at=NEXT_DAY)

    assert counted(people.officer, NEXT_DAY) == (3, 0, 3)
    # What is held is never late.
    assert counted(people.officer, LONG_AFTER) == (3, 2, 3)
    assert counted(people.second, LONG_AFTER) == (3, 2, 0)
    assert counted(people.stranger, LONG_AFTER) == counted(people.head, LONG_AFTER) == (0, 0, 0)
    assert counted(people.subject, LONG_AFTER) == (1, 1, 0)
    for reader in (people.officer, people.second, people.subject):
        shown = [listed(reader, LONG_AFTER, **asked) for asked in ({}, {"overdue": True}, {"mine": True})]
        assert tuple(shown) == counted(reader, LONG_AFTER)

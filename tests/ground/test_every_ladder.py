"""Every ladder of the house: each rung speaks at its time, not a second before, and once; whatever its cycle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import a_user, at
from zhangdian.calendar.queries import calendar
from zhangdian.notices import registry, rules, services
from zhangdian.notices.models import Reminder, Rung

DUES = ("2017-04-10 18:00:00", "2017-09-30 12:00:00", "2026-09-24 17:30:00", "2017-04-09 10:00:00")


@pytest.mark.parametrize("due", DUES)
@pytest.mark.parametrize("kind", sorted(registry.KINDS))
def test_each_rung_comes_at_its_time_and_once(db, kind, due):
    user, due_at, working = a_user(), at(due), calendar()
    services.lay_rungs()

    def climb(moment):
        services.climb(
            kind, [rules.Owed("1", due_at, "事项")], lambda who, keys: {key: [user] for key in keys}, at=moment
        )
        return set(Reminder.objects.filter(kind=kind).values_list("rung", flat=True))

    times = {
        rung.number: rules.reached_at(timezone.localtime(due_at), rung.days, rung.minutes, working)
        for rung in Rung.objects.filter(kind=kind)
    }
    assert times, "a ladder without a rung"
    for moment in sorted(set(times.values())):
        before = moment - timedelta(seconds=1)
        assert climb(before) == {number for number, when in times.items() if when <= before}
        assert climb(moment) == {number for number, when in times.items() if when <= moment}
        assert climb(moment) == {number for number, when in times.items() if when <= moment}
    assert Reminder.objects.filter(kind=kind).count() == len(times)


@pytest.mark.parametrize("kind", sorted(registry.KINDS))
def test_whoever_stands_above_the_first_rung_hears_nothing_before_it_is_due(kind):
    """Told before is who must do it; a superior comes after the deadline."""
    declared = registry.KINDS[kind].rungs
    first = declared[0].who
    assert all(rung.days >= 0 for rung in declared if rung.who != first)

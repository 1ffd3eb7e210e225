"""The calendar as stored."""

from zhangdian.calendar.models import DayOff
from zhangdian.calendar.rules import WorkCalendar


def calendar():
    """The working-day calendar with the district's own days, in one query."""
    return WorkCalendar(dict(DayOff.objects.values_list("day", "is_working")))

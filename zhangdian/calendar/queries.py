"""The calendar as stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from zhangdian.calendar.models import DayOff
from zhangdian.calendar.rules import WorkCalendar, end_of, is_estimated, official, officially_working


def calendar():
    """The working-day calendar with the district's own days, in one query."""
    return WorkCalendar(dict(DayOff.objects.values_list("day", "is_working")))


def working_end(day, count):
    """The end of the `count`-th working day after `day`."""
    return end_of(calendar().add(day, count), timezone.get_current_timezone())


# From this month on the next year's notice is looked for.
NOTICE_EXPECTED_FROM = 11


def missing_notice(day):
    """The year whose official notice is not known though it is needed, or None: for the staff home.

    This year's at any time, next year's from November on. Make-up days entered by hand count as the notice.
    """
    for year in (day.year, day.year + 1):
        if year > day.year and day.month < NOTICE_EXPECTED_FROM:
            return None
        if is_estimated(year) and not DayOff.objects.filter(day__year=year, is_working=True).exists():
            return year
    return None


@dataclass(frozen=True)
class Special:
    """A day that is not what its weekday says. source: "official", "own" (the district's own word)."""

    day: date
    is_working: bool
    name: str
    source: str


def year_view(year):
    """(is estimated, [Special] in order) of a year; one query. The district's own days replace the official ones."""
    found = {}
    first = date(year, 1, 1)
    for step in range(366):
        day = first + timedelta(days=step)
        if day.year != year:
            break
        working, name = officially_working(day), official(year).get(day, "") or ""
        if working != (day.weekday() < 5) or (name and not working):
            found[day] = Special(day, working, name, "official")
    for own in DayOff.objects.filter(day__year=year):
        found[own.day] = Special(own.day, own.is_working, own.name, "own")
    return is_estimated(year), [found[day] for day in sorted(found)]

"""When a step is due: pure arithmetic over the working-day calendar.

A clock counts from the day after it began. Counted in days or months, a last day that is no working day moves on to
the next working day; counted in working days, it is one already. The end is the first instant that is late: 23:59:59
of the last day is in time, 00:00:00 is not.
"""

from datetime import date, datetime, timedelta, tzinfo

from cases.states.rulesets import Span
from zhangdian.calendar.rules import WorkCalendar, add_months, end_of


def last_day(began: date, count: int, span: str, working: WorkCalendar) -> date:
    """The last day of a period of `count` (0 or more) that began on `began`; never a rest day."""
    if span == Span.WORKING:
        day = working.add(began, count)
    elif span == Span.MONTHS:
        day = add_months(began, count)
    else:
        day = began + timedelta(days=count)
    return on_working(day, working)


def on_working(day: date, working: WorkCalendar) -> date:
    """`day`, or the next working day after it."""
    return day if working.is_working(day) else working.add(day, 1)


def due(began: date, count: int, span: str, working: WorkCalendar, zone: tzinfo | None) -> datetime:
    """The first instant that is late."""
    return end_of(last_day(began, count, span, working), zone)


def last_of(end: datetime, zone: tzinfo | None) -> date:
    """The last day of a deadline whose first late instant is `end`."""
    return (end.astimezone(zone) - timedelta(microseconds=1)).date()


def held_over(end: datetime, held_on: date, resumed_on: date, working: WorkCalendar, zone: tzinfo | None) -> datetime:
    """A deadline after its clock stood still from `held_on` to the day before `resumed_on`: as many working days later
    as the clock stood still on. Held and resumed on one day it stays as it was."""
    stood = len(working.between(held_on, resumed_on - timedelta(days=1)))
    if not stood:
        return end
    return end_of(working.add(last_of(end, zone), stood), zone)

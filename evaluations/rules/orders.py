"""Arithmetic of orders: last days, the clock that stands while the office verifies, and the number as printed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

from zhangdian.calendar.rules import end_of

ONE_DAY = timedelta(days=1)
AT_ONCE, ORDINARY, COMPLEX = "at_once", "ordinary", "complex"


class Calendar(Protocol):
    """What is asked of a working-day calendar."""

    def is_working(self, day: date) -> bool: ...

    def add(self, day: date, count: int) -> date: ...


def last_day(calendar: Calendar, day: date, days: int) -> date:
    """The last day of a deadline of `days` natural days from `day` on, the day itself not counted.

    A deadline whose last day is off ends with the next working day.
    """
    last = day + timedelta(days=days)
    return last if calendar.is_working(last) else calendar.add(last, 1)


def day_of(due_at: datetime, zone: tzinfo) -> date:
    """The last day of a deadline that ends at `due_at`."""
    return (due_at.astimezone(zone) - timedelta(microseconds=1)).date()


def stretched(due_at: datetime, reported_at: datetime, returned_at: datetime, zone: tzinfo) -> datetime:
    """The deadline of an order that was sent back: the clock stood still while the office verified.

    The whole days that the office took, begun ones counted as whole, are added; so a unit that reported on its last
    day and waited three days has the same time left as when it reported, and one that was late stays late.
    """
    waited = returned_at.astimezone(zone).date() - reported_at.astimezone(zone).date()
    return end_of(day_of(due_at, zone) + max(waited, timedelta(0)), zone)


@dataclass(frozen=True)
class Range:
    """How many days a kind of order may take, both included."""

    low: int
    high: int

    def holds(self, days: int) -> bool:
        """May the order take so many days?"""
        return self.low <= days <= self.high


def ranges(at_once: int, ordinary: int, complex_low: int, complex_high: int) -> dict[str, Range]:
    """The days by kind; a simple order may be given less than its days, never more."""
    return {
        AT_ONCE: Range(1, at_once),
        ORDINARY: Range(1, ordinary),
        COMPLEX: Range(min(complex_low, complex_high), max(complex_low, complex_high)),
    }


def number_text(form: str, year: int, number: int) -> str:
    """The number as the paper bears it: 张督〔2026〕3号. Marks other than {year} and {number} stay as they are."""
    return form.replace("{year}", str(year)).replace("{number}", str(number))


def rate(in_time: int, due: int) -> int | None:
    """On-time closed ÷ due in whole per cent, half up; None where nothing was due."""
    return (in_time * 200 + due) // (due * 2) if due else None


NONE, URGE, CIRCULATE, CARD = "", "urge", "circulate", "card"


def prompt(late: int, steps: tuple[int, int, int] = (1, 5, 10)) -> str:
    """What the office is prompted to consider when an order has been overdue for `late` working days: urging,
    reporting it in the circular, proposing a card. People decide; nothing follows by itself."""
    first, second, third = steps
    if late >= third:
        return CARD
    if late >= second:
        return CIRCULATE
    return URGE if late >= first else NONE


def days_late(calendar: Calendar, last: date, today: date) -> int:
    """The working days from the last day of the deadline (not counted) until `today` (counted)."""
    day, count = last, 0
    while day < today:
        day += ONE_DAY
        count += calendar.is_working(day)
    return count

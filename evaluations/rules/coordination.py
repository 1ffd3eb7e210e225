"""Arithmetic of the coordination slip: deadlines, response, the same matter, the median. Pure."""

import statistics
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

from zhangdian.calendar.rules import end_of

TOP = 4


def due(begun_at: datetime, days: int, calendar) -> datetime:
    """The end of the `days`-th working day after the day of `begun_at` (an instant in local time)."""
    return end_of(calendar.add(begun_at.date(), days), begun_at.tzinfo)


def last_day(due_at: datetime) -> date:
    """The last day on which it is in time: what a page prints as the deadline. `due_at` in local time."""
    return (due_at - timedelta(seconds=1)).date()


def working_days(first: date, last: date, calendar) -> int:
    """Working days from `first`, not counted, to `last`, counted: the same day is 0, the next working day 1."""
    return len(calendar.between(first + timedelta(days=1), last)) if last > first else 0


def plain(text: str) -> str:
    """A text reduced to its letters and figures, by which two wordings are compared."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def same_matter(one: str, other: str, percent: int) -> bool:
    """Are two wordings the same matter? Alike after `plain`, or one within the other, or alike to `percent`.

    A wording of fewer than four letters is the same only when it is equal.
    """
    a, b = plain(one), plain(other)
    if a == b:
        return True
    if min(len(a), len(b)) < 4:
        return False
    if a in b or b in a:
        return True
    return SequenceMatcher(None, a, b, autojunk=False).ratio() * 100 >= percent


def median(counts: Mapping[int, int]) -> Decimal | None:
    """The median of whole numbers given as {value: how often}; the mean of the middle two when n is even, exactly.

    None for nothing.
    """
    found = sorted(Counter(counts).elements())
    return Decimal(statistics.median_low(found) + statistics.median_high(found)) / 2 if found else None

"""Arithmetic of the report a day: which days are owed, when one is late, how long it may still be sent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lateness:
    """What a receipt decides: late or not, whether the writer's own time counts as such, or why it was ignored."""

    is_late: bool
    is_offline: bool = False
    ignored: str = ""


FUTURE, ABSURD = "future", "absurd"


def judge(*, due_at, received_at, written_at=None, begins_at=None, tolerance=timedelta(0)):
    """Lateness of a report.

    Received before `due_at` it is on time; a cut-off of 18:00 ends with 17:59:59, 18:00:00 is late. A report written
    without a signal counts as on time too when it was written before `due_at` and received no later than `tolerance`
    after it. A claim to have been written after the receipt, or before the day of the report began, is not believed:
    it changes nothing and is kept as `ignored`.
    """
    if written_at is None:
        return Lateness(received_at >= due_at)
    if written_at > received_at:
        return Lateness(received_at >= due_at, ignored=FUTURE)
    if begins_at is not None and written_at < begins_at:
        return Lateness(received_at >= due_at, ignored=ABSURD)
    in_time = received_at < due_at or (written_at < due_at and received_at - due_at <= tolerance)
    return Lateness(not in_time, is_offline=True)


def owed_days(calendar, *, span_from, span_until, reporting_from, reporting_until, opened_until, until):
    """The working days, first to last, for which a row is still to be opened.

    calendar: has `between(first, last)`. span_*: the days in construction (until None: still). reporting_*: the
    programme's. opened_until: the last day opened before, or None. until: the last day that may be opened now.
    """
    first = max(span_from, reporting_from, opened_until + ONE_DAY if opened_until else date.min)
    last = min(span_until or date.max, reporting_until, until)
    return calendar.between(first, last) if first <= last else []


def catch_up_day(day: date, weekday: int) -> date:
    """The last day on which a missed report of `day` may be handed in: the next `weekday` (1 Monday) after it."""
    return day + timedelta(days=(weekday - day.isoweekday() - 1) % 7 + 1)


def open_until(due_at: datetime, return_due_at: datetime | None) -> datetime:
    """The instant from which a report handed in can no longer be taken back for changes."""
    return max(due_at, return_due_at) if return_due_at else due_at


def amount(value: Decimal) -> str:
    """An amount of a target in few digits: 186, 0.5, 1.24万 from ten thousand on (two decimals)."""
    if abs(value) >= 10000:
        return f"{_plain((value / 10000).quantize(Decimal('0.01')))}万"
    return _plain(value)


def _plain(value):
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")

"""Arithmetic of the ladder: when a rung has come, what holds it, when a person may be told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
# A rung's day is looked for no farther than this beyond a hold: a guard, not a rule.
FARTHEST = 3660


@dataclass(frozen=True)
class Owed:
    """What a sweep found to be owed. key: of the row, within its kind. title, path: inside the house only.
    under: wider keys a hold may name, for example "project:7"."""

    key: str
    due_at: datetime
    title: str
    path: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """Days on which a ladder stands still, both included. key: the row or one of its wider keys; empty: all."""

    key: str
    first: date
    last: date

    def covers(self, owed: Owed) -> bool:
        """Does the hold stand over this row?"""
        return self.key == "" or self.key == str(owed.key) or self.key in owed.under


def holding(holds: Iterable[Held], owed: Owed, day: date) -> bool:
    """Does the ladder of `owed` stand still on `day`?"""
    return any(held.first <= day <= held.last and held.covers(owed) for held in holds)


def reached_at(due_at: datetime, days: int, minutes: int, calendar, held: Iterable[Held] = ()) -> datetime:
    """The instant of a rung: the clock time of `due_at`, `days` working days later (earlier when negative), plus
    `minutes`.

    calendar: has `is_working(day)`. held: the holds over this row; the days they cover do not count, so that whoever
    was away has the same number of working days as everybody. `due_at` is in local time.
    """
    stops = list(held)
    day = due_at.date()
    step = ONE_DAY if days > 0 else -ONE_DAY
    left = abs(days)
    for _ in range(FARTHEST):
        if not left:
            break
        day += step
        if calendar.is_working(day) and not (days > 0 and any(stop.first <= day <= stop.last for stop in stops)):
            left -= 1
    return datetime.combine(day, due_at.timetz()) + timedelta(minutes=minutes)


def pause(attempts: int, *, first: int, longest: int) -> timedelta:
    """The pause after `attempts` tries that failed: `first` minutes, doubled each time, `longest` at most."""
    return timedelta(minutes=min(first * 2 ** min(max(attempts - 1, 0), 20), longest))


def within(clock: time, start: time | None, end: time | None) -> bool:
    """Is a time of day in the stretch from `start` (included) to `end` (not included), over midnight if need be?"""
    if start is None or end is None or start == end:
        return False
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


@dataclass(frozen=True)
class Wish:
    """How a person wants to be told. daily_at None: as it comes up."""

    daily_at: time | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None


def may_tell(now: datetime, oldest: datetime, wish: Wish, *, gather: timedelta) -> bool:
    """May a person be told now what has waited since `oldest`? Both in local time.

    Never in quiet hours. As it comes up: after `gather`, so that what several sweeps find in one wake comes together.
    Once a day: at the first moment after the chosen time that follows `oldest`; missed, it is made good later.
    """
    if within(now.timetz().replace(tzinfo=None), wish.quiet_from, wish.quiet_until):
        return False
    if wish.daily_at is None:
        return oldest + gather <= now
    mark = datetime.combine(now.date(), wish.daily_at, tzinfo=now.tzinfo)
    if mark > now:
        mark -= ONE_DAY
    return oldest <= mark

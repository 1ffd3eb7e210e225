"""Working-day arithmetic: pure, over a dictionary of overrides and the official holiday list."""

import calendar
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def official(year: int):
    """The State Council's list for `year` as the `holidays` package knows it."""
    return holidays.country_holidays("CN", years=year, language="zh_CN")


@lru_cache(maxsize=64)
def is_estimated(year: int) -> bool:
    """True while the notice of a year is not out: the package then knows no make-up working day."""
    return not any(day.year == year for day in official(year).weekend_workdays)


@lru_cache(maxsize=8192)
def officially_working(day: date) -> bool:
    """Working day by the official list: weekdays that are no holiday, and weekend make-up days."""
    return official(day.year).is_working_day(day)


def end_of(day: date, zone: tzinfo | None) -> datetime:
    """The first instant that is late where `day` is the last one: 23:59:59 of `day` is in time, 00:00:00 is not."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` on; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class WorkCalendar:
    """Working days under a mapping of own overrides {day: is_working}."""

    def __init__(self, overrides: dict[date, bool] | None = None):
        self.overrides = dict(overrides or {})

    def is_working(self, day: date) -> bool:
        """Is `day` a working day? The district's own row wins over the official list."""
        if day in self.overrides:
            return self.overrides[day]
        return officially_working(day)

    def between(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both included."""
        return [
            day
            for day in (first + timedelta(days=step) for step in range((last - first).days + 1))
            if self.is_working(day)
        ]

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself when 0."""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def name_of(self, day: date) -> str:
        """The festival's name, or an empty text."""
        return official(day.year).get(day, "") or ""

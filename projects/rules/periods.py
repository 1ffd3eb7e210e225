"""Days, weeks, months and quarters: which period a day falls in, and how a person names one."""

import calendar
import re
from datetime import date, timedelta

from zhangdian.calendar.rules import add_months

DAY, WEEK, MONTH, QUARTER = "day", "week", "month", "quarter"
KINDS = (DAY, WEEK, MONTH, QUARTER)


def first_day(kind, day):
    """The first day of the period of `kind` that holds `day`; weeks begin on Monday."""
    if kind == DAY:
        return day
    if kind == WEEK:
        return day - timedelta(days=day.weekday())
    if kind == MONTH:
        return day.replace(day=1)
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def last_day(kind, day):
    """The last day of the period of `kind` that holds `day`."""
    if kind == DAY:
        return day
    if kind == WEEK:
        return first_day(WEEK, day) + timedelta(days=6)
    if kind == MONTH:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return add_months(first_day(QUARTER, day), 3) - timedelta(days=1)


def months_of_quarter(day):
    """The first days of the three months of the quarter that holds `day`."""
    start = first_day(QUARTER, day)
    return [add_months(start, step) for step in range(3)]


def read_month(text):
    """The first day of a month written as 2017-04; ValueError otherwise."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), 1)


def read_quarter(text):
    """The first day of a quarter written as 2017Q2; ValueError otherwise."""
    found = re.fullmatch(r"(\d{4})[Qq]([1-4])", text.strip())
    if not found:
        raise ValueError(text)
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)


def name(kind, start):
    """A period as the address bar and the exports write it: 2017-04-10, 2017-W15, 2017-04, 2017Q2."""
    if kind == DAY:
        return start.isoformat()
    if kind == WEEK:
        year, week, _weekday = start.isocalendar()
        return f"{year}-W{week:02}"
    if kind == MONTH:
        return f"{start:%Y-%m}"
    return f"{start.year}Q{(start.month + 2) // 3}"


def read(kind, text):
    """The first day of the period a person wrote (any day of it as a date will do); ValueError otherwise."""
    text = text.strip()
    if kind == MONTH and re.fullmatch(r"\d{4}-\d{1,2}", text):
        return read_month(text)
    if kind == QUARTER and re.fullmatch(r"\d{4}[Qq]\d", text):
        return read_quarter(text)
    found = re.fullmatch(r"(\d{4})-W(\d{2})", text)
    if kind == WEEK and found:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return first_day(kind, date.fromisoformat(text))


def months_of(year):
    """The first days of the twelve months of `year`."""
    return [date(year, month, 1) for month in range(1, 13)]


def months_until(day):
    """The first days of the months of the year of `day` up to its own. Named months, not a range, ask the index of
    the figures once each, whatever other projects there are."""
    return [first for first in months_of(day.year) if first <= day]

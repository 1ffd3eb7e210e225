"""Days as offices write them into lists. No ORM, no clock."""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _


class NotADay(ValueError):
    """What stands there is no day, or one that cannot be. Its text says how to mend it."""


SEPARATED = re.compile(r"^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?日?号?)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
MONTH_ONLY = re.compile(r"^(\d{1,2})月(?:份|(\d{1,2})[日号])?$")
PART_OF_MONTH = re.compile(r"^(?:(\d{4})[年.-])?(\d{1,2})月?份?(底|末|初|中|上旬|中旬|下旬)$")
PART_OF_YEAR = re.compile(r"^(\d{4})年?(底|末|初|中|上半年|下半年)?$")
QUARTER = re.compile(r"^(\d{4})年?第?(?:([一二三四1-4])季度?|[Qq]([1-4]))(?:[底末])?$")
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
EPOCH = date(1899, 12, 30)
LAST = 2100


def read(value, *, end=False, year=None, since=1980, needs_month=False):
    """The day that a value names. Where only a month, quarter or year stands: its first day, or its last with `end`.

    year: the year meant by a month without one. since: the first year that can be. needs_month: a year, a half or
    a quarter of one says too little. Takes dates, Excel serials, 20170315, 2017年3月, 2017.03, 2017-03-15,
    2017年3月底 and the like; raises NotADay otherwise.
    """
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        day = _number_as_day(value, end, since, needs_month)
    else:
        day = _text_as_day(str(value).strip(), end, year, since, needs_month)
    if not since <= day.year <= LAST:
        raise NotADay(
            _("The day %(day)s cannot be right: it must lie between %(since)s and %(until)s.")
            % {"day": day.isoformat(), "since": since, "until": LAST}
        )
    return day


def _number_as_day(value, end, since, needs_month):
    lowest = 20000 if since >= 1980 else 10000
    if float(value).is_integer():
        number = int(value)
        if since <= number <= LAST and not needs_month:
            return _span(number, 1, number, 12, end)
        if since * 100 < number <= LAST * 100 + 12:
            return _month(number // 100, number % 100, end)
        if since * 10000 < number <= LAST * 10000 + 1231:
            return _day(number // 10000, number // 100 % 100, number % 100)
        if lowest <= number <= 80000:
            return EPOCH + timedelta(days=number)
    elif since <= value < LAST + 1:
        text = f"{value:.2f}"
        year, month = int(text[:4]), int(text[5:])
        if text.endswith("10"):
            raise NotADay(
                _(
                    "“%(value)s” was stored as a number and may mean January or October. "
                    "Type it as %(year)s年1月 or %(year)s年10月."
                )
                % {"value": f"{value:g}", "year": year}
            )
        return _month(year, month // 10 if month % 10 == 0 else month, end)
    elif lowest <= value <= 80000:
        return EPOCH + timedelta(days=int(value))
    raise _not_a_day(f"{value:g}")


def _text_as_day(text, end, year, since, needs_month):
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("～", "~")
    tight = re.sub(r"\s+(?!\d{1,2}:)", "", plain).rstrip("前").removesuffix("左右")
    if match := SEPARATED.match(tight):
        years, months, days = match.groups()
        return _day(int(years), int(months), int(days)) if days else _month(int(years), int(months), end)
    if match := PART_OF_MONTH.match(tight):
        return _part_of_month(int(match[1]) if match[1] else _known_year(year, text), int(match[2]), match[3], end)
    if not needs_month and (match := QUARTER.match(tight)):
        quarter = CHINESE.get(match[2]) or int(match[2] or match[3])
        return _span(int(match[1]), quarter * 3 - 2, int(match[1]), quarter * 3, end)
    if not needs_month and (match := PART_OF_YEAR.match(tight)):
        return _part_of_year(int(match[1]), match[2], end)
    if match := MONTH_ONLY.match(tight):
        years = _known_year(year, text)
        return _day(years, int(match[1]), int(match[2])) if match[2] else _month(years, int(match[1]), end)
    if re.fullmatch(r"\d{4,8}(\.0+)?", tight):
        return _number_as_day(float(tight), end, since, needs_month)
    raise _not_a_day(text)


def _known_year(year, text):
    if year is None:
        raise NotADay(_("“%(value)s” has no year. Type it as 2017年3月 or 2017-03-15.") % {"value": text})
    return year


def _not_a_day(text):
    return NotADay(_("“%(value)s” is not a day. Type it as 2017-03-15 or 2017年3月.") % {"value": text[:40]})


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay(
            _("There is no such day: %(year)s-%(month)s-%(day)s. Check month and day.")
            % {"year": year, "month": month, "day": day}
        ) from None


def _month(year, month, end):
    if not 1 <= month <= 12:
        raise NotADay(_("There is no month %(month)s. Type the day as 2017-03-15 or 2017年3月.") % {"month": month})
    return _span(year, month, year, month, end)


def _span(first_year, first_month, last_year, last_month, end):
    if not end:
        return date(first_year, first_month, 1)
    return date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _part_of_month(year, month, part, end):
    last = _month(year, month, True)
    spans = {
        "初": (1, 1), "上旬": (1, 10), "中": (15, 15), "中旬": (11, 20), "下旬": (21, last.day),
        "底": (last.day, last.day), "末": (last.day, last.day),
    }  # fmt: skip
    return last.replace(day=spans[part][1 if end else 0])


def _part_of_year(year, part, end):
    if part in ("底", "末"):
        return date(year, 12, 31)
    if part == "初":
        return date(year, 1, 1)
    if part == "中":
        return date(year, 6, 30)
    first, last = {"上半年": (1, 6), "下半年": (7, 12), None: (1, 12)}[part]
    return _span(year, first, year, last, end)

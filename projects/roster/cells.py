"""Single cells: texts, days, amounts and choices. Every refusal is a sentence that says how to mend it."""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from projects.roster.shapes import CellRefused

BLANKS = {
    "",
    "/",
    "\\",
    "-",
    "--",
    "—",
    "——",
    "－",
    "―",
    "~",
    "无",
    "暂无",
    "待定",
    "未定",
    "空",
    "N/A",
    "n/a",
    "none",
    "None",
}
CENT = Decimal("0.01")
UNITS = {"亿元": Decimal(10000), "亿": Decimal(10000), "万元": Decimal(1), "万": Decimal(1), "千元": Decimal("0.1"),
         "元": Decimal("0.0001")}  # fmt: skip
MOST_MONEY = Decimal(10) ** 12
EXCEL_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "########"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028\u2029\ufeff]")
FORMULA = re.compile(r"'*[=+\-@\t\r]")


# Texts ----------------------------------------------------------------------------------------


def clean(value):
    """The text of a value: no control characters, no space at the ends of lines, one kind of line break."""
    if value.__class__ is str and value.isprintable():
        # Nearly every cell; what follows is for line breaks, marks and spaces of other kinds.
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = CONTROLS.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def escape(text):
    """A text that no spreadsheet takes for a formula: a mark before what begins like one."""
    return f"'{text}" if FORMULA.match(text) else text


def unescape(text):
    """What `escape` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def is_blank(value):
    """Empty, or one of the ways in which lists say “nothing here”."""
    return value is None or (value.__class__ is str and clean(value) in BLANKS)


def refuse_errors(value):
    """Raise CellRefused where a formula of the list failed and left its error in the cell."""
    if value.__class__ is str and value[:1] == "#" and value.strip() in EXCEL_ERRORS:
        raise CellRefused(_("A formula failed in this cell. Type the value itself instead of the formula."))


def read_text(value, *, limit, lines=False):
    """A text of at most `limit` characters; line breaks stay only where `lines` is true."""
    refuse_errors(value)
    if isinstance(value, date):
        value = value.isoformat()
    text = unescape(clean(value))
    if not lines:
        text = _on_one_line(text)
    if len(text) > limit:
        raise CellRefused(
            _("The text has %(count)s characters, %(limit)s are possible. Shorten it.")
            % {"count": len(text), "limit": limit}
        )
    return text


CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
BETWEEN_CJK = re.compile(rf"(?<={CJK})\s+(?={CJK})")


def _on_one_line(text):
    """Line breaks inside Chinese words vanish, elsewhere they become one space."""
    return re.sub(r"\s*\n\s*", " ", BETWEEN_CJK.sub("", text) if "\n" in text else text)


# Days -----------------------------------------------------------------------------------------

SEPARATED = re.compile(r"^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})?日?号?)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
MONTH_ONLY = re.compile(r"^(\d{1,2})月(?:份|(\d{1,2})[日号])?$")
PART_OF_MONTH = re.compile(r"^(?:(\d{4})[年.-])?(\d{1,2})月?份?(底|末|初|中|上旬|中旬|下旬)$")
PART_OF_YEAR = re.compile(r"^(\d{4})年?(底|末|初|中|上半年|下半年)?$")
QUARTER = re.compile(r"^(\d{4})年?第?(?:([一二三四1-4])季度?|[Qq]([1-4]))(?:[底末])?$")
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}
FIRST, LAST = date(1980, 1, 1), date(2100, 12, 31)


def read_date(value, *, end=False, year=None):
    """The day that a cell names. Where only a month, quarter or year stands: its first day, or its last with `end`.

    year: the year meant by a month without one. Takes dates, Excel serials, 20170315, 2017年3月, 2017.03,
    2017-03-15, 2017年3月底 and the like; raises CellRefused otherwise.
    """
    refuse_errors(value)
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _in_range(_number_as_day(value, end))
    return _in_range(_text_as_day(clean(value), end, year))


def format_date(day):
    """The text that `read_date` reads back."""
    return day.isoformat()


def _in_range(day):
    if not FIRST <= day <= LAST:
        raise CellRefused(
            _("The day %(day)s cannot be right: it must lie between 1980 and 2100.") % {"day": day.isoformat()}
        )
    return day


def _number_as_day(value, end):
    if float(value).is_integer():
        number = int(value)
        if 1980 <= number <= 2100:
            return _span(number, 1, number, 12, end)
        if 198001 <= number <= 210012:
            return _month(number // 100, number % 100, end)
        if 19800101 <= number <= 21001231:
            return _day(number // 10000, number // 100 % 100, number % 100)
        if 20000 <= number <= 80000:
            return date(1899, 12, 30) + timedelta(days=number)
    elif 1980 <= value < 2101:
        text = f"{value:.2f}"
        year, month = int(text[:4]), int(text[5:])
        if text.endswith("10"):
            raise CellRefused(
                _(
                    "“%(value)s” was stored as a number and may mean January or October. "
                    "Type it as %(year)s年1月 or %(year)s年10月."
                )
                % {"value": f"{value:g}", "year": year}
            )
        return _month(year, month // 10 if month % 10 == 0 else month, end)
    elif 20000 <= value <= 80000:
        return date(1899, 12, 30) + timedelta(days=int(value))
    raise _not_a_day(f"{value:g}")


def _text_as_day(text, end, year):
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("～", "~")
    tight = re.sub(r"\s+(?!\d{1,2}:)", "", plain).rstrip("前").removesuffix("左右")
    if match := SEPARATED.match(tight):
        years, months, days = match.groups()
        return _day(int(years), int(months), int(days)) if days else _month(int(years), int(months), end)
    if match := PART_OF_MONTH.match(tight):
        return _part_of_month(int(match[1]) if match[1] else _known_year(year, text), int(match[2]), match[3], end)
    if match := QUARTER.match(tight):
        quarter = CHINESE.get(match[2]) or int(match[2] or match[3])
        return _span(int(match[1]), quarter * 3 - 2, int(match[1]), quarter * 3, end)
    if match := PART_OF_YEAR.match(tight):
        return _part_of_year(int(match[1]), match[2], end)
    if match := MONTH_ONLY.match(tight):
        years = _known_year(year, text)
        return _day(years, int(match[1]), int(match[2])) if match[2] else _month(years, int(match[1]), end)
    if re.fullmatch(r"\d{4,8}(\.0+)?", tight):
        return _number_as_day(float(tight), end)
    raise _not_a_day(text)


def _known_year(year, text):
    if year is None:
        raise CellRefused(_("“%(value)s” has no year. Type it as 2017年3月 or 2017-03-15.") % {"value": text})
    return year


def _not_a_day(text):
    return CellRefused(_("“%(value)s” is not a day. Type it as 2017-03-15 or 2017年3月.") % {"value": text[:40]})


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(
            _("There is no such day: %(year)s-%(month)s-%(day)s. Check month and day.")
            % {"year": year, "month": month, "day": day}
        ) from None


def _month(year, month, end):
    if not 1 <= month <= 12:
        raise CellRefused(_("There is no month %(month)s. Type the day as 2017-03-15 or 2017年3月.") % {"month": month})
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


# Amounts --------------------------------------------------------------------------------------

AMOUNT = re.compile(r"^([+-]?)([\d,. ]+)(亿元|亿|万元|万|千元|元)?$")
GROUPED = re.compile(r"^\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?$")


def read_money(value, unit="万元"):
    """An amount in 万元 with two decimals, from a number or a text in `unit` unless the cell names its own."""
    refuse_errors(value)
    if isinstance(value, date):
        raise CellRefused(_("Here stands a day instead of an amount. Set the format of the cell to “number”."))
    if isinstance(value, (int, float)):
        # Fifteen digits are what a spreadsheet keeps; beyond stands only the noise of its arithmetic.
        return _in_wan(Decimal(f"{value:.15g}"), unit)
    text = unescape(clean(value))
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).replace("¥", "").strip().lstrip("￥")
    match = AMOUNT.match(plain)
    if not match:
        raise CellRefused(
            _("“%(value)s” is not an amount. Type one number, such as 1200 or 1,200.50, without other words.")
            % {"value": text[:40]}
        )
    sign, digits, own = match.groups()
    digits = digits.strip()
    if GROUPED.match(digits):
        digits = digits.replace(",", "").replace(" ", "")
    try:
        amount = Decimal(sign + digits)
    except InvalidOperation:
        raise CellRefused(
            _("The separators in “%(value)s” are unclear. Type 1200.50 or 1,200.50.") % {"value": text[:40]}
        ) from None
    return _in_wan(amount, own or unit)


def _in_wan(amount, unit):
    if amount * UNITS[unit] >= MOST_MONEY:
        raise CellRefused(_("The amount is too large. Check the unit of the column (万元 or 亿元)."))
    if amount < 0:
        raise CellRefused(_("An amount cannot be negative: %(value)s.") % {"value": format(amount, "f")[:40]})
    return abs((amount * UNITS[unit]).quantize(CENT, ROUND_HALF_UP))


def format_money(amount):
    """The text that `read_money` reads back, without needless zeros."""
    text = format(Decimal(amount).quantize(CENT), "f")
    return text.rstrip("0").rstrip(".")


# Choices --------------------------------------------------------------------------------------


def read_choice(value, words, wanted):
    """The code that `words` (text -> code) gives for a cell; `wanted` are the texts that a refusal offers."""
    refuse_errors(value)
    code = words.get(value)
    if code is not None:
        return code
    text = re.sub(r"[\s()（）]", "", unescape(clean(value)))
    code = words.get(text) or words.get(text.removesuffix("项目").removesuffix("阶段").removesuffix("类"))
    if code is None:
        raise CellRefused(
            _("“%(value)s” is not known here. Use one of: %(words)s.")
            % {"value": text[:40], "words": "、".join(wanted)}
        )
    return code

"""Single cells: texts, days, amounts and choices. Every refusal is a sentence that says how to mend it."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from projects.roster.shapes import CellRefused
from zhangdian.desk import days
from zhangdian.desk.sheets import unguard

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
    text = unguard(clean(value))
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


def read_date(value, *, end=False, year=None):
    """The day that a cell names (`desk.days.read`); raises CellRefused otherwise."""
    refuse_errors(value)
    try:
        return days.read(clean(value) if isinstance(value, str) else value, end=end, year=year)
    except days.NotADay as refusal:
        raise CellRefused(str(refusal)) from None


def format_date(day):
    """The text that `read_date` reads back."""
    return day.isoformat()


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
    text = unguard(clean(value))
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
    text = re.sub(r"[\s()（）]", "", unguard(clean(value)))
    code = words.get(text) or words.get(text.removesuffix("项目").removesuffix("阶段").removesuffix("类"))
    if code is None:
        raise CellRefused(
            _("“%(value)s” is not known here. Use one of: %(words)s.")
            % {"value": text[:40], "words": "、".join(wanted)}
        )
    return code

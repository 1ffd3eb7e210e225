"""Pure rules of the cadres floor: how long a measure has effect, which one rules, how cells are cleaned."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cadres.states import InfluenceKind, Purpose
from zhangdian.calendar.rules import add_months
from zhangdian.desk import days

ALL_PURPOSES = tuple(Purpose.values)
# Months of effect by kind, as the field's rules give them; each is a dated setting (cadres.options).
# None: open until it is lifted. 0: recorded, blocks nothing.
MONTHS = {
    InfluenceKind.REMINDER: 0,
    InfluenceKind.ADMONITION: 6,
    InfluenceKind.TRANSFER: 12,
    InfluenceKind.DEMOTION: 24,
    InfluenceKind.REMOVAL: 24,
    InfluenceKind.PARTY_WARNING: 12,
    InfluenceKind.STATE_WARNING: 6,
    InfluenceKind.SERIOUS_WARNING: 18,
    InfluenceKind.DEMERIT: 12,
    InfluenceKind.MAJOR_DEMERIT: 24,
    InfluenceKind.OPEN_CASE: None,
    InfluenceKind.YELLOW_CARD: 12,
    InfluenceKind.RED_CARD: 12,
    InfluenceKind.OTHER: 6,
}
# From light to heavy: of two that end on the same day the heavier one is named.
WEIGHT = {kind: place for place, kind in enumerate(
    (
        InfluenceKind.REMINDER, InfluenceKind.OTHER, InfluenceKind.YELLOW_CARD, InfluenceKind.ADMONITION,
        InfluenceKind.RED_CARD, InfluenceKind.STATE_WARNING, InfluenceKind.PARTY_WARNING, InfluenceKind.DEMERIT,
        InfluenceKind.TRANSFER, InfluenceKind.SERIOUS_WARNING, InfluenceKind.DEMOTION, InfluenceKind.REMOVAL,
        InfluenceKind.MAJOR_DEMERIT, InfluenceKind.OPEN_CASE,
    )
)}  # fmt: skip


def end_of(from_on: date, months: int | None) -> date | None:
    """The last day of a period of `months` that begins on `from_on`, that day included.

    Six months from 10 March end with 9 September; from 31 August with the last day of February, which has no
    31st. None months: open-ended. 0: the day itself.
    """
    if months is None:
        return None
    if months == 0:
        return from_on
    same = add_months(from_on, months)
    return same - timedelta(days=1) if same.day == from_on.day else same


def default_blocks(kind: str) -> list[str]:
    """What a measure of this kind blocks unless said otherwise: a reminder nothing, every other all purposes."""
    return [] if kind == InfluenceKind.REMINDER else list(ALL_PURPOSES)


@dataclass(frozen=True)
class Span:
    """A period as the rules see it; `until_on` None is open-ended, `lifted_on` the first day without effect."""

    kind: str
    from_on: date
    until_on: date | None
    blocks: tuple[str, ...]
    lifted_on: date | None = None
    key: object = None

    def in_force(self, on: date) -> bool:
        """Has it effect on the day?"""
        if on < self.from_on or (self.lifted_on is not None and on >= self.lifted_on):
            return False
        return self.until_on is None or on <= self.until_on


def governing(spans: list[Span], purpose: str, on: date) -> Span | None:
    """Of several periods the heavier rules: among those in force that block `purpose`, the one that ends last;
    of equal ends the heavier kind, then the earlier beginning. None when nothing blocks."""
    blocking = [span for span in spans if span.in_force(on) and purpose in span.blocks]
    return max(blocking, key=heaviness, default=None)


def heaviness(span: Span) -> tuple:
    """The order in which periods rule: by their end, then by the weight of the kind, then by their beginning."""
    end = (span.until_on or date.max).toordinal()
    return (end, WEIGHT.get(InfluenceKind(span.kind), 0), -span.from_on.toordinal())


# Cells ----------------------------------------------------------------------------------------

_WIDE = str.maketrans(
    {chr(0xFF01 + step): chr(0x21 + step) for step in range(94)} | {"　": " ", "\xa0": " ", "\ufeff": ""}
)
_SPACES = re.compile(r"\s+")
_BETWEEN_CJK = re.compile(r"(?<=[㐀-鿿豈-﫿·])\s+(?=[㐀-鿿豈-﫿·])")
NAME_SEPARATORS = re.compile(r"[、,，;；/／\n\r|]+")


def clean_text(value: object) -> str:
    """One line of text: wide letters and digits made narrow, line breaks and runs of spaces made one space."""
    return _SPACES.sub(" ", _narrow(str(value if value is not None else ""))).strip()


def _narrow(text: str) -> str:
    # Chinese punctuation stays; only letters, digits and the signs of numbers are narrowed.
    return "".join(char.translate(_WIDE) if char not in "，；：？！（）" else char for char in text)


def clean_name(value: object) -> str:
    """A Chinese name without the spaces that typists put into it: 张　三 becomes 张三; other names keep theirs."""
    return _BETWEEN_CJK.sub("", clean_text(value))


def clean_unit_name(value: object) -> str:
    """A unit's name on one line, without inner spaces between Chinese characters, brackets in one shape."""
    return _BETWEEN_CJK.sub("", clean_text(value)).replace("(", "（").replace(")", "）")


def clean_phone(value: object) -> str:
    """A telephone number without spaces and dashes; a number that a sheet made a fraction (139.0) is whole again."""
    text = clean_text(value)
    if re.fullmatch(r"\d+\.0+", text):
        text = text.split(".")[0]
    return re.sub(r"[\s-]+", "", text)


def split_names(value: object) -> list[str]:
    """The names in one cell, whatever stands between them, each cleaned, each once, in order."""
    raw = str(value if value is not None else "")
    names = [clean_name(part) for part in NAME_SEPARATORS.split(raw)]
    return list(dict.fromkeys(name for name in names if name))


def read_day(value: object) -> date | None:
    """A day in a person's life from what a cell holds (`desk.days.read`): a month alone is its first day, a year alone
    says too little. None if empty; NotADay, a ValueError with a sentence, when it is no day."""
    if isinstance(value, str):
        value = clean_text(value)
    return None if value in (None, "") else days.read(value, since=1900, needs_month=True)

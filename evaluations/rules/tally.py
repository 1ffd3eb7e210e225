"""Arithmetic of a review: from ballots to scores, levels, rates and places. Pure: no database, no clock.

Sources: the rules of democratic appraisal as districts publish them. An item's score has four decimals, a group's mean
six, the result three, every rounding HALF_UP. Sums and means are exact until they are rounded once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from itertools import pairwise

from evaluations.rules import disclosure

ITEM, MEAN, RESULT, SHARE = Decimal("0.0001"), Decimal("0.000001"), Decimal("0.001"), Decimal("0.1")
HUNDRED = Decimal(100)
EXACT = Context(prec=60, traps=[Inexact])


@dataclass(frozen=True)
class Item:
    """A line of the sheet with its full mark; the full marks of a sheet sum to 100."""

    key: str
    full: Decimal


@dataclass(frozen=True)
class Option:
    """A choice with its weight in per cent; `is_unknown` (不了解) counts as an abstention."""

    key: str
    label: str
    weight: Decimal
    is_unknown: bool = False


@dataclass(frozen=True)
class Level:
    """A level and the lowest score that reaches it."""

    label: str
    line: Decimal


@dataclass(frozen=True)
class Group:
    """Raters with one weight (per cent); groups mixed in the urn are one group with the weights added up."""

    code: str
    weight: Decimal


@dataclass(frozen=True)
class Sheet:
    """How a review is counted. options: empty where marks are given. trim_from: 0 for the plain mean, else the number
    of answers from which one highest and one lowest are dropped."""

    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    options: tuple[Option, ...] = ()
    trim_from: int = 0
    fewest: int = 5


@dataclass(frozen=True)
class Paper:
    """What one ballot says of one subject. answers: item -> what was written; a blank item is absent."""

    group: str
    answers: Mapping[str, object]


@dataclass(frozen=True)
class Share:
    """One part of a distribution."""

    label: str
    count: int
    percent: Decimal


@dataclass(frozen=True)
class ItemFigure:
    """One item: how many answered, abstained or gave a void answer, the mean, and how the answers spread."""

    key: str
    answers: int
    abstained: int
    void: int
    mean: Decimal | None
    spread: tuple[Share, ...]


@dataclass(frozen=True)
class CellFigure:
    """What one cell of groups said of a subject. items: empty where they may not be shown one by one."""

    groups: tuple[str, ...]
    weight: Decimal
    papers: int
    mean: Decimal | None
    spread: tuple[Share, ...]
    items: tuple[ItemFigure, ...] = ()


@dataclass(frozen=True)
class Result:
    """What all said of one subject. score: None where it is withheld or nobody said anything.

    blank: papers that leave the subject out altogether. left_out: groups without a valid paper, over which the weights
    were renormalised. pooled: groups counted together because one of them had too few.
    """

    papers: int
    blank: int
    score: Decimal | None = None
    level: str = ""
    withheld: bool = False
    cells: tuple[CellFigure, ...] = ()
    items: tuple[ItemFigure, ...] = ()
    spread: tuple[Share, ...] = ()
    top_rate: Decimal | None = None
    upper_rate: Decimal | None = None
    left_out: tuple[str, ...] = ()
    pooled: tuple[tuple[str, ...], ...] = ()
    parts_hidden: bool = False


def rounded(value: Fraction, to: Decimal) -> Decimal:
    """An exact value with the decimals of `to`, HALF_UP: a half goes away from nought."""
    scaled = abs(value) / Fraction(to)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) * to * (-1 if value < 0 else 1)).quantize(to)


def item_score(full: Decimal, weight: Decimal) -> Decimal:
    """An option's score on an item: full mark × option weight ÷ 100, four decimals, HALF_UP."""
    return (full * weight / HUNDRED).quantize(ITEM, ROUND_HALF_UP)


def level_lines(options: Iterable[Option]) -> tuple[Level, ...]:
    """Levels of a sheet of options: the line of a level lies midway between its option's weight and the next one's.

    Options 100, 80, 60, 40 give lines 90, 70, 50 and the rest. The weights are those of the options, never those of
    the groups of raters. 不了解 is no level.
    """
    known = sorted((option for option in options if not option.is_unknown), key=lambda option: -option.weight)
    lines = [(one.weight + two.weight) / 2 for one, two in pairwise(known)]
    return tuple(Level(option.label, line) for option, line in zip(known, [*lines, Decimal(0)], strict=True))


def level_of(score: Decimal | None, levels: Sequence[Level]) -> str:
    """The level that a score reaches; a score on the line reaches it."""
    if score is None:
        return ""
    return next((level.label for level in levels if score >= level.line), levels[-1].label if levels else "")


def read_answer(sheet: Sheet, item: Item, written: object) -> tuple[str, Decimal | None, str]:
    """(kind, score, key) of what stands at an item: "valid", "abstained" or "void".

    Nothing, or 不了解, is an abstention; two different things, a choice that does not exist, a mark that is no number
    or lies outside nought to full make that item void, and only that item.
    """
    if isinstance(written, (list, tuple)):
        kinds = {str(one) for one in written}
        if len(kinds) > 1:
            return "void", None, ""
        written = next(iter(kinds), None)
    if written is None or str(written).strip() == "":
        return "abstained", None, ""
    text = str(written).strip()
    if sheet.options:
        option = next((option for option in sheet.options if option.key == text), None)
        if option is None:
            return "void", None, ""
        if option.is_unknown:
            return "abstained", None, option.key
        return "valid", item_score(item.full, option.weight), option.key
    try:
        mark = Decimal(text)
    except ArithmeticError:
        return "void", None, ""
    if not mark.is_finite() or not 0 <= mark <= item.full:
        return "void", None, ""
    return "valid", mark.quantize(ITEM, ROUND_HALF_UP), text


def is_same_throughout(sheet: Sheet, answers: Iterable[Mapping[str, object]]) -> bool:
    """整表同项: does a ballot (its answers on one or more subjects) say the same at every item it answers?

    With options: the same option; with marks: the same share of the full mark. Flagged, never dropped. A single answer
    is no pattern.
    """
    said = []
    for paper in answers:
        for item in sheet.items:
            kind, score, key = read_answer(sheet, item, paper.get(item.key))
            if kind == "valid" and score is not None:
                said.append(key if sheet.options else str(Fraction(score) / Fraction(item.full)))
    return len(said) > 1 and len(set(said)) == 1


def total(values: Iterable[Decimal | Fraction]) -> Fraction:
    """The exact sum. Decimals are added as such, by a context that refuses to round: one fraction is made, not many."""
    fractions, decimals = Fraction(0), Decimal(0)
    for value in values:
        if isinstance(value, Fraction):
            fractions += value
        else:
            decimals = EXACT.add(decimals, value)
    return fractions + Fraction(decimals)


def mean(values: Sequence[Decimal] | Sequence[Fraction], trim_from: int = 0) -> Fraction:
    """The exact mean; from `trim_from` values on (0: never) without one highest and one lowest."""
    ordered: list[Decimal | Fraction] = sorted(values)
    if trim_from and len(ordered) >= trim_from and len(ordered) > 2:
        ordered = ordered[1:-1]
    return total(ordered) / len(ordered)


def weighted(parts: Iterable[tuple[Decimal, Fraction]]) -> Fraction | None:
    """Σ weight × mean ÷ Σ weight over the parts there are; None where no weight is left."""
    parts = list(parts)
    total = sum((Fraction(weight) for weight, _mean in parts), Fraction(0))
    if not total:
        return None
    return sum((Fraction(weight) * value for weight, value in parts), Fraction(0)) / total


def percentages(counts: Sequence[int]) -> list[Decimal]:
    """Shares of the counts in per cent, one decimal; the last one that is not empty is 100 less the others.

    Where that would be below nought (many small parts rounded up) it is nought and the largest part gives way, so that
    a row always sums to exactly 100.
    """
    total = sum(counts)
    if not total:
        return [Decimal("0.0") for _count in counts]
    shares = [rounded(Fraction(100 * count, total), SHARE) for count in counts]
    last = max(index for index, count in enumerate(counts) if count)
    shares[last] = HUNDRED - sum(share for index, share in enumerate(shares) if index != last)
    if shares[last] < 0:
        largest = max(range(len(counts)), key=lambda index: counts[index])
        shares[largest] += shares[last]
        shares[last] = Decimal("0.0")
    return [share.quantize(SHARE) for share in shares]


def spread(labels: Sequence[str], counted: Mapping[str, int]) -> tuple[Share, ...]:
    """A distribution in the order of its labels."""
    counts = [counted.get(label, 0) for label in labels]
    return tuple(
        Share(label, count, percent) for label, count, percent in zip(labels, counts, percentages(counts), strict=True)
    )


def rate(part: int, whole: int) -> Decimal | None:
    """A rate in per cent with one decimal, HALF_UP; None where there is nothing to divide by."""
    return rounded(Fraction(100 * part, whole), SHARE) if whole else None


def places(scores: Iterable[tuple[str, str, Decimal | None]]) -> dict[str, int]:
    """Competition places (1, 2, 2, 4) within each peer group, by the score as it is shown.

    scores: (key, peer group, score); those without a score have no place.
    """
    rows = [(key, peer, score) for key, peer, score in scores if score is not None]
    return {key: 1 + sum(1 for _k, other, more in rows if other == peer and more > score) for key, peer, score in rows}


@dataclass
class _Read:
    """A paper as read: the score at each item answered."""

    scores: dict[str, Decimal] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    void: set[str] = field(default_factory=set)


def _read(sheet: Sheet, paper: Paper) -> _Read:
    read = _Read()
    for item in sheet.items:
        kind, score, key = read_answer(sheet, item, paper.answers.get(item.key))
        if kind == "valid" and score is not None:
            read.scores[item.key] = score
        elif kind == "void":
            read.void.add(item.key)
        if key:
            read.keys[item.key] = key
    return read


def paper_score(sheet: Sheet, scores: Mapping[str, Decimal]) -> Fraction:
    """One paper's score out of 100, over the items it answers: Σ item scores × 100 ÷ Σ their full marks."""
    full = total(item.full for item in sheet.items if item.key in scores)
    return total(scores.values()) * 100 / full if full else Fraction(0)


def _item_mean(item: Item, papers: Sequence[_Read], trim_from: int) -> Fraction | None:
    values = [paper.scores[item.key] for paper in papers if item.key in paper.scores]
    return mean(values, trim_from) if values else None


def cell_mean(sheet: Sheet, papers: Sequence[_Read]) -> Fraction:
    """A cell's exact mean out of 100: the sum of its items' means, each over those who answered the item.

    An item that nobody of the cell answered leaves the sheet for this cell: × 100 ÷ Σ full marks of the others.
    """
    total, full = Fraction(0), Fraction(0)
    for item in sheet.items:
        value = _item_mean(item, papers, sheet.trim_from)
        if value is not None:
            total, full = total + value, full + Fraction(item.full)
    return total * 100 / full if full else Fraction(0)


def _labels(sheet: Sheet) -> tuple[str, ...]:
    return tuple(option.label for option in sheet.options) if sheet.options else tuple(x.label for x in sheet.levels)


def _item_label(sheet: Sheet, item: Item, paper: _Read) -> str | None:
    """Where a paper's answer at an item stands in the item's distribution; None where it says nothing."""
    if sheet.options:
        return next((option.label for option in sheet.options if option.key == paper.keys.get(item.key)), None)
    if item.key not in paper.scores:
        return None
    share = rounded(Fraction(paper.scores[item.key]) * 100 / Fraction(item.full), RESULT) if item.full else Decimal(0)
    return level_of(share, sheet.levels)


def _item_figures(sheet: Sheet, papers: Sequence[_Read]) -> tuple[ItemFigure, ...]:
    figures = []
    for item in sheet.items:
        answered = sum(item.key in paper.scores for paper in papers)
        void = sum(item.key in paper.void for paper in papers)
        value = _item_mean(item, papers, sheet.trim_from)
        counted = Counter(filter(None, (_item_label(sheet, item, paper) for paper in papers)))
        figures.append(
            ItemFigure(
                item.key, answered, len(papers) - answered - void, void,
                None if value is None else rounded(value, ITEM), spread(_labels(sheet), counted),
            )
        )  # fmt: skip
    return tuple(figures)


def _overall(sheet: Sheet, papers: Sequence[_Read]) -> tuple[Share, ...]:
    """Papers by the level that each of them comes to."""
    counted = Counter(level_of(rounded(paper_score(sheet, paper.scores), RESULT), sheet.levels) for paper in papers)
    return spread([level.label for level in sheet.levels], counted)


def tally(sheet: Sheet, papers: Iterable[Paper]) -> Result:
    """Everything that may be said of one subject, from the papers on it, in whatever order they come.

    Score = Σ w·mean ÷ Σ w over the cells that have papers: means rounded to six decimals, the result to three, HALF_UP.
    Papers without one valid answer are blank. Fewer valid papers than `sheet.fewest`: nothing but their number.
    """
    read = [(paper.group, _read(sheet, paper)) for paper in papers]
    valid = [(group, paper) for group, paper in read if paper.scores]
    blank = len(read) - len(valid)
    order = [group.code for group in sheet.groups]
    weights = {group.code: group.weight for group in sheet.groups}
    counts = Counter(group for group, _paper in valid)
    if not disclosure.may_show(len(valid), sheet.fewest):
        return Result(len(valid), blank, withheld=len(valid) > 0)
    cells = disclosure.cells([(code, counts[code]) for code in order], sheet.fewest)
    figures, kept = [], []
    for cell in cells:
        own = [paper for group, paper in valid if group in cell.groups]
        items = _item_figures(sheet, own)
        exact = cell_mean(sheet, own)
        weight = sum((weights[code] for code in cell.groups), Decimal(0))
        apart = disclosure.may_show_parts((figure.answers for figure in items), sheet.fewest)
        kept.append((weight, rounded(exact, MEAN)))
        figures.append(
            CellFigure(
                cell.groups, weight, cell.papers, rounded(exact, MEAN), _overall(sheet, own), items if apart else ()
            )
        )
    whole = weighted((weight, Fraction(value)) for weight, value in kept)
    score = None if whole is None else rounded(whole, RESULT)
    everybody = [paper for _group, paper in valid]
    shares = _overall(sheet, everybody)
    hidden = any(not cell.items for cell in figures)
    return Result(
        len(valid), blank, score, level_of(score, sheet.levels), cells=tuple(figures), spread=shares,
        items=() if hidden else _all_items(sheet, everybody, figures),
        top_rate=rate(sum(share.count for share in shares[:1]), len(valid)),
        upper_rate=rate(sum(share.count for share in shares[:2]), len(valid)),
        left_out=tuple(code for code in order if not counts[code]),
        pooled=tuple(cell.groups for cell in cells if len(cell.groups) > 1), parts_hidden=hidden,
    )  # fmt: skip


def _all_items(sheet: Sheet, papers: Sequence[_Read], cells: Sequence[CellFigure]) -> tuple[ItemFigure, ...]:
    """The items over all cells: counts added, the mean weighted over the cells in which anybody answered."""
    found = []
    for index, figure in enumerate(_item_figures(sheet, papers)):
        own = [(cell.weight, cell.items[index].mean) for cell in cells]
        value = weighted((weight, Fraction(value)) for weight, value in own if value is not None)
        found.append(
            ItemFigure(
                figure.key, figure.answers, figure.abstained, figure.void,
                None if value is None else rounded(value, ITEM), figure.spread,
            )
        )  # fmt: skip
    return tuple(found)

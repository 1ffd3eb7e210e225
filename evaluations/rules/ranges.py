"""The range of places that the spread of the ballots leaves: a seeded bootstrap. Pure: no database, no clock.

Method. From each group as many ballots are drawn, with replacement, as it has; the subjects' figures, their weighted
total and the places are computed anew; that is done `draws` times. The range of a subject leaves out the same share of
its places at either end (5 % each for a range of 90 %), and always holds the place as published. Severities and
weights of a model stay as they were fitted: drawing anew costs a weighted mean, not a fit. Where ballots were cut and
each tells of one subject only, they are drawn within their subject.

For ever the same. Draws use `random.Random(seed).random()` alone, whose sequence for a whole-number seed Python
promises to keep; ballots are put in the order of their contents first, and everything after is whole numbers
(millionths), so neither the order of the input nor the platform can matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from operator import mul
from random import Random

from evaluations.rules import tally
from evaluations.rules.marks import Outcome

DRAWS, SHARE = 500, 90
UNIT = 1_000_000

Cells = Sequence[tuple[Decimal, Outcome]]


@dataclass(frozen=True)
class PlaceRange:
    """A subject's place among its peers, and the places between which the ballots leave it."""

    place: int
    low: int
    high: int


@dataclass(frozen=True)
class _Column:
    """A subject in a cell: weight × value and weight of each ballot, nought where it does not mark the subject."""

    sums: tuple[int, ...]
    weights: tuple[int, ...]
    ordered: tuple[int, ...]


@dataclass(frozen=True)
class _Cell:
    weight: int
    size: int
    columns: Mapping[str, _Column]
    trim_from: int


def combined(cells: Cells) -> dict[str, Decimal | None]:
    """Score of each subject from the cells [(weight in per cent, outcome)]: Σ w·value ÷ Σ w over the cells in which
    anybody marked it, as `tally.tally` does it; three decimals, HALF_UP."""
    names = sorted({name for _weight, one in cells for name in one.subjects})
    found: dict[str, Decimal | None] = {}
    for name in names:
        own = [(weight, one.subjects[name].value) for weight, one in cells if name in one.subjects]
        whole = tally.weighted((weight, Fraction(value)) for weight, value in own if value is not None)
        found[name] = None if whole is None else tally.rounded(whole, tally.RESULT)
    return found


def ranges(
    cells: Cells, peers: Mapping[str, str], seed: int, draws: int = DRAWS, share: int = SHARE
) -> dict[str, PlaceRange]:
    """{subject: PlaceRange} of the subjects that have a place.

    cells: [(weight in per cent, outcome of the group)]. peers: {subject: peer group}. share: per cent of the draws
    that a range covers at least.
    """
    scores = combined(cells)
    published = tally.places((name, peers.get(name, ""), score) for name, score in scores.items())
    inside = [cell for pair in sorted(cells, key=_contents) for cell in _drawn_together(*pair)]
    groups: dict[str, list[str]] = {}
    for name in published:
        groups.setdefault(peers.get(name, ""), []).append(name)
    random = Random(seed).random
    found: dict[str, list[int]] = {name: [] for name in published}
    for _draw in range(draws):
        drawn = _scores(inside, published, random)
        for names in groups.values():
            for name, place in _places([(drawn[name], name) for name in names if name in drawn]):
                found[name].append(place)
    return {name: _range(place, found[name], share) for name, place in published.items()}


def moves(cells: Cells, seed: int, draws: int = DRAWS) -> dict[str, tuple[int, ...]]:
    """{subject: how far each draw moves its score, in hundredths of a point}, of the subjects that have a score.

    The draws are those of `ranges`: what else a score is made of may be added to each of them. In a draw in which
    nobody says anything of a subject, its score does not move.
    """
    scores = {name: score for name, score in combined(cells).items() if score is not None}
    inside = [cell for pair in sorted(cells, key=_contents) for cell in _drawn_together(*pair)]
    random = Random(seed).random
    found: dict[str, list[int]] = {name: [] for name in scores}
    for _draw in range(draws):
        drawn = _scores(inside, scores, random)
        for name, score in scores.items():
            thousandths = drawn.get(name, int(score * 1000)) - int(score * 1000)
            found[name].append(_half_up(thousandths, 10))
    return {name: tuple(own) for name, own in found.items()}


def _contents(cell: tuple[Decimal, Outcome]) -> tuple:
    weight, one = cell
    return (weight, sorted(tuple(sorted(row.items())) for row in one.parts.values()))


def _drawn_together(weight: Decimal, one: Outcome) -> list[_Cell]:
    """A group as columns of whole numbers, its ballots in the order of what they say; cut ones apart by subject."""
    rows = sorted((row for row in one.parts.values() if row), key=lambda row: sorted(row.items()))
    if any(len(row) > 1 for row in rows):
        return [_cell(weight, rows, one.subjects, one.trim_from)]
    return [_cell(weight, [row for row in rows if name in row], [name], one.trim_from) for name in sorted(one.subjects)]


def _cell(weight: Decimal, rows: Sequence[Mapping[str, tuple[float, float]]], names: Iterable[str], trim: int) -> _Cell:
    columns = {}
    for name in names:
        weights = tuple(_whole(row[name][1]) if name in row else 0 for row in rows)
        values = [_whole(row[name][0]) if name in row else 0 for row in rows]
        order = sorted((index for index, part in enumerate(weights) if part), key=lambda index: values[index])
        columns[name] = _Column(tuple(map(mul, weights, values)), weights, tuple(order))
    return _Cell(_whole(weight), len(rows), columns, trim)


def _whole(value: float | Decimal) -> int:
    return floor(Fraction(value) * UNIT + Fraction(1, 2))


def _scores(cells: Iterable[_Cell], names: Iterable[str], random) -> dict[str, int]:
    """One draw: {subject: total in thousandths}; a subject of which nobody drawn says anything is absent."""
    totals = dict.fromkeys(names, 0)
    weights = dict(totals)
    for cell in cells:
        counts = [0] * cell.size
        for _ballot in counts:
            counts[int(random() * cell.size)] += 1
        for name, column in cell.columns.items():
            value = _value(column, counts, cell.trim_from)
            if value is not None and name in totals:
                totals[name] += cell.weight * value
                weights[name] += cell.weight
    return {name: _half_up(totals[name], weights[name] * 1000) for name in totals if weights[name]}


def _value(column: _Column, counts: Sequence[int], trim_from: int) -> int | None:
    """The figure of a subject from the ballots drawn, in millionths."""
    total, weight = sum(map(mul, counts, column.sums)), sum(map(mul, counts, column.weights))
    if trim_from and weight >= max(trim_from, 3) * UNIT:
        lowest = next(index for index in column.ordered if counts[index])
        highest = next(index for index in reversed(column.ordered) if counts[index])
        total -= column.sums[lowest] + column.sums[highest]
        weight -= 2 * UNIT
    return _half_up(total, weight) if weight else None


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _places(scores: list[tuple[int, str]]) -> list[tuple[str, int]]:
    """Competition places (1, 2, 2, 4) of (score, subject)."""
    ordered = sorted(scores, reverse=True)
    found, place = [], 0
    for index, (score, name) in enumerate(ordered):
        if index == 0 or score != ordered[index - 1][0]:
            place = index + 1
        found.append((name, place))
    return found


def _range(place: int, drawn: list[int], share: int) -> PlaceRange:
    if not drawn:
        return PlaceRange(place, place, place)
    drawn.sort()
    left_out = len(drawn) * (100 - share) // 200
    return PlaceRange(place, min(place, drawn[left_out]), max(place, drawn[-1 - left_out]))

"""Whole ballots as marks, and what the rater models say of them: shapes and small arithmetic.

A ballot is (key, {subject: mark from 0 to 100, or None}); the key is any text that tells ballots apart, who gave one is
never asked.

Floats are used inside the models only: + − × ÷ and square roots, which IEEE 754 rounds the same everywhere, and
`math.fsum`, whose sum is exactly rounded and so does not depend on the order. Hence the order of the input never
matters, and the digits are the same on every platform with 64-bit floats. What leaves is rounded once, HALF_UP.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import fsum

from evaluations.rules import tally

Mark = Decimal | Fraction | int
Ballots = Iterable[tuple[str, Mapping[str, Mark | None]]]
Marks = dict[str, dict[str, float]]
# What a mark counts as once a method has spoken: ballot -> subject -> (mark less severity, weight).
Parts = dict[str, dict[str, tuple[float, float]]]


@dataclass(frozen=True)
class Estimate:
    """What a group says of a subject.

    n: marks there are. effective: as how many full marks they count, (Σw)² ÷ Σw², one decimal. value: six decimals,
    None without a mark. spread: weighted standard deviation of the marks around the value, None below two marks.
    """

    n: int
    effective: Decimal
    value: Decimal | None
    spread: Decimal | None


@dataclass(frozen=True)
class BallotFigure:
    """What is said of a ballot. severity: points above (lenient) or below (harsh) the usual one, two decimals.
    reliability: 0 to 1, two decimals. is_same: the same mark throughout (整表同项), flagged and not dropped."""

    marks: int
    severity: Decimal
    reliability: Decimal
    is_same: bool


@dataclass(frozen=True)
class Outcome:
    """A method's result for one group; `parts` is what the range of places is drawn from."""

    method: str
    subjects: dict[str, Estimate]
    ballots: dict[str, BallotFigure]
    parts: Parts
    trim_from: int = 0


def marks_of(sheet: tally.Sheet, answers: Mapping[str, Mapping[str, object]]) -> dict[str, Mark | None]:
    """A whole ballot {subject: {item: written}} as marks from 0 to 100; None for a subject left blank."""
    found: dict[str, Mark | None] = {}
    for subject, written in answers.items():
        scores = {}
        for item in sheet.items:
            kind, score, _key = tally.read_answer(sheet, item, written.get(item.key))
            if kind == "valid" and score is not None:
                scores[item.key] = score
        found[subject] = tally.paper_score(sheet, scores) if scores else None
    return found


def is_same(marks: Iterable[Mark | float | None]) -> bool:
    """Does a ballot give the same mark to all its subjects? A single mark is no pattern."""
    said = [mark for mark in marks if mark is not None]
    return len(said) > 1 and len(set(said)) == 1


def as_floats(ballots: Ballots) -> Marks:
    """Marks as the models take them; what is missing is left out."""
    return {key: {name: float(mark) for name, mark in marks.items() if mark is not None} for key, marks in ballots}


def subjects_of(ballots: Ballots) -> list[str]:
    """Every subject that a ballot names, sorted."""
    return sorted({name for _key, marks in ballots for name in marks})


def columns(marks: Marks) -> dict[str, list[str]]:
    """{subject: ballots that mark it}."""
    found: dict[str, list[str]] = {}
    for key, row in marks.items():
        for name in row:
            found.setdefault(name, []).append(key)
    return found


def mean(values: Sequence[float]) -> float:
    """The mean of floats, whatever their order."""
    return fsum(values) / len(values)


def rounded(value: float, to: Decimal) -> Decimal:
    """A float as the exact fraction that it is, HALF_UP to the decimals of `to`."""
    return tally.rounded(Fraction(value), to)


def is_connected(marks: Marks) -> bool:
    """Can all subjects be compared through ballots that mark several of them? Without marks: yes."""
    over = columns(marks)
    if not over:
        return True
    first = min(over)
    seen, ahead, read = {first}, [first], set()
    while ahead:
        for key in over[ahead.pop()]:
            if key not in read:
                read.add(key)
                ahead += [name for name in marks[key] if name not in seen]
                seen |= set(marks[key])
    return len(seen) == len(over)

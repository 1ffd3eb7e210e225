"""What every score is made of: pieces of evidence, lines over them, and the sum. Pure.

A line says: of what may be had (its weight after renormalising) so much was reached (a share in per cent, four
decimals), which gives its points (two decimals). A score is the sum of its lines' points, so what is shown adds up.
All rounding is HALF_UP.

What could not be owed leaves the denominator: a line without a piece that counts has no weight, and its weight goes to
the others, first within its part, then over the parts, always in proportion. The rounded weights sum to exactly 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

HUNDRED, NOUGHT = Decimal(100), Decimal(0)
SHARE, POINTS = Decimal("0.0001"), Decimal("0.01")
# Why a piece did not count.
UNVERIFIED, SUSPENDED, EXCUSED, WITHHELD, NO_PLAN, NO_SCORE, NOT_BEGUN, OBJECTED, REVERSED, PENDING = (
    "unverified", "suspended", "excused", "withheld", "no_plan", "no_score", "not_begun", "objected", "reversed",
    "pending",
)  # fmt: skip
# What may be settled the other way while it is open, and what it would then be.
FLIPS = {UNVERIFIED: "", SUSPENDED: ""}


# Pieces and lines are values: nobody changes one. They are not frozen all the same, since making a frozen one takes
# five times as long and a district makes hundreds of thousands.
@dataclass(slots=True)
class Piece:
    """One piece of evidence as it was when the score was made.

    label, key: what it is and which (projects.milestone, 12). title: its words. values: the numbers and days that the
    arithmetic takes, as text. skip: why it does not count; empty when it does. open: it counts, but is objected to or
    under appeal.
    """

    label: str
    key: str
    title: str
    values: Mapping[str, str] = field(default_factory=dict)
    skip: str = ""
    open: bool = False

    @property
    def ref(self) -> str:
        return f"{self.label}:{self.key}"


@dataclass(slots=True)
class Line:
    """An indicator: its nominal weight, what it came to, and on what.

    reached: the share reached in per cent, None where nothing counted. n: pieces that counted. weight: after
    renormalising. points: what it adds to the score.
    """

    part: str
    indicator: str
    nominal: Decimal
    pieces: tuple[Piece, ...]
    reached: Decimal | None
    n: int
    weight: Decimal = Decimal(0)
    points: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """A score: its lines and their sum; None where nothing could be owed. left_out: indicators without weight."""

    total: Decimal | None
    lines: tuple[Line, ...]
    pieces: int
    left_out: tuple[str, ...]


def plain(piece: Piece) -> list[Any]:
    """A piece as JSON keeps it; short, since a district keeps a hundred thousand."""
    return [piece.label, piece.key, piece.title, piece.values, piece.skip, int(piece.open)]


def read(kept: Sequence[Any]) -> Piece:
    """A piece as it was kept."""
    label, key, title, values, skip, is_open = kept
    return Piece(label, key, title, values, skip, bool(is_open))


def settled(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces if every open matter were settled the other way: what is objected to falls, what is not verified or
    is suspended counts."""
    found = []
    for piece in pieces:
        if piece.skip in FLIPS:
            found.append(replace(piece, skip=FLIPS[piece.skip]))
        elif piece.open and not piece.skip:
            found.append(replace(piece, skip=OBJECTED))
        else:
            found.append(piece)
    return found


def share(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` in per cent, at least 0 and at most 100, four decimals, HALF_UP. `whole` is above nought.

    A quotient that lies on the line between two roundings has few digits and is exact, so nothing is rounded twice.
    """
    found = HUNDRED * part / whole
    if found > HUNDRED:
        found = HUNDRED
    elif found <= NOUGHT:
        found = NOUGHT
    return found.quantize(SHARE, ROUND_HALF_UP)


def weights(parts: Sequence[tuple[Decimal, Sequence[tuple[Decimal, bool]]]]) -> list[list[Decimal]]:
    """The weights after renormalising, four decimals, summing to exactly 100; all nought where nothing is there.

    parts: (weight of the part, [(weight of the line, is there anything)]). A part keeps its weight as long as one of
    its lines is there; the last line there takes what rounding left.
    """
    alive = [(weight, sum((w for w, there in lines if there), Decimal(0))) for weight, lines in parts]
    whole = sum((weight for weight, inside in alive if inside), Decimal(0))
    found = [[Decimal(0)] * len(lines) for _weight, lines in parts]
    if not whole:
        return found
    rest, last = HUNDRED, None
    for index, ((weight, inside), (_w, lines)) in enumerate(zip(alive, parts, strict=True)):
        if not inside or not weight:
            continue
        for place, (own, there) in enumerate(lines):
            if there and own:
                value = (HUNDRED * weight / whole * own / inside).quantize(SHARE, ROUND_HALF_UP)
                found[index][place] = value
                rest, last = rest - value, (index, place)
    if last is not None:
        found[last[0]][last[1]] += rest
    return found


_kept_weights = lru_cache(maxsize=1024)(weights)


def summed(parts: Sequence[tuple[Decimal, Sequence[Line]]], decimals: int = 2) -> Total:
    """Lines with their weights and points, and their sum.

    parts: (points of the part, its lines). decimals: of the total. A line counts where it has a share and a weight.
    """
    # A district has few patterns of what is there, and many subjects.
    shared = _kept_weights(
        tuple([(own, tuple([(x.nominal, x.reached is not None) for x in lines])) for own, lines in parts])
    )
    done, pieces, left = [], 0, []
    total, is_there = NOUGHT, False
    for (_own, lines), found in zip(parts, shared, strict=True):
        for line, weight in zip(lines, found, strict=True):
            points = NOUGHT
            if weight:
                is_there = True
            if line.reached is not None and weight:
                points = (weight * line.reached / HUNDRED).quantize(POINTS, ROUND_HALF_UP)
                pieces += line.n
                total += points
            elif line.nominal:
                left.append(line.indicator)
            done.append(
                Line(line.part, line.indicator, line.nominal, line.pieces, line.reached, line.n, weight, points)
            )
    return Total(
        rounded(total, decimals) if is_there else None,
        tuple(done),
        pieces,
        tuple(left),
    )


@lru_cache(maxsize=16)
def _unit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def rounded(total: Decimal, decimals: int) -> Decimal:
    """A total with as many decimals as the scheme says, HALF_UP."""
    return total.quantize(_unit(decimals), ROUND_HALF_UP)

"""Why a number is what it is: how a line's points fall on its pieces, and what became of the weights. Pure.

What is shown sums: the pieces of a line to its points, the lines to their part, the parts to the total. Where points
are shared out, rounding is carried on from piece to piece, so that nothing is left over at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from evaluations.rules import cadre_scores, project_scores
from evaluations.rules.scheme import Scheme
from evaluations.rules.score_lines import POINTS, Line, Piece

NOUGHT = Decimal(0)


def portion(scheme: Scheme, until: date, indicator: str, piece: Piece) -> tuple[Decimal, Decimal]:
    """(won, whole) of a piece that counts: a line reaches Σ won ÷ Σ whole, at most 1.

    Milestones: weight kept of weight. Investment: 万元 invested of planned. Orders: 1 in time of 1. Projects carried
    and targets: share × days × what was reached of share × days. Reviews: the figure taken of 100.
    """
    values = piece.values
    if indicator == "milestones":
        weight = Decimal(values["weight"])
        return weight * kept(scheme, until, piece), weight
    if indicator == "investment":
        return Decimal(values["invested"]), Decimal(values["planned"])
    if indicator == "orders":
        return Decimal(values["in_time"] == "1"), Decimal(1)
    if indicator in (cadre_scores.CARRIED, cadre_scores.TARGETS):
        weight = Decimal(values["share"]) * int(values["days"])
        carried = indicator == cadre_scores.CARRIED
        reached = Decimal(values["score"]) / 100 if carried else cadre_scores.reached_of(piece)
        return weight * reached, weight
    return Decimal(project_scores.taken(scheme, piece)), Decimal(100)


def kept(scheme: Scheme, until: date, piece: Piece) -> Decimal:
    """Of a milestone's weight, how much is kept at the end of the quarter."""
    done = piece.values.get("done")
    planned = date.fromisoformat(piece.values["planned"])
    return project_scores.kept(planned, date.fromisoformat(done) if done else None, until, scheme)


def split(points: Decimal, won: Sequence[Decimal | Fraction]) -> list[Decimal]:
    """`points` shared out in proportion to `won`, two decimals each, summing to exactly `points`.

    Each takes what the running sum, rounded HALF_UP, grew by. Nothing won anywhere: nothing to share out.
    """
    whole = sum((Fraction(one) for one in won), Fraction(0))
    if not whole:
        return [NOUGHT] * len(won)
    found, running, given = [], Fraction(0), NOUGHT
    for own in won:
        running += Fraction(own)
        upto = Fraction(points) * running / whole
        reached = (Decimal(upto.numerator) / Decimal(upto.denominator)).quantize(POINTS, ROUND_HALF_UP)
        found.append(reached - given)
        given = reached
    return found


def shares(scheme: Scheme, until: date, line: Line) -> list[Decimal | None]:
    """The points of every piece of a line, None where it does not count; they sum to the line's points, for what
    facts and decisions add up to the points before the cap (see `cut`)."""
    counting = [piece for piece in line.pieces if not piece.skip]
    if line.indicator == cadre_scores.ADDITIONS:
        found = iter([cadre_scores.worth(scheme, piece) for piece in counting])
    elif not line.weight:
        found = iter([NOUGHT] * len(counting))
    else:
        found = iter(split(line.points, [portion(scheme, until, line.indicator, piece)[0] for piece in counting]))
    return [None if piece.skip else next(found) for piece in line.pieces]


def sums(scheme: Scheme, until: date, line: Line) -> tuple[Decimal, Decimal]:
    """(Σ won, Σ whole) of the pieces that count."""
    found = [portion(scheme, until, line.indicator, piece) for piece in line.pieces if not piece.skip]
    return sum((won for won, _w in found), NOUGHT), sum((whole for _w, whole in found), NOUGHT)


def cut(scheme: Scheme, line: Line) -> Decimal:
    """What the cap, or the ends of the scale, took from or gave to what facts and decisions add up to."""
    return line.points - sum(
        (cadre_scores.worth(scheme, piece) for piece in line.pieces if not piece.skip), NOUGHT
    )  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """What became of the weights: indicators left out, and (indicator, nominal, weight) of those that changed."""

    left: tuple[str, ...]
    changed: tuple[tuple[str, Decimal, Decimal], ...]


def weights(lines: Sequence[Line]) -> Weights:
    """Which lines left the denominator, and which took over their weight."""
    left = tuple(line.indicator for line in lines if line.nominal and not line.weight)
    changed = tuple(
        (line.indicator, line.nominal, line.weight) for line in lines if line.weight and line.weight != line.nominal
    )
    return Weights(left, changed)

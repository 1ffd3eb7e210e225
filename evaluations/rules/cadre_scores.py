"""The quarter score of a cadre: 重点 and 全面, and what facts and decisions add or take. Pure.

    carried      Σ share × days × project score ÷ Σ share × days, over the projects carried that have a score
    targets      Σ share × days × reached ÷ Σ share × days, over the targets of the projects carried; reached is the
                 amount done ÷ the amount due by then (the total × elapsed days ÷ days of the project), at most 1
    dimensions   each of the five by the mean of the published reviews of cadres, of 100
    additions    Σ points of verified facts and of entries, at least −cap, at most +cap

total = carried + targets + the five + additions, at least 0, at most 100.

A change of post in mid-quarter splits by days: each row of responsibility counts with the days it was held. Source:
the district's rule 「重点 60 + 全面 40」; the scheme says how much each weighs. Reports handed in, log-ins and the like
have no field here.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from evaluations.rules import project_scores, score_lines
from evaluations.rules.scheme import DIMENSIONS, Scheme
from evaluations.rules.score_lines import Line, Piece, Total

KEY, OVERALL, ADDITIONS = "key", "overall", "additions"
CARRIED, TARGETS = "carried", "targets"
NOUGHT, ONE, MILLIONTH = Decimal(0), Decimal(1), Decimal("0.000001")


def score(scheme: Scheme, basis: dict[str, Sequence[Piece]]) -> Total:
    """The score of one cadre. basis: pieces by indicator (carried, targets, the five dimensions, additions)."""
    key = [_carried(scheme, basis.get(CARRIED, ())), _targets(scheme, basis.get(TARGETS, ()))]
    overall = []
    for name, nominal in _nominals(scheme):
        pieces, reached, n = project_scores.review(scheme, basis.get(name, ()))
        overall.append(Line(OVERALL, name, nominal, tuple(pieces), reached, n))
    summed = score_lines.summed([(scheme.key, key), (scheme.overall, overall)], scheme.decimals)
    extra = additions(scheme, basis.get(ADDITIONS, ()))
    if summed.total is None:
        # Facts alone make no score: there is nothing they could be added to.
        return replace(summed, lines=(*summed.lines, _giving(extra, NOUGHT)))
    before = NOUGHT
    for line in summed.lines:
        before += line.points
    total = min(score_lines.HUNDRED, max(NOUGHT, before + extra.points))
    # What a limit cut off is taken off the last line, so that the lines sum to the total.
    extra = _giving(extra, total - before)
    return Total(
        score_lines.rounded(total, scheme.decimals), (*summed.lines, extra), summed.pieces + extra.n, summed.left_out
    )


def _giving(line, points):
    return Line(line.part, line.indicator, line.nominal, line.pieces, line.reached, line.n, line.weight, points)


def _nominals(scheme):
    """[(dimension, its points of a hundred)]"""
    return [(name, scheme.overall * scheme.dimensions[name] / score_lines.HUNDRED) for name in DIMENSIONS]


def _weighted(pieces, value):
    won, whole, n = NOUGHT, NOUGHT, 0
    for piece in pieces:
        if piece.skip:
            continue
        weight = Decimal(piece.values["share"]) * int(piece.values["days"])
        won, whole, n = won + weight * value(piece), whole + weight, n + 1
    return score_lines.share(won, whole) if whole else None, n


def _carried(scheme, pieces):
    """values: share, days, score (of the project, of 100)."""
    reached, n = _weighted(pieces, lambda piece: Decimal(piece.values["score"]) / 100)
    return Line(KEY, CARRIED, scheme.carried, tuple(pieces), reached, n)


def reached_of(piece: Piece) -> Decimal:
    """Of what a target owed by the end of the quarter, how much was done; at most 1, six decimals, HALF_UP. values:
    done, due."""
    reached = (Decimal(piece.values["done"]) / Decimal(piece.values["due"])).quantize(MILLIONTH, ROUND_HALF_UP)
    return reached if reached < ONE else ONE


def _targets(scheme, pieces):
    reached, n = _weighted(pieces, reached_of)
    return Line(KEY, TARGETS, scheme.targets, tuple(pieces), reached, n)


def worth(scheme: Scheme, piece: Piece) -> Decimal:
    """Points of one fact (by its kind) or of one entry (its own)."""
    return Decimal(piece.values["points"]) if "points" in piece.values else scheme.facts[piece.values["kind"]]


def additions(scheme: Scheme, pieces: Sequence[Piece]) -> Line:
    """What verified facts and entries add or take, capped either way; values: kind, or points."""
    due = [piece for piece in pieces if not piece.skip]
    points = sum((worth(scheme, piece) for piece in due), NOUGHT)
    points = min(scheme.cap, max(-scheme.cap, points)).quantize(score_lines.POINTS, ROUND_HALF_UP)
    return Line(ADDITIONS, ADDITIONS, NOUGHT, tuple(pieces), None, len(due), NOUGHT, points)

"""Four ways from the whole ballots of a group to its figures: plain, trimmed, additive, robust.

Pure: no database, no clock. Lenient, harsh, careless or colluding raters must not decide; no ballot is dropped: each
gets its severity, its reliability and whether it says the same throughout. docs/fairness.md has the formulas, what the
four come to in simulated reviews, and what they cannot do.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import fsum, sqrt

from evaluations.rules import robust, tally
from evaluations.rules.marks import (
    BallotFigure,
    Ballots,
    Estimate,
    Mark,
    Marks,
    Outcome,
    Parts,
    as_floats,
    columns,
    is_same,
    mean,
    rounded,
    subjects_of,
)

PLAIN, TRIMMED, ADDITIVE, ROBUST = "plain", "trimmed", "additive", "robust"
METHODS = (PLAIN, TRIMMED, ADDITIVE, ROBUST)
# domain §3.6: one highest and one lowest are dropped from seven marks on.
TRIM_FROM = 7
# Rounds of the additive model: each takes the error down by about the share of missing marks.
ROUNDS = 60
FIGURE = Decimal("0.01")


def estimate(method: str, ballots: Ballots, trim_from: int = TRIM_FROM) -> Outcome:
    """The figures of one group of raters by one of METHODS. ValueError: two ballots have one key; unknown method."""
    ballots = list(ballots)
    marks = as_floats(ballots)
    if len(marks) < len(ballots):
        raise ValueError("Two ballots have the same key.")
    if method in (PLAIN, TRIMMED):
        return _means(method, ballots, trim_from if method == TRIMMED else 0)
    if method not in METHODS:
        raise ValueError(f"No method {method!r}.")
    severity, reliability, parts = robust.fit(marks) if method == ROBUST else _additive(marks)
    figures = {key: _figure(row, severity.get(key, 0.0), reliability.get(key, 1.0)) for key, row in marks.items()}
    by_subject: dict[str, list[tuple[float, float]]] = {name: [] for name in subjects_of(ballots)}
    for row in parts.values():
        for name, part in row.items():
            by_subject[name].append(part)
    return Outcome(method, {name: _weighted(own) for name, own in by_subject.items()}, figures, parts)


def _means(method: str, ballots: Sequence[tuple[str, Mapping[str, Mark | None]]], trim_from: int) -> Outcome:
    """Each subject by itself: the mean of its marks as `tally.mean` has it, exact until it is rounded once."""
    found: dict[str, Estimate] = {}
    for name in subjects_of(ballots):
        values = [Fraction(mark) for _key, marks in ballots if (mark := marks.get(name)) is not None]
        if not values:
            found[name] = _weighted([])
            continue
        value = tally.mean(values, trim_from)
        counted = len(values) - 2 if trim_from and len(values) >= max(trim_from, 3) else len(values)
        spread = _spread([(float(mark), 1.0) for mark in values], float(value))
        effective = Decimal(counted).quantize(tally.SHARE)
        found[name] = Estimate(len(values), effective, tally.rounded(value, tally.MEAN), spread)
    marks = as_floats(ballots)
    figures = {key: _figure(row, 0.0, 1.0) for key, row in marks.items()}
    parts = {key: {name: (mark, 1.0) for name, mark in row.items()} for key, row in marks.items()}
    return Outcome(method, found, figures, parts, trim_from)


def _additive(marks: Marks) -> tuple[dict[str, float], dict[str, float], Parts]:
    """(severity, reliability, parts) by least squares of mark = subject + severity; severities have the mean 0.

    Alternating means from no severity at all. Where the ballots fall into parts that share no subject, each part keeps
    its own level: differences between such parts are not to be had from the data (`marks.is_connected`).
    """
    rows = {key: row for key, row in marks.items() if row}
    over = columns(rows)
    severity = dict.fromkeys(rows, 0.0)
    for _round in range(ROUNDS if rows else 0):
        value = {name: mean([rows[key][name] - severity[key] for key in keys]) for name, keys in over.items()}
        raw = {key: mean([mark - value[name] for name, mark in row.items()]) for key, row in rows.items()}
        level = mean(list(raw.values()))
        severity = {key: one - level for key, one in raw.items()}
    parts = {key: {name: (mark - severity[key], 1.0) for name, mark in row.items()} for key, row in rows.items()}
    return severity, dict.fromkeys(rows, 1.0), parts


def _weighted(own: Sequence[tuple[float, float]]) -> Estimate:
    """Σ weight × (mark − severity) ÷ Σ weight, and how it spreads."""
    if not own:
        return Estimate(0, Decimal("0.0"), None, None)
    total = fsum(weight for _value, weight in own)
    value = fsum(weight * one for one, weight in own) / total
    effective = total * total / fsum(weight * weight for _value, weight in own)
    return Estimate(len(own), rounded(effective, tally.SHARE), rounded(value, tally.MEAN), _spread(own, value))


def _spread(own: Sequence[tuple[float, float]], value: float) -> Decimal | None:
    """Weighted standard deviation, three decimals."""
    if len(own) < 2:
        return None
    total = fsum(weight for _one, weight in own)
    square = fsum(weight * ((one - value) * (one - value)) for one, weight in own) / total
    return rounded(sqrt(square), tally.RESULT)


def _figure(row: Mapping[str, float], severity: float, reliability: float) -> BallotFigure:
    return BallotFigure(len(row), rounded(severity, FIGURE), rounded(reliability, FIGURE), is_same(row.values()))

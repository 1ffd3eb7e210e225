"""The robust model: severity with shrinkage, a reliability of each ballot, bounded influence of each mark.

    mark = subject + severity of the ballot + noise

fitted by weighted means in a fixed number of rounds from a start of medians. The weight of a mark is
reliability(ballot) × min(1, BEND ÷ z), z being its distance from what was expected in units of the subject's scale. A
mark far from the others keeps a bounded pull, it is never silenced; only a ballot that departs on many subjects loses
reliability. Sources: Huber 1964 (bounded influence), Tukey's median polish (the start), empirical Bayes shrinkage of a
random effect (severity). docs/fairness.md has the formulas and what this can and cannot do.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from evaluations.rules.marks import Marks, Parts, columns, is_same, mean

# Rounds of medians for the start, rounds of weighted means after it. Fixed: nothing depends on when it would stop.
START, ROUNDS = 3, 15
# The median of |noise| times this is the standard deviation of normal noise.
NORMAL = 1.4826
# No scale below a point: marks are points, and one that departs by less is no outlier.
LEAST_SCALE = 1.0
# Where the pull of a mark stops growing, in units of scale.
BEND = 1.5
# One mark speaks against its ballot with at most MOST_Z²; so many marks are presumed good beforehand.
MOST_Z, PRESUMED = 3.0, 3.0
# A ballot keeps its full weight up to so many times the variance of noise; beyond, it falls with the square.
TOLERATED = 1.1
# A sheet whose variance is below this share of the usual one of a sheet loses weight in proportion.
FLAT = 0.25


def fit(marks: Marks) -> tuple[dict[str, float], dict[str, float], Parts]:
    """(severity, reliability, parts) of the ballots of one group.

    Ballots that say the same throughout have no word in the order of the subjects (reliability 0), but the same word as
    all others in the common level, which makes the Huber mean of all severities 0. A subject that only such ballots
    mark is the mean of its marks.
    """
    rows = {key: row for key, row in marks.items() if row}
    if not rows:
        return {}, {}, {}
    flat = flatness(rows)
    told = {key: row for key, row in rows.items() if flat[key] > 0} or rows
    over = columns(told)
    value, severity = _start(told, over)
    trust = {key: flat[key] or 1.0 for key in told}
    weight: dict[str, dict[str, float]] = {}
    for _round in range(ROUNDS):
        scale = _scales(told, over, value, severity, trust)
        for key, row in told.items():
            away = {name: abs(mark - value[name] - severity[key]) / scale[name] for name, mark in row.items()}
            trust[key] = (flat[key] or 1.0) * agreement(list(away.values()))
            weight[key] = {name: trust[key] * (1.0 if z <= BEND else BEND / z) for name, z in away.items()}
        value = {
            name: fsum(weight[key][name] * (told[key][name] - severity[key]) for key in keys)
            / fsum(weight[key][name] for key in keys)
            for name, keys in over.items()
        }
        severity = _severities(told, value, weight, trust, median(scale.values()))
    return _levelled(rows, flat, value, severity, trust, weight)


def median(values: Iterable[float]) -> float:
    """The middle value, or the mean of the middle two."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def weighted_median(pairs: Iterable[tuple[float, float]]) -> float:
    """The value up to which half the weight lies, of (value, weight); exactly at the half, the mean with the next."""
    ordered = sorted(pairs)
    half, passed = fsum(weight for _value, weight in ordered) / 2, 0.0
    for index, (value, weight) in enumerate(ordered[:-1]):
        passed += weight
        if passed > half:
            return value
        if passed == half:
            return (value + ordered[index + 1][0]) / 2
    return ordered[-1][0]


def huber_mean(values: Sequence[float]) -> float:
    """A mean on which each value has a bounded pull: BEND × the scale of the median deviation ÷ their number."""
    centre = median(values)
    reach = BEND * max(LEAST_SCALE, NORMAL * median(abs(value - centre) for value in values))
    for _round in range(ROUNDS):
        centre += mean([min(max(value - centre, -reach), reach) for value in values])
    return centre


def flatness(rows: Marks) -> dict[str, float]:
    """1 for a sheet that tells subjects apart, 0 for one that says the same throughout, in between by its variance.

    min(1, variance of the sheet ÷ (FLAT × median variance of the sheets of three marks and more that are not all the
    same)). Of fewer than three marks only sameness is judged.
    """
    same = {key for key, row in rows.items() if is_same(row.values())}
    own = {}
    for key, row in rows.items():
        centre = mean(list(row.values()))
        own[key] = mean([(mark - centre) * (mark - centre) for mark in row.values()])
    usual = [variance for key, variance in own.items() if len(rows[key]) > 2 and key not in same]
    line = FLAT * median(usual) if usual else 0.0
    judged = {key: min(1.0, one / line) if len(rows[key]) > 2 and line else 1.0 for key, one in own.items()}
    return {key: 0.0 if key in same else one for key, one in judged.items()}


def agreement(away: Sequence[float]) -> float:
    """Reliability of a ballot by the distances z of its marks: min(1, (TOLERATED ÷ v)²),
    v = (PRESUMED + Σ min(z, MOST_Z)²) ÷ (PRESUMED + n)."""
    capped = [min(z, MOST_Z) for z in away]
    variance = (PRESUMED + fsum(z * z for z in capped)) / (PRESUMED + len(capped))
    return 1.0 if variance <= TOLERATED else (TOLERATED / variance) * (TOLERATED / variance)


def _start(rows: Marks, over: Mapping[str, Sequence[str]]) -> tuple[dict[str, float], dict[str, float]]:
    """(value of each subject, severity of each ballot) by medians: not quite half the marks may be anything.

    From each ballot's own median, so that a constant on all its marks makes no other start.
    """
    severity = {key: median(row.values()) for key, row in rows.items()}
    value: dict[str, float] = {}
    for _round in range(START):
        value = {name: median(rows[key][name] - severity[key] for key in keys) for name, keys in over.items()}
        severity = {key: median(mark - value[name] for name, mark in row.items()) for key, row in rows.items()}
    level = median(severity.values())
    return {name: one + level for name, one in value.items()}, {key: one - level for key, one in severity.items()}


def _scales(
    rows: Marks, over: Mapping[str, Sequence[str]], value: Mapping[str, float], severity: Mapping[str, float],
    trust: Mapping[str, float],
) -> dict[str, float]:  # fmt: skip
    """Scale of each subject: NORMAL × the median distance of its own marks where raters really disagree about it,
    at least that of all marks; distances weigh as their ballots do."""
    away = {
        name: [(abs(rows[key][name] - value[name] - severity[key]), trust[key]) for key in keys]
        for name, keys in over.items()
    }
    common = max(LEAST_SCALE, NORMAL * weighted_median(pair for own in away.values() for pair in own))
    return {name: max(common, NORMAL * weighted_median(own)) for name, own in away.items()}


def _severities(
    rows: Marks, value: Mapping[str, float], weight: Mapping[str, Mapping[str, float]], trust: Mapping[str, float],
    scale: float,
) -> dict[str, float]:  # fmt: skip
    """Severity of each ballot: its weighted mean distance less the common level, drawn towards 0 by τ² ÷ (τ² + σ²/n).

    τ²: variance of the severities beyond what noise of σ (the scale) makes; n: the ballot's marks as they weigh.
    """
    raw, noise = {}, {}
    for key, row in rows.items():
        total = fsum(weight[key].values())
        raw[key] = fsum(weight[key][name] * (mark - value[name]) for name, mark in row.items()) / total
        noise[key] = scale * scale * trust[key] / total
    level = huber_mean(list(raw.values()))
    between = max(0.0, mean([(raw[key] - level) * (raw[key] - level) - noise[key] for key in raw]))
    return {key: (raw[key] - level) * between / (between + noise[key]) for key in raw}


def _levelled(
    rows: Marks, flat: Mapping[str, float], value: Mapping[str, float], severity: Mapping[str, float],
    trust: Mapping[str, float], weight: Mapping[str, Mapping[str, float]],
) -> tuple[dict[str, float], dict[str, float], Parts]:  # fmt: skip
    """The fit at the level of all ballots: one shift for all subjects, which moves no order."""
    raw = {}
    for key, row in rows.items():
        known = [mark - value[name] for name, mark in row.items() if name in value]
        raw[key] = severity[key] if key in severity else mean(known) if known else 0.0
    level = huber_mean(list(raw.values()))
    parts: Parts = {}
    for key, row in rows.items():
        if key in severity:
            parts[key] = {name: (mark - severity[key] + level, weight[key][name]) for name, mark in row.items()}
        else:
            parts[key] = {name: (mark, 0.0 if name in value else 1.0) for name, mark in row.items()}
    judged = {key: trust[key] if flat[key] > 0 else 0.0 for key in rows}
    return {key: one - level for key, one in raw.items()}, judged, parts

"""Simulated reviews against known truth: what raters would write, and how near each method comes.

Everything is invented. A review is drawn from `random.Random(seed)` alone, so a seed is a review for ever.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum, sqrt
from random import Random

from evaluations.rules import raters


@dataclass(frozen=True)
class Scenario:
    """How a review is simulated; points are marks from 0 to 100, shares are of the raters (of the marks: missing).

    truth: mean and standard deviation of the subjects' true marks. noise: standard deviation of one mark around the
    truth. severity: of the ordinary differences in severity. harsh raters are `harsh_by` lower throughout, careless
    ones give one mark for the whole sheet, colluding ones give `friends` subjects 100 and the best `rivals` others
    `rivals_by` less. divided: so many subjects on which `minority` of the honest raters differ by `apart`.
    """

    name: str
    raters: int = 60
    subjects: int = 30
    truth: tuple[float, float] = (80.0, 5.0)
    noise: float = 4.0
    severity: float = 3.0
    harsh: float = 0.0
    harsh_by: float = 15.0
    careless: float = 0.0
    colluding: float = 0.0
    friends: int = 3
    rivals: int = 5
    rivals_by: float = 20.0
    missing: float = 0.1
    divided: int = 0
    minority: float = 0.0
    apart: float = 25.0


@dataclass(frozen=True)
class Review:
    """One simulated review. truth: what the honest raters think on average, noise apart. kinds: whose each ballot is.

    divided: {subject: share of the honest that thinks less of it}; few: their ballots.
    """

    truth: dict[str, float]
    ballots: list[tuple[str, dict[str, int | None]]]
    kinds: dict[str, str]
    friends: tuple[str, ...] = ()
    divided: dict[str, float] = field(default_factory=dict)
    few: dict[str, frozenset[str]] = field(default_factory=dict)


def mark(value):
    """A value as a whole mark from 0 to 100."""
    return min(100, max(0, round(value)))


def review(scenario, seed):
    """The review that a seed draws in a scenario."""
    draw = Random(seed)
    names = [f"s{number:02}" for number in range(scenario.subjects)]
    truth = {name: draw.gauss(*scenario.truth) for name in names}
    friends = tuple(draw.sample(names, scenario.friends))
    best = sorted((name for name in names if name not in friends), key=lambda name: -truth[name])[: scenario.rivals]
    count = scenario.raters
    kinds = ["harsh"] * round(scenario.harsh * count) + ["careless"] * round(scenario.careless * count)
    kinds += ["colluding"] * round(scenario.colluding * count)
    kinds += ["honest"] * (count - len(kinds))
    honest = [number for number, kind in enumerate(kinds) if kind == "honest"]
    split = draw.sample([name for name in names if name not in friends], scenario.divided)
    few = {name: set(draw.sample(honest, round(scenario.minority * len(honest)))) for name in split}
    ballots = []
    for number, kind in enumerate(kinds):
        own = draw.gauss(0, scenario.severity) - (scenario.harsh_by if kind == "harsh" else 0)
        sheet = draw.gauss(*scenario.truth)
        marks = {}
        for name in names:
            value = truth[name] + own + draw.gauss(0, scenario.noise)
            if name in few and number in few[name]:
                value -= scenario.apart
            if kind == "careless":
                value = sheet
            elif kind == "colluding":
                value = 100 if name in friends else value - scenario.rivals_by if name in best else value
            marks[name] = None if draw.random() < scenario.missing else mark(value)
        ballots.append((f"b{number:03}", marks))
    share = {name: len(own) / len(honest) for name, own in few.items() if honest}
    known = {name: value - share.get(name, 0) * scenario.apart for name, value in truth.items()}
    return Review(
        known, ballots, {key: kind for (key, _m), kind in zip(ballots, kinds, strict=True)}, friends,
        share, {name: frozenset(f"b{number:03}" for number in own) for name, own in few.items()},
    )  # fmt: skip


def ranks(values):
    """Ranks from 1, equal values share the mean rank."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    found = [0.0] * len(values)
    cuts = [0, *(i for i in range(1, len(order)) if values[order[i]] != values[order[i - 1]]), len(order)]
    for low, high in pairwise(cuts):
        for index in order[low:high]:
            found[index] = (low + 1 + high) / 2
    return found


def spearman(one, two):
    """Rank correlation: Pearson's correlation of the ranks; 0 where either side says nothing."""
    first, second = ranks(one), ranks(two)
    middle = (len(first) + 1) / 2
    both = fsum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    squares = fsum((a - middle) ** 2 for a in first) * fsum((b - middle) ** 2 for b in second)
    return both / sqrt(squares) if squares else 0.0


def values(method, told):
    """{subject: value} of a review by a method."""
    return {name: float(one.value) for name, one in raters.estimate(method, told.ballots).subjects.items() if one.n}


def correlation(found, told):
    """Spearman's correlation of estimates with the truth, over the subjects that have an estimate."""
    names = sorted(found)
    return spearman([found[name] for name in names], [told.truth[name] for name in names])


def quantile(numbers, share):
    """The value below which `share` of the numbers lie, between neighbours by their distance."""
    ordered = sorted(numbers)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

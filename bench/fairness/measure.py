"""What is measured over many simulated reviews."""

from dataclasses import dataclass
from decimal import Decimal
from multiprocessing import Pool
from random import Random

from bench.fairness import simulate
from evaluations.rules import ranges, raters

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Correlations:
    """Rank correlations with the truth, review by review, of each method in one scenario."""

    scenario: simulate.Scenario
    found: dict[str, list[float]]

    def median(self, method):
        return simulate.quantile(self.found[method], 0.5)

    def low(self, method):
        return simulate.quantile(self.found[method], 0.05)


def _one(job):
    scenario, seed = job
    told = simulate.review(scenario, seed)
    return {method: simulate.correlation(simulate.values(method, told), told) for method in raters.METHODS}


def correlations(scenario, reviews, workers=1):
    """Correlations over the reviews of seeds 0, 1, 2, …"""
    jobs = [(scenario, seed) for seed in range(reviews)]
    if workers > 1:
        with Pool(workers) as pool:
            rows = pool.map(_one, jobs, chunksize=10)
    else:
        rows = [_one(job) for job in jobs]
    return Correlations(scenario, {method: [row[method] for row in rows] for method in raters.METHODS})


def each(measured, cases, reviews, workers=1):
    """What `measured` finds in each scenario, side by side."""
    jobs = [(scenario, reviews) for scenario in cases]
    with Pool(workers) as pool:
        return pool.starmap(measured, jobs)


def heard(scenario, reviews):
    """How much of what a minority says of a divided subject is in the figure: {method: median share}.

    1: as much as in the mean of the honest; 0: nothing. Against the same review with the minority of one mind with
    the majority.
    """
    shares = {method: [] for method in raters.METHODS}
    reliability = []
    for seed in range(reviews):
        told = simulate.review(scenario, seed)
        (name, _both), *_rest = told.divided.items()
        few = told.few[name]
        agreed = [
            (key, row | {name: min(100, row[name] + round(scenario.apart))} if key in few and row[name] else row)
            for key, row in told.ballots
        ]
        full = simulate.values("plain", told)[name] - _plain(agreed, name)
        if not full:
            continue
        for method in raters.METHODS:
            with_them = float(raters.estimate(method, told.ballots).subjects[name].value)
            without = float(raters.estimate(method, agreed).subjects[name].value)
            shares[method].append((with_them - without) / full)
        figures = raters.estimate(raters.ROBUST, told.ballots).ballots
        reliability += [float(figures[key].reliability) for key in few]
    return {method: simulate.quantile(found, 0.5) for method, found in shares.items()}, _mean(reliability)


def _plain(ballots, name):
    return float(raters.estimate("plain", ballots).subjects[name].value)


def _mean(numbers):
    return sum(numbers) / len(numbers) if numbers else 0.0


def moved_by_one(scenario, reviews):
    """How far one ballot can move a subject against the others: {method: (most points, most places)}.

    In each review an honest ballot is replaced by one that does its worst for or against a subject: 100 (or 0) there
    and its own marks elsewhere; the same with the five next to it pushed the other way; and a random sheet.
    """
    most = dict.fromkeys(raters.METHODS, (0.0, 0))
    for seed in range(reviews):
        told, draw = simulate.review(scenario, seed), Random(seed)
        index = draw.choice([n for n, (key, _row) in enumerate(told.ballots) if told.kinds[key] == "honest"])
        names = sorted(told.truth, key=lambda name: -told.truth[name])
        target = draw.choice(names)
        key, row = told.ballots[index]
        near = [name for name in names if name != target][max(0, names.index(target) - 3) :][:5]
        sheets = [
            row | {target: 100}, row | {target: 0}, row | {target: 100} | dict.fromkeys(near, 0),
            row | {target: 0} | dict.fromkeys(near, 100), {name: draw.randint(0, 100) for name in row},
        ]  # fmt: skip
        for method in raters.METHODS:
            before = simulate.values(method, told)
            for sheet in sheets:
                after = _after(method, told.ballots, index, (key, sheet))
                points = abs(after[target] - before[target])
                places = abs(_place(after, target) - _place(before, target))
                most[method] = (max(most[method][0], points), max(most[method][1], places))
    return most


def _after(method, ballots, index, turned):
    other = [*ballots[:index], turned, *ballots[index + 1 :]]
    return {name: float(one.value) for name, one in raters.estimate(method, other).subjects.items() if one.n}


def _place(found, name):
    return 1 + sum(value > found[name] for value in found.values())


def coverage(scenario, reviews, draws=200):
    """How often the true place lies within the range of 90 %, and how wide ranges are: {method: (share, width)}."""
    said = {}
    for method in (raters.PLAIN, raters.ROBUST):
        inside, widths = [], []
        for seed in range(reviews):
            told = simulate.review(scenario, seed)
            found = ranges.ranges([(WHOLE, raters.estimate(method, told.ballots))], {}, seed, draws)
            for name, one in found.items():
                inside.append(one.low <= _place(told.truth, name) <= one.high)
                widths.append(one.high - one.low + 1)
        said[method] = (_mean(inside), _mean(widths))
    return said

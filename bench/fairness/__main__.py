"""`python -m bench.fairness`: prints the tables of docs/fairness.md; `--write` puts them and the plots there."""

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

from bench.fairness import measure, plots, scenarios, simulate
from bench.table import BEGIN, END
from evaluations.rules import raters

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE, IMAGES = ROOT / "docs/fairness.md", ROOT / "docs/images"
COLLUDING = (0, 10, 20, 30, 40, 50)


def row(*cells):
    return f"| {' | '.join(cells)} |"


def table(found):
    """Median and 5 % quantile of each method; the best median of a scenario in bold."""
    lines = [row("scenario", "reviews", *raters.METHODS), row("---", "---:", *["---:"] * len(raters.METHODS))]
    for one in found:
        best = max(round(one.median(method), 3) for method in raters.METHODS)
        cells = []
        for method in raters.METHODS:
            words = f"{one.median(method):.3f}"
            cells.append(f"{f'**{words}**' if float(words) == best else words} / {one.low(method):.3f}")
        lines.append(row(one.scenario.name, str(len(one.found["plain"])), *cells))
    return lines


def quantiles(one):
    return {m: tuple(simulate.quantile(one.found[m], share) for share in (0.05, 0.5, 0.95)) for m in raters.METHODS}


def seconds(ballots, subjects, draws=500):
    """Processor seconds of each method and of the ranges, for one review of that size."""
    told = simulate.review(replace(scenarios.SET, raters=ballots, subjects=subjects), 1)
    found = []
    for method in raters.METHODS:
        began = time.process_time()
        one = raters.estimate(method, told.ballots)
        fitted = time.process_time()
        measure.ranges.ranges([(measure.WHOLE, one)], {}, 1, draws)
        found.append((method, fitted - began, time.process_time() - fitted))
    return found


def main():
    parser = argparse.ArgumentParser(prog="python -m bench.fairness", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put tables and plots into docs/")
    parser.add_argument("--reviews", type=int, default=200, help="of each of the two main scenarios")
    parser.add_argument("--others", type=int, default=40, help="reviews of every other scenario")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    few = max(options.others // 2, 2)
    main_found = [measure.correlations(one, options.reviews, options.workers) for one in scenarios.MAIN]
    lines = ["Median / 5 % quantile of the rank correlation with the truth.", "", *table(main_found), ""]
    print("\n".join(lines), flush=True)
    others = [measure.correlations(one, options.others, options.workers) for one in scenarios.OTHERS]
    lines += table(others)
    print("\n".join(table(others)), flush=True)
    swept = [
        measure.correlations(replace(scenarios.SET, colluding=share / 100), few, options.workers) for share in COLLUDING
    ]
    lines += ["", "### Share of colluders", "", row("colluding", *raters.METHODS), row("---:", *["---:"] * 4)]
    for share, one in zip(COLLUDING, swept, strict=True):
        lines.append(row(f"{share} %", *(f"{one.median(m):.3f} / {one.low(m):.3f}" for m in raters.METHODS)))
    lines += ["", "### A minority of the honest", ""]
    lines += [row("minority", *raters.METHODS, "reliability of its ballots"), row("---:", *["---:"] * 5)]
    told = measure.each(measure.heard, scenarios.DIVIDED, few, options.workers)
    for scenario, (shares, trust) in zip(scenarios.DIVIDED, told, strict=True):
        lines.append(row(scenario.name, *(f"{shares[m]:.2f}" for m in raters.METHODS), f"{trust:.2f}"))
    lines += ["", "### One ballot", "", row("raters", *raters.METHODS), row("---:", *["---:"] * 4)]
    sizes = [replace(scenarios.HONEST, raters=count) for count in (12, 60)]
    for scenario, moved in zip(sizes, measure.each(measure.moved_by_one, sizes, few, options.workers), strict=True):
        cells = (f"{moved[m][0]:.2f} points, {moved[m][1]} places" for m in raters.METHODS)
        lines.append(row(str(scenario.raters), *cells))
    lines += ["", "### Range of places", ""]
    lines += [row("scenario", "plain: true place inside, width", "robust: true place inside, width")]
    lines.append(row("---", "---:", "---:"))
    told = measure.each(measure.coverage, scenarios.MAIN, few, options.workers)
    for scenario, said in zip(scenarios.MAIN, told, strict=True):
        lines.append(
            row(scenario.name, *(f"{100 * inside:.0f} %, {width:.1f} places" for inside, width in said.values()))
        )
    lines += ["", "### Time", "", row("300 ballots × 40 subjects", "method", "ranges, 500 draws")]
    lines += [row("---", "---:", "---:")]
    lines += [row(name, f"{fit:.2f} s", f"{drawn:.2f} s") for name, fit, drawn in seconds(300, 40)]
    print("\n".join(lines))
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        _old, _, after = rest.partition(END)
        text = "\n".join(lines)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
        IMAGES.mkdir(exist_ok=True)
        chosen = [*main_found, *others[3:4], *others[8:10]]
        title = "Rank correlation with the truth: median, 5 % to 95 %"
        strips = plots.strips(title, [(one.scenario.name.partition(":")[0], quantiles(one)) for one in chosen])
        (IMAGES / "fairness-methods.svg").write_text(strips, encoding="utf-8")
        title = "Median rank correlation with the truth as collusion grows"
        curve = {method: [one.median(method) for one in swept] for method in raters.METHODS}
        drawn = plots.curves(title, "colluding raters; 10 % harsh and 10 % careless besides", COLLUDING, curve)
        (IMAGES / "fairness-collusion.svg").write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

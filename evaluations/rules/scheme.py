"""The numbers of a scheme: weights, thresholds, caps. Pure: what a draft must satisfy is said here, in codes.

Weights stand in points of a hundred. A scheme is effective from a quarter on and never changes once it was used; a
score keeps which one it was made by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

HUNDRED = Decimal(100)
PROJECT_PARTS = ("milestones", "investment", "orders", "review")
KEY_PARTS = ("carried", "targets")
DIMENSIONS = ("project", "politics", "style", "innovation", "integrity")
FACT_KINDS = ("achievement", "innovation", "people", "praise", "problem", "criticism")
COUNTED, ROBUST = "counted", "robust"


def _numbers(**words):
    return {name: Decimal(number) for name, number in words.items()}


@dataclass(frozen=True)
class Scheme:
    """All numbers that scores are made by.

    project: points of the parts of a project's score. late_days, late_step: a milestone loses `late_step` of its
    weight for every `late_days` full days of delay. key, overall: points of 重点 and 全面. carried, targets: how 重点
    is shared out. dimensions: how 全面 is shared out, in per cent. facts: points a verified fact of a kind adds or
    takes. cap: the most that facts and entries together may add or take. averaging: the review's own averaging, or the
    robust estimate where the ballots allow it. fewest_pieces, fewest_days: with less one is not ranked. decimals: of
    the total, which is what is ranked. good, fair, poor: the lines of the grades. good_quota: the share of 好 in per
    cent above which the office is warned.
    """

    project: Mapping[str, Decimal] = field(
        default_factory=lambda: _numbers(milestones=40, investment=25, orders=15, review=20)
    )
    late_days: int = 5
    late_step: Decimal = Decimal("0.1")
    key: Decimal = Decimal(60)
    overall: Decimal = Decimal(40)
    carried: Decimal = Decimal(40)
    targets: Decimal = Decimal(20)
    dimensions: Mapping[str, Decimal] = field(
        default_factory=lambda: _numbers(project=20, politics=20, style=20, innovation=20, integrity=20)
    )
    facts: Mapping[str, Decimal] = field(
        default_factory=lambda: _numbers(
            achievement="0.5", innovation="0.5", people="0.3", praise="0.5", problem="-0.5", criticism=-1
        )
    )
    cap: Decimal = Decimal(5)
    averaging: str = COUNTED
    fewest_pieces: int = 5
    fewest_days: int = 30
    decimals: int = 2
    good: Decimal = Decimal(90)
    fair: Decimal = Decimal(80)
    poor: Decimal = Decimal(60)
    good_quota: Decimal = Decimal(40)


def problems(scheme: Scheme) -> list[str]:
    """Codes of everything that keeps a scheme from being used; empty when it may be adopted."""
    found = []
    if sum(scheme.project.values()) != HUNDRED:
        found.append("project")
    if scheme.key + scheme.overall != HUNDRED:
        found.append("parts")
    if scheme.carried + scheme.targets != scheme.key:
        found.append("key")
    if sum(scheme.dimensions.values()) != HUNDRED:
        found.append("dimensions")
    if not HUNDRED >= scheme.good > scheme.fair > scheme.poor > 0:
        found.append("lines")
    weights = [*scheme.project.values(), scheme.carried, scheme.targets, *scheme.dimensions.values()]
    if any(weight < 0 for weight in weights) or scheme.cap < 0:
        found.append("negative")
    # Praise never takes away, a problem never adds.
    if any(scheme.facts[kind] < 0 for kind in FACT_KINDS[:4]) or any(scheme.facts[kind] > 0 for kind in FACT_KINDS[4:]):
        found.append("facts")
    if not 0 <= scheme.late_step <= 1 or scheme.late_days < 1:
        found.append("delay")
    return found


def grade(total: Decimal | None, scheme: Scheme) -> str:
    """The grade of a quarter (平时考核): "good", "fair", "plain" or "poor"; empty without a total. A total on a line
    reaches it."""
    if total is None:
        return ""
    lines = ((scheme.good, "good"), (scheme.fair, "fair"), (scheme.poor, "plain"))
    return next((name for line, name in lines if total >= line), "poor")

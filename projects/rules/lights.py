"""The light of a project: green, yellow, red or grey, by formula; a person confirms it afterwards.

S (scheduled) = planned investment to date ÷ year plan; the running month counts by its elapsed days. Where no month
is planned: elapsed days ÷ days of the project within the year. R (done) = invested this year to date ÷ year plan.
D = R − S in percentage points. Behind less than `yellow` points: green; up to and including `red` points: yellow;
more: red. A milestone missed without an accepted reason is yellow, missed `months` months or longer red.
Grey: nothing is due yet, or there is no plan to measure by. The worse of the two counts.
S and R are rounded to two decimals, half up, before they are compared: what is shown is what decides.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from projects.rules.periods import add_months

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
ORDER = {GREY: 0, GREEN: 1, YELLOW: 2, RED: 3}
CENT = Decimal("0.01")
CAP = Decimal("999.99")


@dataclass(frozen=True)
class Step:
    """A milestone: its name, the day planned, the day reached or None, and whether a delay was accepted."""

    name: str
    planned_on: date
    done_on: date | None = None
    is_excused: bool = False


@dataclass(frozen=True)
class Facts:
    """What the light of one project is computed from."""

    year: int
    year_plan: Decimal
    invested: Decimal
    planned: Mapping[date, Decimal] = field(default_factory=dict)
    starts_on: date | None = None
    ends_on: date | None = None
    steps: Sequence[Step] = ()
    is_measured: bool = True


@dataclass(frozen=True)
class Thresholds:
    """The settings in force: percentage points behind, and months a milestone may be missed."""

    yellow: Decimal = Decimal(10)
    red: Decimal = Decimal(30)
    months: int = 3


@dataclass(frozen=True)
class Verdict:
    """The computed light. `why` is a code with its data after bars, put into words by the pages."""

    colour: str
    why: str
    scheduled: Decimal | None = None
    done: Decimal | None = None
    deviation: Decimal | None = None


def share(part, whole):
    """`part` of `whole` in per cent with two decimals, half up, capped at ±999.99."""
    value = (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)
    return max(-CAP, min(CAP, value))


def planned_to(planned, day):
    """Planned investment up to and including `day`: whole months before, the running one by elapsed days."""
    total = Decimal(0)
    for month, amount in planned.items():
        if (month.year, month.month) < (day.year, day.month):
            total += amount
        elif (month.year, month.month) == (day.year, day.month):
            total += amount * day.day / calendar.monthrange(day.year, day.month)[1]
    return total


def elapsed(facts, day):
    """Elapsed days ÷ days of the project within its year, in per cent, between 0 and 100."""
    first = max(facts.starts_on or date(facts.year, 1, 1), date(facts.year, 1, 1))
    last = min(facts.ends_on or date(facts.year, 12, 31), date(facts.year, 12, 31))
    if last < first or day < first:
        return Decimal(0)
    return share((min(day, last) - first).days + 1, (last - first).days + 1)


def scheduled(facts, day):
    """S in per cent, or None when there is no plan to measure by."""
    whole = facts.year_plan or sum(facts.planned.values(), Decimal(0))
    if whole <= 0:
        return None
    if any(amount > 0 for amount in facts.planned.values()):
        return share(planned_to(facts.planned, day), whole)
    return elapsed(facts, day)


def by_deviation(facts, limits, day):
    """The light by investment alone."""
    due = scheduled(facts, day)
    if due is None:
        return Verdict(GREY, "no_plan")
    done = share(facts.invested, facts.year_plan or sum(facts.planned.values(), Decimal(0)))
    if due == 0 and done == 0:
        return Verdict(GREY, "not_due", due, done, Decimal(0))
    deviation = done - due
    if -deviation < limits.yellow:
        return Verdict(GREEN, "on_plan", due, done, deviation)
    return Verdict(RED if -deviation > limits.red else YELLOW, "behind", due, done, deviation)


def missed(step, day):
    """Was the milestone's day over before `day`, not reached by `day`, and no reason accepted?"""
    return step.planned_on < day and (step.done_on is None or step.done_on > day) and not step.is_excused


def by_milestones(facts, limits, day):
    """The light by milestones alone, with the one longest missed; None when nothing is missed."""
    late = sorted((step for step in facts.steps if missed(step, day)), key=lambda step: step.planned_on)
    if not late:
        return None
    longest = late[0]
    is_red = add_months(longest.planned_on, limits.months) <= day
    return (RED if is_red else YELLOW), f"milestone|{longest.planned_on}|{len(late)}|{longest.name}"


def light(facts, limits, day):
    """The computed light of a project on `day`: the worse of deviation and milestones."""
    if not facts.is_measured:
        return Verdict(GREY, "not_measured")
    verdict = by_deviation(facts, limits, day)
    steps = by_milestones(facts, limits, day)
    if steps and ORDER[steps[0]] > ORDER[verdict.colour]:
        return Verdict(steps[0], steps[1], verdict.scheduled, verdict.done, verdict.deviation)
    return verdict

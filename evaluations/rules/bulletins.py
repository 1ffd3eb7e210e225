"""Arithmetic of the bulletin: who is among the faster, the sums of a table, the order within it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

GREEN, YELLOW, RED = "green", "yellow", "red"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Criteria:
    """ahead: percentage points ahead of schedule at least. per_track: how many a table. clean: nothing overdue."""

    ahead: Decimal
    per_track: int
    clean: bool


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """part ÷ whole in per cent, two decimals, half up; None where there is no whole."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP) if whole else None


def faster(lines: Iterable[Any], criteria: Criteria) -> set:
    """The keys (`pk`) of the lines among the faster of their own table.

    A green light, so far ahead of schedule, where asked no order overdue; of each track the first so many by
    deviation, and all who are level with the last of them. Exempted lines are not compared.
    """
    found: set = set()
    tracks: dict[str, list[Any]] = {}
    for line in lines:
        fits = line.colour == GREEN and not line.is_exempt and line.deviation is not None
        if fits and line.deviation >= criteria.ahead and not (criteria.clean and line.orders_overdue):
            tracks.setdefault(line.track, []).append(line)
    for rows in tracks.values():
        rows.sort(key=lambda line: -line.deviation)
        last = rows[min(len(rows), criteria.per_track) - 1].deviation
        found |= {line.pk for line in rows if line.deviation >= last}
    return found


def in_order(lines: Iterable[Any]) -> list[Any]:
    """The lines of one table: the farthest ahead first, those without a figure last, by number among equals."""
    return sorted(lines, key=lambda line: (line.deviation is None, -(line.deviation or 0), line.code, line.pk))


@dataclass(frozen=True)
class Sums:
    """The sums of a table."""

    count: int
    year_plan: Decimal
    invested: Decimal
    month_planned: Decimal
    month_invested: Decimal
    green: int
    yellow: int
    red: int
    grey: int
    exempt: int
    milestones_due: int
    milestones_done: int
    issued: int
    due: int
    in_time: int
    overdue: int
    open: int
    closed: int

    @property
    def done(self) -> Decimal | None:
        return share(self.invested, self.year_plan)


def sums(lines: Sequence[Any]) -> Sums:
    """The sums of `lines`."""

    def add(name):
        return sum((getattr(line, name) for line in lines), Decimal(0))

    def count(name):
        return sum(getattr(line, name) for line in lines)

    def lights(colour):
        return sum(line.colour == colour for line in lines)

    return Sums(
        len(lines), add("year_plan"), add("invested"), add("month_planned"), add("month_invested"),
        lights(GREEN), lights(YELLOW), lights(RED), lights("grey"), sum(line.is_exempt for line in lines),
        count("milestones_due"), count("milestones_done"), count("orders_issued"), count("orders_due"),
        count("orders_in_time"), count("orders_overdue"), count("orders_open"), count("orders_closed"),
    )  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """What the months' bulletins say of one project: months among the faster, and its last deviation."""

    project: int
    months: int
    deviation: Decimal | None
    last_colour: str


def proposed(candidates: Iterable[Candidate], *, months: int) -> set[int]:
    """The projects proposed for a list: among the faster in so many months, and not behind plan at the end."""
    return {one.project for one in candidates if one.months >= months and one.last_colour not in (YELLOW, RED)}

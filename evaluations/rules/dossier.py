"""When a dossier may draw the five dimensions, and what it groups. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

# Why the five dimensions are not drawn.
FEW, UNSCORED, UNREVIEWED = "few", "unscored", "unreviewed"


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension: what was reached, in per cent (None where nothing counted), and on how many valid papers."""

    name: str
    label: str
    reached: Decimal | None
    papers: int


def why_not(facts: int, fewest: int, axes: Sequence[Axis]) -> str:
    """Why the five dimensions are not drawn; empty when they are. Fewer than `fewest` verified facts come first: a
    picture of a person must not rest on little. Then there must be a score, and a figure for each of the five."""
    if facts < fewest:
        return FEW
    if not axes:
        return UNSCORED
    return UNREVIEWED if any(axis.reached is None for axis in axes) else ""


def papers(pieces: Iterable[Sequence[Any]]) -> int:
    """Valid papers behind a line: of the kept pieces that count (label, key, title, values, why not, open)."""
    return sum(int(values.get("papers", 0)) for _label, _key, _title, values, skip, _open in pieces if not skip)


def by_quarter(rows: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """[("2017Q2", rows)] of rows with a `day`, in the order they come."""
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: quarter(row.day))]


def quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"

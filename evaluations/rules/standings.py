"""Places within a peer group, how sure they are, and what would move them. Pure.

Places are those of a competition (1, 2, 2, 4) by the total as it is shown. How far a place is sure: the ballots are
drawn anew, with replacement, a fixed number of times by a seed (evaluations.rules.raters); every draw gives each
subject another review score, hence another total and another place. The range shown holds the middle ninety per cent
of the places. Nothing else is drawn: milestones, money and orders are what they are.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# Of a hundred draws, five lie below and five above the range.
TAIL = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One in a peer group. drawn: how far each draw of the ballots moves the total, in points; empty where nobody
    voted or the ballots may not be drawn."""

    key: Any
    peer: str
    total: Decimal
    drawn: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place, of how many, and the range of places that the ballots allow."""

    place: int
    of: int
    low: int
    high: int


def places(entries: Iterable[Entry]) -> dict[Any, Place]:
    """{key: Place} within each peer group; memory and time grow with n log n."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.peer, []).append(entry)
    found = {}
    for group in groups.values():
        ranges = _ranges(group)
        ordered = sorted(-entry.total for entry in group)
        for entry in group:
            place = bisect_left(ordered, -entry.total) + 1
            low, high = ranges.get(entry.key, (place, place))
            # The place itself always lies in its range.
            found[entry.key] = Place(place, len(group), min(low, place), max(high, place))
    return found


def _ranges(group: Sequence[Entry]) -> dict[Any, tuple[int, int]]:
    draws = max((len(entry.drawn) for entry in group), default=0)
    if not draws:
        return {}
    seen = {entry.key: array("i") for entry in group}
    base = [float(entry.total) for entry in group]
    for number in range(draws):
        totals = [
            value + (entry.drawn[number] if number < len(entry.drawn) else 0.0)
            for value, entry in zip(base, group, strict=True)
        ]
        ordered = sorted(-total for total in totals)
        for entry, total in zip(group, totals, strict=True):
            # Half of those level with one are counted before: a tie of the draw leans neither way.
            below, level = bisect_left(ordered, -total - 1e-9), bisect_right(ordered, -total + 1e-9)
            seen[entry.key].append(below + (level - below - 1) // 2 + 1)
    cut = draws * TAIL // 100
    found = {}
    for key, found_ranks in seen.items():
        ranks = sorted(found_ranks)
        found[key] = (ranks[cut], ranks[draws - 1 - cut])
    return found


def moved(now: Mapping[Any, int], before: Mapping[Any, int]) -> dict[Any, int | None]:
    """{key: places gained (positive) or lost since}; None for who had no place then."""
    return {key: before[key] - place if key in before else None for key, place in now.items()}


def would_move(entries: Sequence[Entry], settled: Mapping[Any, Decimal]) -> dict[Any, tuple[int, int]]:
    """{key: (place, place then)} of all whose place differs if open matters were settled the other way.

    settled: the totals that would then be others.
    """
    now = places([Entry(entry.key, entry.peer, entry.total) for entry in entries])
    then = places([Entry(entry.key, entry.peer, settled.get(entry.key, entry.total)) for entry in entries])
    return {
        entry.key: (now[entry.key].place, then[entry.key].place)
        for entry in entries
        if now[entry.key].place != then[entry.key].place
    }


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one cadre: the mean of the quarters there are, and how many."""

    total: Decimal | None
    quarters: int


def year(totals: Sequence[Decimal | None]) -> Year:
    """The plain mean of the quarters that have a total, two decimals, HALF_UP; a quarter without one is left out and
    said."""
    there = [total for total in totals if total is not None]
    if not there:
        return Year(None, 0)
    mean = sum(there, Decimal(0)) / len(there)
    return Year(mean.quantize(Decimal("0.01"), "ROUND_HALF_UP"), len(there))


def over_quota(grades: Mapping[str, int], quota: Decimal) -> tuple[int, int] | None:
    """(how many there are, how many there may be) when more than `quota` per cent are graded good; None if not."""
    whole = sum(grades.values())
    most = int(quota * whole / 100)
    good = grades.get("good", 0)
    return (good, most) if good > most else None

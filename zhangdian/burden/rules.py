"""Arithmetic of the burden: rounding a time, the median of a histogram. Pure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

# Times are kept in steps of a quarter of a minute: too coarse to know one sending by.
STEP = 15
# Longer than this a form lay open while its writer did something else.
LONGEST = 7200


def rounded(seconds: float) -> int | None:
    """`seconds` rounded up to a whole STEP; None for what is no time on a form."""
    if seconds < 0 or seconds > LONGEST:
        return None
    return max(STEP, -(-int(seconds) // STEP) * STEP)


def median_minutes(counts: Mapping[int, int]) -> Decimal | None:
    """The median of {seconds: times} in minutes with one decimal, half up; None for nothing."""
    n = sum(counts.values())
    if n <= 0:
        return None
    middle = Decimal(_at(counts, (n - 1) // 2) + _at(counts, n // 2)) / 2
    return (middle / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at `place` (from 0) of the numbers in order."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen > place:
            return value
    raise IndexError(place)

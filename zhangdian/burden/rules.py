"""Arithmetic of the burden: rounding a time, the median of a histogram. Pure."""

import statistics
from collections import Counter
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
    found = sorted(Counter(counts).elements())
    if not found:
        return None
    middle = Decimal(statistics.median_low(found) + statistics.median_high(found)) / 2
    return (middle / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)

"""Reporting health: what a day's row counts as, and the punctuality rate.

All of it is about projects' reporting, never about persons, and it is never ranked.
"""

from decimal import Decimal

EXEMPT, ON_TIME, LATE, MISSING, NOT_YET = "exempt", "on_time", "late", "missing", "not_yet"


def counts_as(*, is_exempt, is_received, is_late, is_past_due):
    """What one row of a day counts as: nothing before its cut-off has passed, then exactly one of four."""
    if not is_past_due:
        return NOT_YET
    if is_exempt:
        return EXEMPT
    if not is_received:
        return MISSING
    return LATE if is_late else ON_TIME


def rate(on_time, owed):
    """Share on time in per cent with one decimal, half up; None when nothing is owed.

    owed = expected − exempt = on time + late + missing.
    """
    if owed <= 0:
        return None
    return Decimal((2000 * on_time + owed) // (2 * owed)) / 10

"""Reporting health: what a day's row counts as, the punctuality rate, and places.

All of it is about projects' reporting, never about persons.
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


def permille(on_time, owed):
    """On time per thousand owed, half up, in whole numbers (the same in every database); None when nothing is owed."""
    if owed <= 0:
        return None
    return (2000 * on_time + owed) // (2 * owed)


def rate(on_time, owed):
    """Share on time in per cent with one decimal, half up; None when nothing is owed.

    owed = expected − exempt = on time + late + missing.
    """
    tenths = permille(on_time, owed)
    return None if tenths is None else Decimal(tenths) / 10


def places(values):
    """Competition places 1, 2, 2, 4 over the values as shown, the highest first; None for None (not ranked)."""
    standing = sorted((value for value in values if value is not None), reverse=True)
    place: dict = {}
    for position, value in enumerate(standing, start=1):
        place.setdefault(value, position)
    return [None if value is None else place[value] for value in values]

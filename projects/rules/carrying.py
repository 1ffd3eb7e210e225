"""How long something was carried. Pure."""

from datetime import date


def days_held(from_on: date, until_on: date | None, first: date, last: date) -> int:
    """Days from `first` to `last`, both included, on which a row from `from_on` to `until_on` (None: still) held."""
    return max(0, (min(last, until_on or last) - max(first, from_on)).days + 1)

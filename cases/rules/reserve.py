"""Ages for the reserve list: pure."""

from datetime import date


def age_on(born_in: date, day: date) -> int:
    """Full years on the day of somebody born on `born_in` (the first of the month where no more is known)."""
    return day.year - born_in.year - ((day.month, day.day) < (born_in.month, born_in.day))

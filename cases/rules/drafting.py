"""When facts suffice for a draft of a card: pure arithmetic."""

from datetime import date

from zhangdian.calendar.rules import add_months


def reached_on(months: list[date], need: int) -> list[date]:
    """Of the first days of months with a red light, those on which a run of months in a row became `need` long; each
    run is named once, however long it goes on."""
    found, run = [], 0
    before: date | None = None
    for month in sorted(set(months)):
        run = run + 1 if before is not None and add_months(before, 1) == month else 1
        if run == need:
            found.append(month)
        before = month
    return found

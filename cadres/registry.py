"""Where upper floors hook in: this floor calls them, knowing only their shape.

An upper room registers in its `apps.py` `ready()`:

    from cadres import registry
    registry.MERGES_UNITS.append(services.move_unit)      # f(kept, gone, *, actor, at) -> None
    registry.MERGES_CADRES.append(services.move_cadre)    # f(kept, gone, *, actor, at) -> None
    registry.DUTIES.append(queries.open_duties)           # f(cadre, day) -> list[Duty]
    registry.READERS.append(queries.team_cadres)          # f(user, day) -> queryset of cadre keys, unordered
    registry.OWNS_PERIODS.append(queries.ends_elsewhere)  # f(period) -> where the period ends instead, or ""

A merge function moves its rows from `gone` to `kept` inside the caller's transaction and writes its own trail
lines; where a row would double one that `kept` has already, it raises `workflow.MoveRefused` or drops the double.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

MERGES_UNITS: list = []
MERGES_CADRES: list = []
DUTIES: list = []
# Whose files somebody may read by a dated row of an upper floor; built into the one statement that asks.
READERS: list = []
# What of an upper floor began a period ends it: by hand it is neither lifted nor given another end.
OWNS_PERIODS: list = []


@dataclass(frozen=True)
class Duty:
    """Something that a cadre still carries: its words, where to hand it over, since when."""

    what: Any
    path: str = ""
    since: date | None = None


def duties(cadre, day):
    """Everything that upper floors say `cadre` carries on `day`."""
    return [duty for ask in DUTIES for duty in ask(cadre, day)]


def ends_elsewhere(period):
    """Where an influence period ends that an upper floor began, as a sentence, or ""."""
    return next((why for ask in OWNS_PERIODS if (why := ask(period))), "")

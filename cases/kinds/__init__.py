"""The kinds of cases, a module each; importing them registers them. Above every other layer of this floor."""

from cases.kinds import (  # noqa: F401
    adjustment,
    appeals,
    cards,
    honours,
    promotion,
    reserve,
    tolerance,
    withdrawal,
)

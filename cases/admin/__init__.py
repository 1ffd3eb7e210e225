"""The desk of this floor; a line per subject. Importing them registers their rows."""

from cases.admin import (  # noqa: F401
    adjustment,
    appeals,
    cards,
    decisions,
    honours,
    promotion,
    reserve,
    retention,
    rulesets,
    tolerance,
    withdrawal,
)

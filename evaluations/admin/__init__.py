"""The desk of this floor; a line per subject. Importing them registers their rows."""

from evaluations.admin import (  # noqa: F401
    bulletins,
    coordination,
    inspections,
    orders,
    reviews,
    scores,
    teams,
)

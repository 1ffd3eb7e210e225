"""Doors of this floor for beat; a line per subject. Importing them registers their tasks."""

from evaluations.tasks import (  # noqa: F401
    bulletins,
    coordination,
    facts,
    orders,
    reviews,
    scores,
    teams,
)

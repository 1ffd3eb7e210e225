"""The settings of this floor: a module per subject, a line each. Importing them declares their keys."""

from evaluations.options import (  # noqa: F401
    bulletins,
    coordination,
    dossier,
    facts,
    inspections,
    orders,
    reviews,
    scores,
    tally,
    teams,
)

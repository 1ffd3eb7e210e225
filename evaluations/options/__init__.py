"""The settings of this floor: a module per subject, a line each. Importing them declares their keys."""

from evaluations.options import inspections, orders, reviews  # noqa: F401

"""Doors of this floor for beat; a line per subject. Importing them registers their tasks."""

from evaluations.tasks import orders, reviews  # noqa: F401

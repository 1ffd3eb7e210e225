"""Doors of this floor for beat; a module per subject. Importing them registers their tasks."""

from projects.tasks import day, figures, reminders, roster  # noqa: F401

"""The desk of this floor; a module per subject. Importing them registers their rows."""

from projects.admin import day, figures, roster  # noqa: F401

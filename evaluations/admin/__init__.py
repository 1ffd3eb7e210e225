"""The desk of this floor; a line per subject. Importing them registers their rows."""

from evaluations.admin import (
    coordination,  # noqa: F401
    reviews,  # noqa: F401
)

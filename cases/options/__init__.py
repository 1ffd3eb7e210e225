"""The settings of this floor: a module per subject, a line each. Importing them declares their keys."""

from cases.options import cards, common  # noqa: F401

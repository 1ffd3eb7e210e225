"""Doors for programs of the evaluations floor: a module per subject."""

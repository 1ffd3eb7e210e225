"""Doors for programs of the cases floor: a module per subject."""

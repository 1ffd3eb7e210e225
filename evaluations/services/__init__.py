"""Writes of the evaluations floor that are not moves: a module per subject."""

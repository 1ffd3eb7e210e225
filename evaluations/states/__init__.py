"""Choices of the evaluations floor: a module per subject."""

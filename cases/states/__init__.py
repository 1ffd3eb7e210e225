"""Choices of the cases floor: a module per subject."""

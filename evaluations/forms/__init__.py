"""Shapes of what people type on the evaluations floor: a module per subject."""

"""Papers of the evaluations floor: a module per subject."""

"""The tables of moves of the evaluations floor: a module per subject."""

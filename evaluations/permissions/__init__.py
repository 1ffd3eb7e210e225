"""Who may do what on the evaluations floor: a module per subject."""

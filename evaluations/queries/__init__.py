"""What pages of the evaluations floor read: a module per subject."""

"""Pure arithmetic of the evaluations floor: a module per subject; no database, no clock."""

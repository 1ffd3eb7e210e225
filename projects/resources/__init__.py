"""Input and output shapes of tables; a module per subject."""

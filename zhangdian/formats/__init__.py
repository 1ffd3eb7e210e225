"""How dates and times are written, per language; templates name the format, never spell it."""

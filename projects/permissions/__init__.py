"""Predicates (user, thing) -> bool; a module per subject: roster, day, figures."""

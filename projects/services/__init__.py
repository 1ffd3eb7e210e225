"""Writes that are not moves; a module per subject: roster, day, figures."""

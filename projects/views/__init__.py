"""Doors for browsers: parse, one call, answer; a module per subject: roster, day, figures."""

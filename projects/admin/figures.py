"""The figures: the desk."""

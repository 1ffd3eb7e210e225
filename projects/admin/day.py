"""The report a day: the desk."""

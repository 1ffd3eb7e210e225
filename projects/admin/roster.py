"""The list of projects: the desk."""

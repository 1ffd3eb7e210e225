"""Doors for programs; a module per subject, each with its `urlpatterns`."""

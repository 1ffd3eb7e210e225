"""Doors of the burden page."""

from tests.doors import Door

LEADING = {"stranger": 302, "planner": 200, "supervisor": 200, "office": 200, "director": 200, "leader": 200}

ROWS = [
    Door("burden", **LEADING, others=403),
    Door("burden_project", {"pk": "project"}, **LEADING, others=403),
]

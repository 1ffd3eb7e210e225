"""Doors of the cadres floor."""

from accounts.states import Role
from tests.doors import Desk

OFFICES = (Role.OFFICE, Role.DIRECTOR)
KEEPERS = (*OFFICES, Role.PLANNER)

ROWS = [
    Desk("cadres", "unit", "unit", add=KEEPERS, change=KEEPERS, see=(Role.SUPERVISOR, Role.TEAM, Role.DISCIPLINE)),
]

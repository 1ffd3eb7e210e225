"""Doors of the accounts floor."""

from tests.doors import Door

ROWS = [
    Door("accounts:login", stranger=200, others=302),
    Door("accounts:logout", method="post", others=302),
    Door("accounts:password_change", stranger=302, others=200),
]

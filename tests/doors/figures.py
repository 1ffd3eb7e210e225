"""Doors of the figures and of the pages composed from them."""

from tests.doors import Door

ROWS = [
    Door("cockpit", stranger=302, administrators=403, cadre=403, others=200),
    Door("screen", stranger=302, see_all=200, others=403),
]

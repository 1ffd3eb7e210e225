"""Doors of the roof."""

from tests.doors import Door

ROWS = [
    Door("home", stranger=302, others=200),
    Door("healthz", others=200),
    Door("set_language", method="post", data={"language": "en"}, others=302),
]

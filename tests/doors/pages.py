"""Doors of the roof."""

from tests.doors import Door

ROWS = [
    Door("home", stranger=302, others=200),
    Door("healthz", others=200),
    Door("set_language", method="post", data={"language": "en"}, others=302),
    Door("api_schema", stranger=401, others=200),
    Door("api_docs", stranger=302, others=200),
    Door("api_nothing", {"rest": "v1/nothing/"}, others=404),
    Door("issue_accounts", stranger=302, planner=200, office=200, others=403),
    Door("issue_accounts", method="post", stranger=302, planner=302, office=302, others=403),
]

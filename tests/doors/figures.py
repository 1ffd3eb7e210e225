"""Doors of the figures and of the pages composed from them."""

from datetime import date

from projects.models import Light
from tests.doors import Door


def furnish(world):
    world.things["light"] = Light.objects.create(
        project=world.project, month=date(2017, 4, 1), as_of=date(2017, 4, 10), computed="green", why="on_plan"
    )


SEEN = {"stranger": 302, "administrators": 403, "cadre": 403, "others": 200}
OF_PROJECT = {"stranger": 302, "see_all": 200, "on_project": 200, "others": 404}
ROWS = [
    Door("cockpit", **SEEN),
    Door("me", stranger=302, others=200),
    Door(
        "me_appraisal", {"year": 2017}, stranger=302, liaison=200, unit_head=200, support=200, secretary=200, cadre=200,
        team=200, supervisor=200, others=404,
    ),
    Door("screen", stranger=302, see_all=200, others=403),
    Door("project", {"pk": "project"}, **OF_PROJECT),
    Door("unit", {"pk": "unit"}, **OF_PROJECT),
    Door("projects:figures", **SEEN),
    Door("projects:figures_export", **SEEN),
    Door("projects:lights", **SEEN),
    Door(
        "projects:light_confirm", {"pk": "light"}, method="post", data={"confirmed": "green"}, stranger=302,
        planner=302, see_all=403, on_project=403, others=404,
    ),
    Door(
        "projects:light_take_back", {"pk": "light"}, method="post", data={"reason": "核对"}, stranger=302,
        planner=302, see_all=403, on_project=403, others=404,
    ),
    Door("projects:lights_confirm", method="post", data={}, others=302),
    Door("api:figures", stranger=401, administrators=403, cadre=403, others=200),
    Door("api:lights", stranger=401, administrators=403, cadre=403, others=200),
]  # fmt: skip

# Data, not pages to look at.
NOT_PAGES = {"me_appraisal"}

"""Doors of the cadres floor."""

from datetime import date

from accounts.states import Role
from cadres.models import InfluencePeriod
from tests.cast import MONDAY
from tests.doors import Desk, Door

OFFICES = (Role.OFFICE, Role.DIRECTOR)
KEEPERS = (*OFFICES, Role.PLANNER)


def furnish(world):
    world.things["period"] = InfluencePeriod.objects.create(
        cadre=world.things["cadre"], kind="admonition", from_on=MONDAY, until_on=date(2017, 10, 9), reason="工作推诿",
        document_no="青组〔2017〕3号", made_by="区委组织部", blocks=["merit"],
    )  # fmt: skip


def offices(name, args=None):
    """A page of the desk for the cadre section and its leaders."""
    return Door(name, args, office=200, director=200, staff=403, others=302)


RENAME = {"object_id": "unit", "name": "rename"}
ROWS = [
    Desk("cadres", "unit", "unit", add=KEEPERS, change=KEEPERS, see=(Role.SUPERVISOR, Role.TEAM, Role.DISCIPLINE)),
    Desk("cadres", "cadre", "cadre", add=OFFICES, change=OFFICES),
    Desk("cadres", "influenceperiod", "period", see=OFFICES),
    Door("admin:cadres_unit_import", office=200, director=200, planner=200, staff=403, others=302),
    Door("admin:cadres_unit_export", office=200, director=200, planner=200, staff=403, others=302),
    Door("admin:cadres_unit_move", RENAME, office=200, director=200, planner=200, administrators=403, others=302),
    Door("cadre_file", {"pk": "cadre"}, stranger=302, office=200, director=200, cadre=200, others=404),
    Door(
        "cadre_appraisal", {"pk": "cadre", "year": 2017}, stranger=302, office=200, director=200, cadre=302, others=404
    ),
    Door(
        "cadre_appraisal", {"pk": "cadre", "year": 2017}, method="post", data={"purpose": "年度考核"}, stranger=302,
        office=200, director=200, cadre=302, others=404,
    ),
    Door("api:unit-list", stranger=401, administrators=403, others=200),
    Door("api:unit-detail", {"pk": "unit"}, stranger=401, administrators=403, others=200),
    Door("api:cadre-list", stranger=401, office=200, director=200, others=403),
    Door("api:cadre-detail", {"pk": "cadre"}, stranger=401, office=200, director=200, others=403),
    offices("admin:cadres_cadre_import"),
    offices("admin:cadres_cadre_export"),
    offices("admin:cadres_cadre_move", {"object_id": "cadre", "name": "leave"}),
    offices("admin:cadres_influenceperiod_move", {"object_id": "period", "name": "lift"}),
]  # fmt: skip

"""Doors of the book of facts."""

from evaluations.services import facts as services
from evaluations.transitions import facts as moves
from tests.cast import MONDAY
from tests.doors import Door
from tests.doors.world import NOW


def furnish(world):
    """A fact about the world's cadre, verified; and one to be verified."""
    said = {
        "cadre": world.things["cadre"], "project": world.project, "day": MONDAY, "what": "三天完成管线迁改",
        "kind": "achievement", "source": "team", "evidence": "会议纪要",
    }  # fmt: skip
    people = world.people
    row = services.enter(said, actor=people["office"], at=NOW)
    world.things["fact"] = moves.verify(row, actor=people["director"], at=NOW)
    world.things["fact_draft"] = services.enter(said, actor=people["office"], at=NOW)


SEES = {"stranger": 302, "office": 200, "director": 200, "cadre": 200, "others": 404}
ROWS = [
    Door("evaluations:facts", stranger=302, others=200),
    Door("evaluations:fact_new", stranger=302, office=200, team=200, others=403),
    Door("evaluations:fact_new", method="post", stranger=302, office=422, team=422, others=403),
    Door("evaluations:fact", {"pk": "fact"}, **SEES),
    Door("evaluations:fact", {"pk": "fact_draft"}, **SEES | {"cadre": 404}),
    Door(
        "evaluations:fact_move", {"pk": "fact_draft", "verb": "verify"}, method="post",
        **SEES | {"office": 403, "director": 302, "cadre": 404},
    ),
    Door(
        "evaluations:fact_move", {"pk": "fact", "verb": "object"}, method="post", data={"text": "日期有误"},
        **SEES | {"office": 403, "director": 403, "cadre": 302},
    ),
]  # fmt: skip

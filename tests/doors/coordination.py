"""Doors of the coordination slips."""

from accounts.states import Role
from evaluations.services.coordination import raise_slip
from evaluations.transitions import coordination as moves
from tests.doors import Desk, Door
from tests.doors.world import NOW

READERS = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)
SEES = {"stranger": 302, "on_project": 200, "see_all": 200, "others": 404}
NOT_ME = {"stranger": 302, "on_project": 403, "see_all": 403, "others": 404}
HAS_BUSINESS = {"stranger": 302, "administrators": 403, "cadre": 403, "others": 200}


def furnish(world):
    """Two slips that the liaison raised: one lies with the head of the unit, one is answered."""
    liaison = world.people["liaison"]

    def slip(matter):
        return raise_slip(
            world.project, matter=matter, addressed_to="unit", raised_by=liaison, actor=liaison, at=NOW
        )  # fmt: skip

    world.things["slip"] = slip("请协调电力部门迁改线路")
    world.things["slip_answered"] = moves.answer(
        slip("请协调临时用地延期"), actor=world.people["unit_head"], at=NOW, answer="已办理延期"
    )


def act(verb, thing="slip", data=None, **expected):
    return Door(
        "evaluations:coordination_act", {"pk": thing, "verb": verb}, method="post", data=data or {},
        **(NOT_ME | expected),
    )  # fmt: skip


WHY = {"reason": "超出职权"}
ROWS = [
    Door("evaluations:coordination_list", **HAS_BUSINESS),
    Door("evaluations:coordination_list", query="?who=me", **HAS_BUSINESS),
    Door("evaluations:coordination_week", **HAS_BUSINESS),
    Door("evaluations:coordination_export", **HAS_BUSINESS),
    Door("evaluations:coordination_export", method="post", data={"purpose": "调度会"}, **HAS_BUSINESS),
    Door("evaluations:coordination_raise", **HAS_BUSINESS),
    Door("evaluations:coordination_raise", method="post", **(HAS_BUSINESS | {"others": 422})),
    Door("evaluations:coordination_slip", {"pk": "slip"}, **SEES),
    act("accept", unit_head=302),
    act("coordinate", data={"note": "已约见"}, unit_head=302),
    act("answer", data={"answer": "已办"}, unit_head=302),
    act("answer", unit_head=422),
    act("escalate", data=WHY, unit_head=302, planner=302, liaison=302),
    act("withdraw", data=WHY, liaison=302),
    act("confirm", "slip_answered", liaison=302),
    act("send-back", "slip_answered", data=WHY, liaison=302),
    Door("evaluations:coordination_act", {"pk": "slip", "verb": "nothing"}, method="post", stranger=302, others=404),
    Door("api:coordination", **(HAS_BUSINESS | {"stranger": 401})),
    Desk("evaluations", "coordination", "slip", see=READERS),
    Door(
        "admin:evaluations_coordination_move", {"object_id": "slip", "name": "escalate"}, planner=200, supervisor=302,
        office=302, director=302, discipline=302, team=403, administrators=403, others=302,
    ),
]  # fmt: skip

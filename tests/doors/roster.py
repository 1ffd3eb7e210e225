"""Doors of the roster: lists, programmes, the import."""

from datetime import date

from accounts.states import Role
from projects.models import RosterImport
from projects.services import roster
from tests.cast import a_programme, at
from tests.doors import Desk, Door
from tests.projects.roster import lists

SEEN = {"stranger": 302, "administrators": 403, "others": 200}
KEPT = {"stranger": 302, "planner": 200, "others": 403}
MOVED = {"stranger": 302, "planner": 302, "others": 403}


def furnish(world):
    programme = a_programme(reporting_from=date(2017, 3, 1))
    waiting = roster.upload(
        lists.plain(2), "waiting.xlsx", programme=programme, actor=world.people["planner"], at=at("2017-04-10 08:00:00")
    )
    roster.import_file(lists.plain(1), programme, None, at("2017-04-10 08:00:00"))
    world.things |= {"waiting": waiting, "stored": RosterImport.objects.get(confirmed_at__isnull=False)}


KEEPERS = (Role.PLANNER,)
SEERS = (Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)
DESK = {"planner": 200, "administrators": 403, "others": 302, "team": 403}
SETTLED = {"stranger": 302, "planner": 200, "unit_head": 200, "see_all": 403, "on_project": 403, "others": 404}
REFUSED = {"unit_head": 422, "planner": 422}

ROWS = [
    Desk("projects", "programme", "programme", add=KEEPERS, change=KEEPERS, see=SEERS),
    Desk("projects", "project", "project", add=KEEPERS, change=KEEPERS, see=SEERS),
    Desk("projects", "branch", "branch", add=KEEPERS, change=KEEPERS, delete=KEEPERS, see=SEERS),
    Desk("projects", "rosterimport", "stored", see=(*KEEPERS, *SEERS)),
    Door("admin:projects_project_move", {"object_id": "project", "name": "end-stand-in"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "not-reached"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "plan"}, **DESK),
    Door("admin:projects_programme_move", {"object_id": "programme", "name": "close"}, **DESK),
    Door("admin:projects_programme_move", {"object_id": "programme", "name": "roll-over"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "suspend"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "hand-over"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "stand-in"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "reach"}, **DESK),
    Door("admin:projects_project_move", {"object_id": "project", "name": "accept-excuse"}, **DESK),
    Door("api:programme-list", stranger=401, administrators=403, others=200),
    Door(
        "api:programme-detail",
        {"pk": "programme"},
        stranger=401,
        administrators=403,
        on_project=200,
        see_all=200,
        others=404,
    ),
    Door("api:project-list", stranger=401, administrators=403, others=200),
    Door(
        "api:project-detail",
        {"pk": "project"},
        stranger=401,
        administrators=403,
        on_project=200,
        see_all=200,
        others=404,
    ),
    Door("projects:project_list", **SEEN),
    Door("projects:project_export", {"kind": "csv"}, **SEEN),
    Door("projects:project_export", {"kind": "xlsx"}, **SEEN),
    Door("projects:project_export", {"kind": "xlsx"}, method="post", data={"purpose": "核对"}, **SEEN),
    Door("projects:people", {"pk": "project"}, **SETTLED),
    Door("projects:settle", {"pk": "project", "name": "stand-in"}, **SETTLED),
    Door(
        "projects:settle",
        {"pk": "project", "name": "stand-in"},
        method="post",
        **(SETTLED | {"unit_head": 422, "planner": 422}),
    ),
    Door("projects:settle", {"pk": "project", "name": "accept-excuse"}, **(SETTLED | {"unit_head": 403})),
    Door("projects:settle", {"pk": "project", "name": "nothing"}, **(SETTLED | {"unit_head": 404, "planner": 404})),
    Door("projects:programme_list", **SEEN),
    Door("projects:roster_upload", **KEPT),
    Door("projects:roster_preview", {"pk": "waiting"}, **KEPT),
    Door("projects:roster_preview", {"pk": "waiting"}, method="post", **MOVED),
    Door("projects:roster_confirm", {"pk": "waiting"}, method="post", data={"digest": "-"}, **MOVED),
    Door("projects:roster_result", {"pk": "stored"}, **KEPT),
    Door("projects:roster_undo", {"pk": "stored"}, method="post", **MOVED),
]

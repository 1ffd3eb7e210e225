"""Doors of the roster: lists, programmes, the import."""

from datetime import date

from projects.models import RosterImport
from projects.services import roster
from tests.cast import a_programme, at
from tests.doors import Door
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


ROWS = [
    Door("projects:project_list", **SEEN),
    Door("projects:project_export", {"kind": "csv"}, **SEEN),
    Door("projects:project_export", {"kind": "xlsx"}, **SEEN),
    Door("projects:programme_list", **SEEN),
    Door("projects:roster_upload", **KEPT),
    Door("projects:roster_preview", {"pk": "waiting"}, **KEPT),
    Door("projects:roster_preview", {"pk": "waiting"}, method="post", **MOVED),
    Door("projects:roster_confirm", {"pk": "waiting"}, method="post", data={"digest": "-"}, **MOVED),
    Door("projects:roster_result", {"pk": "stored"}, **KEPT),
    Door("projects:roster_undo", {"pk": "stored"}, method="post", **MOVED),
]

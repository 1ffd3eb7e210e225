"""Doors of the report a day."""

from accounts.states import Role
from projects.services import holds, photos
from projects.transitions import day as moves
from projects.transitions import photos as photo_moves
from tests.cast import MONDAY, an_open_report, at
from tests.doors import Desk, Door
from tests.projects.day.scene import an_upload, said

READERS = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)
FRIDAY = MONDAY.replace(day=7)
# Who may see a report: those on its project by a dated row, and those who read every project.
SEES = {"stranger": 302, "on_project": 200, "see_all": 200, "others": 404}
MEMBERS = {"stranger": 302, "on_project": 200, "district": 200}
NOT_ME = {"stranger": 302, "on_project": 403, "see_all": 403, "others": 404}
API_NOT_ME = NOT_ME | {"stranger": 401}


def furnish(world):
    """Friday's report came in with a photo; Thursday's was excused."""
    people = world.people
    report = an_open_report(world.project, FRIDAY)
    when = at(f"{FRIDAY} 09:00:00")
    moves.submit(report, said(photos_expected=1), actor=people["liaison"], at=when)
    photo, _new = photo_moves.attach(report, photos.prepare(an_upload()), actor=people["liaison"], at=when)
    photos.make_shown(photo)
    excused = an_open_report(world.project, MONDAY.replace(day=6))
    moves.exempt(excused, actor=people["planner"], at=when, reason="停电")
    world.things["day_hold"] = holds.hold_project(
        world.project, until=MONDAY, cause="weather", reason="台风停工", actor=people["planner"], at=when
    )
    world.things |= {"day_report": report, "day_photo": photo, "day_excused": excused}


OPEN, CAME, EXCUSED, PHOTO = ({"pk": name} for name in ("report", "day_report", "day_excused", "day_photo"))

ROWS = [
    Door("projects:project_holds", {"pk": "project"}, **NOT_ME | {"unit_head": 200, "planner": 200}),
    Door(
        "projects:project_hold_release", {"pk": "project", "hold": "day_hold"}, method="post",
        **NOT_ME | {"unit_head": 302, "planner": 302},
    ),
    Door("projects:daily_reports", stranger=302, liaison=200, others=302),
    Door("projects:daily_review", stranger=302, others=200),
    Door("projects:daily_read_many", method="post", others=302),
    Door("projects:daily_export", stranger=302, others=200),
    Door("projects:daily_export", method="post", data={"purpose": "核对"}, stranger=302, others=200),
    Door("projects:daily_group", stranger=302, others=200),
    Door("projects:daily_paste", stranger=302, others=200),
    Door("projects:daily_offline", others=200),
    Door("projects:daily_report", OPEN, **SEES),
    Door("projects:daily_version", CAME | {"number": 1}, **SEES),
    Door("projects:daily_fill", OPEN, **(SEES | {"on_project": 302, "see_all": 302}), liaison=200),
    Door("projects:daily_submit", OPEN, method="post", **NOT_ME, liaison=422),
    Door("projects:daily_submit", OPEN, method="get", others=302),
    Door("projects:daily_revise", CAME, method="post", **NOT_ME, liaison=422),
    Door("projects:daily_no_change", OPEN, method="post", **NOT_ME, liaison=302),
    Door("projects:daily_read", CAME, method="post", **NOT_ME, unit_head=302),
    Door("projects:daily_return", CAME, method="post", data={"reason": "缺桩号"}, **NOT_ME, unit_head=302),
    Door("projects:daily_exempt", OPEN, method="post", data={"reason": "停电"}, **NOT_ME, planner=302),
    Door("projects:daily_reopen", EXCUSED, method="post", data={"reason": "来电"}, **NOT_ME, planner=302),
    Door("projects:daily_photos", OPEN, method="post", **(SEES | {"on_project": 302, "see_all": 302})),
    Door(
        "projects:photo_remove", PHOTO, method="post", **(MEMBERS | {"on_project": 403, "district": 403}), liaison=302,
        cadre=404, administrators=404,
    ),
    Door("projects:photo_thumb", PHOTO, **MEMBERS, cadre=404, administrators=404),
    Door("projects:photo_shown", PHOTO, **MEMBERS, cadre=404, administrators=404),
    Door("projects:wall", **MEMBERS, cadre=403, administrators=403),
    Door("projects:wall_of_day", {"day": "2017-04-07"}, **MEMBERS, cadre=403, administrators=403),
    Door("projects:service_worker", others=200),
    Door("projects:manifest", others=200),
    Desk("projects", "dailyreport", "day_report", see=READERS),
    Door(
        "admin:projects_dailyreport_move", {"object_id": "report", "name": "exempt"}, planner=200, team=403,
        administrators=403, others=302,
    ),
    Door("api:daily-report-list", stranger=401, others=200),
    Door("api:daily-report-detail", OPEN, **(SEES | {"stranger": 401})),
    Door("api:daily-report-submit", OPEN, method="post", data={"no_change": "true"}, **API_NOT_ME, liaison=201),
    Door("api:daily-report-revise", CAME, method="post", data={"no_change": "true"}, **API_NOT_ME, liaison=409),
    Door("api:daily-report-read", CAME, method="post", **API_NOT_ME, unit_head=200),
    Door("api:daily-report-return", CAME, method="post", data={"reason": "缺桩号"}, **API_NOT_ME, unit_head=200),
    Door("api:daily-report-exempt", OPEN, method="post", data={"reason": "停电"}, **API_NOT_ME, planner=200),
    Door("api:daily-report-reopen", EXCUSED, method="post", data={"reason": "来电"}, **API_NOT_ME, planner=200),
    Door("api:daily-report-photos", OPEN, method="post", **(API_NOT_ME | {"on_project": 400, "see_all": 400})),
]  # fmt: skip

# Files and data, not pages to look at.
NOT_PAGES = {
    "projects:service_worker", "projects:manifest", "projects:photo_thumb", "projects:photo_shown",
    "projects:daily_submit",
}  # fmt: skip

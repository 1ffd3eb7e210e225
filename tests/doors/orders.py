"""Doors of the week: plans, visits, records, orders."""

from datetime import date

from accounts.states import Role
from evaluations.models import Finding, Inspection, Record
from evaluations.services import inspections as planning
from evaluations.services import orders as drafting
from evaluations.states.inspections import Speed
from evaluations.transitions import inspections as visits
from evaluations.transitions import orders as moves
from tests.cast import a_cadre, a_project, a_unit, a_user, at
from tests.doors import Desk, Door
from tests.doors.coordination import HAS_BUSINESS
from tests.doors.world import NOW
from tests.evaluations.week.scene import saw, together
from tests.projects.day.scene import an_upload

READERS = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)
BEFORE, THEN = at("2017-04-02 10:00:00"), at("2017-04-06 10:00:00")


def furnish(world):
    """Last week the world's site was visited and confirmed, another is open, a third is to be consolidated; this week
    it is announced for tomorrow; next week's plan is a draft. Orders stand at every stop of their road."""
    people, things, project = world.people, world.things, world.project
    head = people["supervisor"]
    a_cadre(head.name, user=head, head_of=a_unit("区委督查室"))
    second = a_user("door-second", "supervisor", name="陈二")
    a_cadre(second.name, user=second, head_of=a_unit("督查二组"))
    opened, gathered = a_project("河湾治理"), a_project("云溪路拓宽")

    def planned(week_on, site, day, when):
        plan = planning.draw(week_on, actor=head, at=when)
        for visit in plan.inspections.exclude(project__in=site):
            planning.drop_site(visit, actor=head, at=when, reason="不在本次范围")
        for one in site:
            visit = plan.inspections.filter(project=one).first() or planning.add_site(
                plan, one, day, actor=head, at=when, reason="回访"
            )
            planning.assign(visit, [head, second], head, day, actor=head, at=when)
        return plan

    last = planned(date(2017, 4, 3), [project, opened, gathered], date(2017, 4, 6), BEFORE)
    visits.publish(last, actor=head, at=BEFORE)
    for visit in Inspection.objects.filter(plan=last):
        visits.begin(visit, actor=head, at=THEN)
        for user in (head, second) if visit.project != opened else ():
            record = Record.objects.get(inspection=visit, author=user)
            if visit.project == project and user == head:
                things["evidence"] = planning.add_evidence(
                    record, an_upload(), not_secret=True, actor=head, at=THEN
                )  # fmt: skip
            visits.hand_in(record, saw("围挡破损"), actor=user, at=THEN)
    done = Inspection.objects.get(plan=last, project=project)
    visits.confirm(done, together("围挡破损"), actor=head, at=THEN)
    this = planned(date(2017, 4, 10), [project], date(2017, 4, 12), at("2017-04-07 10:00:00"))
    visits.publish(this, actor=head, at=at("2017-04-07 10:00:00"))
    things |= {
        "visit_done": done, "visit_open": Inspection.objects.get(plan=last, project=opened),
        "visit_gathered": Inspection.objects.get(plan=last, project=gathered),
        "visit_planned": Inspection.objects.get(plan=this), "plan_published": this,
        "plan_draft": planned(date(2017, 4, 17), [project], date(2017, 4, 19), NOW),
    }  # fmt: skip
    _orders(world, head, second)


def _orders(world, head, second):
    things, people = world.things, world.people
    finding = Finding.objects.get(inspection=things["visit_done"])
    words = {
        "title": "围挡整改", "problem": "围挡破损", "demand": "修复", "instructed_by": "", "assisting": "",
        "contact": "", "phone": "", "speed": Speed.ORDINARY, "days": 7, "unit": world.unit,
    }  # fmt: skip

    def draft(by=second):
        return drafting.draft(world.project, words, finding=finding, actor=by, at=THEN)

    def working():
        order = moves.issue(draft(), actor=head, at=THEN)
        return moves.sign(order, actor=people["liaison"], at=THEN)

    def reported():
        return moves.report_done(working(), actor=people["unit_head"], at=THEN, report="已修复")

    asked = moves.ask_extension(
        working(), actor=people["unit_head"], at=THEN, reason="降雨", until=date(2017, 4, 20)
    )  # fmt: skip
    things |= {
        "order_draft": draft(), "order_own": draft(head), "order_issued": moves.issue(draft(), actor=head, at=THEN),
        "order_working": working(), "order_asked": asked, "order_reported": reported(),
        "order_closed": moves.close(reported(), actor=second, at=THEN, verdict="属实"),
    }  # fmt: skip


WORKS = {"stranger": 302, "administrators": 404, "others": 200}
SEES = {"stranger": 302, "on_project": 200, "see_all": 200, "others": 404}
NOT_ME = {"stranger": 302, "on_project": 403, "see_all": 403, "others": 404}
# Of a site on which nobody of the world is.
ELSEWHERE = {"stranger": 302, "see_all": 403, "others": 404}
DRAFT = {"stranger": 302, "supervisor": 200, "others": 404}
WHY = {"reason": "经研究"}


def visit(name, thing, method="post", data=None, **expected):
    return Door(f"evaluations:inspection_{name}", {"pk": thing}, method=method, data=data or {}, **expected)


def move(verb, thing, data=None, **expected):
    return Door(
        "evaluations:order_move", {"pk": thing, "verb": verb}, method="post", data=data or {}, **(NOT_ME | expected)
    )


PLANNED, DONE = "visit_planned", "visit_done"
ROWS = [
    Door("evaluations:inspections", **WORKS),
    Door("evaluations:inspections", query="?week=2017-W16", **WORKS),
    Door("evaluations:inspections", query="?week=2017-W20", **WORKS),
    Door("evaluations:inspection_coverage", **WORKS),
    Door(
        "evaluations:inspection_draw", method="post", data={"week": "2017-W18"}, stranger=302, administrators=404,
        supervisor=302, others=403,
    ),
    visit("drawn", "plan_published", "get", **WORKS),
    visit("drawn", "plan_draft", "get", **DRAFT),
    visit("publish", "plan_draft", **(DRAFT | {"supervisor": 302})),
    visit("add", "plan_published", stranger=302, administrators=404, supervisor=422, others=403),
    visit("drop", PLANNED, data=WHY, **NOT_ME, supervisor=302),
    visit("assign", PLANNED, "get", **NOT_ME, supervisor=200),
    Door("evaluations:inspection", {"pk": PLANNED}, **SEES),
    Door("evaluations:inspection", {"pk": DONE}, **SEES),
    Door("evaluations:inspection", {"pk": "visit_open"}, **(ELSEWHERE | {"see_all": 200})),
    Door("evaluations:inspection", {"pk": "visit_gathered"}, **(ELSEWHERE | {"see_all": 200})),
    visit("begin", PLANNED, **NOT_ME, supervisor=302),
    visit("cancel", PLANNED, data=WHY, **NOT_ME, supervisor=302),
    visit("record", "visit_open", "get", **ELSEWHERE, supervisor=200),
    visit("record", "visit_open", data={"act": "save", "summary": "先记"}, **ELSEWHERE, supervisor=302),
    visit("record", "visit_open", data={"act": "hand-in", "summary": "先记"}, **ELSEWHERE, supervisor=422),
    visit("attach", "visit_open", **ELSEWHERE, supervisor=302),
    visit("detach", "evidence", stranger=302, supervisor=302, others=404),
    visit("confirm", "visit_gathered", "get", **ELSEWHERE, supervisor=200),
    visit("revise", DONE, data=WHY, **NOT_ME, supervisor=302),
    Door("evaluations:inspection_version", {"pk": DONE, "number": 1}, **SEES),
    Door("evaluations:orders", **WORKS),
    Door("evaluations:orders", query="?mine=1&overdue=1&q=2017", **WORKS),
    Door("evaluations:orders_export", **WORKS),
    Door("evaluations:order_new", stranger=302, supervisor=200, others=403),
    Door("evaluations:order", {"pk": "order_draft"}, **DRAFT),
    *(
        Door("evaluations:order", {"pk": f"order_{state}"}, **SEES)
        for state in ("issued", "working", "asked", "reported", "closed")
    ),
    Door("evaluations:order_edit", {"pk": "order_own"}, **DRAFT),
    Door("evaluations:order_print", {"pk": "order_closed"}, **SEES),
    Door("evaluations:order_docx", {"pk": "order_closed"}, **SEES),
    Door("evaluations:order_docx", {"pk": "order_draft"}, **DRAFT),
    Door("evaluations:order_attach", {"pk": "order_working"}, method="post", **NOT_ME, unit_head=302),
    Door("evaluations:order_urge", {"pk": "order_working"}, method="post", **NOT_ME, supervisor=302),
    move("issue", "order_draft", supervisor=302, on_project=404, see_all=404),
    move("discard", "order_own", WHY, supervisor=302, on_project=404, see_all=404),
    move("sign", "order_issued", liaison=302, unit_head=302),
    move("ask-extension", "order_working", WHY | {"until": "2017-04-20"}, unit_head=302),
    move("grant", "order_asked", supervisor=302),
    move("refuse", "order_asked", WHY, supervisor=302),
    move("report-done", "order_working", {"report": "已修复"}, unit_head=302),
    move("report-done", "order_working", unit_head=422),
    move("close", "order_reported", {"verdict": "属实"}, supervisor=302),
    move("send-back", "order_reported", WHY, supervisor=302),
    move("withdraw", "order_issued", WHY, supervisor=302),
    move("reopen", "order_closed", WHY, supervisor=302),
    Door("evaluations:order_move", {"pk": "order_issued", "verb": "burn"}, method="post", stranger=302, others=404),
    Desk("evaluations", "order", "order_issued", see=READERS),
    Desk("evaluations", "inspection", PLANNED, see=READERS),
    Desk("evaluations", "weekplan", "plan_published", see=READERS),
    Door(
        "admin:evaluations_order_move", {"object_id": "order_issued", "name": "withdraw"}, supervisor=200, team=403,
        administrators=403, others=302,
    ),
    Door(
        "admin:evaluations_inspection_move", {"object_id": PLANNED, "name": "cancel"}, supervisor=200, team=403,
        administrators=403, others=302,
    ),
    Door(
        "admin:evaluations_weekplan_move", {"object_id": "plan_published", "name": "publish"}, team=403,
        administrators=403, others=302,
    ),
    Door("evaluations:week", **HAS_BUSINESS),
    Door("evaluations:week", query="?of=2017-W14", **HAS_BUSINESS),
    Door("evaluations:week_export", **HAS_BUSINESS),
    Door("api:order-list", stranger=401, administrators=403, others=200),
    Door("api:order-detail", {"pk": "order_issued"}, **(SEES | {"stranger": 401, "administrators": 403})),
]  # fmt: skip

# Data, not a page to look at.
NOT_PAGES = {"evaluations:orders_export", "evaluations:week_export", "evaluations:order_docx"}

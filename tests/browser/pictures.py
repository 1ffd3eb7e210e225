"""The pictures of the manual, taken from the demo district: `python -m tests.browser.pictures [name …]`.

Loads the district into ZHANGDIAN_VAR (a folder of its own) when that is empty, serves it at a fixed instant, signs in
as its people and writes docs/manual/images/. What it sees wrong on a page of ours it says. Not run by any test.
"""

import io
import os
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("ZHANGDIAN_VAR", str(ROOT / "var" / "pictures"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangdian.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
IMAGES = ROOT / "docs" / "manual" / "images"
# A Friday afternoon, two hours before the cut-off: some have reported, some have not.
INSTANT = "2026-11-20T15:40:00+08:00"
PORT = int(os.environ.get("PORT", "8230"))
PASSWORD = "demo-zhangdian"


def serve():
    """The house in this process, so that it shares the stopped clock; returns its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from zhangdian.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadedWSGIServer(("127.0.0.1", PORT), Quiet)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{PORT}"


def small(png):
    """The picture with few colours: a fifth of the bytes, no difference to the eye."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def first(visitor, pattern):
    """Open the first link of the page whose address matches the CSS pattern."""
    link = visitor.page.locator(f"main a{pattern}").first.get_attribute("href")
    visitor.open(link)


def scene_sign_in(visitor):
    visitor.open("/login/")


def scene_liaison(visitor):
    visitor.open("/")


def scene_report(visitor):
    visitor.open("/daily-reports/")
    first(visitor, "[href$='/fill/']")


def scene_wall(visitor):
    visitor.open("/wall/")


def scene_project(visitor):
    from projects.models import Project

    visitor.open(f"/projects/{Project.objects.filter(state='BUILDING').order_by('pk')[3].pk}/")


def scene_cockpit(visitor):
    visitor.open("/cockpit/")


def scene_review(visitor):
    visitor.open("/daily-reports/review/")


def scene_unit(visitor):
    from cadres.models import Unit

    visitor.open(f"/units/{Unit.objects.get(short_name='南溪街道').pk}/")


def messy_list():
    """A list as offices keep it, with four things wrong in it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "重点项目"
    sheet.append(["2026年区级重点项目名单(调整)"])
    sheet.append(
        ["序号", "项目名称", "建设性质", "总投资\n(万元)", "今年计划投资(万元)", "计划开工", "责任单位", "挂包领导"]
    )
    sheet.append([1, "安和里改造", "新建", "12,500", "4,000", "2026年3月", "东岭街道", "潘济舟"])
    sheet.append([2, "云溪路中段拓宽", "新建", "约八千", "2,600", "2026.04", "区交通运输局", "潘济舟"])
    sheet.append([3, "河湾小学迁建", "翻建", "6,300", "3,100", "三月", "区教育和体育局", "潘 济 舟"])
    sheet.append(
        [4, "北岭供热管网二期", "续建", "9,800", "5,000", "2026-02-20", "区住房和城乡建设局、区城市建设服务中心", ""]
    )
    sheet.append(["", "合计", "", "28,600", "14,700"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def scene_import(visitor):
    visitor.open("/rosters/new/")
    name = "2026年重点项目(调整).xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visitor.page.set_input_files("[name=file]", {"name": name, "mimeType": kind, "buffer": messy_list()})
    visitor.page.select_option("[name=programme]", index=1)
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_desk_list(visitor):
    visitor.open("/admin/cadres/cadre/")


def scene_desk_change(visitor):
    from cadres.models import Unit

    visitor.open(f"/admin/cadres/unit/{Unit.objects.order_by('pk')[4].pk}/change/")


def scene_coordination(visitor):
    visitor.open("/coordination/")


def scene_coordination_slip(visitor):
    from evaluations.models import Coordination

    visitor.open(Coordination.objects.open().order_by("-step", "pk").first().get_absolute_url())


def scene_coordination_raise(visitor):
    visitor.open("/coordination/raise/")


def scene_coordination_week(visitor):
    visitor.open("/coordination/week/")


def scene_burden(visitor):
    visitor.open("/burden/")


def scene_vote(visitor):
    visitor.open("/vote/")


def scene_vote_subject(visitor):
    from zhangdian.demo.voting import CODES

    visitor.open("/vote/")
    visitor.page.fill("#code", CODES[0])
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_vote_summary(visitor):
    scene_vote_subject(visitor)
    with visitor.page.expect_navigation():
        visitor.page.click("button[value=summary]")


def scene_review_list(visitor):
    visitor.open("/reviews/")


def scene_review_page(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='OPEN').first().pk}/")


def scene_review_key(visitor):
    from evaluations.models import Review

    visitor.open(
        f"/reviews/{Review.objects.filter(state__in=['LISTED', 'PLANNED'], officers__isnull=False).first().pk}/key/"
    )


def scene_review_peel(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='CLOSED').first().pk}/peel/")


def scene_review_results(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='PUBLISHED').first().pk}/results/")


def scene_review_result(visitor):
    scene_review_results(visitor)
    first(visitor, "[href*='/results/']")


def scene_review_published(visitor):
    visitor.open("/reviews/published/")
    first(visitor, "[href$='/published/']")


def scene_observe(visitor):
    from evaluations.models import Review
    from evaluations.queries.tally import observe_path

    visitor.open(observe_path(Review.objects.filter(state="OPEN").first()))


# name -> (who, what to do, whether the page is ours)
def scene_notices(visitor):
    visitor.open("/notices/")


def scene_digest(visitor):
    from zhangdian.notices.models import Digest

    found = Digest.objects.filter(user__username="unit", reminders__isnull=False).first()
    visitor.open(found.get_absolute_url() if found else "/notices/")


def scene_cadence(visitor):
    visitor.open("/account/reminders/")


def scene_holds(visitor):
    from zhangdian.notices.models import Hold

    visitor.open(f"{Hold.objects.exclude(path='').order_by('pk').last().path}holds/")


def scene_rungs(visitor):
    visitor.open("/admin/notices/rung/")


def scene_failed(visitor):
    visitor.open("/admin/notices/delivery/?standing=failed")


def scene_bulletins(visitor):
    visitor.open("/bulletins/")


def scene_bulletin(visitor):
    from evaluations.models import Bulletin

    visitor.open(Bulletin.objects.get(state="CHECKING").get_absolute_url())


def scene_bulletin_print(visitor):
    from evaluations.models import Bulletin

    visitor.page.emulate_media(media="print")
    visitor.open(Bulletin.objects.get(state="PUBLISHED").get_absolute_url())


def scene_bulletin_wall(visitor):
    visitor.open("/bulletins/wall/")


def _wall_scene(visitor, heading):
    """The wall as it stands when its turn has come to the scene with that heading."""
    visitor.open("/bulletins/wall/")
    visitor.page.evaluate(
        "name => { const all = [...document.querySelectorAll('.scene')];"
        " const now = all.find(one => one.getAttribute('aria-labelledby').startsWith(name));"
        " all.forEach(one => { one.hidden = one !== now; }); }",
        heading,
    )


def scene_bulletin_wall_faster(visitor):
    _wall_scene(visitor, "red")


def scene_bulletin_wall_lights(visitor):
    _wall_scene(visitor, "behind")


def scene_bulletin_wall_orders(visitor):
    _wall_scene(visitor, "orders")


def scene_desk_faster(visitor):
    from evaluations.models import Batch

    visitor.open(f"/admin/evaluations/batch/{Batch.objects.get(state='DRAFT').pk}/change/")


def scene_desk_faster_list(visitor):
    visitor.open("/admin/evaluations/batch/")


def _party(state):
    """The row of the unit whose head signs in as `unit`, on the bulletin in that state."""
    from cadres.models import Unit
    from evaluations.models import BulletinParty

    unit = Unit.objects.get(short_name="南溪街道")
    return BulletinParty.objects.get(bulletin__state=state, unit=unit).get_absolute_url()


def scene_bulletin_check(visitor):
    visitor.open(_party("CHECKING"))


def scene_bulletin_receipt(visitor):
    visitor.open(_party("PUBLISHED"))


def scene_faster(visitor):
    visitor.open("/faster/")
    first(visitor, "[href^='/faster/']")


def scene_examinations(visitor):
    visitor.open("/examinations/")


def _examination(visitor, *states):
    """The newest evaluation in one of the states whose team the account `team` belongs to."""
    from evaluations.models import Examination

    rows = Examination.objects.filter(state__in=states, team__members__cadre__user__username="team")
    return rows.order_by("-pk").first() or Examination.objects.filter(state__in=states).order_by("-pk").first()


def scene_examination(visitor):
    visitor.open(_examination(visitor, "ON_SITE").get_absolute_url())


def scene_plan(visitor):
    visitor.open(_examination(visitor, "SUBMITTED").get_absolute_url())


def scene_evaluation_file(visitor):
    visitor.open(_examination(visitor, "JUDGED").get_absolute_url())


def scene_note(visitor):
    from evaluations.models import Talk

    row = _examination(visitor, "ON_SITE")
    visitor.open(Talk.objects.filter(examination=row, kind="talk", state="FILED").first().get_absolute_url())


def scene_note_form(visitor):
    visitor.open(f"{_examination(visitor, 'ON_SITE').get_absolute_url()}notes/new/?kind=talk")


def scene_checks(visitor):
    visitor.open("/checks/")


def scene_check(visitor):
    from evaluations.models import Check

    visitor.open(Check.objects.filter(state="ASKED").order_by("pk").first().get_absolute_url())


def scene_check_answered(visitor):
    from evaluations.models import Check

    visitor.open(Check.objects.filter(state="ANSWERED").order_by("-pk").first().get_absolute_url())


def scene_material(visitor):
    from evaluations.models import Material

    visitor.open(
        f"{Material.objects.filter(state='SIGNED').order_by('-pk').first().get_absolute_url()}?purpose=meeting"
    )


def scene_material_ask(visitor):
    from evaluations.models import Material

    visitor.open(Material.objects.filter(state="SIGNED").order_by("-pk").first().get_absolute_url())


def scene_facts(visitor):
    visitor.open("/facts/")


def scene_fact(visitor):
    from evaluations.models import Fact

    visitor.open(Fact.objects.filter(state="DRAFT").order_by("pk").first().get_absolute_url())


def scene_fact_objection(visitor):
    from evaluations.models import Fact

    found = Fact.objects.filter(state="VERIFIED", objected_at__isnull=False, answered_at=None)
    visitor.open(found.order_by("pk").first().get_absolute_url())


def scene_fact_form(visitor):
    visitor.open("/facts/new/")


def scene_dossier(visitor):
    from evaluations.models import ExaminedCadre

    row = ExaminedCadre.objects.exclude(outcome="").order_by("-pk").first()
    visitor.open(f"/cadres/{row.cadre_id}/")


def scene_schemes(visitor):
    visitor.open("/schemes/")


def _draft_scheme():
    from evaluations.models import Scheme

    return Scheme.objects.filter(state="DRAFT").order_by("pk").first()


def scene_scheme(visitor):
    visitor.open(_draft_scheme().get_absolute_url())


def scene_scheme_edit(visitor):
    visitor.open(f"{_draft_scheme().get_absolute_url()}edit/")


def scene_rehearsal(visitor):
    from evaluations.models import Rehearsal

    visitor.open(Rehearsal.objects.order_by("pk").first().get_absolute_url())


def part(visitor, name):
    """Scroll to a part of a page, so that the picture shows it."""
    visitor.page.evaluate("name => document.getElementById(name).scrollIntoView()", name)


def scene_dossier_scores(visitor):
    from cadres.models import Cadre

    visitor.open(f"/cadres/{Cadre.objects.get(user__username='unit').pk}/")
    part(visitor, "scores")


def scene_dossier_few(visitor):
    from evaluations.models import Fact, Score

    held = Fact.objects.verified().filter(cadre__in=Score.objects.filter(unranked="").values("cadre"))
    visitor.open(f"/cadres/{held.exclude(cadre__user__username='unit').order_by('pk').first().cadre_id}/")
    part(visitor, "scores")


def scene_dossier_radar(visitor):
    scene_dossier_scores(visitor)
    visitor.page.click("#dimensions ~ figure summary")
    part(visitor, "dimensions")


def scene_dossier_facts(visitor):
    scene_dossier_scores(visitor)
    part(visitor, "book")


def scene_me(visitor):
    visitor.open("/me/")


def scene_me_scores(visitor):
    visitor.open("/me/")
    part(visitor, "scores")


def scene_appraisal(visitor):
    from cadres.models import Cadre

    visitor.open(f"/cadres/{Cadre.objects.get(user__username='cadre').pk}/appraisal/2026/")


def scene_vote_error(visitor):
    scene_vote_subject(visitor)
    for field in visitor.page.locator("main input[type=number], main input[inputmode=numeric]").all():
        field.fill("1")
    for choice in visitor.page.locator("main fieldset").all():
        choice.locator("input[type=radio]").nth(2).check()
    with visitor.page.expect_navigation():
        visitor.page.click("button[value=next]")


def scene_vote_wrong_code(visitor):
    visitor.open("/vote/")
    visitor.page.fill("#code", "AAAA-BBBB-CCCC")
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_vote_done(visitor):
    """Casts a ballot: a code of the demo for each size."""
    from zhangdian.demo.voting import CODES

    visitor.open("/vote/")
    visitor.page.fill("#code", CODES[1 if visitor.page.viewport_size["width"] < 600 else 2])
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")
    for button in ("summary", "cast"):
        with visitor.page.expect_navigation():
            visitor.page.click(f"button[value={button}]")


def scene_review_open(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='PEELED').first().pk}/open/")


def scene_review_slips(visitor):
    from evaluations.models import Review

    visitor.open(f"/reviews/{Review.objects.filter(state='LISTED').first().pk}/slips/")


def scene_desk_reviews(visitor):
    visitor.open("/admin/evaluations/review/")


def scene_desk_review(visitor):
    from evaluations.models import Review

    visitor.open(f"/admin/evaluations/review/{Review.objects.filter(state='PLANNED').first().pk}/change/")


def scene_week_plan(visitor):
    visitor.open("/inspections/")


def scene_drawn(visitor):
    from evaluations.models import WeekPlan

    visitor.open(f"/inspections/weeks/{WeekPlan.objects.order_by('-week_on')[1].pk}/drawn/")


def scene_coverage(visitor):
    visitor.open("/inspections/coverage/")


def _visit(visitor, **words):
    """The newest visit that fits."""
    from evaluations.models import Inspection

    visitor.open(Inspection.objects.filter(**words).order_by("-day", "-pk").first().get_absolute_url())


def scene_visit_open(visitor):
    _visit(visitor, state="OPEN")


def scene_visit_found(visitor):
    _visit(visitor, state="CONFIRMED", findings__isnull=False)


def _as(visitor, user):
    """Sign in as a person of the demo who has no log-in of the table."""
    from django.utils import timezone

    user.set_password(PASSWORD)
    user.must_change_password, user.password_changed_at = False, timezone.now()
    user.save()
    visitor.page.context.clear_cookies()
    visitor.sign_in(user.username, PASSWORD)


def scene_record(visitor):
    from evaluations.models import Record

    mine = Record.objects.filter(state="WRITING").order_by("-pk").first()
    _as(visitor, mine.author)
    visitor.open(f"/inspections/{mine.inspection_id}/record/")


def scene_record_filled(visitor):
    scene_record(visitor)
    page = visitor.page
    page.fill("[name=summary]", "主体施工至三层,现场作业人员四十余人,围挡和喷淋在用。")
    for choice in page.locator("[name^=mark-][value=good]").all():
        choice.check(force=True)
    page.locator("[name=found][value=some]").check(force=True)
    page.fill("[name=problem-1]", "东侧围挡破损约12米,未及时修复")


def scene_confirm(visitor):
    from evaluations.models import Inspection

    found = Inspection.objects.filter(state="GATHERED").order_by("-day").first()
    _as(visitor, found.seats.first().user)
    visitor.open(f"/inspections/{found.pk}/confirm/")


def scene_orders(visitor):
    visitor.open("/orders/")


def _order(visitor, more="", **words):
    from evaluations.models import Order

    visitor.open(Order.objects.filter(**words).order_by("-pk").first().get_absolute_url() + more)


def scene_order_overdue(visitor):
    import datetime

    _order(visitor, state="WORKING", due_at__lt=datetime.datetime.fromisoformat(INSTANT))


def scene_order_asked(visitor):
    _order(visitor, state="WORKING", extension="asked")


def scene_order_reported(visitor):
    _order(visitor, state="REPORTED")


def scene_order_closed(visitor):
    _order(visitor, state="CLOSED")


def scene_order_draft(visitor):
    _order(visitor, state="DRAFT")


def scene_order_print(visitor):
    _order(visitor, "print/", state="CLOSED")


def scene_order_form(visitor):
    from evaluations.models import Finding

    found = Finding.objects.filter(inspection__state="CONFIRMED").order_by("-pk").first()
    visitor.open(f"/orders/new/?finding={found.pk}")


def scene_order_unit(visitor):
    visitor.open("/orders/?mine=1")


def scene_week(visitor):
    visitor.open("/week/?of=2026-W46")


def scene_week_unit(visitor):
    from cadres.models import Unit

    visitor.open(f"/week/?of=2026-W46&unit={Unit.objects.get(short_name='南溪街道').pk}")


def scene_desk_orders(visitor):
    visitor.open("/admin/evaluations/order/")


def scene_desk_order(visitor):
    from evaluations.models import Order

    visitor.open(f"/admin/evaluations/order/{Order.objects.filter(state='REPORTED').first().pk}/change/")


def scene_desk_visits(visitor):
    visitor.open("/admin/evaluations/inspection/")


def scene_desk_visit(visitor):
    from evaluations.models import Inspection

    visitor.open(f"/admin/evaluations/inspection/{Inspection.objects.filter(state='PLANNED').first().pk}/change/")


def scene_desk_hold(visitor):
    visitor.open("/admin/notices/hold/add/")


def _score(**subject):
    """The newest score of that subject in the newest quarter that is shown."""
    from evaluations.models import Score

    rows = Score.objects.filter(scoring__state__in=["CHECKING", "FROZEN"], is_newest=True, **subject)
    return rows.order_by("-scoring__year", "-scoring__quarter", "-total").first()


def scene_scores(visitor):
    visitor.open("/scores/")


def scene_standings(visitor):
    visitor.open(_score(cadre__isnull=False).scoring.get_absolute_url())


def scene_score_projects(visitor):
    visitor.open(f"{_score(project__isnull=False).scoring.get_absolute_url()}projects/")


def scene_why_cadre(visitor):
    visitor.open(_score(cadre__user__username="cadre").get_absolute_url())
    visitor.page.evaluate("document.querySelectorAll('details.line').forEach((one, at) => one.open = at < 1)")


def scene_why_project(visitor):
    visitor.open(_score(project__isnull=False).get_absolute_url())


def scene_objection(visitor):
    from evaluations.models import ScoreObjection

    visitor.open(ScoreObjection.objects.filter(state="RAISED").first().get_absolute_url())


def scene_score_year(visitor):
    visitor.open(f"/scores/year/{_score(cadre__isnull=False).scoring.year}/")


SCENES = {
    "login": (None, scene_sign_in, True),
    "home-liaison": ("liaison", scene_liaison, True),
    "report-form": ("liaison", scene_report, True),
    "wall": ("liaison", scene_wall, True),
    "project": ("planner", scene_project, True),
    "cockpit": ("leader", scene_cockpit, True),
    "review": ("unit", scene_review, True),
    "unit": ("unit", scene_unit, True),
    "import-preview": ("planner", scene_import, True),
    "coordination": ("planner", scene_coordination, True),
    "coordination-slip": ("planner", scene_coordination_slip, True),
    "coordination-raise": ("liaison", scene_coordination_raise, True),
    "coordination-week": ("planner", scene_coordination_week, True),
    "burden": ("leader", scene_burden, True),
    "vote": (None, scene_vote, True),
    "vote-subject": (None, scene_vote_subject, True),
    "vote-summary": (None, scene_vote_summary, True),
    "reviews": ("office", scene_review_list, True),
    "review-page": ("office", scene_review_page, True),
    "review-key": ("office", scene_review_key, True),
    "review-peel": ("office", scene_review_peel, True),
    "notices": ("unit", scene_notices, True),
    "digest": ("unit", scene_digest, True),
    "reminders": ("liaison", scene_cadence, True),
    "holds": ("planner", scene_holds, True),
    "desk-rungs": ("planner", scene_rungs, False),
    "desk-failed": ("planner", scene_failed, False),
    "review-results": ("office", scene_review_results, True),
    "review-result": ("office", scene_review_result, True),
    "review-published": ("liaison", scene_review_published, True),
    "observe": (None, scene_observe, True),
    "examinations": ("team", scene_examinations, True),
    "examination": ("team", scene_examination, True),
    "examination-plan": ("director", scene_plan, True),
    "examination-judged": ("office", scene_evaluation_file, True),
    "note": ("team", scene_note, True),
    "note-form": ("team", scene_note_form, True),
    "checks": ("discipline", scene_checks, True),
    "check": ("discipline", scene_check, True),
    "check-answered": ("office", scene_check_answered, True),
    "material": ("office", scene_material, True),
    "material-ask": ("director", scene_material_ask, True),
    "facts": ("office", scene_facts, True),
    "fact": ("office", scene_fact, True),
    "fact-objection": ("office", scene_fact_objection, True),
    "fact-form": ("office", scene_fact_form, True),
    "dossier": ("office", scene_dossier, True),
    "schemes": ("office", scene_schemes, True),
    "scheme": ("director", scene_scheme, True),
    "scheme-edit": ("office", scene_scheme_edit, True),
    "rehearsal": ("office", scene_rehearsal, True),
    "dossier-scores": ("office", scene_dossier_scores, True),
    "dossier-radar": ("office", scene_dossier_radar, True),
    "dossier-few": ("office", scene_dossier_few, True),
    "dossier-facts": ("office", scene_dossier_facts, True),
    "me": ("cadre", scene_me, True),
    "me-scores": ("cadre", scene_me_scores, True),
    "appraisal": ("office", scene_appraisal, True),
    "vote-error": (None, scene_vote_error, True),
    "vote-wrong-code": (None, scene_vote_wrong_code, True),
    "vote-done": (None, scene_vote_done, True),
    "review-open": ("office", scene_review_open, True),
    "review-slips": ("office", scene_review_slips, True),
    "desk-reviews": ("office", scene_desk_reviews, False),
    "desk-review": ("office", scene_desk_review, False),
    "bulletins": ("planner", scene_bulletins, True),
    "bulletin": ("planner", scene_bulletin, True),
    "bulletin-print": ("planner", scene_bulletin_print, True),
    "bulletin-wall": ("leader", scene_bulletin_wall, True),
    "bulletin-wall-faster": ("leader", scene_bulletin_wall_faster, True),
    "bulletin-wall-lights": ("leader", scene_bulletin_wall_lights, True),
    "bulletin-wall-orders": ("leader", scene_bulletin_wall_orders, True),
    "desk-faster": ("planner", scene_desk_faster, False),
    "desk-faster-list": ("planner", scene_desk_faster_list, False),
    "bulletin-check": ("unit", scene_bulletin_check, True),
    "bulletin-receipt": ("unit", scene_bulletin_receipt, True),
    "faster": ("planner", scene_faster, True),
    "inspection-week": ("supervisor", scene_week_plan, True),
    "inspection-drawn": ("supervisor", scene_drawn, True),
    "inspection-coverage": ("supervisor", scene_coverage, True),
    "inspection-open": ("supervisor", scene_visit_open, True),
    "inspection-record": (None, scene_record, True),
    "inspection-record-filled": (None, scene_record_filled, True),
    "inspection-confirm": (None, scene_confirm, True),
    "inspection-found": ("supervisor", scene_visit_found, True),
    "orders": ("supervisor", scene_orders, True),
    "order-form": ("supervisor", scene_order_form, True),
    "order-draft": ("supervisor", scene_order_draft, True),
    "order-overdue": ("supervisor", scene_order_overdue, True),
    "order-asked": ("supervisor", scene_order_asked, True),
    "order-reported": ("supervisor", scene_order_reported, True),
    "order-closed": ("supervisor", scene_order_closed, True),
    "order-print": ("supervisor", scene_order_print, True),
    "orders-unit": ("unit", scene_order_unit, True),
    "week": ("supervisor", scene_week, True),
    "week-unit": ("unit", scene_week_unit, True),
    "desk-orders": ("supervisor", scene_desk_orders, False),
    "desk-order": ("supervisor", scene_desk_order, False),
    "desk-visits": ("supervisor", scene_desk_visits, False),
    "desk-visit": ("supervisor", scene_desk_visit, False),
    "desk-hold": ("planner", scene_desk_hold, False),
    "scores-own": ("cadre", scene_scores, True),
    "scores-home": ("office", scene_scores, True),
    "scores-standings": ("office", scene_standings, True),
    "scores-projects": ("leader", scene_score_projects, True),
    "scores-why-cadre": ("cadre", scene_why_cadre, True),
    "scores-why-project": ("planner", scene_why_project, True),
    "scores-objection": ("office", scene_objection, True),
    "scores-year": ("director", scene_score_year, True),
    "desk-list": ("office", scene_desk_list, False),
    "desk-change": ("office", scene_desk_change, False),
}


def main(names):
    import django
    import time_machine

    from zhangdian.words import catalogues

    # Before the start: what is read in once stays.
    catalogues.compile_all(ROOT)
    django.setup()
    from django.core.management import call_command

    from tests.browser.visitor import DESK, PHONE, Visitor
    from tests.machine import chromium
    from zhangdian.demo import build

    call_command("migrate", verbosity=0)
    if build.is_empty():
        call_command("demo", at=INSTANT)
    IMAGES.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with time_machine.travel(INSTANT, tick=True), sync_playwright() as driver:
        address = serve()
        # The browser's own widgets (a date field) speak the language of its surroundings.
        browser = driver.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
        )
        for name in names or SCENES:
            who, scene, ours = SCENES[name]
            context = browser.new_context(locale="zh-CN", viewport={"width": PHONE[0], "height": PHONE[1]})
            visitor = Visitor(context.new_page(), address)
            if who:
                visitor.sign_in(who, PASSWORD)
            for size in (PHONE, DESK):
                visitor.size(size)
                try:
                    scene(visitor)
                except Exception as trouble:
                    print(f"{name}: {trouble}")
                    break
                visitor.page.wait_for_load_state("networkidle")
                path = IMAGES / f"{name}-{size[0]}.png"
                path.write_bytes(small(visitor.page.screenshot()))
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB  {visitor.page.url}")
                for fault in visitor.faults() + [f"not Chinese: {word}" for word in visitor.latin()] if ours else ():
                    print(f"    {fault}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

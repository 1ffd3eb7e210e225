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

    visitor.open(f"/units/{Unit.objects.filter(project_units__isnull=False).order_by('pk').first().pk}/")


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
    "bulletins": ("planner", scene_bulletins, True),
    "bulletin": ("planner", scene_bulletin, True),
    "bulletin-check": ("unit", scene_bulletin_check, True),
    "bulletin-receipt": ("unit", scene_bulletin_receipt, True),
    "faster": ("planner", scene_faster, True),
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

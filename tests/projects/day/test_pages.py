"""The liaison's pages: three taps for a quiet day, nothing typed is lost, the cut-off is printed."""

import io
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from projects.models import DailyReport, Milestone, Receipt, ReportVersion
from projects.states import PersonRole
from projects.states import ReportState as S
from projects.transitions import day as moves
from tests.cast import MONDAY, a_project, a_target, a_user, an_open_report, at, carries
from tests.counting import same_count
from tests.projects.day.scene import NINE, Scene, said
from zhangdian.trail.models import Entry

BACKEND = "accounts.backends.PasswordBackend"
MORNING = {
    "text": "路基完成 200 米", "plan": "浇筑 2 号墩", "has_problem": "no", "needs_coordination": "no", "base": "0",
}  # fmt: skip


@pytest.fixture
def scene(db):
    return Scene()


@pytest.fixture
def nine():
    with time_machine.travel(NINE, tick=False):
        yield


def signed_in(user, **words):
    client = Client(**words)
    client.force_login(user, backend=BACKEND)
    return client


def url(scene, verb=""):
    return f"/daily-reports/{scene.report.pk}/{verb + '/' if verb else ''}"


def test_a_quiet_day_takes_two_taps_from_the_list(scene, nine):
    client = signed_in(scene.liaison)
    page = client.get("/daily-reports/").content.decode()
    assert url(scene, "no-change") in page
    assert "18:00" in page
    after = client.post(url(scene, "no-change"), follow=True).content.decode()
    assert "09:00" in after
    assert url(scene, "fill") in after  # the undo: take it back to change
    assert scene.stored().no_change
    assert scene.stored().state == S.SUBMITTED


def test_a_report_of_four_fields_costs_eight_statements_with_its_key(scene, nine):
    client = signed_in(scene.liaison, enforce_csrf_checks=True)
    client.get(url(scene, "fill"))
    client.get("/daily-reports/")
    token = client.cookies["csrftoken"].value
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(
            url(scene, "submit"), MORNING | {"key": "k" * 32, "csrfmiddlewaretoken": token, "plan": "长" * 200}
        )
    assert answer.status_code == 302
    work = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    # On PostgreSQL the end of the reminders goes out with the stored row, as one message.
    assert len(work) <= (7 if connection.vendor == "postgresql" else 8), "\n".join(work)
    assert Entry.objects.count() == ReportVersion.objects.count() == 1


def test_the_form_offers_yesterday_and_prints_totals(scene, nine):
    yesterday = an_open_report(scene.project, MONDAY.replace(day=7))
    target = a_target(scene.project, done_before=100)
    moves.submit(
        yesterday, said("清表", plan="浇筑承台", amounts={target.pk: 86}), actor=scene.liaison,
        at=at("2017-04-07 09:00:00"),
    )  # fmt: skip
    page = signed_in(scene.liaison).get(url(scene, "fill")).content.decode()
    assert 'placeholder="浇筑承台"' in page
    assert "186/240" in page
    taken = signed_in(scene.liaison).get(url(scene, "fill") + "?use=text").content.decode()
    assert ">\n清表</textarea>" in taken


def test_the_form_weighs_little(scene, nine):
    from django.contrib.staticfiles import finders

    page = len(signed_in(scene.liaison).get(url(scene, "fill")).content)
    files = ("zhangdian.css", "zhangdian.js", "day/outbox.js", "day/form.js", "zhangdian.svg")
    assert page + sum(len(Path(finders.find(name)).read_bytes()) for name in files) <= 100_000


def test_a_refused_form_keeps_what_was_typed_and_names_each_field(scene, nine):
    target = a_target(scene.project)
    answer = signed_in(scene.liaison).post(
        url(scene, "submit"),
        {"text": "写了很多", "has_problem": "yes", f"amount-{target.pk}": "-3", "plan": "明天的打算"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("写了很多", "明天的打算", 'value="-3"'):
        assert kept in page
    assert f'href="#id_amount-{target.pk}"' in page
    assert 'href="#id_problem"' in page
    assert scene.stored().state == S.OPEN


def test_what_is_sent_after_signing_in_again_comes_back_to_the_form(scene):
    answer = Client().post(url(scene, "submit"), MORNING, headers={"referer": f"http://testserver{url(scene, 'fill')}"})
    assert answer.headers["Location"] == f"/login/?next={quote(url(scene, 'fill'), safe='')}"
    assert signed_in(scene.liaison).get(url(scene, "submit")).headers["Location"] == url(scene, "fill")


def test_a_milestone_of_another_project_is_refused_beside_its_field(scene, nine):
    other = Milestone.objects.create(project=a_project(), name="封顶", planned_on=MONDAY)
    answer = signed_in(scene.liaison).post(url(scene, "submit"), MORNING | {"milestone": other.pk})
    assert answer.status_code == 422
    assert "id_milestone" in answer.content.decode()


def test_sent_twice_with_one_key_it_is_stored_once(scene, nine):
    client = signed_in(scene.liaison)
    for _time in range(2):
        assert client.post(url(scene, "submit"), MORNING | {"key": "a" * 32}).status_code == 302
    assert ReportVersion.objects.count() == Entry.objects.count() == Receipt.objects.count() == 1
    answer = client.post(url(scene, "submit"), MORNING | {"key": "a" * 32, "text": "别的"})
    assert answer.status_code == 409
    assert "别的" in answer.content.decode()


def test_who_may_see_but_not_report_gets_403_and_who_may_not_see_404(scene, nine):
    assert signed_in(scene.head).post(url(scene, "submit"), MORNING).status_code == 403
    assert signed_in(scene.stranger).post(url(scene, "submit"), MORNING).status_code == 404
    assert signed_in(scene.stranger).post("/daily-reports/999999/submit/", MORNING).status_code == 404


@pytest.mark.parametrize(("second", "late"), [("17:59:59", False), ("18:00:00", True)])
def test_a_second_decides_alike_in_page_list_and_workbook(scene, second, late):
    with time_machine.travel(at(f"2017-04-10 {second}"), tick=False):
        client = signed_in(scene.liaison)
        client.post(url(scene, "submit"), MORNING)
        words = "迟报" if late else "按时"
        assert scene.stored().is_late is late
        assert words in client.get(url(scene)).content.decode()
        assert words in client.get("/daily-reports/review/").content.decode()
        book = load_workbook(io.BytesIO(client.post("/daily-reports/export/", {"purpose": "核对"}).content))
        cells = [cell.value for cell in list(book.active.rows)[1]]
        assert words in cells
        assert f"2017-04-10 {second}" in cells
        assert "2017-04-10 18:00:00" in cells


def test_the_list_leaves_for_a_purpose_only_and_leaves_a_line(scene, nine):
    scene.submitted()
    client = signed_in(scene.head)
    assert "1条含人员姓名" in client.get("/daily-reports/export/").content.decode()
    assert client.post("/daily-reports/export/", {"purpose": " "}).status_code == 422
    assert not Entry.objects.filter(verb="export").exists()
    answer = client.post("/daily-reports/export/", {"purpose": "周例会"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = Entry.objects.get(verb="export")
    assert (line.reason, line.actor, line.content.after["rows"]) == ("周例会", scene.head, "1")


def test_a_workbook_holds_no_formula(scene, nine):
    moves.submit(scene.report, said("=1+1"), actor=scene.liaison, at=NINE)
    answer = signed_in(scene.liaison).post("/daily-reports/export/", {"purpose": "核对"})
    cell = next(
        cell for row in load_workbook(io.BytesIO(answer.content)).active.rows for cell in row if cell.value == "=1+1"
    )
    assert cell.data_type == "s"


def test_the_head_returns_with_a_reason_and_the_liaison_mends(scene, nine):
    scene.submitted()
    head, liaison = signed_in(scene.head), signed_in(scene.liaison)
    assert "return/" in head.get(url(scene)).content.decode()
    head.post(url(scene, "return"), {"reason": "缺桩号"})
    assert "缺桩号" in liaison.get("/daily-reports/").content.decode()
    liaison.post(url(scene, "submit"), MORNING | {"text": "K1+200", "base": "1"})
    assert (scene.stored().state, scene.stored().version) == (S.SUBMITTED, 2)
    assert "路基完成 200 米" in head.get(f"{url(scene)}versions/1/").content.decode()


def test_a_stale_button_is_a_message(scene, nine):
    answer = signed_in(scene.head).post(url(scene, "read"), follow=True)
    assert answer.status_code == 200
    assert "notice--error" in answer.content.decode()


def test_a_unit_marks_a_page_of_reports_as_read(scene, nine):
    scene.submitted()
    client = signed_in(scene.head)
    assert f'name="report" value="{scene.report.pk}"' in client.get("/daily-reports/review/").content.decode()
    client.post("/daily-reports/review/read/", {"report": [scene.report.pk]})
    assert scene.stored().read_by == scene.head


def test_one_person_hands_in_for_several_projects_at_once(scene, nine):
    second = a_project(unit=scene.unit)
    carries(scene.liaison, second, PersonRole.LIAISON)
    other = an_open_report(second)
    one = f"r{scene.report.pk}"
    two = f"r{other.pk}"
    client = signed_in(scene.liaison)
    assert f'name="{two}-text"' in client.get("/daily-reports/group/").content.decode()
    sent = {f"{one}-send": "1", f"{one}-no_change": "True", f"{two}-send": "1", f"{two}-text": "完成"}
    answer = client.post("/daily-reports/group/", sent)
    assert answer.status_code == 422  # the second did not say whether there is a problem; the first is stored
    assert scene.stored().no_change
    sent = {f"{two}-send": "1", f"{two}-text": "完成", f"{two}-has_problem": "no", f"{two}-needs_coordination": "no"}
    assert client.post("/daily-reports/group/", sent).status_code == 302
    assert DailyReport.objects.get(pk=other.pk).text == "完成"


def test_a_text_from_the_group_chat_becomes_forms_and_stores_nothing(scene, nine):
    target = a_target(scene.project)
    block = (
        f"【{scene.project.name}】4月10日\n今日进展\uff1a拆迁3户\n问题\uff1a无\n"
        "需协调\uff1a杆线迁改,请项目办协调\n明日计划\uff1a浇筑"
    )
    page = signed_in(scene.liaison).post("/daily-reports/paste/", {"block": block}).content.decode()
    assert f'name="r{scene.report.pk}-amount-{target.pk}" value="3"' in page
    assert "杆线迁改" in page
    assert '<option value="planner" selected>' in page
    assert scene.stored().state == S.OPEN


def test_lists_cost_the_same_whatever_their_size(scene, nine):
    client = signed_in(scene.planner)
    project = scene.project

    def grow():
        for _number in range(15):
            other = a_project(programme=project.programme, unit=scene.unit, liaison=scene.liaison)
            report = an_open_report(other)
            moves.submit(report, said(), actor=scene.liaison, at=NINE)

    scene.submitted()
    liaison = signed_in(scene.liaison)
    same_count(client, "/daily-reports/review/", grow)
    same_count(client, "/wall/?by=unit", grow)
    same_count(liaison, "/daily-reports/", grow)
    same_count(liaison, "/daily-reports/group/", grow)


# The wall


def test_the_wall_shows_text_to_members_and_no_problem(scene, nine):
    scene.submitted(has_problem=True, problem="征地受阻")
    member = a_user()
    carries(member, a_project(), PersonRole.TEAM)
    page = signed_in(member).get("/wall/").content.decode()
    assert "路基完成 200 米" in page
    assert "征地受阻" not in page


def test_what_is_missing_is_seen_by_whom_it_concerns(scene, nine):
    other = an_open_report()
    mine, theirs = scene.project.name, other.project.name
    page = signed_in(scene.liaison).get("/wall/").content.decode()
    assert mine in page
    assert theirs not in page
    assert theirs in signed_in(scene.planner).get("/wall/").content.decode()


def test_the_wall_is_not_for_administrators_nor_for_strangers(scene, nine):
    for user in (a_user(administrator="system"), scene.stranger):
        assert signed_in(user).get("/wall/").status_code == 403


def test_the_wall_by_unit_and_by_day(scene, nine):
    scene.submitted()
    client = signed_in(scene.planner)
    assert scene.project.name in client.get(f"/wall/?unit={scene.unit.pk}").content.decode()
    assert "路基完成" not in client.get(f"/wall/?unit={scene.unit.pk + 999}").content.decode()
    assert "路基完成" not in client.get("/wall/2017-04-07/").content.decode()
    assert client.get("/wall/yesterday/").status_code == 404


def test_the_worker_is_served_for_the_whole_site(client):
    answer = client.get("/sw.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert "/static/day/form.js" in answer.content.decode()
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/daily-reports/"
    assert client.get("/daily-reports/offline/").status_code == 200


def test_the_desk_shows_reports_and_makes_moves_by_button(scene, nine):
    client = signed_in(scene.planner)
    page = client.get(f"/admin/projects/dailyreport/{scene.report.pk}/change/").content.decode()
    assert "免报" in page
    client.post(f"/admin/projects/dailyreport/{scene.report.pk}/move/exempt/", {"reason": "停电"})
    assert scene.stored().state == S.EXEMPT
    assert "18:00" in client.get("/admin/projects/dailyreport/").content.decode()


def test_the_trail_of_a_days_whole_way_verifies(scene, nine):
    from zhangdian.trail import services as trail

    scene.returned()
    moves.submit(scene.report, said("补"), actor=scene.liaison, at=NINE)
    moves.revise(scene.report, said("再补"), actor=scene.liaison, at=NINE)
    moves.read(scene.report, actor=scene.head, at=NINE)
    other = an_open_report(scene.project, MONDAY.replace(day=11))
    moves.exempt(other, actor=scene.planner, at=NINE, reason="停电")
    trail.seal(at=NINE)
    assert not [sentence for sentence in trail.verify() if "dailyreport" in sentence]
    DailyReport.objects.filter(pk=other.pk).update(state="OPEN", exempt_reason="")
    assert len([sentence for sentence in trail.verify() if "dailyreport" in sentence]) == 1


def test_the_sweep_by_hand_opens_the_rows_of_a_make_up_saturday(scene):
    from django.core.management import call_command

    for _time in range(2):
        call_command("sweep", "open_daily_reports", "--at", "2017-04-01T06:00+08:00", verbosity=0)
        assert DailyReport.objects.filter(day="2017-04-01").count() == 1
    call_command("sweep", "open_daily_reports", "--at", "2017-04-03T06:00+08:00", verbosity=0)
    assert not DailyReport.objects.filter(day="2017-04-03").exists()

"""The liaison's day in a real browser: few taps, nothing typed is lost, no signal is no trouble."""

import pytest

from projects.models import DailyReport, ReportVersion
from projects.states import ReportState as S
from tests.cast import MONDAY, PASSWORD, a_project, an_open_report, carries
from tests.projects.day.scene import a_picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()


@pytest.fixture
def report(site):
    """A new open report of today for the liaison of the world."""
    project = a_project(unit=site.unit)
    carries(site.people["liaison"], project, "liaison")
    return an_open_report(project, MONDAY)


def stored(report):
    return DailyReport.objects.get(pk=report.pk)


def form_of(report):
    return f"/daily-reports/{report.pk}/fill/"


def until_stored(visitor, report, state=S.SUBMITTED):
    for _try in range(200):
        if stored(report).state == state:
            return
        visitor.page.wait_for_timeout(100)
    raise AssertionError(f"the report is at {stored(report).state}; the page says {visitor.said}")


def test_a_quiet_day_takes_one_tap_from_home(report, visit):
    visitor = visit("liaison")
    visitor.open("/")
    card = visitor.page.locator(f"[data-report='{report.pk}']")
    card.get_by_role("button", name="今日无变化").click()
    until_stored(visitor, report)
    visitor.page.get_by_text("收回修改").first.wait_for()
    assert stored(report).no_change


def test_a_report_with_photos_is_handed_in(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "路基完成 200 米")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")
    page.set_input_files(
        "[name=photos]",
        [
            {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": a_picture(colour)}
            for colour in ("red", "blue")
        ],
    )
    assert page.locator("[data-chosen] li").count() == 2
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(f"**/daily-reports/{report.pk}/")
    assert (stored(report).state, stored(report).photos.count()) == (S.SUBMITTED, 2)
    assert page.evaluate("localStorage.length") == 0


def test_a_refused_report_names_the_field_and_keeps_the_words(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "写了很多")
    page.get_by_role("button", name="提交").click()
    page.locator(".field__error").first.wait_for()
    assert page.locator("[name=text]").input_value() == "写了很多"
    assert stored(report).state == S.OPEN


def test_what_was_typed_survives_a_session_that_ended(report, visit, site):
    visitor = visit()
    person = site.people["liaison"]
    visitor.sign_in(person.username, PASSWORD)
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "会话过期前写的")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")
    visitor.page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("请登录").first.wait_for()
    assert stored(report).state == S.OPEN
    visitor.sign_in(person.username, PASSWORD)
    visitor.open(form_of(report))
    # It waited on the device and goes by itself now.
    until_stored(visitor, report)
    assert stored(report).text == "会话过期前写的"


def test_a_draft_is_there_after_the_page_was_left(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    visitor.page.fill("[name=text]", "写到一半")
    visitor.page.wait_for_timeout(400)
    visitor.open("/wall/")
    visitor.open(form_of(report))
    assert visitor.page.locator("[name=text]").input_value() == "写到一半"
    assert visitor.page.locator("[data-restored]").is_visible()


def test_a_report_written_without_a_signal_comes_in_by_itself(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "山里没信号")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已存在本机,有信号时自动上报".replace(",", "\uff0c")).first.wait_for()
    assert stored(report).state == S.OPEN
    page.context.set_offline(False)
    until_stored(visitor, report)
    assert stored(report).text == "山里没信号"
    assert ReportVersion.objects.filter(report=report).count() == 1


def test_the_form_opens_without_a_signal(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    page = visitor.page
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    visitor.open(form_of(report))
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    visitor.open(form_of(report))
    page.fill("[name=text]", "离线打开的表")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已存在本机").first.wait_for()
    page.context.set_offline(False)
    until_stored(visitor, report)


def test_somebody_else_on_the_device_neither_sees_nor_sends_it(report, visit, site):
    visitor = visit()
    visitor.sign_in(site.people["liaison"].username, PASSWORD)
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "甲写的")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已存在本机").first.wait_for()
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    second = a_project(unit=site.unit)
    carries(site.people["secretary"], second, "liaison")
    an_open_report(second, MONDAY)
    visitor.sign_in(site.people["secretary"].username, PASSWORD)
    visitor.open("/daily-reports/")
    page.wait_for_timeout(800)
    assert page.locator("[data-outbox]").is_hidden()
    assert "甲写的" not in page.content()
    assert stored(report).state == S.OPEN
    page.context.clear_cookies(name="sessionid")
    visitor.sign_in(site.people["liaison"].username, PASSWORD)
    visitor.open("/daily-reports/")
    until_stored(visitor, report)
    assert stored(report).reporter == site.people["liaison"]


def test_after_a_lost_answer_changed_words_go_in_as_the_next_version(report, visit):
    visitor = visit("liaison")
    visitor.open(form_of(report))
    page = visitor.page
    page.fill("[name=text]", "第一次写的")
    page.check("[name=has_problem][value=no]")
    page.check("[name=needs_coordination][value=no]")

    def swallow(route):
        route.fetch()
        route.abort()

    page.route("**/submit/", swallow)
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已存在本机").first.wait_for()
    until_stored(visitor, report)
    page.unroute("**/submit/")
    page.fill("[name=text]", "第二次改的")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("再次提交").first.wait_for()
    assert page.locator("[name=text]").input_value() == "第二次改的"
    assert stored(report).text == "第一次写的"
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(f"**/daily-reports/{report.pk}/")
    assert (stored(report).text, stored(report).version) == ("第二次改的", 2)

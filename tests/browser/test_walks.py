"""The main roads walked in a real browser, every form filled in by whose turn it is: a week from the draw to the closed
order, and a month's bulletin from the check to the signing for."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
import time_machine

from evaluations.models import Bulletin, Inspection, Objection, Order
from evaluations.states.inspections import Aspect, InspectionState
from projects.models import Project
from projects.states import Stage
from tests.browser.visitor import DESK, PHONE
from tests.cast import at
from tests.evaluations.bulletins_world import MAY_2, MAY_5, Month
from tests.evaluations.week.scene import Week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()


@pytest.fixture
def come(visit, site):
    """come(user, size) -> (Visitor, page) of that person at that screen, each with a device of their own."""

    def go(user, size):
        site.people[user.username] = user
        visitor = visit(user.username)
        visitor.size(size)
        return visitor, visitor.page

    return go


@contextmanager
def on(instant):
    """The clock of person and server stands at the instant and ticks on."""
    with time_machine.travel(instant, tick=True):
        yield


def act(page, ending, **fields):
    """Fill in the form whose address ends so, unfolding it first where it is folded, and send it."""
    form = page.locator(f"form[action$='{ending}']").first
    folded = form.locator("xpath=ancestor::details[not(@open)]")
    if folded.count():
        folded.first.locator("summary").first.click()
    for name, value in fields.items():
        place = form.locator(f"[name={name}]")
        place.select_option(value) if place.evaluate("thing => thing.tagName") == "SELECT" else place.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").last.click()


def send(page, words):
    """Press the button of the page's own form."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).last.click()


def write(page, visit, problem):
    """One inspector's sheet, on the phone."""
    page.get_by_role("link", name="写我的记录").click()
    for aspect in Aspect.values:
        page.check(f"[name=mark-{aspect}][value=good]")
    page.fill("[name=summary]", "路面正在摊铺")
    page.check("[name=found][value=some]")
    page.fill("[name=problem-1]", problem)
    with page.expect_navigation():
        page.click("button[value=hand-in]")


def test_a_week_from_the_draw_to_the_closed_order(come, site):
    with on(at("2017-05-12 15:00:00")):
        week = Week(office="区政府督查室")
        # One site is to be drawn, so that it is this one.
        Project.objects.exclude(pk=week.project.pk).update(state=Stage.SUSPENDED)

        _head, page = come(week.head, DESK)
        page.goto(site.address + "/inspections/?week=2017-W20")
        act(page, "/inspections/draw/")
        visit = Inspection.objects.get(project=week.project)
        page.goto(f"{site.address}/inspections/{visit.pk}/assign/")
        for user in (week.one, week.two):
            page.check(f"[name=users][value='{user.pk}']")
        page.select_option("[name=leader]", str(week.one.pk))
        page.fill("[name=day]", "2017-05-15")
        with page.expect_navigation():
            page.locator("form[method=post] .form-actions button").click()
        act(page, f"/weeks/{visit.plan_id}/publish/")

    with on(at("2017-05-15 08:30:00")):
        phones = {}
        for user in (week.one, week.two):
            phones[user] = come(user, PHONE)[1]
            phones[user].goto(f"{site.address}/")
            phones[user].locator("a.tile[href='/inspections/']").first.click()
            phones[user].get_by_role("link", name=week.project.name).first.click()
            if user == week.one:
                act(phones[user], "/begin/")
            write(phones[user], visit, "东侧围挡破损")
        assert Inspection.objects.get(pk=visit.pk).state == InspectionState.GATHERED

        page = phones[week.one]
        page.goto(f"{site.address}/inspections/{visit.pk}/confirm/")
        with page.expect_navigation():
            page.locator("form[data-keep] .form-actions button").click()
        assert Inspection.objects.get(pk=visit.pk).findings.get().text == "东侧围挡破损"
        page.locator("a[href*='/orders/new/?finding=']").click()
        page.fill("[name=title]", "围挡破损整改")
        page.fill("[name=demand]", "修复围挡,消除隐患")
        with page.expect_navigation():
            page.locator("form[data-keep] .form-actions button").click()
        order = Order.objects.get(finding__inspection=visit)
        here = f"{site.address}/orders/{order.pk}/"

        _head, page = come(week.head, DESK)
        page.goto(here)
        act(page, "/issue/")
        _chief, page = come(week.chief, PHONE)
        page.goto(f"{site.address}/")
        page.locator("a.tile[href^='/orders/']").first.click()
        page.get_by_role("link", name="围挡破损整改").click()
        act(page, "/sign/")
        act(page, "/report-done/", report="围挡已修复")
        _two, page = come(week.two, DESK)
        page.goto(here)
        act(page, "/close/", verdict="现场核验属实")
        assert page.get_by_text("现场核验属实").first.is_visible()
        order.refresh_from_db()
        assert (order.state, order.in_time, bool(order.number)) == ("CLOSED", True, True)


def test_a_bulletin_from_the_check_to_the_signing_for(come, site):
    with on(MAY_2):
        # What the world of the doors holds of this month stands in the way of its bulletin.
        Bulletin.objects.exclude(month__lt="2017-04-01").delete()
        month = Month()
        row = month.checking()
        here = f"{site.address}/bulletins/{row.pk}/"

        _head, page = come(month.head, PHONE)
        page.goto(f"{site.address}/")
        page.locator("a.tile[href^='/bulletins/']").first.click()
        act(page, "/object/", line=str(month.line(row).pk), claim="本月应为60万元", evidence="拨款凭证第7号")
        _dept, page = come(month.dept_head, PHONE)
        page.goto(f"{site.address}/bulletins/{row.pk}/check/{month.party(row, month.dept).pk}/")
        act(page, "/agree/")
    with on(MAY_5):
        _planner, desk = come(month.planner, DESK)
        desk.goto(here)
        act(desk, "/reject/", answer="凭证所列为五月支出")
        assert Objection.objects.get(party__bulletin=row).state == "REJECTED"
        act(desk, "/close-check/")
        _other, page = come(month.other, DESK)
        page.goto(here)
        act(page, "/review/")
        _leader, page = come(month.leader, DESK)
        page.goto(here)
        act(page, "/sign/")
        desk.goto(here)
        act(desk, "/publish/")
        row.refresh_from_db()
        assert (row.state, bool(row.number)) == ("PUBLISHED", True)

        _head, page = come(month.head, PHONE)
        page.goto(f"{site.address}/")
        page.locator("a.tile[href^='/bulletins/']").first.click()
        assert page.get_by_text("凭证所列为五月支出").is_visible()
        act(page, "/receive/")
        party = month.party(row)
        assert party.received_by == month.head
        assert month.line(row).month_invested == Decimal(40)

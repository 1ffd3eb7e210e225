"""The pages of the week: what they ask of the database, what they keep, what they say."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from evaluations.models import Inspection, Order, Record
from evaluations.queries import orders as queries
from evaluations.services import inspections as planning
from evaluations.states.inspections import Aspect
from evaluations.states.inspections import InspectionState as S
from evaluations.transitions import orders as moves
from tests.cast import a_project, a_user, at
from tests.counting import same_count
from tests.evaluations.week.scene import MONDAY, NOON, SUNDAY, TUESDAY, Week


@pytest.fixture
def week(db):
    with time_machine.travel(NOON, tick=False):
        yield Week()


def client_of(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def test_a_week_from_the_draw_to_the_order_through_the_pages(week):
    head, one, two = client_of(week.head), client_of(week.one), client_of(week.two)
    with time_machine.travel(SUNDAY, tick=False):
        head.post("/inspections/draw/", {"week": "2017-W15"})
        visit = Inspection.objects.get()
        answer = head.post(
            f"/inspections/{visit.pk}/assign/",
            {"users": [week.one.pk, week.two.pk], "leader": week.one.pk, "day": "2017-04-11"},
        )
        assert answer.status_code == 302
        head.post(f"/inspections/weeks/{visit.plan_id}/publish/")
    with time_machine.travel(TUESDAY, tick=False):
        one.post(f"/inspections/{visit.pk}/begin/")
        words = {"summary": "正在摊铺", "found": "some", "problem-1": "围挡破损", "speed-1": "at_once"}
        for client in (one, two):
            assert client.post(f"/inspections/{visit.pk}/record/", words | {"act": "save"}).status_code == 302
            assert "围挡破损" in client.get(f"/inspections/{visit.pk}/record/").content.decode()
            # What is missing is named, what was typed stays.
            refused = client.post(f"/inspections/{visit.pk}/record/", words | {"act": "hand-in"})
            assert refused.status_code == 422
            assert "围挡破损" in refused.content.decode()
            marks = {f"mark-{aspect}": "good" for aspect in Aspect.values}
            assert (
                client.post(f"/inspections/{visit.pk}/record/", words | marks | {"act": "hand-in"}).status_code == 302
            )
        assert Inspection.objects.get().state == S.GATHERED
        page = one.get(f"/inspections/{visit.pk}/confirm/").content.decode()
        assert "围挡破损" in page
        common = {"summary": "一致", "found": "some", "problem-1": "围挡破损", "speed-1": "at_once"}
        assert one.post(f"/inspections/{visit.pk}/confirm/", common | {"found": ""}).status_code == 422
        assert one.post(f"/inspections/{visit.pk}/confirm/", common).status_code == 302
        finding = Inspection.objects.get().findings.get()
        form = one.get(f"/orders/new/?finding={finding.pk}").content.decode()
        assert "围挡破损" in form
        content = {
            "title": "围挡", "unit": week.unit.pk, "problem": "围挡破损", "demand": "修复", "speed": "at_once",
            "days": 9,
        }  # fmt: skip
        refused = one.post(f"/orders/new/?finding={finding.pk}", content)
        assert refused.status_code == 422
        assert "修复" in refused.content.decode()
        assert one.post(f"/orders/new/?finding={finding.pk}", content | {"days": 3}).status_code == 302
        order = Order.objects.get()
        head = client_of(week.head)
        issued = head.post(f"/orders/{order.pk}/issue/", follow=True)
        assert "张督〔2017〕1号" in issued.content.decode()
        chief = client_of(week.chief)
        assert f"/orders/{order.pk}/" in chief.get("/orders/?mine=1").content.decode()
        chief.post(f"/orders/{order.pk}/sign/")
        refused = chief.post(f"/orders/{order.pk}/ask-extension/", {"until": "2018-01-01", "reason": "连续降雨"})
        assert refused.status_code == 422
        assert "连续降雨" in refused.content.decode()
        chief.post(f"/orders/{order.pk}/report-done/", {"report": "已修复"})
        two.post(f"/orders/{order.pk}/close/", {"verdict": "现场核验属实"})
    order = Order.objects.get()
    assert (order.state, order.closed_by, order.in_time) == ("CLOSED", week.two, True)
    assert "现场核验属实" in client_of(week.chief).get(f"/orders/{order.pk}/").content.decode()


def grow_orders(week):
    def grow():
        for number in range(4):
            order = week.working() if number % 2 else week.closed()
            moves.reopen(order, actor=week.head, at=NOON, reason="反弹") if not number % 2 else None

    return grow


def test_lists_and_pages_of_orders_ask_a_constant_number_of_questions(week):
    first = week.working()
    for user in (week.chief, week.two):
        same_count(client_of(user), "/orders/", grow_orders(week))
        same_count(client_of(user), "/orders/?mine=1&overdue=1", lambda: None)
        same_count(client_of(user), "/orders/export/", lambda: week.working())
        same_count(client_of(user), "/api/v1/orders/", lambda: week.working())
    same_count(client_of(week.two), f"/orders/{first.pk}/", grow_orders(week))


def test_the_pages_of_inspections_ask_a_constant_number_of_questions(week):
    week.published()
    head = client_of(week.head)
    plan = Inspection.objects.get().plan

    def grow():
        for _number in range(3):
            visit = planning.add_site(
                plan, a_project(), date(2017, 4, 13), actor=week.head, at=NOON, reason="信访"
            )  # fmt: skip
            planning.assign(visit, [week.one, week.two], week.one, actor=week.head, at=NOON)

    same_count(head, "/inspections/", grow)
    same_count(client_of(week.one), "/inspections/", grow)
    same_count(head, "/inspections/coverage/", grow)
    same_count(head, f"/inspections/weeks/{plan.pk}/drawn/", grow)
    visit = Inspection.objects.order_by("pk").first()
    same_count(client_of(week.chief), f"/inspections/{visit.pk}/", grow)


def test_an_open_visit_asks_a_constant_number_of_questions(week):
    visit = week.gathered("围挡破损")
    client = client_of(week.one)

    def grow():
        for record in Record.objects.all():
            for number in range(2, 9):
                record.observations.create(number=number, text="又一处")

    same_count(client, f"/inspections/{visit.pk}/", grow)
    same_count(client, f"/inspections/{visit.pk}/confirm/", lambda: None)


def test_the_home_page_leads_to_what_waits(week):
    week.issued()
    week.gathered()
    chief, one, head = (client_of(user).get("/").content.decode() for user in (week.chief, week.one, week.head))
    assert "/orders/?mine=1" in chief
    assert "待合并确认" in one
    assert "待现场记录" not in one
    with time_machine.travel(at("2017-04-13 09:00:00"), tick=False):
        assert "/inspections/?week=2017-W16" in client_of(week.head).get("/").content.decode()
    assert "/inspections/?week=2017-W16" not in head


def test_the_project_page_shows_orders_and_visits(week):
    order, visit = week.issued(), week.confirmed()
    page = client_of(week.chief).get(f"/projects/{week.project.pk}/").content.decode()
    assert order.get_absolute_url() in page
    assert visit.get_absolute_url() in page
    draft = week.draft()
    assert f'href="{draft.get_absolute_url()}"' not in client_of(week.chief).get("/orders/").content.decode()


def test_the_counts_of_a_period_are_those_of_its_orders(week):
    in_time = week.closed(at("2017-04-12 09:00:00"))
    late = moves.close(
        week.reported(at("2017-04-19 00:00:00")), actor=week.two, at=at("2017-04-20 09:00:00"), verdict="属实"
    )
    overdue, reported = week.working(), week.reported(at("2017-04-18 10:00:00"))
    withdrawn = moves.withdraw(week.working(), actor=week.head, at=NOON, reason="不实")
    found = queries.counts(date(2017, 4, 1), date(2017, 4, 30))[week.project.pk]
    assert (found.issued, found.due, found.in_time, found.overdue, found.open, found.closed) == (4, 4, 1, 1, 2, 2)
    assert found.rate == 25
    assert {in_time.state, late.state, overdue.state, reported.state, withdrawn.state} == {
        "CLOSED", "WORKING", "REPORTED", "WITHDRAWN",
    }  # fmt: skip
    # Nothing is due before its last second is over.
    assert queries.counts(date(2017, 4, 1), date(2017, 4, 17))[week.project.pk].due == 0
    assert queries.counts(date(2017, 4, 18), date(2017, 4, 18))[week.project.pk].due == 4
    assert queries.counts(date(2017, 5, 1), date(2017, 5, 31))[week.project.pk].open == 2
    assert queries.counts(date(2017, 4, 1), date(2017, 4, 30), projects=[0]) == {}


def test_counting_is_one_statement(week, django_assert_num_queries):
    for _number in range(3):
        week.working()
    with django_assert_num_queries(1):
        queries.counts(MONDAY, MONDAY + timedelta(days=30))


def test_an_exported_text_is_never_a_formula(week):
    week.issued(title="=1+1")
    import io

    from openpyxl import load_workbook

    content = client_of(week.two).get("/orders/export/").content
    cell = load_workbook(io.BytesIO(content)).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_who_may_only_see_is_told_who_can(week):
    order = week.issued()
    answer = client_of(week.two).post(f"/orders/{order.pk}/sign/")
    assert answer.status_code == 403
    assert client_of(a_user()).get(f"/orders/{order.pk}/").status_code == 404


def test_a_stale_button_is_a_message(week):
    order = week.working()
    answer = client_of(week.chief).post(f"/orders/{order.pk}/sign/", follow=True)
    assert answer.status_code == 200
    assert "notice--error" in answer.content.decode()

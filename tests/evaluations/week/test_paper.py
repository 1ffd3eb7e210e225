"""The order on paper: what stands on it, that it stays as it was, and who may have it."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.test import Client

from cadres.models import UnitName
from evaluations.documents.order_paper import order_docx
from evaluations.models import Order
from evaluations.services import orders as services
from evaluations.transitions import orders as moves
from tests.cast import at
from tests.counting import statements
from tests.evaluations.week.scene import NOON, Week
from tests.projects.day.scene import a_picture, an_upload

TODAY = date(2017, 4, 12)
WORDS = {
    "assisting": "区住建局",
    "contact": "陈一",
    "phone": "2280000",
    "title": "围挡破损整改",
    "demand": "一、修复\n二、验收",
}


@pytest.fixture
def week(db):
    with time_machine.travel(NOON, tick=False):
        yield Week()


def text_of(order):
    """The words of the paper, without their dress."""
    with zipfile.ZipFile(io.BytesIO(order_docx(Order.objects.get(pk=order.pk), TODAY))) as file:
        return file.read("word/document.xml").decode()


def test_an_order_says_who_is_to_do_what_by_when_and_how_to_answer(week):
    order = week.issued(**WORDS)
    text = text_of(order)
    for word in (
        "张店区委督查室督办单", "张督〔2017〕1号", "围挡破损整改", week.project.name, week.unit.name, "区住建局",
        "区长4月9日批示", "东侧围挡破损", "一、修复", "二、验收", "2017年4月18日24:00", "2017年4月12日前签收",
        "一次性反馈", "陈一", "2280000", week.head.name, "签收人", "（盖章）", "销号人", "销号时间", "回执",
    ):  # fmt: skip
        assert word in text, word
    assert week.liaison.name not in text


def test_it_fills_up_as_the_order_goes_on(week):
    order = week.closed(**WORDS)
    text = text_of(order)
    for word in (week.liaison.name, week.chief.name, "已修复", "现场核验属实", week.two.name, "2017年4月11日 12:00"):
        assert word in text, word


def test_an_extension_granted_and_a_report_sent_back_stand_on_it(week):
    order = moves.ask_extension(
        week.working(), actor=week.chief, at=NOON, reason="降雨", until=date(2017, 4, 25)
    )  # fmt: skip
    moves.grant(order, actor=week.two, at=NOON)
    moves.report_done(order, actor=week.chief, at=NOON, report="已修复")
    moves.send_back(order, actor=week.two, at=NOON, reason="北侧未修")
    text = text_of(order)
    for word in ("2017年4月25日24:00", "原定2017年4月18日", "退回1次：北侧未修"):
        assert word in text, word


def test_a_draft_has_no_number_and_says_so(week):
    text = text_of(week.draft())
    assert "草稿，未签发" in text
    assert "签发之日起7日内" in text


def test_files_hung_before_stand_on_the_order_those_after_on_the_receipt(week):
    draft = week.draft()
    services.attach(draft, an_upload(name="方案.jpg"), not_secret=True, actor=week.one, at=at("2017-04-11 11:00:00"))
    order = moves.sign(moves.issue(draft, actor=week.head, at=NOON), actor=week.liaison, at=NOON)
    services.attach(
        order,
        an_upload(a_picture("blue"), name="整改后.jpg"),
        not_secret=True,
        actor=week.chief,
        at=at("2017-04-11 13:00:00"),
    )
    moves.report_done(order, actor=week.chief, at=at("2017-04-11 13:00:00"), report="已修复")
    text = text_of(order)
    first, receipt = text.rsplit("督办事项办理情况回执</w:t></w:r></w:p>", 1)
    assert "方案.jpg" in first
    assert "整改后.jpg" not in first
    assert "整改后.jpg" in receipt


def test_twice_the_same_order_twice_the_same_bytes_whenever_it_is_printed(week):
    order = Order.objects.get(pk=week.closed(**WORDS).pk)
    first = order_docx(order, TODAY)
    assert order_docx(Order.objects.get(pk=order.pk), date(2026, 1, 1)) == first


def test_a_unit_renamed_later_keeps_its_name_on_the_paper(week):
    order = week.issued()
    UnitName.objects.create(unit=week.unit, name="旧街道办", from_on=date(2010, 1, 1), until_on=date(2017, 6, 30))
    text = text_of(order)
    assert "旧街道办" in text
    assert week.unit.name not in text


def test_whoever_sees_the_order_has_the_paper_and_nobody_else(week):
    order = week.issued()
    client = Client()
    for user, status in ((week.chief, 200), (week.two, 200), (week.stranger, 404)):
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        answer = client.get(f"/orders/{order.pk}/docx/")
        assert answer.status_code == status
        if status == 200:
            assert answer.content[:2] == b"PK"
            assert len(statements(client, f"/orders/{order.pk}/docx/")) <= 12
    assert client.get(f"/orders/{week.draft().pk}/docx/").status_code == 404


def test_the_desk_leads_to_the_paper(week):
    order = week.issued()
    client = Client()
    client.force_login(week.two, backend="accounts.backends.PasswordBackend")
    page = client.get(f"/admin/evaluations/order/{order.pk}/change/").content.decode()
    assert f"/orders/{order.pk}/docx/" in page

"""A card walked in a real browser by its several roles: to its lifting, along a dismissal, and about a unit."""

import re
from contextlib import contextmanager

import pytest
import time_machine

from cases.models import Card, Decision
from tests.browser.visitor import DESK, PHONE, named
from tests.cases.scene import PDF, People, the_rules
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def come(visit, site):
    """come(user, size) -> Visitor who has just signed in, at that screen: no session lives over days."""

    def go(user, size):
        site.people[user.username] = user
        visitor = visit(user.username)
        visitor.size(size)
        return visitor

    return go


@pytest.fixture(scope="module")
def people(site):
    """The people of the cases in the world of the doors."""
    people = People()
    the_rules(people)
    return people


@contextmanager
def on(instant):
    with time_machine.travel(instant, tick=True):
        yield


def press(page, words, /, **fields):
    """Go to the page of a move by its button, fill it in, send it."""
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).first.click()
    send(page, words, **fields)


def send(page, words, /, **fields):
    for name, value in fields.items():
        place = page.locator(f"[name={name}]").first
        place.select_option(value) if place.evaluate("thing => thing.tagName") == "SELECT" else place.fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).last.click()


# Buttons beside the moves of a case: what is done to its clock, and who runs it.
BESIDE = re.compile("延长本步期限|暂停计时|恢复计时|移交承办人")


def clean(visitor):
    # Measured with its style sheet: a click comes back before the page has loaded.
    visitor.page.wait_for_load_state("load")
    # A refused form is answered with 422, which the console tells.
    visitor.said[:] = [line for line in visitor.said if "422" not in line]
    assert visitor.faults() == []
    # What may be done beside the moves is never what the page asks for.
    assert visitor.page.locator("a.button--primary", has_text=BESIDE).count() == 0
    assert set(visitor.latin()) - named() == set()


def proposed(site, officer, **whom):
    """Propose a card on its page; returns the row."""
    page = officer.page
    page.goto(f"{site.address}/cases/")
    with page.expect_navigation():
        page.get_by_role("link", name="提出亮牌").click()
    clean(officer)
    with page.expect_navigation():
        page.get_by_role("button", name="提出", exact=True).click()
    # Nothing was typed: each sentence stands beside its field, at both widths.
    assert page.locator(".field--bad").count() == 2
    clean(officer)
    send(page, "提出", facts="督办事项逾期十二天未报结，两次催办未果。", **whom)
    return Card.objects.order_by("-pk").first()


def the_meeting_gives(come, site, people, card):
    """The officer enters what the meeting decided, another leader confirms it; both on the pages of the house."""
    officer = come(people.officer, PHONE)
    page = officer.page
    page.goto(f"{site.address}/cases/decisions/")
    with page.expect_navigation():
        page.locator("a[href='/cases/decisions/new/']").first.click()
    clean(officer)
    # The file is missing: what was typed stands there still, the file is asked for.
    typed = {
        "held_on": "2017-04-18",
        "document_no": "张组纪〔2017〕18号",
        "expected": "9",
        "present": "8",
        "agreed": "7",
    }
    typed |= {f"outcome-card-{card.pk}": "give", f"note-card-{card.pk}": "情节属实"}
    send(page, "录入", meeting="department", words="会议同意亮黄牌。", attendees="周衡\n林岚，回避：亲属关系", **typed)
    assert page.locator("[name=document_no]").input_value() == typed["document_no"]
    assert page.locator(f"[name=outcome-card-{card.pk}]").input_value() == "give"
    assert page.locator("[data-errors]").count() == 1
    clean(officer)
    officer.size(DESK)
    clean(officer)
    page.set_input_files("[name=minutes]", {"name": "纪要.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.check("[name=not_secret]")
    send(page, "录入")
    decision = Decision.objects.get(document_no=typed["document_no"])
    assert (decision.state, Card.objects.get(pk=card.pk).state) == ("DRAFT", "PROPOSED")
    clean(officer)
    deputy = come(people.deputy, PHONE)
    deputy.page.goto(site.address + decision.get_absolute_url())
    clean(deputy)
    press(deputy.page, "确认决定")
    clean(deputy)
    decision.refresh_from_db()
    assert (decision.state, Card.objects.get(pk=card.pk).state) == ("CONFIRMED", "DECIDED")


def test_a_card_from_the_proposal_to_its_lifting(come, site, people):
    with on(at("2017-04-10 10:00:00")):
        officer = come(people.officer, DESK)
        card = proposed(site, officer, cadre=str(people.cadre.pk))
        here = site.address + card.get_absolute_url()
        clean(officer)
        press(officer.page, "告知事实", manner="left")
        assert "见证人" in officer.page.locator("[data-errors]").inner_text()
        send(officer.page, "告知事实", manner="signed")
        clean(officer)

    with on(at("2017-04-12 20:00:00")):
        subject = come(people.subject, PHONE)
        subject.page.goto(f"{site.address}/")
        subject.page.locator("a.tile[href='/cases/']").click()
        clean(subject)
        subject.page.get_by_role("link", name=card.number_text).click()
        clean(subject)
        assert "自动拟稿" not in subject.page.content()
        press(subject.page, "提交陈述申辩", statement="连续降雨，材料未到；两次催办时均在现场抢险。")
        clean(subject)
        assert subject.page.locator(".button--primary").count() == 0

    with on(at("2017-04-13 09:00:00")):
        officer = come(people.officer, DESK)
        officer.page.goto(here)
        press(officer.page, "提请会议审定", proposal="陈述中的客观原因已予考虑，建议亮黄牌。")
        clean(officer)
    with on(at("2017-04-18 16:00:00")):
        director = come(people.director, DESK)
        director.page.goto(here)
        assert "由会议决定产生" in director.page.content()
        clean(director)
        the_meeting_gives(come, site, people, card)
    with on(at("2017-04-20 09:00:00")):
        officer = come(people.officer, DESK)
        officer.page.goto(here)
        press(officer.page, "送达决定", manner="signed")
        assert "2018年4月19日" in officer.page.content() or "2018-04-19" in officer.page.content()
        clean(officer)

    with on(at("2017-05-10 20:00:00")):
        subject = come(people.subject, PHONE)
        subject.page.goto(here)
        assert "申诉截止" in subject.page.content()
        clean(subject)
        press(subject.page, "报告整改完成", rectification="已报结，验收单附后。")
        clean(subject)
    with on(at("2017-05-11 09:00:00")):
        officer = come(people.officer, DESK)
        officer.page.goto(f"{site.address}/admin/cases/card/{card.pk}/change/")
        with officer.page.expect_navigation():
            officer.page.get_by_role("link", name="验收通过，摘牌").click()
        send(officer.page, "验收通过，摘牌", verdict="现场核对属实")
        assert "已摘牌" in officer.page.locator(".desk-line .is-here").inner_text()
        subject = come(people.subject, PHONE)
        subject.page.goto(here)
        assert "已摘牌" in subject.page.locator("[aria-current=step]").inner_text()
        clean(subject)


def test_a_card_that_is_not_given(come, site, people):
    with on(at("2017-04-10 10:00:00")):
        officer = come(people.officer, PHONE)
        card = proposed(site, officer, cadre=str(people.cadre.pk))
        here = site.address + card.get_absolute_url()
        press(officer.page, "告知事实", manner="system")
    with on(at("2017-04-11 20:00:00")):
        subject = come(people.subject, DESK)
        subject.page.goto(here)
        press(subject.page, "不作陈述")
        clean(subject)
    with on(at("2017-04-12 09:00:00")):
        officer = come(people.officer, DESK)
        officer.page.goto(here)
        press(officer.page, "不予亮牌", reason="经核实系登记差错")
        clean(officer)
        assert Card.objects.get(pk=card.pk).state == "DROPPED"
        subject = come(people.subject, PHONE)
        subject.page.goto(here)
        assert "经核实系登记差错" in subject.page.content()
        clean(subject)


def test_a_card_about_a_unit_is_answered_by_its_head(come, site, people):
    with on(at("2017-04-10 10:00:00")):
        officer = come(people.officer, DESK)
        card = proposed(site, officer, unit=str(people.unit.pk))
        here = site.address + card.get_absolute_url()
        press(officer.page, "告知事实", manner="signed")
    with on(at("2017-04-11 09:00:00")):
        head = come(people.head, PHONE)
        head.page.goto(here)
        clean(head)
        press(head.page, "提交陈述申辩", statement="材料供应推迟。")
        clean(head)
        stranger = come(people.subject, PHONE)
        assert stranger.page.goto(here).status == 404

"""A card walked in a real browser by its several roles: to its lifting, along a dismissal, along a review that revokes
a red one, and about a unit."""

import pytest

from cases.models import Adjustment, Card
from tests.browser.visitor import DESK, PHONE
from tests.browser.walker import footing, lines, on
from tests.cases.scene import People, the_rules
from tests.cast import a_cadre, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()
NEW = "/cases/card/new/"
FACTS = "督办事项逾期十二天未报结，两次催办未果。"


@pytest.fixture(scope="module")
def people(site):
    """The people of the cases."""
    people = People()
    the_rules(people)
    people.other = a_user("walk-other", name="何青")
    people.other_cadre = a_cadre("何青", user=people.other, unit=people.unit)
    return people


def heard(walk, people, *, colour, cadre, person):
    """Proposed, the facts served, the person heard on the phone, before the meeting. Returns the card."""
    with on("2017-04-10 10:00:00"):
        card = walk.start(people.officer, NEW, Card, facts=FACTS, cadre=cadre, colour=colour)
        card = walk.step(people.officer, card, "serve-facts", manner="signed")
    with on("2017-04-12 20:00:00"):
        home = walk.open(person, "/", PHONE)
        walk.follow(person, home, "a.tile[href='/cases/']")
        walk.follow(person, home, f"a[href='{card.get_absolute_url()}']", mark="NOTIFIED")
        assert "自动拟稿" not in home.page.content()
        card = walk.step(person, card, "state", PHONE, statement="连续降雨，材料未到；两次催办时均在现场抢险。")
        walk.read(person, card, PHONE)
        assert home.page.locator(".button--primary").count() == 0
    with on("2017-04-13 09:00:00"):
        words = {"proposal": "陈述中的客观原因已予考虑，建议亮牌。"}
        if colour == "red":
            words |= {"rung": "none", "no_rung_why": "情节较重，直接提出。"}
        return walk.step(people.officer, card, "propose", **words)


def given(walk, people, card):
    """Decided by the meeting, on its pages, and delivered. Returns the card."""
    with on("2017-04-18 16:00:00"):
        assert "由会议决定产生" in walk.read(people.director, card)
        meeting = "joint" if card.colour == "red" else "department"
        card = walk.decide(
            card, "give", meeting=meeting, clerk=people.officer, leader=people.deputy, note="情节属实"
        )  # fmt: skip
        assert card.state == "DECIDED"
    with on("2017-04-20 09:00:00"):
        return walk.step(people.officer, card, "deliver", manner="signed")


def test_a_card_from_the_proposal_to_its_lifting(walk, people):
    officer, subject = people.officer, people.subject
    with on("2017-04-10 09:00:00"):
        # Nothing was typed: each sentence stands beside its field, at both widths.
        visitor = walk.open(officer, NEW)
        walk.refused(officer, visitor)
        assert visitor.page.locator(".field--bad").count() == 2
    card = heard(walk, people, colour="yellow", cadre=people.cadre, person=subject)
    with on("2017-04-18 10:00:00"):
        # The file is missing: what was typed stands there still, the file is asked for.
        visitor = walk.open(officer, "/cases/decisions/new/")
        assert "会议纪要" in walk.refused(officer, visitor, document_no="张组纪〔2017〕18号")
        assert visitor.page.locator("[name=document_no]").input_value() == "张组纪〔2017〕18号"
    card = given(walk, people, card)
    with on("2017-04-20 10:00:00"):
        assert "2018年4月19日" in walk.read(officer, card)
        assert footing(people.cadre)["blocks"]
    with on("2017-05-10 20:00:00"):
        assert "申诉截止" in walk.read(subject, card, PHONE)
        card = walk.step(subject, card, "report", PHONE, rectification="已报结，验收单附后。")
    with on("2017-05-11 09:00:00"):
        # The last step from the work desk, where the officer has his cases.
        visitor = walk.come(officer, DESK)
        visitor.open(f"/admin/cases/card/{card.pk}/change/")
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("link", name="验收通过，摘牌").click()
        visitor.page.fill("[name=verdict]", "现场核对属实")
        with visitor.page.expect_navigation():
            visitor.page.get_by_role("button", name="验收通过，摘牌").last.click()
        assert "已摘牌" in visitor.page.locator(".desk-line .is-here").inner_text()
        assert "已摘牌" in walk.read(subject, card, PHONE)
        assert card.state == "LIFTED"


def test_a_card_that_is_not_given(walk, people):
    officer, subject = people.officer, people.subject
    with on("2017-04-10 10:00:00"):
        card = walk.start(officer, NEW, Card, PHONE, facts=FACTS, cadre=people.cadre)
        card = walk.step(officer, card, "serve-facts", PHONE, manner="system")
    with on("2017-04-11 20:00:00"):
        card = walk.step(subject, card, "waive")
    with on("2017-04-12 09:00:00"):
        card = walk.step(officer, card, "drop", reason="经核实系登记差错")
        assert card.state == "DROPPED"
        walk.read(officer, card)
        assert "经核实系登记差错" in walk.read(subject, card, PHONE)


def test_a_red_card_that_a_review_revokes(walk, people):
    cadre, person = people.other_cadre, people.other
    with on("2017-04-18 09:00:00"):
        before = footing(cadre)
    card = given(walk, people, heard(walk, people, colour="red", cadre=cadre, person=person))
    with on("2017-05-22 23:50:00"):
        assert footing(cadre)["blocks"] != before["blocks"]
        assert footing(cadre)["points"] != before["points"]
        appeal = walk.lodge(person, card)
        assert (appeal.state, appeal.is_late) == ("LODGED", False)
    with on("2017-05-23 09:00:00"):
        walk.carry(appeal, "revoked", leader=people.director)
        assert footing(cadre) == before
    with on("2017-05-24 09:00:00"):
        assert "原决定未考虑客观原因" in walk.read(person, appeal, PHONE)
        told = walk.read(person, card, PHONE)
        assert "已撤回" in told
        assert card.state == "WITHDRAWN"
    assert lines(card)[-3:] == ["decide", "deliver", "withdraw"]
    # What the red card had set off is a clue and stays one: a person says what becomes of it.
    assert Adjustment.objects.get(cadre=cadre).state == "CLUE"


def test_a_card_about_a_unit_is_answered_by_its_head(walk, people):
    with on("2017-04-10 10:00:00"):
        card = walk.start(people.officer, NEW, Card, facts=FACTS, unit=people.unit)
        card = walk.step(people.officer, card, "serve-facts", manner="signed")
    with on("2017-04-11 09:00:00"):
        walk.read(people.head, card, PHONE)
        walk.step(people.head, card, "state", PHONE, statement="材料供应推迟。")
        walk.hidden(people.subject, card)

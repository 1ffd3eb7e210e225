"""Error tolerance walked in a real browser: from the card on the phone to the withdrawal of the card and what is put
right, along a refusal, and along a review that revokes the finding “not tolerated”."""

from datetime import date

import pytest

from cases.models import Card, Tolerance
from cases.states.tolerance import Distinction, Look
from tests.browser.visitor import PHONE
from tests.browser.walker import footing, lines, on
from tests.cases.scene import the_rules
from tests.cases.test_tolerance import in_force
from tests.cases.tolerance_scene import People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()
NEW = "a[href*='/cases/tolerance/new/']"


@pytest.fixture(scope="module")
def people(site):
    """The people of the cases."""
    people = People()
    the_rules(people)
    return people


def applied(walk, people, card):
    """From the page of the card on the person's phone to the application handed in. Returns the case."""
    subject = people.subject
    visitor = walk.open(subject, card.get_absolute_url(), PHONE)
    walk.follow(subject, visitor, NEW)
    assert card.facts in visitor.page.locator("[name=course]").input_value()
    walk.refused(subject, visitor)
    words = {"error": "工期延误十二天", "basis": "镇党委会议纪要第3号", "remedy": "已追回七天", "no_gain": True}
    for code in Distinction.values:
        words |= {code: "yes", f"{code}_why": "首次采用，事前论证，没有私利。"}
    walk.sent(visitor, **words)
    walk.look(visitor, subject, mark="LODGED")
    return Tolerance.objects.get(about_key=str(card.pk))


def found(walk, people, case, outcome):
    """Accepted, investigated by two, the commission heard, found by a joint meeting. Returns the case."""
    officer, inspector = case.handler, people.inspector
    case = walk.step(officer, case, "accept", reason="符合容错条件")
    case = walk.step(people.discipline, case, "countersign", manner="system")
    for user in (inspector, people.second_discipline):
        case = walk.step(officer, case, "name-investigator", user=user)
    for party in ("person", "unit", "masses"):
        case = walk.step(
            inspector, case, "record-hearing", PHONE, party=party, name="有关人员", held_on="2017-05-10",
            words="如实说明了情况。",
        )  # fmt: skip
    words = {"proposed": outcome, "proposal": "动机为公，程序完备，没有私利。"}
    for code in Distinction.values:
        words |= {code: "yes", f"{code}_why": "经核实属实。"}
    words |= {f"look_{code}": "经核实属实。" for code in Look.values}
    case = walk.step(inspector, case, "write-findings", PHONE, **words)
    case = walk.step(people.second_discipline, case, "sign-findings")
    case = walk.step(inspector, case, "report", PHONE)
    case = walk.step(people.discipline, case, "give-opinion", agrees="yes", opinion="同意调查组意见。")
    assert case.state == "MEETING"
    return walk.decide(case, outcome, meeting="joint", clerk=people.officer, leader=people.deputy)


def test_from_the_card_to_its_withdrawal_and_the_correction(walk, people):
    subject = people.subject
    with on("2017-05-10 09:00:00"):
        card = in_force(people, "red")
        case = found(walk, people, applied(walk, people, card), "exempt")
    with on("2017-05-11 09:00:00"):
        officer = case.handler
        case = walk.step(officer, case, "feed-back", manner="signed")
        walk.read(officer, case)
        assert "免责" in walk.read(subject, case, PHONE)
        assert Card.objects.get(pk=card.pk).state == "WITHDRAWN"
        case = walk.step(officer, case, "file", filing_no="备〔2017〕1号")
        case = walk.step(subject, case, "consent", PHONE, scope="meeting")
        case = walk.step(
            officer, case, "order-correction", correction="补充专项方案论证", correct_by="2017-05-31", manner="signed"
        )  # fmt: skip
        case = walk.step(subject, case, "report-correction", PHONE, corrected="已论证")
        case = walk.step(officer, case, "approve-correction", verdict="属实")
        case = walk.step(officer, case, "clear-name", cleared_on="2017-05-11", clearing="镇干部大会宣读")
        case = walk.step(officer, case, "visit-again", revisit="当面谈话，状态良好")
        assert case.state == "CLOSED"
        lesson = {"topic": "site", "title": "新工艺延误", "text": "某镇首次采用新工艺延误工期，认定免责。"}
        walk.step(people.director, case, "release-lesson", **lesson)
        visitor = walk.open(people.stranger, "/cases/tolerance/library/", PHONE)
        assert "新工艺延误" in visitor.page.inner_text("main")


def test_not_accepted_with_its_ground_and_reason(walk, people):
    with on("2017-05-10 09:00:00"):
        case = applied(walk, people, in_force(people, "yellow"))
        case = walk.step(case.handler, case, "refuse", ground="procedure", reason="未经班子会议研究，个人决定变更。")
        case = walk.step(people.discipline, case, "confirm-refusal", manner="signed")
        assert case.state == "REFUSED"
        walk.read(people.discipline, case)
        told = walk.read(people.subject, case, PHONE)
        assert "未经程序擅自决策" in told
        assert "未经班子会议研究" in told


def test_a_finding_that_a_review_revokes(walk, people):
    subject = people.subject
    with on("2017-05-10 09:00:00"):
        card = in_force(people, "yellow")
        before = footing(people.cadre)
        case = found(walk, people, applied(walk, people, card), "denied")
        assert footing(people.cadre) != before
    with on("2017-05-11 09:00:00"):
        case = walk.step(case.handler, case, "feed-back", manner="signed")
        assert "不予容错" in walk.read(subject, case, PHONE)
        appeal = walk.lodge(subject, case)
    with on("2017-05-12 09:00:00"):
        walk.carry(appeal, "revoked", leader=people.director)
        assert footing(people.cadre) == before
        assert "认定已撤销" in walk.read(subject, case, PHONE)
        assert case.state == "REVOKED"
        # The card goes on, and the way to another examination is open.
        assert Card.objects.get(pk=card.pk).state == "VALID"
        visitor = walk.open(subject, card.get_absolute_url(), PHONE)
        assert visitor.page.locator(f"main {NEW}").count() == 1
    assert lines(case)[-3:] == ["find", "feed-back", "revoke"]
    assert date(2017, 5, 12) == case.step_at.date()

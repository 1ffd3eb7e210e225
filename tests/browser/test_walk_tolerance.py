"""Error tolerance walked in a real browser: from the card on the phone to the withdrawal of the card, and along
a refusal."""

import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from cases.models import Card, Tolerance
from cases.services.clocks import hand_over
from cases.states.tolerance import Distinction, Look
from tests.browser.visitor import DESK, PHONE, named
from tests.cases.scene import decided, the_rules
from tests.cases.test_tolerance import in_force
from tests.cases.tolerance_scene import People
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Where pictures go, when somebody wants to look at them.
PICTURES = os.environ.get("WALK_PICTURES", "")


@contextmanager
def on(text):
    with time_machine.travel(at(text), tick=True):
        yield


class Walk:
    """People at their devices, a case before them."""

    def __init__(self, visit, site):
        self.visit, self.site, self.pages = visit, site, {}
        # The world stands for both walks.
        if "tolerance_people" not in site.things:
            site.things["tolerance_people"] = People()
            the_rules(site.things["tolerance_people"])
        self.people = site.things["tolerance_people"]

    def page(self, user, size=DESK):
        """The page of that person, on a device of the size; one a person and day: no session outlives the night."""
        key = user.pk, timezone.localdate()
        if key not in self.pages:
            self.site.people[user.username] = user
            self.pages[key] = self.visit(user.username)
        self.pages[key].size(size)
        return self.pages[key]

    def look(self, visitor, name):
        """Nothing is wrong with the page, and every word of it is Chinese; a picture where wanted."""
        if PICTURES:
            visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        assert visitor.faults() == []
        assert set(visitor.latin()) - named() == set()

    def do(self, user, verb, size=DESK, picture="", /, **fields):
        """Go to the case, press the button of `verb`, fill in its form, send it."""
        visitor = self.page(user, size)
        page = visitor.page
        page.goto(f"{self.site.address}/cases/tolerance/{self.case.pk}/")
        page.locator(f"a[href$='/{verb}/']").first.click()
        fill(page, fields)
        if picture:
            self.look(visitor, picture)
        send(page)
        self.case.refresh_from_db()
        return page


def fill(page, fields):
    for name, value in fields.items():
        place = page.locator(f"form.card [name={name}]")
        kind = place.first.get_attribute("type")
        if kind == "radio":
            page.check(f"form.card [name={name}][value={value}]")
        elif kind == "checkbox":
            place.check()
        elif place.evaluate("thing => thing.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)


def send(page):
    with page.expect_navigation():
        page.locator("form.card button[type=submit]").last.click()


def apply(walk, card):
    """From the page of the card on the subject's phone to the application handed in."""
    visitor = walk.page(walk.people.subject, PHONE)
    page = visitor.page
    page.goto(f"{walk.site.address}/cases/card/{card.pk}/")
    walk.look(visitor, "tolerance-card-360")
    page.locator("a[href*='/cases/tolerance/new/']").first.click()
    assert card.facts in page.locator("[name=course]").input_value()
    walk.look(visitor, "tolerance-new-360")
    send(page)
    assert page.locator("[data-errors]").count() == 1
    # The browser says that the answer was 422; that is what was asked for.
    visitor.said.clear()
    words = {"error": "工期延误十二天", "basis": "镇党委会议纪要第3号", "remedy": "已追回七天", "no_gain": True}
    for code in Distinction.values:
        words |= {code: "yes", f"{code}_why": "首次采用，事前论证，没有私利。"}
    fill(page, words)
    send(page)
    walk.case = Tolerance.objects.get(about_key=str(card.pk))
    if walk.case.handler != walk.people.second:
        hand_over(walk.case, walk.people.second, reason="分办", actor=walk.case.handler, at=at("2017-05-10 09:30:00"))
    walk.look(visitor, "tolerance-lodged-360")


@pytest.fixture
def walk(visit, site):
    return Walk(visit, site)


def test_from_the_card_to_its_withdrawal(walk):
    with on("2017-05-10 09:00:00"):
        card, people = in_force(walk.people, "red"), walk.people
        apply(walk, card)
        walk.do(people.second, "accept", reason="符合容错条件")
        walk.do(people.discipline, "countersign", manner="system")
        for user in (people.inspector, people.second_discipline):
            walk.do(people.second, "name-investigator", user=str(user.pk))
        for party in ("person", "unit", "masses"):
            walk.do(people.inspector, "record-hearing", PHONE, party=party, name="有关人员", held_on="2017-05-10",
                    words="如实说明了情况。")  # fmt: skip
        findings = {"proposed": "exempt", "proposal": "动机为公，程序完备，没有私利。"}
        for code in Distinction.values:
            findings |= {code: "yes", f"{code}_why": "经核实属实。"}
        findings |= {f"look_{code}": "经核实属实。" for code in Look.values}
        walk.do(people.inspector, "write-findings", PHONE, "tolerance-findings-360", **findings)
        walk.do(people.second_discipline, "sign-findings")
        walk.do(people.inspector, "report", PHONE)
        walk.do(people.discipline, "give-opinion", agrees="yes", opinion="同意调查组意见。")
        assert walk.case.state == "MEETING"
        decided(people, (walk.case, "exempt"), meeting="joint", held_on=date(2017, 5, 10),
                when=at("2017-05-10 17:00:00"))  # fmt: skip
    with on("2017-05-11 09:00:00"):
        visitor = walk.page(people.second)
        walk.do(people.second, "feed-back", manner="signed")
        walk.look(visitor, "tolerance-fed-back-1440")
        assert Card.objects.get(pk=card.pk).state == "WITHDRAWN"
        walk.do(people.second, "file", filing_no="备〔2017〕1号")
        walk.do(people.subject, "consent", PHONE, "tolerance-consent-360", scope="meeting")
        walk.do(
            people.second, "order-correction", correction="补充专项方案论证", correct_by="2017-05-31", manner="signed"
        )
        walk.do(people.subject, "report-correction", PHONE, corrected="已论证")
        walk.do(people.second, "approve-correction", verdict="属实")
        walk.do(people.second, "clear-name", cleared_on="2017-05-11", clearing="镇干部大会宣读")
        walk.do(people.second, "visit-again", revisit="当面谈话，状态良好")
        assert walk.case.state == "CLOSED"
        lesson = {"topic": "site", "title": "新工艺延误", "text": "某镇首次采用新工艺延误工期，认定免责。"}
        walk.do(people.director, "release-lesson", **lesson)
        visitor = walk.page(people.stranger, PHONE)
        visitor.page.goto(f"{walk.site.address}/cases/tolerance/library/")
        assert "新工艺延误" in visitor.page.content()
        walk.look(visitor, "tolerance-library-360")


def test_not_accepted_with_its_ground_and_reason(walk):
    with on("2017-05-10 09:00:00"):
        people = walk.people
        apply(walk, in_force(people, "yellow"))
        walk.do(people.second, "refuse", ground="procedure", reason="未经班子会议研究，个人决定变更。")
        visitor = walk.page(people.discipline)
        walk.do(people.discipline, "confirm-refusal", manner="signed")
        walk.look(visitor, "tolerance-refused-1440")
        assert walk.case.state == "REFUSED"
        page = walk.page(people.subject, PHONE).page
        page.goto(f"{walk.site.address}/cases/tolerance/{walk.case.pk}/")
        assert "未经程序擅自决策" in page.content()
        assert "未经班子会议研究" in page.content()

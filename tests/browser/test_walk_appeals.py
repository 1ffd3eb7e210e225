"""Reviews walked in a real browser by their several people: one that revokes a card, from the person's phone to the
delivery on the desk; and a late one that is not admitted."""

import os
from pathlib import Path

import pytest

from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Appeal, Card
from tests.browser.test_walks import come, on  # noqa: F401  (come is a fixture)
from tests.browser.visitor import DESK, PHONE
from tests.cases.appeal_scene import TOO_LATE, a_target, more, panel
from tests.cases.scene import People, the_rules
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Where the pictures of a walk go, if anywhere.
SHOTS = os.environ.get("ZHANGDIAN_SHOTS", "")


def shot(page, name):
    """Take a picture at both widths."""
    if not SHOTS:
        return
    was = page.viewport_size
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(was)


def send(page, words, **fields):
    """Fill in the page's form and press its button."""
    for name, value in fields.items():
        place = page.locator(f"form[method=post] [name={name}]")
        if place.first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        elif place.evaluate("thing => thing.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name=words).last.click()


def press(page, words):
    """Follow the button of a move to its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=words, exact=True).first.click()


def test_a_review_that_revokes_and_a_late_one_that_is_not_admitted(come, site):  # noqa: F811
    people = more(People())
    the_rules(people)
    card = a_target(people, colour="red")
    with on(at("2017-05-22 23:50:00")):
        _me, page = come(people.subject, PHONE)
        page.goto(site.address + card.get_absolute_url())
        shot(page, "card")
        press(page, "申请复核或提出申诉")
        # What is missing is said, what was typed stays.
        page.fill("[name=claim]", "撤销红牌。")
        send(page, "提出", remedy="review")
        assert page.locator("[name=claim]").input_value() == "撤销红牌。"
        shot(page, "lodge")
        send(page, "提出", grounds="断供系供应商违约，已三次书面催告。")
        row = Appeal.objects.get(target_key=str(card.pk))
        assert (row.state, row.is_late) == ("LODGED", False)
        shot(page, "lodged")
        assert page.get_by_text("不停止").first.is_visible()

    here = site.address + row.get_absolute_url()
    with on(at("2017-05-23 09:00:00")):
        _officer, page = come(row.handler, DESK)
        page.goto(here)
        shot(page, "officer")
        press(page, "受理")
        send(page, "受理")
        press(page, "填写查明情况")
        send(page, "填写查明情况", findings="三次催告属实，断供不可归责于本人。")
        press(page, "提交审理会议")
        send(page, "提交审理会议", proposal="原决定未考虑客观原因，建议撤销。")
        row.refresh_from_db()
        assert row.state == "PROPOSED"
    panel(people, row, "revoked", when=at("2017-05-23 10:00:00"), held_on=at("2017-05-23 10:00:00").date())
    with on(at("2017-05-23 10:05:00")):
        _officer, page = come(row.handler, DESK)
        page.goto(here)
        press(page, "送达结果")
        send(page, "送达结果", manner="signed")
        shot(page, "closed")
    with on(at("2017-05-24 09:00:00")):
        _me, page = come(people.subject, PHONE)
        page.goto(here)
        assert page.get_by_text("原决定未考虑客观原因").first.is_visible()
        shot(page, "outcome")
        page.goto(site.address + card.get_absolute_url())
        shot(page, "card-withdrawn")
    assert Card.objects.get(pk=card.pk).state == "WITHDRAWN"
    assert all(blocks(people.cadre, purpose, at("2017-05-24 09:00:00").date()) is None for purpose in Purpose)

    a_late_one(come, site, people)


def a_late_one(come, site, people):  # noqa: F811
    """A late review is registered, and not admitted."""
    card = a_target(people, facts="另一件逾期事项。")
    with on(TOO_LATE):
        _me, page = come(people.subject, PHONE)
        page.goto(f"{site.address}/cases/appeal/new/?case=card:{card.pk}")
        shot(page, "late")
        send(page, "提出", remedy="review", claim="撤销。", grounds="不服。")
        row = Appeal.objects.get(target_key=str(card.pk))
        assert (row.state, row.is_late) == ("QUESTIONED", True)
    with on(at("2017-05-23 10:00:00")):
        _leader, page = come(people.third, DESK)
        page.goto(site.address + row.get_absolute_url())
        press(page, "裁定：不予受理")
        send(page, "裁定：不予受理", ruling="逾期且无正当理由。", manner="signed")
        shot(page, "refused")
        _me, page = come(people.subject, PHONE)
        page.goto(site.address + row.get_absolute_url())
        assert page.get_by_text("逾期且无正当理由").first.is_visible()
    row.refresh_from_db()
    assert row.state == "INADMISSIBLE"

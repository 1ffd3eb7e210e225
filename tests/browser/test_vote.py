"""Voting in a real browser: on a phone, with and without script; axe on every screen; the draft stays on the device."""

import pytest

from evaluations.models import Review, Ticket
from evaluations.services import tickets
from evaluations.transitions import reviews as moves
from tests.browser.visitor import PHONE, Visitor
from tests.doors import reviews
from tests.doors.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = (reviews,)


@pytest.fixture(scope="module")
def codes(site, django_db_blocker):
    """The codes of the door's review, opened for voting from the world's morning on."""
    with django_db_blocker.unblock():
        review = site.things["review"]
        made = [slip.code for slip in tickets.issue(review, actor=site.people["director"], at=NOW)]
        Review.objects.filter(pk=review.pk).update(opens_at=NOW)
        moves.start(review, actor=site.people["director"], at=NOW)
    return made


def faults_on(visitor):
    visitor.said.clear() if hasattr(visitor, "said") else None
    return visitor.faults() + [f"not Chinese: {word}" for word in visitor.latin()]


def fill(page, mark):
    for field in page.query_selector_all(".booth__mark"):
        field.fill(mark)


def press(page, step):
    with page.expect_navigation():
        page.click(f"button[value={step}]")


def test_every_screen_of_a_vote_is_clean_on_a_phone(codes, visit):
    visitor = visit()
    visitor.open("/vote/", PHONE)
    page = visitor.page
    wrong = [f"door: {fault}" for fault in faults_on(visitor)]
    page.fill("#code", codes[0].lower())
    press(page, "enter")
    wrong += [f"subject: {fault}" for fault in faults_on(visitor)]
    fill(page, "10")
    press(page, "next")
    wrong += [f"subject with a fault: {fault}" for fault in faults_on(visitor)]
    page.fill("#reason", "进度偏慢")
    press(page, "summary")
    wrong += [f"summary: {fault}" for fault in faults_on(visitor)]
    press(page, "cast")
    wrong += [f"done: {fault}" for fault in faults_on(visitor)]
    assert not wrong, "\n".join(wrong)
    assert page.context.cookies() == []
    assert page.evaluate("window.localStorage.length") == 0


def test_what_was_typed_outlives_a_closed_page(codes, visit):
    visitor = visit()
    visitor.open("/vote/", PHONE)
    page = visitor.page
    page.fill("#code", codes[1])
    press(page, "enter")
    fill(page, "12")
    page.fill("#reason", "围挡不严")
    page.goto("about:blank")
    visitor.open("/vote/", PHONE)
    page.fill("#code", codes[1])
    press(page, "enter")
    assert page.input_value("#reason") == "围挡不严"
    assert {field.input_value() for field in page.query_selector_all(".booth__mark")} == {"12"}
    assert page.is_visible("[data-restored]")
    page.click("[data-forget]")
    assert page.evaluate("window.localStorage.length") == 0


def test_a_vote_without_script(codes, site, browser, django_db_blocker):
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    Visitor(page, site.address)
    page.goto(f"{site.address}/vote/")
    page.fill("#code", codes[2])
    press(page, "enter")
    while page.query_selector(".booth__mark"):
        for field in page.query_selector_all(".booth__mark"):
            field.fill("10")
        page.fill("#reason", "进度偏慢")
        press(page, "next")
    press(page, "cast")
    assert page.query_selector("[data-done]")
    with django_db_blocker.unblock():
        assert Ticket.objects.get(pk=tickets.digest(codes[2])).used == 1
    context.close()

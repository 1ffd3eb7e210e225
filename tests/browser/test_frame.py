"""What the frame does in a real browser."""

import pytest

from tests.browser.visitor import DESK, PHONE
from tests.cast import PASSWORD
from tests.doors import cards

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = (cards,)


def test_one_signs_in_through_the_form_and_out_through_the_menu(visit, site):
    visitor = visit()
    visitor.sign_in(site.people["liaison"].username, PASSWORD)
    assert visitor.page.url == f"{site.address}/"
    visitor.page.click(".menu summary")
    visitor.page.click(".menu form button")
    assert "/login/" in visitor.page.url
    visitor.open("/")
    assert "/login/" in visitor.page.url


def test_the_bar_stands_at_the_foot_of_a_phone_and_at_the_head_of_a_desk(visit):
    visitor = visit("liaison")
    visitor.open("/", PHONE)
    assert visitor.page.locator(".nav").bounding_box()["y"] > 600
    visitor.size(DESK)
    assert visitor.page.locator(".nav").bounding_box()["y"] < 10


def test_the_first_key_leads_past_the_head_to_the_content(visit):
    visitor = visit("liaison")
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("location.hash") == "#main"


def test_the_menu_opens_and_closes_by_keyboard(visit):
    visitor = visit("liaison")
    visitor.open("/")
    visitor.page.focus(".menu summary")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.locator(".menu__sheet").is_visible()
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.locator(".menu__sheet").is_visible()


def test_the_language_is_switched_at_the_foot(visit):
    visitor = visit("liaison")
    visitor.open("/")
    visitor.page.click(".language [value=en]")
    assert visitor.page.evaluate("document.documentElement.lang") == "en"
    visitor.page.click(".language [value=zh-hans]")
    assert visitor.page.evaluate("document.documentElement.lang") == "zh-hans"


def test_a_double_click_sends_once(visit):
    visitor = visit("liaison")
    visitor.open("/")
    sent = []
    visitor.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    visitor.page.route("**/i18n/setlang/", lambda route: None)
    visitor.page.evaluate(
        "() => { const button = document.querySelector('.language [value=en]'); button.click(); button.click(); }"
    )
    visitor.page.wait_for_timeout(200)
    assert len(sent) == 1


def test_the_frame_works_without_scripts(visit):
    visitor = visit("liaison", java_script_enabled=False)
    visitor.open("/")
    visitor.page.click(".menu summary")
    visitor.page.click(".menu form button")
    assert "/login/" in visitor.page.url


def test_what_is_printed_has_no_frame(visit):
    visitor = visit("liaison")
    visitor.open("/")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator(".mast").is_visible()
    assert visitor.page.locator("h1").is_visible()


def test_no_page_of_the_desk_asks_a_stranger(visit):
    visitor = visit("office")
    visitor.open("/admin/", DESK)
    assert visitor.strangers() == []


def test_what_is_typed_into_a_complaint_is_kept_until_it_has_come_in(visit):
    visitor = visit("liaison")
    visitor.open("/feedback/new/")
    page = visitor.page
    page.fill("[name=subject]", "日报字数")
    page.fill("[name=text]", "两百字不够写。")
    visitor.open("/wall/")
    visitor.open("/feedback/new/")
    assert page.locator("[name=text]").input_value() == "两百字不够写。"
    assert page.locator("[data-restored]").is_visible()
    page.locator("main button[type=submit]").click()
    page.get_by_text("已收到").first.wait_for()
    visitor.open("/feedback/new/")
    assert page.locator("[name=text]").input_value() == ""


def test_the_first_case_stands_on_the_first_screen_of_a_phone_and_the_filters_a_tap_away(visit):
    visitor = visit("office")
    visitor.open("/cases/", PHONE)
    first, form, fold = (visitor.page.locator(it) for it in (".table tbody tr >> nth=0", ".filters", ".fold > summary"))
    box, foot = first.bounding_box(), visitor.page.locator(".nav").bounding_box()
    assert box["y"] + box["height"] <= foot["y"]
    form.wait_for(state="hidden")
    fold.click()
    form.wait_for(state="visible")
    visitor.page.check(".filters [name=all]")
    visitor.page.click(".filters [type=submit]")
    form.wait_for(state="hidden")
    assert "已筛选" in fold.inner_text()
    # On a desk they stand open, also where the window grew.
    visitor.size(DESK)
    form.wait_for(state="visible")
    assert not fold.is_visible()
    visitor.size(PHONE)
    form.wait_for(state="hidden")

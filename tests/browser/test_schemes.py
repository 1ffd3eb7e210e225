"""The form of a scheme in a real browser: sums run along with what is typed."""

import pytest

from tests.browser.visitor import DESK
from tests.doors import facts, schemes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = (facts, schemes)


def test_sums_run_along(site, visit):
    visitor = visit("office")
    visitor.size(DESK)
    assert visitor.open(f"/schemes/{site.things['scheme_draft'].pk}/edit/") == 200
    page = visitor.page
    first = page.locator("[data-sum]").first
    assert first.locator("[data-now]").inner_text() == "100"
    page.fill("#id_project_review", "30.5")
    assert first.locator("[data-now]").inner_text() == "110.5"
    assert "scheme-sum--wrong" in first.get_attribute("class")
    page.fill("#id_project_review", "20")
    assert "scheme-sum--wrong" not in first.get_attribute("class")
    # What the points of the key tasks are shared out of is itself a field.
    page.fill("#id_key", "50")
    wrong = page.locator(".scheme-sum--wrong")
    assert wrong.count() == 2
    assert not visitor.faults()

"""The interface's page reads the schema under the strict policy, from this host alone."""

import pytest

from tests.browser.visitor import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()


def test_the_docs_page_shows_the_operations_and_the_console_is_silent(visit):
    visitor = visit("planner")
    assert visitor.open("/api/docs/", DESK) == 200
    visitor.page.wait_for_selector(".opblock", timeout=20_000)
    assert visitor.page.locator(".opblock").count() >= 3
    assert visitor.strangers() == []
    assert visitor.said == []

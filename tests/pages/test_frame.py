"""The frame around every page: the ways by role, the bell, the foot, and the pages that are an end."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from rest_framework.views import APIView

from accounts.states import Administrator, Role
from tests.cast import a_user
from zhangdian.pages import errors, nav

pytestmark = pytest.mark.django_db


def ways(user, path="/"):
    return [place.path for place in nav.PLACES if nav.is_offered(user, place)]


def test_somebody_of_a_project_is_offered_no_desk_and_no_cockpit():
    offered = ways(a_user())
    assert {"/", "/wall/", "/projects/", "/me/"} <= set(offered)
    assert not {"/admin/", "/cockpit/", "/units/"} & set(offered)


def test_a_leader_is_offered_the_cockpit_and_no_desk():
    offered = ways(a_user("leader", Role.LEADER))
    assert "/cockpit/" in offered
    assert "/admin/" not in offered


def test_an_administrator_is_offered_no_business_page():
    assert ways(a_user("sysadmin", administrator=Administrator.SYSTEM)) == ["/", "/admin/", "/me/"]


def test_the_ways_cost_no_query(django_assert_num_queries):
    user = a_user("office", Role.OFFICE)
    with django_assert_num_queries(0):
        offered = nav.places_for(user, nav.PLACES, "/admin/accounts/")
    assert [item["path"] for item in offered if item["is_here"]] == ["/admin/"]


def test_a_way_that_leads_nowhere_is_not_offered():
    assert not nav.leads_somewhere("/no-such-page/")
    assert nav.leads_somewhere("/")


def test_the_frame_names_the_person_and_the_law(client):
    client.force_login(a_user(name="林小禾"))
    page = client.get("/").content.decode()
    assert "林小禾" in page
    assert "本系统为非涉密系统，严禁处理国家秘密" in page


def test_the_foot_switches_the_language_and_comes_back(client):
    client.force_login(a_user())
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "state secrets must never be entered" in answer.content.decode()


def test_what_is_not_there_gets_a_sentence_and_a_way_back(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_the_page_for_a_failure_needs_no_request():
    assert "系统出错了" in render_to_string("500.html")


@pytest.fixture
def broken(monkeypatch):
    """Every address of the interface fails."""

    def fail(*args, **words):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(APIView, "initial", fail)


def test_a_fault_behind_the_interface_is_said_in_json_with_its_number(broken):
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/me/", headers={"X-Request-ID": "front-0001"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/json")
    said = answer.json()
    assert (said["code"], said["request_id"], answer.headers["X-Request-ID"]) == (
        "server_error", "front-0001", "front-0001",
    )  # fmt: skip
    assert "RuntimeError" not in answer.content.decode()


def test_the_page_of_a_fault_names_the_number_of_the_request():
    request = RequestFactory().get("/cockpit/")
    request.id = "front-0002"
    page = errors.fault(request)
    assert page.status_code == 500
    assert "front-0002" in page.content.decode()


def test_a_request_that_cannot_be_read_is_refused_in_json_under_the_interface():
    request = RequestFactory().get("/api/v1/me/")
    assert errors.not_understood(request, None).headers["Content-Type"] == "application/json"
    request = RequestFactory().get("/cockpit/")
    assert errors.not_understood(request, None).headers["Content-Type"].startswith("text/html")


def test_the_bell_counts_what_is_unread():
    user = a_user()
    frame = {"user": user, "unread": 1, "bell": "/notices/", "request": None}
    assert 'class="bell__count"' in render_to_string("base.html", frame)
    assert 'class="bell__count"' not in render_to_string("base.html", frame | {"unread": 0})

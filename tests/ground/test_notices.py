"""Notices: told once, read by the one they are for."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import a_user, at
from zhangdian.notices import services
from zhangdian.notices.models import Heartbeat, Notice

NOW = at("2017-04-10 09:00:00")


def tell(users, key="1", path="/account/"):
    services.tell(users, kind="test", key=key, title=f"请办理 {key}", path=path, at=NOW)


def page_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lin(db):
    return a_user("lin")


def test_a_thing_is_told_to_each_person_once(lin):
    other = a_user("other")
    tell([lin, other])
    tell([lin])
    assert Notice.objects.filter(user=lin).count() == 1
    assert Notice.objects.count() == 2


def test_telling_many_is_one_statement(lin, django_assert_num_queries):
    people = [a_user(f"p{number}") for number in range(20)]
    with django_assert_num_queries(1):
        tell(people)


def test_the_bell_counts_the_unread_and_the_page_shows_them(lin):
    tell([lin])
    page = page_of(lin).get("/notices/").text
    assert "请办理 1" in page
    assert "1 条未读" in page


def test_opening_one_marks_it_read_and_leads_to_its_thing(lin):
    tell([lin])
    answer = page_of(lin).post(f"/notices/{Notice.objects.get().pk}/read/")
    assert answer.headers["Location"] == "/account/"
    assert Notice.objects.get().read_at is not None


def test_a_path_that_leads_out_of_the_house_is_not_followed(lin):
    tell([lin], path="//elsewhere.example/")
    answer = page_of(lin).post(f"/notices/{Notice.objects.get().pk}/read/")
    assert answer.headers["Location"] == "/notices/"


def test_reading_needs_a_post(lin):
    tell([lin])
    assert page_of(lin).get(f"/notices/{Notice.objects.get().pk}/read/").status_code == 405
    assert page_of(lin).get("/notices/read/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_nobody_sees_or_reads_the_notices_of_another(lin):
    tell([lin])
    other = page_of(a_user("other"))
    assert "请办理" not in other.get("/notices/").text
    assert other.post(f"/notices/{Notice.objects.get().pk}/read/").status_code == 404
    other.post("/notices/read/")
    assert Notice.objects.get().read_at is None


def test_all_are_marked_at_once_and_the_time_of_the_first_reading_stays(lin):
    for key in "123":
        tell([lin], key)
    assert services.read(lin, at=NOW, pk=Notice.objects.first().pk) == 1
    page_of(lin).post("/notices/read/")
    assert Notice.objects.unread().count() == 0
    assert Notice.objects.first().read_at == NOW


def test_the_filter_shows_the_unread_and_an_empty_page_says_so(lin):
    tell([lin])
    services.read(lin, at=NOW)
    browser = page_of(lin)
    assert "请办理 1" in browser.get("/notices/").text
    assert "没有未读通知" in browser.get("/notices/?unread=1").text


def test_the_list_is_paged_and_asks_the_same_number_of_questions(lin):
    def count(query=""):
        browser = page_of(lin)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(f"/notices/{query}").status_code == 200
        return len(caught)

    tell([lin], "0")
    few = count()
    for key in range(1, 65):
        tell([lin], str(key))
    assert count() == few
    assert "第 3 / 3 页" in page_of(lin).get("/notices/?page=3").text


def test_a_heartbeat_is_one_row_however_often_it_beats(db):
    services.beat("beat", at=NOW)
    services.beat("beat", at=at("2017-04-10 09:01:00"), said="3")
    assert (Heartbeat.objects.get().at, Heartbeat.objects.get().said) == (at("2017-04-10 09:01:00"), "3")

"""What a person reads of reminders and chooses about them."""

from datetime import date, time

import pytest
from django.test import Client

from tests.cast import a_user, at
from tests.counting import same_count
from zhangdian.notices.models import Cadence, Digest, Reminder
from zhangdian.options.models import Option

NOW = at("2017-04-10 09:00:00")


@pytest.fixture
def lin(db):
    return a_user("lin")


@pytest.fixture
def browser(lin):
    client = Client()
    client.force_login(lin)
    return client


def remind(user, *keys, rung=1, **fields):
    fields.setdefault("digest", Digest.objects.create(user=user, at=NOW))
    for key in keys:
        Reminder.objects.create(
            kind="daily_report", key=key, rung=rung, user=user, title=f"日报{key}待上报", path=f"/x/{key}/", due_at=NOW,
            at=NOW, **fields,
        )  # fmt: skip
    return fields["digest"]


def test_the_page_of_notices_shows_what_is_still_owed_once(lin, browser):
    remind(lin, "1", "2")
    remind(lin, "1", rung=2)
    remind(lin, "3", settled_at=NOW)
    page = browser.get("/notices/").text
    assert page.count("日报1待上报") == 1
    assert "日报2待上报" in page
    assert "日报3待上报" not in page


def test_a_digest_lists_all_and_says_what_is_settled_by_now(lin, browser):
    digest = remind(lin, "1", "2")
    Reminder.objects.filter(key="2").update(settled_at=NOW)
    page = browser.get(digest.get_absolute_url()).text
    assert "2 项事项待办" in page
    assert page.count("已办结") == 1


def test_what_lapsed_is_not_called_settled(lin, browser):
    digest = remind(lin, "1")
    Reminder.objects.update(settled_at=NOW, is_lapsed=True)
    page = browser.get(digest.get_absolute_url()).text
    assert "不再提醒" in page
    assert "已办结" not in page


def test_nobody_reads_the_digest_of_another(lin, browser):
    digest = remind(a_user("other"), "1")
    assert browser.get(digest.get_absolute_url()).status_code == 404
    assert "日报1" not in browser.get("/notices/").text


def test_the_page_asks_the_same_number_of_questions(lin, browser):
    remind(lin, "0")
    same_count(browser, "/notices/", lambda: remind(lin, *map(str, range(1, 150))))


def test_a_person_chooses_pace_and_quiet_hours(lin, browser):
    page = browser.get("/account/reminders/").text
    assert "21:00" in page
    browser.post(
        "/account/reminders/",
        {"pace": "daily", "daily_at": "16:30", "quiet_from": "20:00", "quiet_until": "08:00", "feishu_id": "ou_7"},
    )
    mine = Cadence.objects.get(user=lin)
    assert (mine.pace, mine.daily_at, mine.quiet_from, mine.quiet_until) == ("daily", time(16, 30), time(20), time(8))
    browser.post("/account/reminders/", {"pace": "once"})
    mine.refresh_from_db()
    assert (mine.pace, mine.daily_at, mine.quiet_from) == ("once", None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pace": "daily"}, "请填写每日提醒时间"),
        ({"pace": "once", "quiet_from": "20:00"}, "两个时间须同时填写或同时留空"),
        ({"pace": "once", "quiet_from": "08:00", "quiet_until": "07:00"}, "每日免打扰时间最多 14 小时"),
        ({"pace": "once", "feishu_id": "<at>"}, "只能包含"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_stored(lin, browser, given, said):
    page = browser.post("/account/reminders/", given).text
    assert said in page
    assert not Cadence.objects.exists()


def test_what_the_office_forbids_is_not_offered(lin, browser):
    Option.objects.create(key="notice.daily_allowed", value="否", effective_from=date(2017, 1, 1), reason="试行")
    assert 'value="daily"' not in browser.get("/account/reminders/").text
    browser.post("/account/reminders/", {"pace": "daily", "daily_at": "16:30"})
    assert not Cadence.objects.exists()

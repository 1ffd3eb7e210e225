"""The ground's lists at the desk: trail, settings, calendar, heartbeats."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests.cast import MONDAY, a_cadre, a_unit, a_user, at
from tests.counting import same_count
from zhangdian.calendar import queries as calendar
from zhangdian.calendar.models import DayOff
from zhangdian.notices import queries as notices
from zhangdian.notices.models import Heartbeat
from zhangdian.options import queries as options
from zhangdian.options.models import Option
from zhangdian.trail import rules
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 10:00:00")


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(NOW, tick=False)


def enters(client, *roles, **fields):
    user = a_user(None, *roles, **fields)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


# The trail ------------------------------------------------------------------------------------


def a_line(thing=None):
    words = {"before": {"name": "旧名"}, "after": {"name": "新名"}, "reason": "核对后更正"}
    return trail.record(thing or a_cadre("林远"), "change", actor=a_user(name="陈录"), at=NOW, **words)


def test_the_auditor_reads_who_when_verb_and_object_but_no_contents(client):
    line = a_line()
    enters(client, administrator="audit")
    listed = client.get(url("trail_entry_changelist")).text
    page = client.get(url("trail_entry_change", line.pk)).text
    for text in (listed, page):
        assert "陈录" in text
        assert "林远" in text
        assert "旧名" not in text
        assert "核对后更正" not in text


def test_who_may_see_the_thing_reads_the_contents(client):
    line = a_line()
    enters(client, "director")
    page = client.get(url("trail_entry_change", line.pk)).text
    assert "旧名" in page
    assert "核对后更正" in page


@pytest.mark.parametrize("who", [{"administrator": "system"}, {"administrator": "security"}, {"roles": ",office,"}])
def test_nobody_else_reads_the_trail(client, who):
    line = a_line()
    enters(client, **who)
    assert client.get(url("trail_entry_changelist")).status_code == 403
    assert client.get(url("trail_entry_change", line.pk)).status_code == 403
    assert client.get(url("trail_entry_chain")).status_code == 403


def test_no_line_and_no_seal_is_edited_at_the_desk(client):
    line = a_line()
    trail.seal(at=NOW)
    enters(client, administrator="audit")
    assert client.post(url("trail_entry_change", line.pk), {"title": "x"}).status_code == 403
    assert client.post(url("trail_entry_delete", line.pk), {"post": "yes"}).status_code == 403
    assert client.get(url("trail_entry_add")).status_code == 403
    assert client.get(url("trail_seal_changelist")).status_code == 200


def test_the_exported_chain_can_be_followed_without_the_system(client):
    a_line(), trail.seal(at=NOW), a_line(), trail.seal(at=at("2017-04-10 10:01:00"))
    enters(client, administrator="audit")
    assert client.post(url("trail_entry_chain"), {"purpose": ""}).status_code == 200
    answer = client.post(url("trail_entry_chain"), {"purpose": "年度审计"})
    rows = [json.loads(row) for row in b"".join(answer.streaming_content).decode().splitlines()]
    seals = [row for row in rows if "seal" in row]
    before = ""
    for seal in seals:
        lines = [tuple(line) for line in seal["lines"]]
        from datetime import datetime

        assert seal["previous"] == before
        assert seal["hash"] == rules.seal_hash(seal["seal"], datetime.fromisoformat(seal["at"]), before, lines)
        before = seal["hash"]
    assert len(seals) == 2
    assert Entry.objects.get(verb="export").reason == "年度审计"


# Settings -------------------------------------------------------------------------------------


def sets(client, key="daily.cut_off", value="17:30", day="2017-04-11", reason="夏季作息"):
    return client.post(url("options_option_add"), {"key": key, "value": value, "effective_from": day, "reason": reason})


def test_a_setting_is_set_from_a_day_on_with_its_reason_and_its_line(client):
    clerk = enters(client, "office")
    assert sets(client).status_code == 302
    option, line = Option.objects.get(), Entry.objects.get()
    assert (option.set_by, line.verb, line.reason) == (clerk, "create", "夏季作息")
    assert str(options.value("daily.cut_off", date(2017, 4, 11))) == "17:30:00"
    assert str(options.value("daily.cut_off", MONDAY)) == "18:00:00"


@pytest.mark.parametrize(
    "given",
    [
        {"value": "半夜"},
        {"day": "2017-04-09"},
        {"key": "no.such"},
        {"reason": ""},
        {"key": "light.red", "value": "101"},
    ],
)
def test_what_cannot_be_set_is_refused_with_a_sentence(client, given):
    enters(client, "office")
    answer = sets(client, **given)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not Option.objects.exists()


@pytest.mark.parametrize(
    ("who", "key"), [({"administrator": "security"}, "light.red"), ({"roles": ",office,"}, "accounts.idle_minutes")]
)
def test_each_sets_the_own_kind_of_settings_only(client, who, key):
    enters(client, **who)
    assert sets(client, key=key, value="20").status_code == 200
    assert not Option.objects.exists()


def test_what_has_begun_stays_and_what_has_not_can_be_taken_back(client):
    enters(client, "office")
    rows = [
        Option.objects.create(key="light.red", value="25", effective_from=day, reason="试行")
        for day in (MONDAY, date(2017, 4, 11))
    ]
    assert client.get(url("options_option_delete", rows[0].pk)).status_code == 403
    client.post(url("options_option_delete", rows[1].pk), {"post": "yes", "trail_reason": "改期"})
    assert list(Option.objects.all()) == [rows[0]]


def test_every_setting_stands_on_the_list_with_its_help_and_default(client):
    enters(client, "office")
    page = client.get(url("options_option_changelist")).text
    assert "daily.cut_off" in page
    assert "influence.admonition" in page


# The calendar ---------------------------------------------------------------------------------


def test_the_year_shows_days_off_make_up_days_and_the_district_s_own(client):
    DayOff.objects.create(day=date(2017, 4, 12), name="区防汛演练", is_working=False)
    enters(client, "planner")
    page = client.get(url("calendar_dayoff_year", 2017)).text
    assert "2017-04-01" in page
    assert "2017-04-12" in page
    assert "区防汛演练" in page


def test_a_year_without_its_notice_is_an_estimate_and_says_so(client):
    enters(client, "planner")
    page = client.get(url("calendar_dayoff_year", 2090))
    assert page.context["estimated"]
    assert not client.get(url("calendar_dayoff_year", 2017)).context["estimated"]


def test_the_missing_notice_is_told_in_time_and_until_it_is_entered():
    assert calendar.missing_notice(date(2016, 12, 31)) is None
    assert calendar.missing_notice(date(2089, 10, 31)) == 2089
    DayOff.objects.create(day=date(2089, 2, 6), name="补班", is_working=True)
    assert calendar.missing_notice(date(2089, 10, 31)) is None
    assert calendar.missing_notice(date(2089, 11, 1)) == 2090


def test_a_day_of_the_calendar_leaves_its_line(client):
    enters(client, administrator="system")
    client.post(url("calendar_dayoff_add"), {"day": "2017-05-02", "name": "区庆", "is_working": ""})
    assert Entry.objects.get().verb == "create"


# Heartbeats -----------------------------------------------------------------------------------


def test_a_beat_that_stands_still_is_seen(client):
    assert notices.beat_is_late(NOW)
    Heartbeat.objects.create(name="beat", at=at("2017-04-10 09:56:00"))
    assert not notices.beat_is_late(NOW)
    assert notices.beat_is_late(at("2017-04-10 10:02:00"))
    enters(client, administrator="system")
    assert client.get(url("notices_heartbeat_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("name", "who", "one"),
    [
        ("trail_entry", "audit", lambda: a_line(a_unit())),
        ("trail_seal", "audit", lambda: (a_line(a_unit()), trail.seal(at=NOW))),
        ("options_option", "system", lambda: Option.objects.create(
            key="light.red", value="25", reason="试行", effective_from=date(2000, 1, 1 + Option.objects.count()))),
        ("calendar_dayoff", "system", lambda: DayOff.objects.create(
            day=date(2000, 1, 1 + DayOff.objects.count()), name="防汛")),
        ("notices_heartbeat", "system", lambda: Heartbeat.objects.create(name=str(Heartbeat.objects.count()), at=NOW)),
    ],
)  # fmt: skip
def test_a_list_asks_as_much_of_many_rows_as_of_few(client, name, who, one):
    enters(client, administrator=who)
    one()
    same_count(client, url(f"{name}_changelist"), lambda: [one() for _ in range(20)])

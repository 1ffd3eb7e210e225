"""Reminders at the desk: rungs, holds, channels, messages to be tried again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import a_user, at
from zhangdian.notices import sealing, services
from zhangdian.notices.models import Channel, Delivery, Hold, Rung
from zhangdian.trail.models import Entry, EntryContent

NOW = at("2017-04-10 09:00:00")
HOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-1"


@pytest.fixture
def planner(db):
    return a_user("planner", "planner")


@pytest.fixture
def desk(planner):
    client = Client()
    client.force_login(planner)
    return client


def test_a_rung_is_changed_with_a_reason_and_takes_channels_in_use(desk):
    services.lay_rungs()
    Channel.objects.create(code="post", name="电子邮件", kind="email")
    rung = Rung.objects.get(kind="daily_report", number=3)
    page = desk.get(f"/admin/notices/rung/{rung.pk}/change/").text
    assert "电子邮件" in page
    given = {
        "kind": "daily_report", "number": "3", "days": "2", "minutes": "0", "who": "unit_head", "channels": ["post"],
        "is_active": "on", "trail_reason": "报送量大，推迟一日",
    }  # fmt: skip
    answer = desk.post(f"/admin/notices/rung/{rung.pk}/change/", given)
    assert answer.status_code == 302, answer.text
    rung.refresh_from_db()
    assert (rung.days, rung.channels) == (2, "post")
    assert Entry.objects.get(label="notices.rung", verb="change").reason == "报送量大，推迟一日"


def test_a_rung_for_somebody_the_ladder_does_not_know_is_refused(desk):
    given = {"kind": "daily_report", "number": "9", "days": "2", "minutes": "0", "who": "nobody", "trail_reason": "x"}
    assert desk.post("/admin/notices/rung/add/", given).status_code == 200
    assert not Rung.objects.filter(number=9).exists()


def test_the_office_holds_a_whole_ladder_and_ends_it_early(desk, planner):
    today = timezone.localdate()
    given = {
        "kind": "daily_report", "cause": "weather", "reason": "台风停工", "from_on": str(today),
        "until": str(today + timedelta(days=2)),
    }  # fmt: skip
    answer = desk.post("/admin/notices/hold/add/", given)
    assert answer.status_code == 302, answer.text
    held = Hold.objects.get()
    assert (held.kind, held.key, held.by, held.title) == ("daily_report", "", planner, "日报")
    assert Entry.objects.filter(label="notices.hold").count() == 1
    answer = desk.post(f"/admin/notices/hold/{held.pk}/move/release/", {"reason": "台风已过"})
    held.refresh_from_db()
    assert held.released_by == planner
    assert Entry.objects.get(label="notices.hold", verb="release").reason == "台风已过"


@pytest.mark.parametrize("change", [{"from_on": "2017-01-01"}, {"until": "2017-01-01"}, {"reason": ""}])
def test_a_hold_that_cannot_be_is_refused_beside_the_field(desk, change):
    today = timezone.localdate()
    given = {"kind": "", "cause": "weather", "reason": "台风", "from_on": str(today), "until": str(today)} | change
    assert desk.post("/admin/notices/hold/add/", given).status_code == 200
    assert not Hold.objects.exists()


def test_a_channel_keeps_its_address_sealed_and_out_of_page_and_trail(desk):
    given = {
        "code": "group", "name": "联络群", "kind": "wecom", "new_address": HOOK, "new_secret": "SEC-geheim-2",
        "is_active": "on", "trail_reason": "启用",
    }  # fmt: skip
    answer = desk.post("/admin/notices/channel/add/", given)
    assert answer.status_code == 302, answer.text
    channel = Channel.objects.get()
    assert sealing.unseal(channel.address) == HOOK
    assert sealing.unseal(channel.secret) == "SEC-geheim-2"
    assert channel.host == "https://qyapi.weixin.qq.com"
    page = desk.get(f"/admin/notices/channel/{channel.pk}/change/").text
    assert "geheim" not in page
    assert channel.address not in page
    kept = str(list(EntryContent.objects.values("before", "after")))
    assert "geheim" not in kept
    assert channel.address not in kept
    answer = desk.post(
        f"/admin/notices/channel/{channel.pk}/change/",
        given | {"new_address": "", "new_secret": "", "name": "群", "trail_reason": "改名"},
    )
    channel.refresh_from_db()
    assert (channel.name, sealing.unseal(channel.address)) == ("群", HOOK)


@pytest.mark.parametrize("address", ["https://elsewhere.example/hook", ""])
def test_a_robot_at_a_host_off_the_list_or_without_address_is_refused(desk, address):
    given = {"code": "group", "name": "群", "kind": "wecom", "new_address": address, "trail_reason": "启用"}
    assert desk.post("/admin/notices/channel/add/", given).status_code == 200
    assert not Channel.objects.exists()


def test_what_could_not_be_sent_is_found_and_tried_again(desk, planner):
    channel = Channel.objects.create(code="post", name="电子邮件", kind="email")
    message = Delivery.objects.create(
        channel=channel, user=planner, message_id="m", at=NOW, next_at=NOW, attempts=8, failed_at=NOW,
        error="Connection refused",
    )  # fmt: skip
    assert "Connection refused" in desk.get("/admin/notices/delivery/?standing=failed").text
    assert "Connection refused" not in desk.get("/admin/notices/delivery/?standing=sent").text
    desk.post(f"/admin/notices/delivery/{message.pk}/move/retry/", {})
    message.refresh_from_db()
    assert (message.failed_at, message.attempts) == (None, 0)
    assert Entry.objects.get(label="notices.delivery").actor == planner


def test_who_audits_looks_and_does_not_touch(db):
    client = Client()
    client.force_login(a_user("audit", administrator="audit"))
    channel = Channel.objects.create(code="post", name="电子邮件", kind="email")
    message = Delivery.objects.create(channel=channel, message_id="m", at=NOW, next_at=NOW, failed_at=NOW)
    assert client.get(f"/admin/notices/channel/{channel.pk}/change/").status_code == 200
    client.post(f"/admin/notices/delivery/{message.pk}/move/retry/", {})
    message.refresh_from_db()
    assert message.failed_at is not None

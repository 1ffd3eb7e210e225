"""The watchdog: what is late is said on the home of who can do something about it."""

import os
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import a_user, at
from zhangdian.celery import app
from zhangdian.engine import watch
from zhangdian.engine.sweeps import named
from zhangdian.notices import services
from zhangdian.notices.models import Channel, Delivery, Heartbeat, Stumble
from zhangdian.notices.sweeps import Beating, due_by

NOW = at("2017-04-10 10:00:00")


@pytest.fixture
def alive(db):
    services.beat("beat", at=NOW)
    services.expect({name: due_by(name, NOW) for name in app.conf.beat_schedule}, at=NOW)


def said(moment=NOW):
    return [*watch.engine(moment), *watch.post(moment)]


def test_nothing_is_said_while_all_is_well(alive):
    assert said() == []


def test_a_machine_that_never_ran_says_so_once(db):
    assert len(said()) == 1
    assert "从未运行" in said()[0]


def test_a_silent_beat_is_said_without_listing_every_sweep(alive):
    assert len(said(NOW + timedelta(hours=2))) == 1
    assert "后台" in said(NOW + timedelta(hours=2))[0]


@pytest.mark.parametrize(("minutes", "late"), [(24, False), (26, True)])
def test_a_sweep_is_late_by_its_own_timetable(alive, minutes, late):
    """Every quarter of an hour, and ten minutes of grace: late after 25."""
    moment = NOW + timedelta(minutes=minutes)
    for name in app.conf.beat_schedule:
        if name != "fold_figures":
            services.beat(name, at=moment, due_by=due_by(name, moment))
    services.beat("beat", at=moment)
    assert [("fold_figures" in sentence) for sentence in said(moment)] == ([True] if late else [])


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_every_sweep_of_the_timetable_has_a_next_time(name):
    assert NOW + timedelta(minutes=10) < due_by(name, NOW) <= NOW + timedelta(days=366)


def test_what_the_timetable_no_longer_knows_is_forgotten(alive):
    services.beat("of_old", at=NOW, due_by=NOW)
    services.expect({name: due_by(name, NOW) for name in app.conf.beat_schedule}, at=NOW)
    assert not Heartbeat.objects.filter(name="of_old").exists()


def test_every_task_beats_when_it_ran_to_its_end(db):
    app.loader.import_default_modules()
    task = app.tasks["trail.seal"]
    assert isinstance(task, Beating)
    assert task.apply().successful()
    assert timezone.now() - Heartbeat.objects.get(name="seal_trail").at < timedelta(minutes=1)
    Heartbeat.objects.all().delete()
    assert task.apply(kwargs={"at": NOW}).successful()
    assert not Heartbeat.objects.filter(name="seal_trail").exists()


def test_a_sweep_that_fails_does_not_beat(db, monkeypatch):
    from zhangdian.trail import tasks

    def fails(at):
        raise ValueError

    monkeypatch.setattr(tasks.services, "seal", fails)
    app.tasks["trail.seal"].apply()
    assert not Heartbeat.objects.exists()


def test_a_sweep_run_by_hand_beats_unless_for_another_instant(db):
    named("seal_trail").run(at=NOW)
    assert not Heartbeat.objects.filter(name="seal_trail").exists()
    named("seal_trail").run()
    assert Heartbeat.objects.filter(name="seal_trail").exists()


def test_what_did_not_leave_and_what_failed_is_said(alive):
    channel = Channel.objects.create(code="post", name="电子邮件", kind="email")
    Delivery.objects.create(channel=channel, message_id="1", at=NOW, next_at=NOW, failed_at=NOW)
    Delivery.objects.create(channel=channel, message_id="2", at=NOW, next_at=NOW - timedelta(minutes=16))
    Delivery.objects.create(channel=channel, message_id="3", at=NOW, next_at=NOW, sent_at=NOW)
    Stumble.objects.create(kind="x", key="1", error="e", at=NOW, next_at=NOW)
    sentences = said()
    assert len(sentences) == 3
    assert "外发消息" in sentences[0]


def test_a_stuck_queue_is_said(alive, settings, tmp_path):
    settings.REDIS_URL, settings.BROKER_DIR = "", tmp_path
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "1.celery.msg").write_text("{}")
    assert said() == []
    old = (timezone.now() - timedelta(hours=1)).timestamp()
    os.utime(tmp_path / "queue" / "1.celery.msg", (old, old))
    assert len(said()) == 1


def test_staff_and_the_system_administrator_read_it_on_their_home_others_do_not(db):
    for roles, administrator, expected in ((["planner"], "", True), ([], "system", True), (["leader"], "", False)):
        client = Client()
        client.force_login(a_user(None, *roles, administrator=administrator))
        assert ("从未运行" in client.get("/").text) is expected

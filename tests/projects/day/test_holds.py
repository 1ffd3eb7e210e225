"""Holding the reminders of one project."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from projects.services import holds, reminders
from projects.states import PersonRole
from tests.cast import MONDAY, a_user, at, carries
from tests.counting import same_count
from tests.projects.day.scene import Scene
from zhangdian.notices.models import Hold, Notice, Reminder
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NOW = at("2017-04-10 12:00:00")
WEDNESDAY = MONDAY.replace(day=12)


@pytest.fixture
def scene(db):
    with time_machine.travel(NOW, tick=False):
        yield Scene()


def hold(scene, actor, until=WEDNESDAY):
    return holds.hold_project(scene.project, until=until, cause="weather", reason="台风停工", actor=actor, at=NOW)


def page_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(scene, more=""):
    return f"/projects/{scene.project.pk}/holds/{more}"


def test_the_head_of_the_unit_holds_and_the_office_is_told(scene):
    held = hold(scene, scene.head)
    assert (held.from_on, held.until, held.title) == (MONDAY, MONDAY.replace(day=12), scene.project.name)
    assert Notice.objects.get(kind="reminders.held").user == scene.planner
    assert Entry.objects.filter(label="notices.hold", verb="hold").count() == 1
    reminders.climb_reports(at("2017-04-11 18:00:00"))
    assert not Reminder.objects.exists()


def test_neither_liaison_nor_leader_nor_stranger_holds(scene):
    leader = a_user(None, "leader")
    carries(leader, scene.project, PersonRole.LEADER)
    for user in (scene.liaison, leader, scene.stranger):
        with pytest.raises(MoveRefused):
            hold(scene, user)
        assert page_of(user).post(url(scene), {}).status_code in (403, 404)
    assert not Hold.objects.exists()


def test_a_unit_holds_for_a_number_of_days_the_office_for_longer(scene):
    with pytest.raises(ValidationError, match="10"):
        hold(scene, scene.head, MONDAY.replace(day=20))
    hold(scene, scene.head, MONDAY.replace(day=19))
    hold(scene, scene.planner, MONDAY.replace(month=6))
    assert Notice.objects.filter(kind="reminders.held").count() == 1


def test_on_the_page_it_is_held_shown_and_ended_early(scene):
    browser = page_of(scene.head)
    assert "从未暂缓" in browser.get(url(scene)).text
    given = {"cause": "leave", "until": "2017-04-12", "reason": "联络员住院"}
    shown = browser.post(url(scene), given, follow=True).text
    assert "联络员住院" in shown
    assert "联络员住院" in browser.get(f"/projects/{scene.project.pk}/").text
    held = Hold.objects.get()
    browser.post(url(scene, f"{held.pk}/release/"))
    held.refresh_from_db()
    assert held.released_by == scene.head
    assert "此前已经结束" in browser.post(url(scene, f"{held.pk}/release/"), follow=True).text
    assert Entry.objects.filter(label="notices.hold", verb="release").count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(scene):
    given = {"cause": "leave", "until": "2017-04-09", "reason": "联络员住院"}
    page = page_of(scene.head).post(url(scene), given).text
    assert "截止日不得早于今日" in page
    assert "联络员住院" in page
    assert not Hold.objects.exists()


def test_a_hold_of_another_project_is_not_ended_here(scene):
    other = Scene()
    held = hold(other, other.planner)
    assert page_of(scene.planner).post(url(scene, f"{held.pk}/release/")).status_code == 404


def test_the_page_asks_the_same_number_of_questions(scene):
    hold(scene, scene.head)
    same_count(page_of(scene.head), url(scene), lambda: [hold(scene, scene.planner) for _ in range(15)])

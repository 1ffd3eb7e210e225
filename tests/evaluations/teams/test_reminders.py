"""The ladders of a team's work: each rung once, to whom it is for and never to whom it concerns, over with the move."""

from datetime import timedelta

import pytest

from cadres.models import Cadre
from evaluations.models import Fact, Talk
from evaluations.services import facts as book
from evaluations.tasks.teams import remind_teams
from evaluations.transitions import facts, talks, teams
from tests.cast import MONDAY, at
from tests.evaluations.teams.scene import NINE, Department
from zhangdian.notices.models import Heartbeat, Reminder
from zhangdian.notices.services import tell_owed

pytestmark = pytest.mark.django_db
# Held on a Monday: due on Wednesday morning, the leader hears on Friday. The evaluation ends on Wednesday the 19th:
# its materials are due on the 26th.
WEDNESDAY, THURSDAY, FRIDAY = at("2017-04-12 09:00:00"), at("2017-04-13 09:00:00"), at("2017-04-14 09:00:00")
BEFORE, DUE, AFTER = at("2017-04-25 09:00:00"), at("2017-04-26 09:00:00"), at("2017-04-28 09:00:00")


@pytest.fixture
def scene():
    return Department()


def told(kind, *, still=True):
    rows = Reminder.objects.filter(kind=kind)
    return {(row.rung, row.user) for row in (rows.open() if still else rows)}


def twice(when):
    """The sweep, run twice: the second run adds nothing."""
    remind_teams(at=when)
    there = Reminder.objects.count()
    remind_teams(at=when)
    assert Reminder.objects.count() == there


def test_a_note_not_handed_in_is_told_to_its_recorder_then_to_the_leader_and_ends_with_the_move(scene):
    note = scene.note(scene.on_site())
    twice(WEDNESDAY - timedelta(hours=1))
    assert not told("talk")
    twice(WEDNESDAY)
    assert told("talk") == {(1, scene.one)}
    twice(FRIDAY)
    assert told("talk") == {(1, scene.one), (2, scene.one), (3, scene.leader)}
    assert scene.cadre.name not in Reminder.objects.first().title
    tell_owed(FRIDAY)
    talks.file(note, actor=scene.one, at=FRIDAY)
    assert not told("talk")
    twice(FRIDAY + timedelta(days=7))
    assert len(told("talk", still=False)) == 3
    assert Heartbeat.objects.get(name="remind_teams").said


def test_a_void_note_and_a_team_that_left_the_site_owe_nothing(scene):
    row = scene.on_site()
    void = scene.note(row)
    for relation in ("peer", "superior", "served"):
        scene.filed(row, relation=relation)
    scene.note(row)
    twice(WEDNESDAY)
    assert Reminder.objects.open().count() == 2
    talks.void(void, actor=scene.leader, at=WEDNESDAY, reason="重复")
    assert Reminder.objects.open().count() == 1
    teams.extend(row, actor=scene.leader, at=WEDNESDAY)
    assert not told("talk")
    twice(FRIDAY)
    assert not told("talk")


def test_who_left_the_team_or_was_recused_is_not_reminded(scene):
    scene.note(scene.on_site())
    scene.recuse(scene.one, cadre=scene.cadre)
    twice(FRIDAY)
    assert told("talk") == {(3, scene.leader)}


def test_a_leader_whom_the_note_concerns_is_not_told_of_it(scene):
    scene.note(scene.on_site())
    Talk.objects.update(cadre=Cadre.objects.get(user=scene.leader))
    twice(FRIDAY)
    assert {user for _rung, user in told("talk")} == {scene.one}


def test_a_material_is_told_to_the_writers_then_to_its_drafter_the_leader_and_the_section(scene):
    row = scene.writing()
    twice(BEFORE)
    assert told("material") == {(1, scene.one), (1, scene.two)}
    material = scene.material(row)
    twice(DUE)
    assert (2, scene.one) in told("material")
    assert (2, scene.two) not in told("material")
    talks.hand_up(material, actor=scene.one, at=DUE)
    assert not told("material")
    twice(DUE)
    assert told("material") == {(1, scene.leader), (2, scene.leader)}
    talks.give_back(material, actor=scene.leader, at=DUE, reason="请补充事例")
    assert not told("material")
    twice(AFTER)
    assert told("material") == {
        (1, scene.one), (2, scene.one), (3, scene.leader), (4, scene.office), (4, scene.other_office),
    }  # fmt: skip
    talks.hand_up(material, actor=scene.one, at=AFTER)
    talks.sign(material, actor=scene.leader, at=AFTER)
    assert not told("material")
    twice(AFTER + timedelta(days=7))
    assert not told("material")


def test_an_evaluation_called_off_owes_neither_note_nor_material(scene):
    row = scene.writing()
    twice(DUE)
    assert told("material")
    teams.call_off(row, actor=scene.director, at=DUE, reason="项目停工")
    assert not Reminder.objects.open().exists()
    twice(AFTER)
    assert not Reminder.objects.open().exists()


def fact(scene, author):
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": "三天完成管线迁改",
        "kind": "achievement", "source": "team", "evidence": "会议纪要",
    }  # fmt: skip
    return book.enter(said, actor=author, at=NINE)


def test_a_fact_waits_for_another_than_its_author_and_never_for_whom_it_is_about(scene):
    row = fact(scene, scene.office)
    twice(at("2017-04-17 08:00:00"))
    assert not told("fact_check")
    twice(at("2017-04-17 09:00:00"))
    assert told("fact_check") == {(1, scene.other_office)}
    twice(at("2017-04-24 09:00:00"))
    assert told("fact_check") == {(1, scene.other_office), (2, scene.other_office), (3, scene.director)}
    facts.verify(row, actor=scene.other_office, at=at("2017-04-24 10:00:00"))
    assert not told("fact_check")
    other = fact(scene, scene.one)
    Cadre.objects.filter(pk=scene.cadre.pk).update(user=scene.office)
    twice(at("2017-04-24 11:00:00"))
    assert {user for _rung, user in told("fact_check")} == {scene.other_office, scene.director}
    facts.reject(other, actor=scene.other_office, at=at("2017-04-24 12:00:00"), reason="查无此事")
    assert not told("fact_check")
    assert Fact.objects.count() == 2

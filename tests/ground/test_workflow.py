"""A state changes through a move only: looked at under the lock, refused with a sentence, kept in the trail."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import Feedback
from accounts.states import FeedbackState as S
from tests.cast import MONDAY, a_user, at
from zhangdian.trail.models import Entry
from zhangdian.workflow import Move, MoveRefused, make, open_to

NOW = at("2017-04-10 09:00:00")


def is_office(user, thing):
    return user.has_role("office")


ACCEPT = Move("accept", frozenset({S.RECEIVED}), S.ACCEPTED, is_office, label="受理")
ANSWER = Move("answer", frozenset({S.ACCEPTED}), S.ANSWERED, is_office, label="答复", needs=("answer",))
LAPSE = Move("lapse", frozenset({S.ANSWERED}), S.CLOSED, is_office, by_system=True)


@pytest.fixture
def office(db):
    return a_user("office", "office")


@pytest.fixture
def matter(db):
    return Feedback.objects.create(author=a_user(), subject="路灯", text="…", created_at=NOW, due_on=MONDAY)


def test_a_move_changes_the_state_and_leaves_one_line(matter, office):
    row = make(ACCEPT, matter, actor=office, at=NOW, reason="属实")
    assert Feedback.objects.get(pk=matter.pk).state == row.state == S.ACCEPTED
    line = Entry.objects.get()
    assert (line.verb, line.from_state, line.to_state, line.reason, line.actor) == (
        "accept", S.RECEIVED, S.ACCEPTED, "属实", office,
    )  # fmt: skip


def test_a_move_from_the_wrong_state_is_refused_and_leaves_nothing(matter, office):
    with pytest.raises(MoveRefused) as refusal:
        make(ANSWER, matter, actor=office, at=NOW, answer="已修")
    assert refusal.value.why == MoveRefused.WRONG_STATE
    assert not Entry.objects.exists()


def test_a_move_by_the_wrong_person_is_refused(matter):
    with pytest.raises(MoveRefused) as refusal:
        make(ACCEPT, matter, actor=a_user(), at=NOW)
    assert refusal.value.why == MoveRefused.WRONG_PERSON


def test_the_wrong_person_is_told_so_whatever_the_state(matter):
    with pytest.raises(MoveRefused) as refusal:
        make(ANSWER, matter, actor=a_user(), at=NOW, answer="已修")
    assert refusal.value.why == MoveRefused.WRONG_PERSON
    assert "已收到" not in str(refusal.value)


def test_somebody_who_has_left_makes_no_move(matter, office):
    office.is_active = False
    with pytest.raises(MoveRefused):
        make(ACCEPT, matter, actor=office, at=NOW)


def test_a_move_without_what_it_needs_is_refused(matter, office):
    make(ACCEPT, matter, actor=office, at=NOW)
    with pytest.raises(MoveRefused) as refusal:
        make(ANSWER, matter, actor=office, at=NOW, answer="  ", handler=office, answered_at=NOW)
    assert refusal.value.why == MoveRefused.MISSING


def test_the_system_makes_only_the_moves_given_to_it(matter, office):
    with pytest.raises(MoveRefused):
        make(ACCEPT, matter, actor=None, at=NOW)
    make(ACCEPT, matter, actor=office, at=NOW)
    make(ANSWER, matter, actor=office, at=NOW, answer="已修", handler=office, answered_at=NOW)
    assert make(LAPSE, matter, actor=None, at=NOW).state == S.CLOSED


def test_a_stale_object_does_not_deceive_the_move(matter, office):
    """The caller's copy still says received; the row has moved on meanwhile."""
    stale = Feedback.objects.get(pk=matter.pk)
    make(ACCEPT, matter, actor=office, at=NOW)
    with pytest.raises(MoveRefused):
        make(ACCEPT, stale, actor=office, at=NOW)


def test_what_is_raised_under_the_lock_undoes_the_move(matter, office):
    def refuse(row):
        raise MoveRefused("否", MoveRefused.MISSING)

    with pytest.raises(MoveRefused):
        make(ACCEPT, matter, actor=office, at=NOW, then=refuse)
    assert Feedback.objects.get(pk=matter.pk).state == S.RECEIVED
    assert not Entry.objects.exists()


def test_only_possible_moves_are_offered(matter, office):
    assert open_to(office, matter, [ACCEPT, ANSWER]) == [ACCEPT]
    assert open_to(a_user(), matter, [ACCEPT, ANSWER]) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_race_for_one_move_one_wins_and_one_line_is_left():
    if connection.vendor != "postgresql":
        pytest.skip("real row locks need PostgreSQL")
    office = a_user("racing", "office")
    matter = Feedback.objects.create(author=office, subject="路灯", text="…", created_at=NOW, due_on=MONDAY)
    outcomes, start = [], threading.Barrier(8)

    def race():
        start.wait()
        try:
            make(ACCEPT, matter, actor=office, at=NOW)
            outcomes.append("won")
        except MoveRefused as refusal:
            outcomes.append(refusal.why)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [MoveRefused.WRONG_STATE] * 7 + ["won"]
    assert Entry.objects.count() == 1

"""Lateness is settled by the server's receipt, once."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.day import ABSURD, FUTURE, catch_up_day, judge
from projects.states import Channel
from projects.transitions import day as moves
from tests.cast import MONDAY, at
from tests.projects.day.scene import Scene, said

DUE = at("2017-04-10 18:00:00")
BEGINS = at("2017-04-10 00:00:00")
TWO_HOURS = timedelta(hours=2)
moments = st.datetimes(datetime(2017, 4, 8), datetime(2017, 4, 13)).map(lambda moment: moment.astimezone(DUE.tzinfo))


@pytest.mark.parametrize(("received", "late"), [("17:59:59", False), ("17:59:59.999999", False), ("18:00:00", True)])
def test_a_cut_off_of_six_ends_with_its_last_second(received, late):
    assert judge(due_at=DUE, received_at=at(f"2017-04-10 {received}")).is_late is late


@pytest.mark.parametrize(
    ("written", "received", "late"),
    [
        ("2017-04-10 17:59:59", "2017-04-10 20:00:00", False),
        ("2017-04-10 17:59:59", "2017-04-10 20:00:01", True),
        ("2017-04-10 18:00:00", "2017-04-10 18:00:01", True),
        ("2017-04-10 09:00:00", "2017-04-10 17:00:00", False),
    ],
)
def test_a_report_written_without_a_signal_has_two_hours(written, received, late):
    judged = judge(due_at=DUE, received_at=at(received), written_at=at(written), begins_at=BEGINS, tolerance=TWO_HOURS)
    assert (judged.is_late, judged.is_offline, judged.ignored) == (late, True, "")


@given(received=moments, written=moments)
def test_no_claim_makes_a_report_on_time_beyond_the_tolerance(received, written):
    judged = judge(due_at=DUE, received_at=received, written_at=written, begins_at=BEGINS, tolerance=TWO_HOURS)
    if received < DUE:
        assert not judged.is_late
    if received - DUE > TWO_HOURS:
        assert judged.is_late
    if written > received:
        assert judged.ignored == FUTURE
        assert judged.is_late == (received >= DUE)
    elif written < BEGINS:
        assert judged.ignored == ABSURD
        assert judged.is_late == (received >= DUE)


def test_the_last_day_to_catch_up_is_the_next_friday():
    days = [catch_up_day(MONDAY + timedelta(days=step), 5) for step in range(7)]
    assert [day.isoformat() for day in days] == ["2017-04-14"] * 4 + ["2017-04-21"] * 3


@pytest.mark.django_db
def test_a_claim_from_the_future_is_ignored_with_a_mark():
    scene = Scene()
    claim = at("2017-04-10 23:00:00")
    row = moves.submit(scene.report, said(), actor=scene.liaison, at=at("2017-04-10 19:00:00"), written_at=claim)
    assert (row.is_late, row.written_at, row.channel) == (True, None, Channel.WEB)
    assert row.versions.get().content["claim"]["why"] == FUTURE


@pytest.mark.django_db
def test_a_report_within_the_tolerance_is_on_time_and_marked():
    scene = Scene()
    written = at("2017-04-10 17:30:00")
    row = moves.submit(scene.report, said(), actor=scene.liaison, at=at("2017-04-10 19:30:00"), written_at=written)
    assert (row.is_late, row.written_at, row.channel, row.is_offline_on_time) == (False, written, "offline", True)


@pytest.mark.django_db
def test_the_second_receipt_and_its_claim_change_nothing():
    scene = Scene()
    moves.submit(scene.report, said(), actor=scene.liaison, at=at("2017-04-10 18:00:00"))
    moves.return_(scene.report, actor=scene.head, at=at("2017-04-10 19:00:00"), reason="请补充")
    row = moves.submit(
        scene.report, said("补"), actor=scene.liaison, at=at("2017-04-11 08:00:00"),
        written_at=at("2017-04-10 09:00:00"),
    )  # fmt: skip
    assert (row.is_late, row.written_at) == (True, None)

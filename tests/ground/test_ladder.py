"""The ladder: rungs by working day, once a (row, rung, person), held and settled."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import a_user, at
from zhangdian.calendar.rules import WorkCalendar
from zhangdian.notices import registry, rules, services
from zhangdian.notices.models import Hold, Reminder, Rung, Stumble
from zhangdian.trail.models import Entry

KIND = "test_ladder"
DUE = at("2017-04-10 18:00:00")
RUNGS = [(0, "doer", -60), (0, "doer"), (1, "head"), (3, "leader")]


@pytest.fixture(autouse=True)
def kind():
    registry.declare(KIND, "测试", who={"doer": "经办人", "head": "负责人", "leader": "领导"}, rungs=RUNGS)
    yield
    del registry.KINDS[KIND]


@pytest.fixture
def cast(db):
    return {word: [a_user(word)] for word in ("doer", "head", "leader")}


def owed(*keys, due_at=DUE, under=()):
    return [rules.Owed(key, due_at, f"事项{key}", f"/x/{key}/", under) for key in keys]


def climb(cast, moment, rows):
    return services.climb(KIND, rows, lambda who, keys: dict.fromkeys(keys, cast[who]), at=at(moment))


def rungs_of(key="1"):
    return sorted(Reminder.objects.filter(kind=KIND, key=key).values_list("rung", flat=True))


def test_each_rung_comes_at_its_time_and_once(cast):
    for moment, expected in (
        ("2017-04-10 16:59:00", []),
        ("2017-04-10 17:00:00", [1]),
        ("2017-04-10 18:00:00", [1, 2]),
        ("2017-04-11 17:59:59", [1, 2]),
        ("2017-04-11 18:00:00", [1, 2, 3]),
        ("2017-04-12 18:00:00", [1, 2, 3]),
        ("2017-04-13 18:00:00", [1, 2, 3, 4]),
        ("2017-04-13 18:00:00", [1, 2, 3, 4]),
        ("2017-06-01 18:00:00", [1, 2, 3, 4]),
    ):
        climb(cast, moment, owed("1"))
        assert rungs_of() == expected, moment


def test_a_late_wake_finds_all_that_was_missed(cast):
    assert climb(cast, "2017-04-14 09:00:00", owed("1", "2")).made == 8
    assert climb(cast, "2017-04-14 09:10:00", owed("1", "2")).made == 0


def test_over_a_festival_with_make_up_days_only_working_days_count(cast):
    """Due on Saturday 30 September 2017, a make-up day; off from the 1st to the 8th of October."""
    due = at("2017-09-30 18:00:00")
    for moment, expected in (
        ("2017-10-08 23:59:59", [1, 2]),
        ("2017-10-09 17:59:59", [1, 2]),
        ("2017-10-09 18:00:00", [1, 2, 3]),
        ("2017-10-11 17:59:59", [1, 2, 3]),
        ("2017-10-11 18:00:00", [1, 2, 3, 4]),
    ):
        climb(cast, moment, owed("1", due_at=due))
        assert rungs_of() == expected, moment


def test_a_rung_out_of_use_is_passed_over_and_a_changed_one_holds(cast):
    climb(cast, "2017-04-10 09:00:00", owed("1"))
    Rung.objects.filter(kind=KIND, number=3).update(is_active=False)
    Rung.objects.filter(kind=KIND, number=4).update(days=2)
    climb(cast, "2017-04-12 18:00:00", owed("1"))
    assert rungs_of() == [1, 2, 4]


def test_settling_ends_the_open_reminders(cast):
    climb(cast, "2017-04-11 18:00:00", owed("1", "2"))
    services.settle(KIND, ["1"], at=at("2017-04-11 19:00:00"))
    services.settle(KIND, ["1"], at=at("2017-04-11 20:00:00"))
    assert set(Reminder.objects.filter(key="1").values_list("settled_at", flat=True)) == {at("2017-04-11 19:00:00")}
    assert set(Reminder.objects.open().values_list("key", flat=True)) == {"2"}


def test_a_held_row_waits_and_the_held_days_do_not_count(cast):
    held = services.hold(KIND, "project:7", until=date(2017, 4, 12), reason="台风停工", actor=cast["head"][0], at=DUE)
    rows = owed("1", under=("project:7",))
    climb(cast, "2017-04-12 23:59:00", rows)
    assert rungs_of() == []
    climb(cast, "2017-04-13 09:00:00", rows)
    assert rungs_of() == [1, 2]
    climb(cast, "2017-04-13 18:00:00", rows)
    assert rungs_of() == [1, 2, 3]
    line = Entry.objects.get(label="notices.hold", verb="hold")
    assert (line.key, line.reason) == (str(held.pk), "台风停工")


def test_a_hold_over_one_row_stops_no_other_and_ends_when_released(cast):
    held = services.hold(KIND, "1", until=date(2017, 4, 20), reason="请假", actor=cast["head"][0], at=DUE)
    climb(cast, "2017-04-11 18:00:00", owed("1", "2"))
    assert (rungs_of("1"), rungs_of("2")) == ([], [1, 2, 3])
    assert services.release(held, actor=cast["head"][0], at=at("2017-04-12 08:00:00"))
    assert not services.release(held, actor=cast["head"][0], at=at("2017-04-12 08:00:01"))
    climb(cast, "2017-04-12 09:00:00", owed("1"))
    assert rungs_of("1") == [1, 2]
    climb(cast, "2017-04-12 18:00:00", owed("1"))
    assert rungs_of("1") == [1, 2, 3]


def test_a_hold_without_kind_and_key_holds_everything(cast):
    services.hold("", "", until=date(2017, 4, 12), reason="台风", actor=cast["head"][0], at=DUE)
    assert climb(cast, "2017-04-12 18:00:00", owed("1", "2")).made == 0


def test_a_hold_says_why_and_ends_after_it_begins(cast):
    for words in ({"reason": " ", "until": date(2017, 4, 12)}, {"reason": "请假", "until": date(2017, 4, 9)}):
        with pytest.raises(ValidationError):
            services.hold(KIND, "1", actor=None, at=DUE, **words)
    assert Hold.objects.count() == 0


def test_one_poisoned_row_stops_no_other_and_is_tried_again_after_a_pause(cast):
    asked = []

    def people(who, keys):
        asked.append(tuple(keys))
        if "2" in keys:
            raise ValueError("谁也不知道")
        return dict.fromkeys(keys, cast[who])

    rows = owed("1", "2", "3")
    result = services.climb(KIND, rows, people, at=DUE)
    assert (rungs_of("1"), rungs_of("2"), rungs_of("3")) == ([1, 2], [], [1, 2])
    assert list(result.failed) == ["2"]
    asked.clear()
    services.climb(KIND, rows, people, at=DUE + timedelta(minutes=10))
    assert all("2" not in keys for keys in asked)
    services.climb(KIND, rows, lambda who, keys: dict.fromkeys(keys, cast[who]), at=DUE + timedelta(minutes=20))
    assert rungs_of("2") == [1, 2]
    assert not Stumble.objects.exists()


def test_a_row_with_a_broken_deadline_stops_no_other(cast):
    broken = rules.Owed("0", None, "坏")
    result = climb(cast, "2017-04-10 18:00:00", [broken, *owed("1")])
    assert rungs_of("1") == [1, 2]
    assert set(result.failed) == {"0"}
    assert Stumble.objects.get().attempts == 1


def test_who_left_is_not_reminded_and_a_rung_without_anybody_is_reported(cast):
    cast["head"][0].is_active = False
    result = climb(cast, "2017-04-11 18:00:00", owed("1"))
    assert result.nobody == [(3, "1")]
    assert rungs_of() == [1, 2]


def test_a_successor_is_told_what_is_still_owed(cast):
    climb(cast, "2017-04-10 18:00:00", owed("1"))
    cast["doer"] = [a_user("successor")]
    climb(cast, "2017-04-10 18:10:00", owed("1"))
    assert Reminder.objects.filter(user__username="successor").count() == 2


def test_a_climb_of_two_hundred_rows_asks_few_questions(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        climb(cast, "2017-04-13 18:00:00", owed(*map(str, range(200))))


def test_a_kind_nobody_declared_is_refused(cast):
    with pytest.raises(KeyError):
        services.climb("unheard_of", [], lambda who, keys: {}, at=DUE)


DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))


@given(DAYS, st.integers(0, 30), st.lists(st.tuples(DAYS, st.integers(0, 10)), max_size=3))
def test_between_due_and_a_rung_lie_just_so_many_working_days_that_were_not_held(day, days, holds):
    due = at(f"{day} 18:00:00")
    held = [rules.Held("", first, first + timedelta(days=more)) for first, more in holds]
    working = WorkCalendar()
    moment = rules.reached_at(due, days, 0, working, held)
    counted = [
        one
        for one in working.between(day + timedelta(days=1), moment.date())
        if not any(stop.first <= one <= stop.last for stop in held)
    ]
    assert len(counted) == days
    assert moment.timetz() == due.timetz()


@given(DAYS, st.integers(1, 10))
def test_a_rung_before_due_lies_on_a_working_day_before(day, days):
    moment = rules.reached_at(at(f"{day} 18:00:00"), -days, 0, WorkCalendar())
    assert len(WorkCalendar().between(moment.date(), day - timedelta(days=1))) == days

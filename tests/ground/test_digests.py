"""Digests: one a person and wake, all that is owed, within cadence and quiet hours; the end is told to superiors."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import a_user, at
from zhangdian.notices import registry, rules, services
from zhangdian.notices.models import Cadence, Channel, Copy, Delivery, Digest, Notice, Reminder, Rung
from zhangdian.options.models import Option

KIND = "test_digests"
DUE = at("2017-04-10 10:00:00")
GONE = set()


@pytest.fixture(autouse=True)
def kind():
    GONE.clear()
    registry.declare(
        KIND, "测试", who={"doer": "经办人", "head": "负责人"}, rungs=[(0, "doer"), (1, "head")],
        settled=lambda keys: GONE & set(keys),
    )  # fmt: skip
    yield
    del registry.KINDS[KIND]


@pytest.fixture
def cast(db):
    return {"doer": [a_user("doer", email="doer@example.test", phone="13800000001")], "head": [a_user("head")]}


def climb(cast, moment, *keys, due_at=DUE):
    rows = [rules.Owed(key, due_at, f"事项{key}", f"/x/{key}/") for key in keys]
    return services.climb(KIND, rows, lambda who, asked: dict.fromkeys(asked, cast[who]), at=at(moment))


def tell(moment):
    return services.tell_owed(at(moment))


def told(user):
    """[(keys owed, keys ended)] of the digests of a user, in order."""
    return [
        (
            sorted(set(digest.reminders.values_list("key", flat=True))),
            sorted(set(digest.ends.values_list("key", flat=True))),
        )
        for digest in Digest.objects.filter(user=user).order_by("pk")
    ]


def test_all_that_is_owed_comes_in_one_digest_and_one_notice(cast):
    climb(cast, "2017-04-10 10:00:00", "1", "2", "3")
    assert tell("2017-04-10 10:05:00") == 1
    assert tell("2017-04-10 10:05:00") == 0
    assert told(cast["doer"][0]) == [(["1", "2", "3"], [])]
    notice = Notice.objects.get(user=cast["doer"][0])
    assert notice.title == "3 项事项待办"
    assert notice.path == Digest.objects.get().get_absolute_url()


def test_a_single_thing_is_named_inside_the_house(cast):
    climb(cast, "2017-04-10 10:00:00", "1")
    tell("2017-04-10 10:05:00")
    assert Notice.objects.get().title == "事项1"


def test_what_several_sweeps_find_in_one_wake_is_gathered(cast):
    climb(cast, "2017-04-10 10:00:00", "1")
    assert tell("2017-04-10 10:01:00") == 0
    climb(cast, "2017-04-10 10:01:30", "1", "2")
    assert tell("2017-04-10 10:02:00") == 1
    assert told(cast["doer"][0]) == [(["1", "2"], [])]


def test_a_worker_off_for_three_days_sends_each_person_one_digest_with_all_that_is_owed(cast):
    for day, key in ((10, "1"), (11, "2"), (12, "3")):
        climb(cast, f"2017-04-{day} 09:00:00", key, due_at=at(f"2017-04-{day} 18:00:00"))
    assert not Reminder.objects.exists()
    rows = [rules.Owed(str(n), at(f"2017-04-{9 + n} 18:00:00"), f"事项{n}") for n in (1, 2, 3)]
    for moment in ("2017-04-13 09:00:00", "2017-04-13 09:05:00", "2017-04-13 09:10:00"):
        services.climb(KIND, rows, lambda who, asked: dict.fromkeys(asked, cast[who]), at=at(moment))
        tell(moment)
    assert told(cast["doer"][0]) == [(["1", "2", "3"], [])]
    assert told(cast["head"][0]) == [(["1", "2"], [])]
    assert Reminder.objects.filter(digest__isnull=True).count() == 0


def held(key, until, actor):
    return services.hold(
        KIND, key, until=until, reason="台风停工", actor=actor, at=at("2017-04-10 10:01:00")
    )  # fmt: skip


@pytest.mark.parametrize("key", ["1", "project:7", ""])
def test_a_hold_entered_before_the_digest_leaves_keeps_the_thing_out_of_it(cast, key):
    def climb(moment):
        rows = [rules.Owed("1", DUE, "事项1", "/x/1/", ("unit:3", "project:7")), rules.Owed("2", DUE, "事项2", "/x/2/")]
        services.climb(KIND, rows, lambda who, asked: dict.fromkeys(asked, cast[who]), at=at(moment))

    doer = cast["doer"][0]
    climb("2017-04-10 10:00:00")
    held(key, date(2017, 4, 11), doer)
    tell("2017-04-10 10:05:00")
    assert told(doer) == ([(["2"], [])] if key else [])
    for moment in ("2017-04-11 12:00:00", "2017-04-12 09:00:00"):
        climb(moment)
        tell(moment)
    tell("2017-04-12 09:05:00")
    # Let go, it is told once; the days held do not count for whoever is above.
    assert told(doer) == [*([(["2"], [])] if key else []), (["1"] if key else ["1", "2"], [])]
    assert told(cast["head"][0]) == ([(["2"], [])] if key else [])
    climb("2017-04-12 09:59:59")
    assert not Reminder.objects.filter(key="1", rung=2).exists()
    climb("2017-04-12 10:00:00")
    assert Reminder.objects.filter(key="1", rung=2).count() == 1


def test_a_hold_over_another_kind_or_ended_already_keeps_nothing_out(cast):
    climb(cast, "2017-04-10 10:00:00", "1")
    services.release(held("1", date(2017, 4, 11), None), actor=None, at=at("2017-04-10 10:02:00"))
    services.hold(
        "another", "1", until=date(2017, 4, 11), reason="停工", actor=None, at=at("2017-04-10 10:01:00")
    )  # fmt: skip
    assert tell("2017-04-10 10:05:00") == 1


def test_a_rung_reached_on_the_day_that_is_then_held_comes_after_the_hold(cast):
    """Laid at ten, held at one past ten from that day on: the day does not count, for nobody was told yet."""
    climb(cast, "2017-04-11 10:00:00", "1")
    tell("2017-04-10 10:05:00")
    services.hold(KIND, "1", until=date(2017, 4, 12), reason="停工", actor=None, at=at("2017-04-11 10:01:00"))
    tell("2017-04-11 10:05:00")
    climb(cast, "2017-04-13 09:59:59", "1")
    assert not Reminder.objects.filter(rung=2).exists()
    climb(cast, "2017-04-13 10:00:00", "1")
    assert Reminder.objects.filter(rung=2).exists()


def test_nobody_is_told_in_quiet_hours_and_nothing_is_lost(cast):
    due = at("2017-04-10 20:59:00")
    climb(cast, "2017-04-10 20:59:00", "1", due_at=due)
    assert tell("2017-04-10 21:05:00") == 0
    assert tell("2017-04-11 06:59:00") == 0
    assert tell("2017-04-11 07:00:00") == 1


def test_days_off_are_quiet_unless_the_office_says_otherwise(cast):
    climb(cast, "2017-04-08 10:00:00", "1", due_at=at("2017-04-08 10:00:00"))
    assert tell("2017-04-08 12:00:00") == 0
    Option.objects.create(key="notice.rest_days", value="是", effective_from=date(2017, 4, 9), reason="抢险")
    assert tell("2017-04-09 12:00:00") == 1


def test_once_a_day_is_what_a_person_may_choose_and_the_office_may_forbid(cast):
    Cadence.objects.create(user=cast["doer"][0], pace="daily", daily_at=time(16, 30))
    climb(cast, "2017-04-10 10:00:00", "1")
    climb(cast, "2017-04-10 15:00:00", "1", "2")
    assert tell("2017-04-10 16:29:00") == 0
    assert tell("2017-04-10 16:30:00") == 1
    climb(cast, "2017-04-10 16:40:00", "1", "2", "3")
    assert tell("2017-04-11 16:00:00") == 0
    Option.objects.create(key="notice.daily_allowed", value="否", effective_from=date(2017, 4, 11), reason="试行")
    assert tell("2017-04-11 16:10:00") == 1
    assert told(cast["doer"][0]) == [(["1", "2"], []), (["3"], [])]


def test_the_superior_hears_nothing_early_once_and_is_told_of_the_end(cast):
    """Due on the last working day before the National Day of 2017; the first day back is the 9th of October."""
    due = at("2017-09-30 10:00:00")
    for moment in ("2017-09-30 10:00:00", "2017-10-02 10:00:00", "2017-10-08 23:00:00", "2017-10-09 09:59:00"):
        climb(cast, moment, "1", due_at=due)
        tell(moment)
    assert told(cast["head"][0]) == []
    for moment in ("2017-10-09 10:00:00", "2017-10-09 10:05:00", "2017-10-09 11:00:00", "2017-10-10 10:00:00"):
        climb(cast, moment, "1", due_at=due)
        tell(moment)
    assert told(cast["head"][0]) == [(["1"], [])]
    services.settle(KIND, ["1"], at=at("2017-10-10 11:00:00"))
    for moment in ("2017-10-10 11:05:00", "2017-10-10 11:10:00"):
        tell(moment)
    assert told(cast["head"][0]) == [(["1"], []), ([], ["1"])]
    assert Notice.objects.filter(user=cast["head"][0]).first().title == "已办结：事项1"
    assert told(cast["doer"][0]) == [(["1"], [])]


def test_who_was_never_told_is_not_told_of_the_end(cast):
    climb(cast, "2017-04-11 10:00:00", "1")
    services.settle(KIND, ["1"], at=at("2017-04-11 10:00:30"))
    assert tell("2017-04-11 10:10:00") == 0


def test_what_its_floor_says_is_settled_is_not_told_though_the_sweep_came_between(cast):
    climb(cast, "2017-04-10 10:00:00", "1", "2")
    GONE.add("1")
    tell("2017-04-10 10:05:00")
    assert told(cast["doer"][0]) == [(["2"], [])]
    assert Reminder.objects.get(key="1").settled_at is not None


def test_reconciling_settles_what_is_done_and_lets_the_rest_lapse_unsaid(cast):
    climb(cast, "2017-04-11 10:00:00", "1", "2", "3")
    tell("2017-04-11 10:05:00")
    GONE.add("1")
    assert services.reconcile(KIND, ["3"], at=at("2017-04-11 11:00:00")) == 2
    tell("2017-04-11 11:05:00")
    assert told(cast["head"][0]) == [(["1", "2", "3"], []), ([], ["1"])]
    assert set(Reminder.objects.open().values_list("key", flat=True)) == {"3"}


def test_one_person_who_cannot_be_told_stops_nobody(cast, monkeypatch):
    cast["doer"].append(a_user("other"))
    climb(cast, "2017-04-10 10:00:00", "1")
    real = services.digests.tell

    def stumbles(users, **words):
        if users[0].username == "doer":
            raise ValueError("坏行")
        return real(users, **words)

    monkeypatch.setattr(services.digests, "tell", stumbles)
    assert tell("2017-04-10 10:05:00") == 1
    assert Digest.objects.get().user.username == "other"
    monkeypatch.undo()
    assert tell("2017-04-10 10:06:00") == 1
    assert Reminder.objects.filter(digest__isnull=True).count() == 0


def test_telling_nobody_asks_few_questions(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        tell("2017-04-10 10:05:00")


# By e-mail ------------------------------------------------------------------------------------


@pytest.fixture
def post(db, cast):
    channel = Channel.objects.create(code="post", name="电子邮件", kind="email")
    services.lay_rungs()
    Rung.objects.filter(kind=KIND).update(channels="post")
    return channel


def test_an_e_mail_carries_counts_and_a_link_and_no_contents(cast, post, settings):
    settings.PUBLIC_URL = "https://zhangdian.example"
    climb(cast, "2017-04-10 10:00:00", "1", "2")
    tell("2017-04-10 10:05:00")
    assert services.deliver(at("2017-04-10 10:05:00")) == (1, 0)
    assert services.deliver(at("2017-04-10 10:06:00")) == (0, 0)
    (sent,) = mail.outbox
    message = Delivery.objects.get()
    assert sent.to == ["doer@example.test"]
    assert "2 项事项待办" in sent.subject
    assert "https://zhangdian.example/notices/" in sent.body
    assert "事项1" not in sent.body + sent.subject
    assert cast["doer"][0].name not in sent.body + sent.subject
    assert sent.extra_headers["Message-ID"] == f"<{message.message_id}@localhost>"
    assert message.sent_at == at("2017-04-10 10:05:00")


def test_who_has_no_address_is_told_inside_only(cast, post):
    climb(cast, "2017-04-11 10:00:00", "1")
    tell("2017-04-11 10:05:00")
    assert Copy.objects.get().digest.user == cast["doer"][0]
    assert Notice.objects.filter(user=cast["head"][0]).count() == 1


def test_what_fails_is_tried_again_after_growing_pauses_then_given_up_and_tried_by_hand(cast, post, monkeypatch):
    climb(cast, "2017-04-10 10:00:00", "1")
    tell("2017-04-10 10:05:00")

    def refuses(self, *given):
        raise OSError("Connection refused")

    monkeypatch.setattr(mail.EmailMessage, "send", refuses)
    moment, tries = at("2017-04-10 10:05:00"), []
    for _minute in range(400):
        if services.deliver(moment) == (0, 1):
            tries.append(moment)
        moment += timedelta(minutes=1)
    gaps = [int((after - before).total_seconds() // 60) for before, after in pairwise(tries)]
    assert gaps == [2, 4, 8, 16, 32, 60, 60]
    message = Delivery.objects.get()
    assert message.failed_at is not None
    assert message.error == "Connection refused"
    number = message.message_id
    monkeypatch.undo()
    assert services.deliver(moment) == (0, 0)
    assert services.retry(message, actor=cast["head"][0], at=moment)
    assert not services.retry(message, actor=cast["head"][0], at=moment)
    assert services.deliver(moment) == (1, 0)
    assert Delivery.objects.get().message_id == number


def test_a_message_claimed_by_a_dead_worker_is_sent_after_the_lease(cast, post, monkeypatch):
    climb(cast, "2017-04-10 10:00:00", "1")
    tell("2017-04-10 10:05:00")

    class Killed(BaseException):
        pass

    def dies(self, *given):
        raise Killed

    monkeypatch.setattr(mail.EmailMessage, "send", dies)
    with pytest.raises(Killed):
        services.deliver(at("2017-04-10 10:05:00"))
    monkeypatch.undo()
    assert services.deliver(at("2017-04-10 10:14:59")) == (0, 0)
    assert services.deliver(at("2017-04-10 10:15:00")) == (1, 0)
    assert len(mail.outbox) == 1


# Arithmetic -----------------------------------------------------------------------------------

CLOCK = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2017, 4, 10), datetime(2017, 4, 20)).map(
    lambda moment: at(f"{moment:%Y-%m-%d %H:%M}:00")
)


@given(MOMENTS, CLOCK, CLOCK, CLOCK)
def test_whoever_waits_is_told_within_a_day_and_a_half_and_never_in_quiet_hours(oldest, daily, start, end):
    wish = rules.Wish(daily, start, end)
    moments = [oldest + timedelta(minutes=minute) for minute in range(0, 60 * 60, 1)]
    chosen = [moment for moment in moments[::7] if rules.may_tell(moment, oldest, wish, gather=timedelta(minutes=2))]
    assert all(not rules.within(moment.time(), start, end) for moment in chosen)
    assert chosen or start != end


@given(CLOCK, CLOCK)
def test_a_stretch_and_its_counterpart_share_the_day(start, end):
    for hour in range(24):
        clock = time(hour)
        if start != end:
            assert rules.within(clock, start, end) != rules.within(clock, end, start)

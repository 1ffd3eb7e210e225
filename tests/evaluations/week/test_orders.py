"""The moves of an order: each moves, refuses the wrong state and the wrong person, leaves one line."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cadres.models import Cadre
from evaluations.models import Order
from evaluations.services import order_ladder
from evaluations.services import orders as drafting
from evaluations.states.inspections import Speed
from evaluations.states.orders import Extension, Holder
from evaluations.states.orders import OrderState as S
from evaluations.transitions import inspections as visits
from evaluations.transitions import orders as moves
from projects.states import PersonRole
from tests.cast import a_cadre, a_unit, a_user, at, carries
from tests.evaluations.week.scene import NOON, Week
from zhangdian.notices.models import Notice, Reminder
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused


@pytest.fixture
def week(db):
    return Week()


def refused(why, act, *args, **words):
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refusal:
        act(*args, **words)
    assert refusal.value.why == why
    assert Entry.objects.count() == lines


def lines(order, verb):
    return Entry.objects.about(order).filter(verb=verb)


# drafting


def test_an_order_is_drafted_from_a_confirmed_finding_and_copies_its_words(week):
    visit = week.confirmed("东侧围挡破损")
    finding = visit.findings.get()
    order = week.draft(finding=finding, instructed_by="")
    assert (order.state, order.holder, order.until) == (S.DRAFT, Holder.HEAD, date(2017, 4, 12))
    assert lines(order, "draft").get().to_state == S.DRAFT
    type(finding).objects.filter(pk=finding.pk).update(text="改了")
    assert week.stored(order).problem == "东侧围挡破损"


def test_an_order_without_a_finding_names_who_instructed_it(week):
    with pytest.raises(ValidationError) as wrong:
        week.draft(instructed_by=" ")
    assert "instructed_by" in wrong.value.message_dict


def test_only_the_office_drafts_and_only_the_drafter_edits(week):
    refused("person", drafting.draft, week.project, week.content(), actor=week.chief, at=NOON)
    order = week.draft()
    refused("person", drafting.edit, order, week.content(title="别的"), actor=week.two, at=NOON)
    assert drafting.edit(order, week.content(title="别的"), actor=week.one, at=NOON).title == "别的"
    assert lines(order, "edit").get().content.before == {"title": "围挡破损整改"}


def test_the_days_keep_to_their_kind(week):
    for speed, days in ((Speed.AT_ONCE, 4), (Speed.ORDINARY, 8), (Speed.COMPLEX, 14), (Speed.COMPLEX, 31)):
        with pytest.raises(ValidationError):
            week.draft(speed=speed, days=days)
    assert week.draft(speed=Speed.COMPLEX, days=15).days == 15


def test_the_unit_is_responsible_for_the_project(week):
    with pytest.raises(ValidationError) as wrong:
        week.draft(unit=a_unit())
    assert "unit" in wrong.value.message_dict


# issue


def test_the_head_issues_with_a_number_and_deadlines(week):
    order = week.issued()
    assert (order.state, order.number_text, str(order)) == (S.ISSUED, "张督〔2017〕1号", "张督〔2017〕1号 围挡破损整改")
    # Tuesday 11 April: to be signed for by Wednesday; seven days end on Tuesday the 18th.
    assert (order.until, order.last_day) == (date(2017, 4, 12), date(2017, 4, 18))
    assert {row.user for row in Notice.objects.filter(kind="order.issued")} == {week.chief, week.liaison}
    assert week.issued().number == 2


def test_an_issued_order_is_not_issued_again(week):
    refused("state", moves.issue, week.issued(), actor=week.head, at=NOON)


def test_nobody_but_the_head_issues_and_never_an_own_draft(week):
    order = week.draft()
    for other in (week.one, week.two, week.chief, a_user(None, "planner"), a_user(None, "director")):
        refused("person", moves.issue, order, actor=other, at=NOON)
    own = drafting.draft(week.project, week.content(), actor=week.head, at=NOON)
    refused("person", moves.issue, own, actor=week.head, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=own.pk).update(issued_by=week.head)


def test_the_head_does_not_issue_to_the_own_unit(week):
    cadre = Cadre.objects.get(user=week.head)
    week.unit.appointments.create(cadre=cadre, post="第一书记", from_on=date(2017, 1, 1))
    refused("person", moves.issue, week.draft(), actor=week.head, at=NOON)


def test_issuing_leaves_one_line(week):
    assert lines(week.issued(), "issue").get().actor == week.head


def test_an_order_of_a_finding_that_is_being_changed_waits(week):
    visit = week.confirmed("围挡破损")
    order = week.draft(finding=visit.findings.get())
    visits.revise(visit, actor=week.one, at=NOON, reason="补充")
    refused("state", moves.issue, order, actor=week.head, at=NOON)


def test_a_number_of_a_refused_issue_is_given_back(week):
    order = week.draft()
    with transaction.atomic():
        moves.issue(order, actor=week.head, at=NOON)
        transaction.set_rollback(True)
    assert week.issued().number == 1


# sign


def test_the_unit_signs_for_it(week):
    order = week.working()
    assert (order.state, order.signed_by, order.holder) == (S.WORKING, week.liaison, Holder.UNIT)


def test_only_the_unit_signs_and_only_once(week):
    order = week.issued()
    elsewhere = a_user()
    carries(elsewhere, week.project, PersonRole.LIAISON)
    for other in (week.head, week.one, week.stranger, elsewhere):
        refused("person", moves.sign, order, actor=other, at=NOON)
    moves.sign(order, actor=week.chief, at=NOON)
    refused("state", moves.sign, order, actor=week.chief, at=NOON)
    assert lines(order, "sign").count() == 1


# extension


def asked(week, when=NOON, until=date(2017, 4, 25)):
    return moves.ask_extension(week.working(), actor=week.chief, at=when, reason="连续降雨", until=until)


def test_an_extension_is_asked_for_once_before_the_deadline(week):
    order = asked(week)
    assert (order.state, order.extension) == (S.WORKING, Extension.ASKED)
    refused("state", moves.ask_extension, order, actor=week.chief, at=NOON, reason="再", until=date(2017, 4, 26))
    assert lines(order, "ask-extension").get().reason == "连续降雨"


def test_in_the_last_second_it_is_in_time_and_then_too_late(week):
    asked(week, at("2017-04-18 23:59:59"))
    with pytest.raises(MoveRefused):
        asked(week, at("2017-04-19 00:00:00"))


def test_only_the_unit_asks_and_only_while_it_puts_right(week):
    order = week.working()
    for other in (week.liaison, week.one, week.stranger):
        refused("person", moves.ask_extension, order, actor=other, at=NOON, reason="雨", until=date(2017, 4, 25))
    refused(
        "state", moves.ask_extension, week.issued(), actor=week.chief, at=NOON, reason="雨", until=date(2017, 4, 25)
    )
    refused("missing", moves.ask_extension, order, actor=week.chief, at=NOON, reason=" ", until=date(2017, 4, 25))


def test_an_extension_keeps_within_its_days(week):
    for until in (date(2017, 4, 18), date(2017, 5, 19)):
        with pytest.raises(ValidationError):
            asked(week, until=until)


def test_the_office_grants_as_asked_or_shorter(week):
    order = moves.grant(asked(week), actor=week.two, at=NOON, until=date(2017, 4, 21))
    assert (order.extension, order.last_day, order.first_last_day) == (
        Extension.GRANTED, date(2017, 4, 21), date(2017, 4, 18),
    )  # fmt: skip
    refused("state", moves.grant, order, actor=week.two, at=NOON)
    assert lines(order, "grant").count() == 1


def test_the_office_refuses_with_a_reason(week):
    order = moves.refuse(asked(week), actor=week.two, at=NOON, reason="工作量不大")
    assert (order.extension, order.last_day) == (Extension.REFUSED, date(2017, 4, 18))
    refused("state", moves.refuse, order, actor=week.two, at=NOON, reason="…")
    assert lines(order, "refuse").count() == 1


def test_nobody_of_the_unit_decides(week):
    order = asked(week)
    inside = a_user(None, "supervisor")
    a_cadre(inside.name, user=inside, unit=week.unit)
    for other in (week.chief, inside, week.liaison):
        refused("person", moves.grant, order, actor=other, at=NOON)
        refused("person", moves.refuse, order, actor=other, at=NOON, reason="…")


# report, close, send back


def test_the_unit_reports_it_done_and_the_office_has_three_working_days(week):
    order = week.reported(at("2017-04-14 10:00:00"))
    assert (order.state, order.holder, order.until) == (S.REPORTED, Holder.OFFICE, date(2017, 4, 19))
    refused("state", moves.report_done, order, actor=week.chief, at=NOON, report="再报")
    assert lines(order, "report-done").count() == 1


def test_only_the_units_answering_people_report(week):
    order = week.working()
    for other in (week.liaison, week.two, week.stranger):
        refused("person", moves.report_done, order, actor=other, at=NOON, report="好了")
    refused("missing", moves.report_done, order, actor=week.chief, at=NOON, report=" ")


def test_closing_keeps_who_and_when_and_whether_in_time(week):
    order = week.closed(at("2017-04-12 09:00:00"))
    assert (order.state, order.closed_by, order.closed_at, order.in_time) == (
        S.CLOSED, week.two, at("2017-04-12 09:00:00"), True,
    )  # fmt: skip
    assert lines(order, "close").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(closed_by=None)


def test_a_report_after_the_last_second_is_not_in_time(week):
    late = week.reported(at("2017-04-19 00:00:00"))
    assert moves.close(late, actor=week.two, at=at("2017-04-19 09:00:00"), verdict="属实").in_time is False
    punctual = week.reported(at("2017-04-18 23:59:59"))
    # The office took its time; that is not the unit's lateness.
    assert moves.close(punctual, actor=week.two, at=at("2017-04-28 09:00:00"), verdict="属实").in_time is True


def test_nobody_of_the_unit_verifies_nor_anybody_outside_the_office(week):
    order = week.reported()
    inside = a_user(None, "supervisor")
    a_cadre(inside.name, user=inside, unit=week.unit)
    for other in (week.chief, inside, week.stranger, a_user(None, "planner")):
        refused("person", moves.close, order, actor=other, at=NOON, verdict="属实")
        refused("person", moves.send_back, order, actor=other, at=NOON, reason="不属实")
    refused("missing", moves.close, order, actor=week.two, at=NOON, verdict="")


def test_what_is_not_reported_is_not_closed(week):
    refused("state", moves.close, week.working(), actor=week.two, at=NOON, verdict="属实")
    refused("state", moves.send_back, week.working(), actor=week.two, at=NOON, reason="…")


def test_sent_back_is_counted_and_the_clock_had_stood_still(week):
    order = moves.send_back(
        week.reported(at("2017-04-17 15:00:00")), actor=week.two, at=at("2017-04-20 10:00:00"), reason="未修复到位"
    )
    assert (order.state, order.sent_back, order.back_reason) == (S.WORKING, 1, "未修复到位")
    assert order.last_day == date(2017, 4, 21)
    again = moves.report_done(order, actor=week.chief, at=at("2017-04-21 20:00:00"), report="再修")
    assert moves.close(again, actor=week.two, at=at("2017-04-24 09:00:00"), verdict="属实").in_time
    assert lines(order, "send-back").count() == 1


# withdraw, discard, reopen


def test_a_draft_is_discarded_by_who_wrote_it(week):
    refused("person", moves.discard, week.draft(), actor=week.two, at=NOON, reason="重复")
    order = moves.discard(week.draft(), actor=week.one, at=NOON, reason="重复")
    assert (order.state, order.number) == (S.DISCARDED, None)
    refused("state", moves.discard, order, actor=week.one, at=NOON, reason="重复")
    assert lines(order, "discard").count() == 1


def test_an_order_is_withdrawn_by_the_head_and_keeps_its_number(week):
    refused("person", moves.withdraw, week.working(), actor=week.one, at=NOON, reason="不实")
    order = moves.withdraw(week.working(), actor=week.head, at=NOON, reason="情况不实")
    assert (order.state, order.number) == (S.WITHDRAWN, 2)
    refused("state", moves.withdraw, order, actor=week.head, at=NOON, reason="情况不实")
    assert lines(order, "withdraw").count() == 1


def test_a_problem_that_is_back_reopens_the_order(week):
    refused("person", moves.reopen, week.closed(), actor=week.two, at=NOON, reason="又坏")
    order = moves.reopen(week.closed(), actor=week.head, at=at("2017-05-15 09:00:00"), reason="又坏了")
    assert (order.state, order.reopened, order.last_day, order.closed_at) == (S.WORKING, 1, date(2017, 5, 22), None)
    refused("state", moves.reopen, order, actor=week.head, at=NOON, reason="又坏")
    assert lines(order, "reopen").count() == 1


# urging and the ladder


def test_urging_is_noted_once_overdue_and_changes_no_state(week):
    order = week.working()
    refused("state", drafting.urge, order, "urged", "请抓紧", actor=week.two, at=NOON)
    late = at("2017-04-20 09:00:00")
    refused("person", drafting.urge, order, "urged", "请抓紧", actor=week.chief, at=late)
    drafting.urge(order, "urged", "请抓紧", actor=week.two, at=late)
    assert week.stored(order).state == S.WORKING
    assert lines(order, "urged").get().reason == "请抓紧"
    assert Notice.objects.filter(kind="order.urged", user=week.chief).exists()


def told(user, kind="order"):
    return sorted(Reminder.objects.filter(user=user, kind=kind).values_list("rung", flat=True))


def test_the_ladder_climbs_by_working_days_and_stops_with_the_report(week):
    order = week.working()
    for when, unit, head in (
        ("2017-04-17 08:00", [], []), ("2017-04-17 08:30", [1], []), ("2017-04-19 08:29", [1], []),
        ("2017-04-19 08:30", [1, 2], []), ("2017-04-24 08:30", [1, 2], []), ("2017-04-25 08:30", [1, 2, 4], [5]),
    ):  # fmt: skip
        order_ladder.remind(at=at(when))
        order_ladder.remind(at=at(when))
        assert (told(week.chief), [rung for rung in told(week.head) if rung != 3]) == (unit, head), when
    assert Reminder.objects.get(user=week.head, rung=5).title.startswith("已逾期5个工作日")
    moves.report_done(order, actor=week.chief, at=at("2017-04-25 09:00:00"), report="好了")
    order_ladder.remind(at=at("2017-05-10 09:00:00"))
    assert told(week.chief) == [1, 2, 4]


def test_what_is_not_signed_for_and_not_verified_is_reminded_too(week):
    order = week.issued()
    order_ladder.remind(at=at("2017-04-12 09:00:00"))
    assert told(week.liaison, "order_sign") == [1]
    order_ladder.remind(at=at("2017-04-14 09:00:00"))
    assert told(week.two, "order_sign") == [3]
    moves.sign(order, actor=week.chief, at=at("2017-04-14 10:00:00"))
    moves.report_done(order, actor=week.chief, at=at("2017-04-14 10:00:00"), report="好了")
    order_ladder.remind(at=at("2017-04-20 09:00:00"))
    assert told(week.two, "order_verify") == [1]
    assert told(week.head, "order_verify") == [1, 2]


def test_the_trail_has_nothing_to_say_against_it(week):
    week.closed()
    week.draft()
    trail.seal(at=NOON)
    assert [sentence for sentence in map(str, trail.verify()) if "evaluations" in sentence] == []

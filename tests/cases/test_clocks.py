"""Deadlines: never on a rest day, monotone, counted right over two festivals; held, extended and handed over by one
holder at a time."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Card
from cases.rules import clocks as rules
from cases.services import clocks
from cases.states.rulesets import Span
from cases.transitions import cards
from tests import lasting
from tests.cases.scene import NEXT_DAY, OPENED, People, a_card, ruled
from tests.cast import SHANGHAI, a_user, at
from zhangdian.calendar.rules import WorkCalendar
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

WORKING = WorkCalendar()
DAYS = st.dates(date(2017, 1, 1), date(2026, 11, 1))
COUNTS = st.integers(0, 60)
SPANS = st.sampled_from(Span.values)


def d(text):
    """A day of 2026: d("9-25")."""
    month, day = text.split("-")
    return date(2026, int(month), int(day))


# The arithmetic ----------------------------------------------------------------------------------------


@given(DAYS, COUNTS, SPANS)
def test_a_deadline_is_never_a_rest_day_and_never_before_the_beginning(began, count, span):
    last = rules.last_day(began, count, span, WORKING)
    assert WORKING.is_working(last)
    assert last >= began
    end = rules.due(began, count, span, WORKING, SHANGHAI)
    assert rules.last_of(end, SHANGHAI) == last
    assert end == datetime(last.year, last.month, last.day, tzinfo=SHANGHAI) + timedelta(days=1)


@given(DAYS, COUNTS, st.integers(0, 40), SPANS)
def test_who_begins_later_or_has_longer_is_not_due_earlier(began, count, later, span):
    last = rules.last_day(began, count, span, WORKING)
    assert rules.last_day(began + timedelta(days=later), count, span, WORKING) >= last
    assert rules.last_day(began, count + 1, span, WORKING) >= last


@given(DAYS, st.integers(1, 60))
def test_working_days_are_as_many_as_were_promised(began, count):
    last = rules.last_day(began, count, Span.WORKING, WORKING)
    assert len(WORKING.between(began + timedelta(days=1), last)) == count


@given(DAYS, COUNTS, SPANS, st.integers(1, 30), SPANS)
def test_an_extension_never_shortens(began, count, span, more, by):
    end = rules.due(began, count, span, WORKING, SHANGHAI)
    assert rules.due(rules.last_of(end, SHANGHAI), more, by, WORKING, SHANGHAI) > end


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(0, 40))
def test_a_clock_that_stood_still_gives_back_as_many_working_days(began, count, after, stood):
    end = rules.due(began, count, Span.WORKING, WORKING, SHANGHAI)
    held = began + timedelta(days=after)
    resumed = held + timedelta(days=stood)
    moved = rules.held_over(end, held, resumed, WORKING, SHANGHAI)
    given_back = WORKING.between(rules.last_of(end, SHANGHAI) + timedelta(days=1), rules.last_of(moved, SHANGHAI))
    assert moved >= end
    assert len(given_back) == len(WORKING.between(held, resumed - timedelta(days=1)))
    assert WORKING.is_working(rules.last_of(moved, SHANGHAI))


# Mid-Autumn rests 25 to 27 September 2026, National Day 1 to 7 October; Sunday 20 September and Saturday 10 October are
# worked instead. Written down by hand from the notice, not computed.
FESTIVALS = [
    # began, count, span, last day
    ("9-17", 2, "working", "9-20"),
    ("9-18", 1, "working", "9-20"),
    ("9-24", 1, "working", "9-28"),
    ("9-24", 2, "working", "9-29"),
    ("9-24", 3, "working", "9-30"),
    ("9-24", 4, "working", "10-8"),
    ("9-24", 5, "working", "10-9"),
    ("9-24", 6, "working", "10-10"),
    ("9-24", 7, "working", "10-12"),
    ("9-25", 1, "working", "9-28"),
    ("9-26", 3, "working", "9-30"),
    ("9-27", 5, "working", "10-9"),
    ("9-28", 5, "working", "10-10"),
    ("9-29", 5, "working", "10-12"),
    ("9-30", 1, "working", "10-8"),
    ("9-30", 3, "working", "10-10"),
    ("9-30", 5, "working", "10-13"),
    ("10-1", 1, "working", "10-8"),
    ("10-7", 3, "working", "10-10"),
    ("10-9", 1, "working", "10-10"),
    ("10-10", 1, "working", "10-12"),
    ("9-25", 0, "working", "9-28"),
    ("9-24", 1, "days", "9-28"),
    ("9-25", 5, "days", "9-30"),
    ("9-25", 6, "days", "10-8"),
    ("9-28", 9, "days", "10-8"),
    ("9-30", 10, "days", "10-10"),
    ("10-1", 10, "days", "10-12"),
    ("8-25", 1, "months", "9-28"),
    ("8-31", 1, "months", "9-30"),
    ("9-1", 1, "months", "10-8"),
    ("9-10", 1, "months", "10-10"),
    ("9-11", 1, "months", "10-12"),
]


@pytest.mark.parametrize(("began", "count", "span", "last"), FESTIVALS)
def test_over_two_festivals_with_make_up_days(began, count, span, last):
    assert rules.last_day(d(began), count, span, WORKING) == d(last)


@pytest.mark.parametrize(
    ("end", "held", "resumed", "last"),
    [("9-24", "9-24", "9-24", "9-24"), ("9-24", "9-25", "9-28", "9-24"), ("9-24", "9-24", "9-25", "9-28"),
     ("9-30", "9-28", "10-8", "10-10"), ("9-30", "10-1", "10-9", "10-8")],
)  # fmt: skip
def test_a_hold_over_the_festivals_counts_working_days_only(end, held, resumed, last):
    before = rules.due(d(end), 0, "working", WORKING, SHANGHAI)
    assert rules.last_of(rules.held_over(before, d(held), d(resumed), WORKING, SHANGHAI), SHANGHAI) == d(last)


# The last second ---------------------------------------------------------------------------------------


made = lasting.world(lambda: ruled(People()))


def refused(act):
    with pytest.raises(MoveRefused) as wrong:
        act()
    return wrong.value.why


def served_on_the_eve(people):
    card = cards.open_card(
        colour="yellow", facts="逾期未报结。", cadre=people.cadre, actor=people.officer, at=at("2026-09-24 09:00:00")
    )
    return cards.serve_facts(card, manner="system", actor=people.officer, at=at("2026-09-24 10:00:00"))


def test_a_statement_in_the_last_second_is_in_time(people):
    card = served_on_the_eve(people)
    assert card.statement_due_at == card.due_at == at("2026-10-10 00:00:00")
    assert refused(lambda: cards.expire(card, at=at("2026-10-09 23:59:59"))) == MoveRefused.WRONG_STATE
    card = cards.state(card, statement="连续降雨。", actor=people.subject, at=at("2026-10-09 23:59:59"))
    assert (card.state, card.heard) == ("HEARD", "given")


def test_a_statement_in_the_first_second_after_is_too_late(people):
    card = served_on_the_eve(people)
    late = at("2026-10-10 00:00:00")
    assert (
        refused(lambda: cards.state(card, statement="迟。", actor=people.subject, at=late)) == MoveRefused.WRONG_STATE
    )
    card = cards.expire(card, at=late)
    assert (card.state, card.heard) == ("HEARD", "expired")


# Extended, held, resumed, handed over ------------------------------------------------------------------

WHY = {"reason": "经研究"}


def extended(people):
    return a_card(people, "NOTIFIED")


def held(people):
    return clocks.hold(a_card(people, "NOTIFIED"), **WHY, actor=people.officer, at=OPENED)


ACTS = {
    # name: (the case before, act, who may, who may not, verb of the line)
    "extend": (extended, lambda p, c, who: clocks.extend(c, **WHY, actor=who, at=NEXT_DAY), "director", "officer",
               "extend_step"),
    "hold": (extended, lambda p, c, who: clocks.hold(c, **WHY, actor=who, at=NEXT_DAY), "officer", "second",
             "hold_step"),
    "resume": (held, lambda p, c, who: clocks.resume(c, actor=who, at=NEXT_DAY), "officer", "director", "resume_step"),
    "hand_over": (extended, lambda p, c, who: clocks.hand_over(c, p.second, **WHY, actor=who, at=NEXT_DAY), "officer",
                  "stranger", "hand_over_case"),
}  # fmt: skip
each_act = pytest.mark.parametrize("name", list(ACTS))


@each_act
def test_an_act_on_the_clock_does_what_it_says_with_one_line(people, name):
    before, act, may, _may_not, verb = ACTS[name]
    card = before(people)
    due, lines = card.due_at, Entry.objects.about(card).count()
    card = act(people, card, getattr(people, may))
    assert Entry.objects.about(card).count() == lines + 1
    assert Entry.objects.about(card).last().verb == verb
    stands = {
        "extend": card.due_at > due and card.statement_due_at == card.due_at and card.extended_by == people.director,
        "hold": card.held_at == NEXT_DAY and card.due_at == due and not card.is_overdue(due + timedelta(days=9)),
        "resume": card.held_at is None and card.due_at == due + timedelta(days=1) == card.statement_due_at,
        "hand_over": card.handler == people.second and card.due_at == due,
    }
    assert stands[name]


@each_act
def test_an_act_on_the_clock_is_refused_to_the_wrong_person(people, name):
    before, act, _may, may_not, _verb = ACTS[name]
    card = before(people)
    lines = Entry.objects.count()
    assert refused(lambda: act(people, card, getattr(people, may_not))) == MoveRefused.WRONG_PERSON
    assert refused(lambda: act(people, card, people.subject)) == MoveRefused.WRONG_PERSON
    assert Entry.objects.count() == lines


@each_act
def test_an_act_on_the_clock_is_refused_in_the_wrong_state(people, name):
    before, act, may, _may_not, _verb = ACTS[name]
    card, who = before(people), getattr(people, may)
    if name != "resume":
        again = act(people, card, who)
        if name == "hand_over":
            who = people.second
        assert refused(lambda: act(people, again, who)) == MoveRefused.WRONG_STATE
    over = cards.drop(a_card(people), reason="查无此事", actor=people.officer, at=OPENED)
    assert refused(lambda: act(people, over, getattr(people, may))) == MoveRefused.WRONG_STATE


def test_the_clock_is_not_extended_after_its_end_nor_against_the_rules_nor_without_a_reason(people):
    card = a_card(people, "NOTIFIED")
    for when, words, why in (
        (card.due_at, WHY, MoveRefused.WRONG_STATE), (NEXT_DAY, {"reason": " "}, MoveRefused.MISSING),
    ):  # fmt: skip
        assert (
            refused(lambda when=when, words=words: clocks.extend(card, **words, actor=people.director, at=when)) == why
        )
    fixed = a_card(people)
    assert refused(lambda: clocks.extend(fixed, **WHY, actor=people.director, at=OPENED)) == MoveRefused.WRONG_STATE
    assert refused(lambda: clocks.hold(card, reason="", actor=people.officer, at=OPENED)) == MoveRefused.MISSING


def test_a_case_is_handed_to_nobody_whom_it_concerns_or_who_is_not_of_the_section(people):
    card = a_card(people, "NOTIFIED")
    people.subject.roles = ",office,"
    people.subject.save()
    for to in (people.subject, people.director, people.stranger):
        why = refused(lambda to=to: clocks.hand_over(card, to, **WHY, actor=people.director, at=NEXT_DAY))
        assert why == MoveRefused.WRONG_PERSON
    card.refresh_from_db()
    assert card.handler == people.officer


def test_one_who_left_hands_over_by_a_leader(people):
    card = a_card(people, "NOTIFIED")
    people.officer.is_active = False
    people.officer.save()
    card = clocks.hand_over(card, people.second, reason="原承办人调离", actor=people.director, at=NEXT_DAY)
    assert card.handler == people.second
    line = Entry.objects.about(card).last()
    assert (line.verb, line.reason) == ("hand_over_case", "原承办人调离")


@pytest.mark.parametrize(
    "change", ["handler_id = NULL", "due_at = NULL", "ended_at = opened_at", "held_at = opened_at",
               "extended_at = opened_at"],
)  # fmt: skip
def test_the_database_keeps_exactly_one_holder_and_one_deadline(people, change):
    card = a_card(people, "NOTIFIED")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_card SET {change} WHERE id = {card.pk}")
    over = cards.drop(card, reason="查无此事", actor=people.officer, at=NEXT_DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=over.pk).update(due_at=NEXT_DAY)


def test_looking_at_a_case_changes_nothing_of_its_clock(client, people):
    card = a_card(people, "NOTIFIED")
    before = Card.objects.filter(pk=card.pk).values().get()
    for user in (people.officer, people.director, people.subject, a_user("looks", "office", name="旁人")):
        client.force_login(user)
        assert client.get(card.get_absolute_url()).status_code == 200
    assert Card.objects.filter(pk=card.pk).values().get() == before

"""Two at once, on a real server with real locks."""

import pytest

from evaluations.models import Inspection, Order, Record
from evaluations.states.inspections import InspectionState
from evaluations.transitions import inspections as visits
from evaluations.transitions import orders as moves
from tests.evaluations.week.scene import NOON, TUESDAY, Week, saw
from tests.projects.day.test_threads import at_once
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_orders_issued_at_once_have_numbers_without_gaps():
    week = Week()
    drafts = [week.draft() for _number in range(8)]
    refused = week.draft(NOON)
    at_once(
        *[lambda order=order: moves.issue(order, actor=week.head, at=NOON) for order in drafts],
        lambda: moves.issue(refused, actor=week.one, at=NOON),
    )
    numbers = sorted(Order.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, 9))


def test_of_two_who_decide_at_once_one_wins_and_the_trail_holds_one_line():
    week = Week()
    order = week.reported()
    results = at_once(
        lambda: moves.close(order, actor=week.two, at=NOON, verdict="属实"),
        lambda: moves.send_back(order, actor=week.three, at=NOON, reason="未修复"),
        lambda: moves.close(order, actor=week.three, at=NOON, verdict="属实"),
    )
    assert sum(isinstance(result, MoveRefused) for result in results) == 2
    assert Entry.objects.about(order).filter(verb__in=["close", "send-back"]).count() == 1


def test_two_who_hand_in_at_once_gather_the_visit_once():
    week = Week()
    visit = week.begun()
    records = {user: Record.objects.get(inspection=visit, author=user) for user in (week.one, week.two)}
    results = at_once(
        *[
            lambda user=user, record=record: visits.hand_in(record, saw(), actor=user, at=TUESDAY)
            for user, record in records.items()
        ]
    )
    assert not any(isinstance(result, Exception) for result in results)
    assert Inspection.objects.get(pk=visit.pk).state == InspectionState.GATHERED
    assert Entry.objects.about(visit).filter(verb="gather").count() == 1

"""A closed order is offered as a fact to whoever led the project that day: a draft, once, that never counts alone."""

from datetime import date, timedelta

import pytest
import time_machine

from cadres.models import Cadre
from evaluations.models import Fact
from evaluations.queries import facts as queries
from evaluations.services import facts as services
from evaluations.states.facts import FactKind, FactSource, FactState
from evaluations.transitions import orders as moves
from projects.states import PersonRole
from tests.cast import a_user, at, carries
from tests.evaluations.week.scene import NOON, Week
from zhangdian.trail.models import Entry

LATER = at("2017-04-12 09:00:00")


@pytest.fixture
def week(db):
    with time_machine.travel(NOON, tick=False):
        found = Week()
        found.deputy = a_user()
        carries(found.chief, found.project, PersonRole.UNIT_HEAD)
        carries(found.deputy, found.project, PersonRole.DEPUTY, unit=found.unit)
        yield found


def people():
    return set(Fact.objects.values_list("cadre__user", flat=True))


def test_whoever_led_the_putting_right_is_offered_a_draft_and_nobody_else(week):
    order = week.closed()
    assert services.offer(at=LATER) == 2
    assert people() == {week.chief.pk, week.deputy.pk}
    for fact in Fact.objects.all():
        assert (fact.state, fact.author, fact.project, fact.day) == (
            FactState.DRAFT, None, week.project, date(2017, 4, 11),
        )  # fmt: skip
        assert (fact.kind, fact.source) == (FactKind.ACHIEVEMENT, FactSource.INSPECTION)
        assert (fact.from_label, fact.from_key, fact.from_path) == (
            "evaluations.order", str(order.pk), order.get_absolute_url(),
        )  # fmt: skip
        assert order.title in fact.what
        assert fact.evidence == "张督〔2017〕1号 现场核验属实"
        assert not queries.of_cadre(fact.cadre).exists()
        assert Entry.objects.about(fact).filter(verb="create", actor=None).count() == 1


def test_run_twice_it_is_offered_once_and_a_second_closing_offers_nothing_new(week):
    order = week.closed()
    services.offer(at=LATER)
    assert services.offer(at=LATER) == 0
    moves.reopen(order, actor=week.head, at=LATER, reason="反弹")
    moves.report_done(order, actor=week.chief, at=LATER, report="再次修复")
    moves.close(order, actor=week.two, at=LATER, verdict="属实")
    assert services.offer(at=at("2017-04-13 09:00:00")) == 0
    assert Fact.objects.count() == 2


def test_what_is_not_closed_is_offered_to_nobody(week):
    week.working()
    week.reported()
    moves.withdraw(week.working(), actor=week.head, at=NOON, reason="不实")
    moves.reopen(week.closed(), actor=week.head, at=NOON, reason="反弹")
    assert services.offer(at=LATER) == 0


def test_who_is_not_assessed_or_left_the_project_before_is_offered_nothing(week):
    Cadre.objects.filter(user=week.deputy).update(is_assessed=False)
    week.project.responsibilities.filter(cadre__user=week.chief).update(until_on=date(2017, 4, 10))
    week.closed()
    assert services.offer(at=LATER) == 0
    successor = a_user()
    carries(successor, week.project, PersonRole.UNIT_HEAD, from_on=date(2017, 4, 11))
    carries(a_user(), week.project, PersonRole.DEPUTY, from_on=date(2017, 4, 12))
    assert services.offer(at=LATER) == 1
    assert people() == {successor.pk}


def test_what_was_closed_long_ago_is_no_longer_offered(week):
    week.closed()
    assert services.offer(at=NOON + timedelta(days=121)) == 0
    assert services.offer(at=NOON + timedelta(days=120)) == 2


def test_a_closing_late_at_night_counts_for_its_own_day(week):
    week.closed(at("2017-04-11 23:59:00"))
    services.offer(at=LATER)
    assert set(Fact.objects.values_list("day", flat=True)) == {date(2017, 4, 11)}

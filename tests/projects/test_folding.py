"""Figures: what a row counts as, sums that add up, folding that may be repeated."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import DailyReport, Figure, Milestone, MonthlyPlan, ProjectUnit
from projects.rollups import folding, sweeping
from projects.rules import health
from projects.states import Period, ReportState, Scope, UnitRole
from tests.cast import LONG_AGO, MONDAY, a_project, a_unit, an_open_report, at
from tests.projects.figures_world import a_district, working_days
from zhangdian.notices.models import Heartbeat

pytestmark = pytest.mark.django_db
NIGHT = at("2017-04-28 23:00:00")
NUMBERS = folding.NUMBERS


def figure(scope, thing=None, period=Period.MONTH, starts_on=date(2017, 4, 1)):
    return Figure.objects.get(scope=scope, scope_id=thing.pk if thing else 0, period=period, starts_on=starts_on)


def stored():
    return set(Figure.objects.values_list("scope", "scope_id", "period", "starts_on", "ends_on", *NUMBERS))


@pytest.fixture
def district(db):
    return a_district(12, working_days(date(2017, 3, 27), 24), units=3)


def test_a_month_says_of_each_project_what_its_rows_count_as(district):
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    counted = Counter()
    for row in DailyReport.objects.filter(day__month=4):
        kind = health.counts_as(
            is_exempt=row.state == ReportState.EXEMPT, is_received=row.received_at is not None, is_late=row.is_late,
            is_past_due=row.due_at <= NIGHT,
        )  # fmt: skip
        counted[row.project_id, kind] += 1
    for project in district:
        said = figure(Scope.PROJECT, project)
        assert [said.exempt, said.on_time, said.late, said.missing] == [
            counted[project.pk, kind] for kind in (health.EXEMPT, health.ON_TIME, health.LATE, health.MISSING)
        ]


@pytest.mark.parametrize("period", Period.values)
def test_expected_less_exempt_is_what_came_and_what_is_missing_everywhere(district, period):
    for day in working_days(date(2017, 3, 27), 24):
        folding.roll_up(Period.MONTH, day, at=NIGHT)
    folding.roll_up(period, MONDAY, at=NIGHT)
    rows = Figure.objects.filter(period=period)
    assert {row.scope for row in rows} == set(Scope.values)
    assert all(row.expected - row.exempt == row.on_time + row.late + row.missing for row in rows)


@pytest.mark.parametrize("period", Period.values)
def test_the_district_is_the_sum_of_its_projects_and_of_its_units(district, period):
    folding.roll_up(Period.MONTH, date(2017, 3, 31), at=NIGHT)
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    start = folding.roll_up(period, MONDAY, at=NIGHT)
    whole = figure(Scope.DISTRICT, period=period, starts_on=start)
    for scope in (Scope.PROJECT, Scope.UNIT):
        parts = Figure.objects.filter(scope=scope, period=period, starts_on=start)
        for name in NUMBERS:
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name), (scope, name)


def test_rows_whose_cut_off_has_not_passed_are_not_counted():
    project = a_project()
    an_open_report(project)
    folding.roll_up(Period.MONTH, MONDAY, at=at("2017-04-10 17:59:59"))
    assert figure(Scope.DISTRICT).expected == 0
    folding.roll_up(Period.MONTH, MONDAY, at=at("2017-04-10 18:00:00"))
    assert (figure(Scope.PROJECT, project).expected, figure(Scope.PROJECT, project).missing) == (1, 1)


def test_a_project_of_two_units_counts_in_both_and_once_in_the_district():
    first, second = a_unit(), a_unit()
    project = a_project(unit=first)
    ProjectUnit.objects.create(project=project, unit=second, role=UnitRole.RESPONSIBLE, from_on=LONG_AGO)
    an_open_report(project)
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    assert [figure(Scope.UNIT, first).missing, figure(Scope.UNIT, second).missing] == [1, 1]
    assert figure(Scope.DISTRICT).missing == 1


def test_units_that_hand_a_project_over_each_count_their_own_days():
    before, after = a_unit(), a_unit()
    project = a_project(unit=before)
    ProjectUnit.objects.filter(project=project).update(until_on=date(2017, 4, 12))
    ProjectUnit.objects.create(project=project, unit=after, role=UnitRole.RESPONSIBLE, from_on=date(2017, 4, 13))
    MonthlyPlan.objects.create(project=project, month=date(2017, 4, 1), planned=Decimal(100), confirmed=Decimal(80))
    for day in working_days(MONDAY, 5):
        an_open_report(project, day=day)
    for period in (Period.WEEK, Period.MONTH, Period.QUARTER):
        folding.roll_up(period, MONDAY, at=NIGHT)
    month = figure(Scope.UNIT, before), figure(Scope.UNIT, after)
    assert [row.missing for row in month] == [3, 2]
    assert [row.invested for row in month] == [Decimal(0), Decimal(80)]
    assert [row.planned for row in month] == [Decimal(0), Decimal(100)]
    assert [figure(Scope.UNIT, unit, Period.WEEK, MONDAY).missing for unit in (before, after)] == [3, 2]
    assert figure(Scope.UNIT, after, Period.QUARTER).missing == 2


def test_a_confirmed_month_wins_over_what_was_reported_day_by_day(district):
    project = district[0]
    MonthlyPlan.objects.filter(project=project, month=date(2017, 4, 1)).update(confirmed=Decimal("77.70"))
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    assert figure(Scope.PROJECT, project).invested == Decimal("77.70")
    daily = sum(row.invested or 0 for row in DailyReport.objects.filter(project=district[1], day__month=4))
    assert figure(Scope.PROJECT, district[1]).invested == daily


def test_computing_again_gives_the_same(district):
    found = []
    for _time in range(2):
        for period in Period.values:
            folding.roll_up(period, MONDAY, at=NIGHT)
        found.append(stored())
    assert found[0] == found[1]


def test_folding_again_changes_what_differs_and_nothing_else(district):
    same, changed, gone, fresh = district[:4]
    begun, later = NIGHT, NIGHT + timedelta(hours=1)
    DailyReport.objects.filter(project=fresh, day__month=4).update(due_at=later)
    MonthlyPlan.objects.filter(project=fresh).delete()
    fresh.milestones.all().delete()
    folding.roll_up(Period.MONTH, MONDAY, at=begun)
    assert not Figure.objects.filter(scope=Scope.PROJECT, scope_id=fresh.pk, period=Period.MONTH).exists()
    DailyReport.objects.filter(project=changed, day=MONDAY).delete()
    for model in (DailyReport, MonthlyPlan, Milestone):
        model.objects.filter(project=gone).delete()
    expected = figure(Scope.PROJECT, changed).expected
    folding.roll_up(Period.MONTH, MONDAY, at=later)
    assert figure(Scope.PROJECT, same).computed_at == begun
    mended = figure(Scope.PROJECT, changed)
    assert (mended.expected, mended.computed_at) == (expected - 1, later)
    assert not Figure.objects.filter(scope=Scope.PROJECT, scope_id=gone.pk, period=Period.MONTH).exists()
    assert figure(Scope.PROJECT, fresh).expected > 0
    again = stored()
    Figure.objects.all().delete()
    folding.roll_up(Period.MONTH, MONDAY, at=later)
    assert stored() == again


def test_a_month_owes_nothing_to_the_figures_of_its_days(district):
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    right = stored()
    folding.roll_up(Period.DAY, MONDAY, at=NIGHT)
    Figure.objects.filter(period=Period.DAY).update(expected=7, exempt=7, on_time=0, late=0, missing=0)
    folding.roll_up(Period.MONTH, MONDAY, at=NIGHT)
    assert {row for row in stored() if row[2] == Period.MONTH} == right


def test_the_sweep_folds_a_day_when_it_closes_and_running_twice_changes_nothing(district):
    sweeping.fold(at=at("2017-04-10 12:00:00"))
    assert not Figure.objects.filter(period=Period.DAY, starts_on=MONDAY).exists()
    sweeping.fold(at=at("2017-04-10 18:00:00"))
    assert figure(Scope.DISTRICT, period=Period.DAY, starts_on=MONDAY).expected == 12
    before = stored()
    assert sweeping.fold(at=at("2017-04-10 18:15:00")) == 0
    assert stored() == before


def test_the_sweep_equals_computing_everything_anew(district):
    for day in working_days(date(2017, 3, 27), 24):
        sweeping.fold(at=at(f"{day} 18:05:00"))
    folded = stored()
    for day in working_days(date(2017, 3, 27), 24):
        for period in (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER):
            folding.roll_up(period, day, at=at("2017-04-27 18:05:00"))
    assert stored() == folded


def test_rows_opened_or_removed_later_make_their_day_stale(district):
    sweeping.fold(at=NIGHT)
    project = a_project()
    an_open_report(project, day=MONDAY)
    assert sweeping.fold(at=NIGHT + timedelta(minutes=15)) == 4
    assert figure(Scope.PROJECT, project).missing == 1
    DailyReport.objects.filter(project=project).delete()
    sweeping.fold(at=NIGHT + timedelta(minutes=30))
    assert not Figure.objects.filter(scope=Scope.PROJECT, scope_id=project.pk, period=Period.MONTH, missing=1).exists()


def test_a_line_of_the_trail_about_a_report_makes_its_day_stale(district):
    from zhangdian.trail import services as trail

    sweeping.fold(at=NIGHT)
    report = DailyReport.objects.filter(state=ReportState.OPEN, day__month=4).first()
    was = figure(Scope.PROJECT, report.project).late
    later = NIGHT + timedelta(minutes=1)
    DailyReport.objects.filter(pk=report.pk).update(
        state=ReportState.SUBMITTED, received_at=later, is_late=True, version=1
    )
    trail.record(report, "submit", actor=None, at=later, from_state="OPEN", to_state="SUBMITTED")
    assert sweeping.fold(at=NIGHT + timedelta(minutes=15)) == 4
    assert figure(Scope.PROJECT, report.project).late == was + 1
    assert Heartbeat.objects.get(name=sweeping.NAME).at == NIGHT + timedelta(minutes=15)


@pytest.mark.parametrize("period", Period.values)
def test_the_number_of_statements_does_not_grow_with_the_projects(period):
    counts = []
    for size in (3, 60):
        a_district(size, working_days(MONDAY, 3), units=3, leader=False)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            folding.roll_up(period, MONDAY, at=NIGHT)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16

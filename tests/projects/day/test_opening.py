"""Rows are opened for every working day and every project in construction, once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.models import DailyReport, StageSpan
from projects.rules.day import owed_days
from projects.services.day import open_daily_reports
from projects.states import ProgrammeState, Stage
from projects.transitions.day import exempt_idle
from tests.cast import a_programme, a_project, at
from zhangdian.calendar.models import DayOff
from zhangdian.calendar.rules import WorkCalendar
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry

SATURDAY = date(2017, 4, 1)  # a make-up working day


@pytest.fixture
def programme(db):
    return a_programme(reporting_from=SATURDAY)


def days_of(project):
    return [day.isoformat()[5:] for day in project.daily_reports.order_by("day").values_list("day", flat=True)]


def test_a_make_up_saturday_opens_a_row_per_project_in_construction(programme):
    building = [a_project(programme=programme) for _ in range(3)]
    for stage in (Stage.SUSPENDED, Stage.PREPARING, Stage.COMPLETED):
        a_project(programme=programme, stage=stage)
    assert open_daily_reports(at("2017-04-01 06:00:00")) == 3
    assert set(DailyReport.objects.values_list("project", "day", "due_at")) == {
        (project.pk, SATURDAY, at("2017-04-01 18:00:00")) for project in building
    }


def test_twice_is_the_same(programme):
    a_project(programme=programme)
    open_daily_reports(at("2017-04-01 06:00:00"))
    before = list(DailyReport.objects.values())
    assert open_daily_reports(at("2017-04-01 06:10:00")) == 0
    assert list(DailyReport.objects.values()) == before


def test_a_festival_opens_none(programme):
    project = a_project(programme=programme)
    open_daily_reports(at("2017-04-01 06:00:00"))
    assert open_daily_reports(at("2017-04-03 06:00:00")) == 0
    assert days_of(project) == ["04-01"]


def test_before_six_the_day_has_not_begun(programme):
    a_project(programme=programme)
    assert open_daily_reports(at("2017-04-01 05:59:59")) == 0


def test_days_off_line_are_caught_up(programme):
    project = a_project(programme=programme)
    open_daily_reports(at("2017-04-01 06:00:00"))
    open_daily_reports(at("2017-04-07 05:00:00"))
    assert days_of(project) == ["04-01", "04-05", "04-06"]


def test_a_project_entered_late_gets_its_days(programme):
    a_project(programme=programme)
    open_daily_reports(at("2017-04-06 06:00:00"))
    late = a_project(programme=programme, since=date(2017, 4, 5))
    open_daily_reports(at("2017-04-06 06:10:00"))
    assert days_of(late) == ["04-05", "04-06"]


def test_a_stretch_entered_late_between_opened_days_is_filled(programme):
    project = a_project(programme=programme, since=date(2017, 4, 10))
    open_daily_reports(at("2017-04-12 06:00:00"))
    assert days_of(project) == ["04-10", "04-11", "04-12"]
    StageSpan.objects.create(project=project, stage=Stage.BUILDING, from_on=date(2017, 4, 5), until_on=date(2017, 4, 6))
    assert open_daily_reports(at("2017-04-12 06:10:00")) == 2
    assert days_of(project) == ["04-05", "04-06", "04-10", "04-11", "04-12"]
    assert open_daily_reports(at("2017-04-12 06:20:00")) == 0


def test_a_day_declared_off_later_hides_no_day_after_it(programme):
    project = a_project(programme=programme)
    open_daily_reports(at("2017-04-05 06:00:00"))
    DayOff.objects.create(day=date(2017, 4, 5), is_working=False, name="停电")
    open_daily_reports(at("2017-04-06 06:00:00"))
    assert days_of(project) == ["04-01", "04-05", "04-06"]


def test_a_suspended_stretch_is_left_out(programme):
    project = a_project(programme=programme)
    StageSpan.objects.filter(project=project).update(until_on=date(2017, 4, 5))
    StageSpan.objects.create(
        project=project, stage=Stage.SUSPENDED, from_on=date(2017, 4, 6), until_on=date(2017, 4, 10)
    )
    StageSpan.objects.create(project=project, stage=Stage.BUILDING, from_on=date(2017, 4, 11))
    open_daily_reports(at("2017-04-12 12:00:00"))
    assert days_of(project) == ["04-01", "04-05", "04-11", "04-12"]


def test_a_stop_entered_late_excuses_the_open_days_in_it_once(programme):
    project = a_project(programme=programme)
    open_daily_reports(at("2017-04-07 12:00:00"))
    StageSpan.objects.filter(project=project).update(until_on=date(2017, 4, 5))
    StageSpan.objects.create(project=project, stage=Stage.SUSPENDED, from_on=date(2017, 4, 6))
    assert exempt_idle(at("2017-04-07 12:10:00")) == 2
    assert exempt_idle(at("2017-04-07 12:20:00")) == 0
    assert list(project.daily_reports.order_by("day").values_list("state", flat=True)) == [
        "OPEN", "OPEN", "EXEMPT", "EXEMPT",
    ]  # fmt: skip
    assert Entry.objects.filter(verb="exempt", actor=None).count() == 2


def test_a_programme_not_running_and_days_beyond_it_owe_nothing(db):
    a_project(programme=a_programme(state=ProgrammeState.DRAFT))
    ended = a_programme(reporting_from=date(2017, 3, 30), reporting_until=date(2017, 3, 31))
    project = a_project(programme=ended)
    open_daily_reports(at("2017-04-07 12:00:00"))
    assert days_of(project) == ["03-30", "03-31"]


def test_the_districts_own_day_off_and_a_changed_cut_off_count(programme):
    project = a_project(programme=programme)
    DayOff.objects.create(day=SATURDAY, is_working=False, name="停电")
    Option.objects.create(key="daily.cut_off", value="17:00", effective_from=date(2017, 4, 6), reason="试行")
    open_daily_reports(at("2017-04-06 12:00:00"))
    assert list(project.daily_reports.order_by("day").values_list("due_at", flat=True)) == [
        at("2017-04-05 18:00:00"), at("2017-04-06 17:00:00"),
    ]  # fmt: skip


@pytest.mark.parametrize("projects", [3, 40])
def test_opening_costs_a_constant_number_of_statements(programme, projects, django_assert_max_num_queries):
    for _ in range(projects):
        a_project(programme=programme)
    with django_assert_max_num_queries(14):
        open_daily_reports(at("2017-04-01 06:00:00"))
    assert DailyReport.objects.count() == projects


ten_years = st.dates(date(2016, 1, 1), date(2025, 12, 31))
CALENDAR = WorkCalendar()


@given(begins=ten_years, ends=ten_years, reporting=ten_years, wakes=st.lists(ten_years, min_size=1, max_size=6))
def test_however_the_sweep_wakes_each_working_day_is_owed_once(begins, ends, reporting, wakes):
    """No gap, no overlap, none on a rest day, none before the project began or after it closed."""
    begins, ends = min(begins, ends), max(begins, ends)
    opened, got = None, []
    for wake in sorted(wakes):
        days = owed_days(
            CALENDAR, span_from=begins, span_until=ends, reporting_from=reporting, reporting_until=date(2025, 12, 31),
            opened_until=opened, until=wake,
        )  # fmt: skip
        got += days
        opened = days[-1] if days else opened
    last = min(ends, max(wakes))
    first = max(begins, reporting)
    assert got == ([day for day in _days(first, last) if CALENDAR.is_working(day)])


def _days(first, last):
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]

"""Working days: the State Council's list, the district's own rows above it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhangdian.calendar.models import DayOff
from zhangdian.calendar.queries import calendar
from zhangdian.calendar.rules import WorkCalendar, is_estimated

DAYS = st.dates(date(2016, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2017, 4, 1), True),  # a Saturday, made up for the Monday before the festival
        (date(2017, 4, 2), False),
        (date(2017, 4, 3), False),
        (date(2017, 4, 4), False),
        (date(2017, 4, 5), True),
        (date(2024, 2, 4), True),  # a Sunday, made up for the Spring Festival
        (date(2024, 2, 12), False),
        (date(2026, 10, 1), False),
    ],
)
def test_days_of_the_official_notice(day, working):
    assert WorkCalendar().is_working(day) is working


def test_a_year_without_a_notice_is_marked_estimated():
    assert not is_estimated(2017)
    assert is_estimated(2031)


@pytest.mark.django_db
def test_the_districts_own_day_wins():
    DayOff.objects.create(day=date(2017, 4, 1), is_working=False, name="防汛演练")
    DayOff.objects.create(day=date(2017, 4, 3), is_working=True, name="抢险")
    assert not calendar().is_working(date(2017, 4, 1))
    assert calendar().is_working(date(2017, 4, 3))


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 40))
def test_adding_and_taking_away_working_days_agree_with_counting(day, count):
    days = WorkCalendar()
    later = days.add(day, count)
    assert days.is_working(later)
    assert len(days.between(day + timedelta(days=1), later)) == count
    earlier = days.add(day, -count)
    assert len(days.between(earlier, day - timedelta(days=1))) == count

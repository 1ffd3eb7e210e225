"""The arithmetic of coordination against naive computations."""

from datetime import date
from decimal import Decimal
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import coordination as rules
from tests.cast import SHANGHAI, at
from zhangdian.calendar.rules import WorkCalendar

CALENDAR = WorkCalendar()
DAYS = st.dates(date(2016, 1, 1), date(2018, 12, 1))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_the_median_of_a_histogram_is_the_median_of_the_numbers(numbers):
    counts = {value: numbers.count(value) for value in numbers}
    assert rules.median(counts) == Decimal(str(median(numbers)))


def test_nothing_has_no_median():
    assert rules.median({}) is None


@given(DAYS, st.integers(1, 20))
def test_a_deadline_is_that_many_working_days_away_and_ends_with_its_last_second(day, count):
    begun = at(f"{day} 15:00:00")
    due = rules.due(begun, count, CALENDAR)
    last = rules.last_day(due)
    assert due.astimezone(SHANGHAI).time().isoformat() == "00:00:00"
    assert rules.working_days(day, last, CALENDAR) == count
    assert CALENDAR.is_working(last)


def test_over_a_festival_with_make_up_days():
    # 2017: 29 April to 1 May off; 27 and 28 May a working Saturday for the Dragon Boat festival.
    assert rules.last_day(rules.due(at("2017-04-28 09:00:00"), 2, CALENDAR)) == date(2017, 5, 3)
    assert rules.last_day(rules.due(at("2017-05-26 09:00:00"), 1, CALENDAR)) == date(2017, 5, 27)


@given(st.text(), st.text(), st.integers(50, 100))
def test_being_the_same_matter_does_not_depend_on_the_order(one, other, percent):
    assert rules.same_matter(one, one, percent)
    if min(len(rules.plain(one)), len(rules.plain(other))) < 4:
        assert rules.same_matter(one, other, percent) == rules.same_matter(other, one, percent)


def test_wordings():
    first = "请协调电力部门尽快迁改10千伏线路"
    assert rules.same_matter(first, "请协调电力部门尽快迁改10千伏线路。", 80)
    assert rules.same_matter(first, "请协调电力部门迁改10千伏线路", 80)
    assert not rules.same_matter(first, "请协调燃气公司明确迁改时间", 80)
    assert not rules.same_matter("", "请协调", 80)

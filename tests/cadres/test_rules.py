"""How long a measure has effect, which of several rules, and how cells are read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadres import rules
from cadres.rules import Span
from cadres.states import InfluenceKind, Purpose

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        (date(2017, 3, 10), 6, date(2017, 9, 9)),
        (date(2016, 8, 31), 6, date(2017, 2, 28)),
        (date(2016, 1, 1), 12, date(2016, 12, 31)),
        (date(2017, 3, 10), 0, date(2017, 3, 10)),
        (date(2017, 3, 10), None, None),
    ],
)
def test_a_period_ends_the_day_before_the_same_day_of_its_last_month(begins, months, ends):
    assert rules.end_of(begins, months) == ends


@given(days, st.integers(1, 60), st.integers(1, 60))
def test_more_months_never_end_earlier(begins, one, more):
    assert rules.end_of(begins, one) <= rules.end_of(begins, one + more)


@given(days, st.integers(1, 60))
def test_a_period_lasts_its_months_within_a_month_s_end(begins, months):
    """Never shorter than the months less the three days that a short month may take."""
    ends = rules.end_of(begins, months)
    assert begins <= ends
    assert (ends + timedelta(days=1) - begins).days >= months * 28


def span(kind, begins, ends, blocks=rules.ALL_PURPOSES, lifted=None):
    return Span(kind, begins, ends, tuple(blocks), lifted, key=kind)


MARCH, JUNE, YEAR_END = date(2017, 3, 1), date(2017, 6, 30), date(2017, 12, 31)


def test_of_two_periods_the_one_that_ends_later_rules():
    light, heavy = span("admonition", MARCH, JUNE), span("demotion", MARCH, YEAR_END)
    assert rules.governing([heavy, light], Purpose.MERIT, date(2017, 4, 1)) is heavy


def test_of_two_that_end_alike_the_heavier_kind_rules():
    light, heavy = span("admonition", MARCH, JUNE), span("removal", MARCH, JUNE)
    assert rules.governing([light, heavy], Purpose.MERIT, MARCH) is heavy


def test_an_open_case_rules_over_everything_that_ends():
    case, demotion = span("open_case", MARCH, None), span("demotion", MARCH, YEAR_END)
    assert rules.governing([demotion, case], Purpose.RANK, JUNE) is case


def test_a_purpose_that_is_not_listed_is_not_blocked():
    assert rules.governing([span("other", MARCH, JUNE, ["merit"])], Purpose.PROMOTION, MARCH) is None


@pytest.mark.parametrize(
    ("day", "blocked"),
    [(date(2017, 2, 28), False), (MARCH, True), (JUNE, True), (date(2017, 7, 1), False)],
)
def test_the_first_and_the_last_day_count(day, blocked):
    assert bool(rules.governing([span("admonition", MARCH, JUNE)], Purpose.MERIT, day)) is blocked


def test_from_the_day_of_lifting_nothing_is_blocked():
    lifted = span("admonition", MARCH, JUNE, lifted=date(2017, 5, 1))
    assert rules.governing([lifted], Purpose.MERIT, date(2017, 4, 30)) is lifted
    assert rules.governing([lifted], Purpose.MERIT, date(2017, 5, 1)) is None


def test_every_kind_has_its_months_and_its_weight():
    assert set(rules.MONTHS) == set(rules.WEIGHT) == set(InfluenceKind)


@pytest.mark.parametrize(
    ("cell", "name"),
    [("张 三", "张三"), ("张　三\n", "张三"), (" 欧阳 明 月 ", "欧阳明月"), ("John  Smith", "John Smith"), (None, "")],
)
def test_a_name_loses_the_spaces_that_typists_put_in(cell, name):
    assert rules.clean_name(cell) == name


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text):
    for clean in (rules.clean_text, rules.clean_name, rules.clean_unit_name, rules.clean_phone):
        assert clean(clean(text)) == clean(text)


def test_several_names_in_one_cell():
    assert rules.split_names("张 三、李四/王五\n赵六，李四") == ["张三", "李四", "王五", "赵六"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1975.03", date(1975, 3, 1)), ("1975年3月", date(1975, 3, 1)), ("197503", date(1975, 3, 1)),
        ("1975-03-15", date(1975, 3, 15)), ("1975/3/5", date(1975, 3, 5)), ("19750315", date(1975, 3, 15)),
        ("27463", date(1975, 3, 10)), (27463, date(1975, 3, 10)), (date(1975, 3, 1), date(1975, 3, 1)), ("", None),
        ("1975年10月8日", date(1975, 10, 8)), (1975.03, date(1975, 3, 1)), ("1975.10", date(1975, 10, 1)),
        ("18264", date(1950, 1, 1)), (date(1931, 5, 1), date(1931, 5, 1)), ("　1975.3 ", date(1975, 3, 1)),
    ],
)  # fmt: skip
def test_dates_as_offices_write_them(cell, day):
    assert rules.read_day(cell) == day


@pytest.mark.parametrize("cell", ["不详", "1975.13", "1975-02-30", "75", 75, "1975", 1975, "1975年", 1975.1, "3月"])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(ValueError):
        rules.read_day(cell)

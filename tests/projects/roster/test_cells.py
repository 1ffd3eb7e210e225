"""What is written reads back as itself; the order of rows and columns is of no account."""

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from projects.roster import cells, names, reading, xlsx
from projects.roster.shapes import Amount, CellRefused, Person, Step
from tests.projects.roster import lists
from zhangdian.desk.sheets import guard

SHORT = settings(max_examples=60, deadline=None)
DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))
MONEY = st.decimals(0, Decimal("999999999999.99"), places=2)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HAN = st.text("青石河东云岭沣水甲乙丙丁", min_size=2, max_size=4)
PLAIN = st.text("青石河东云岭沣水 :：;；、,（）()「」0123456789路段号", min_size=1, max_size=20).filter(
    lambda s: cells.clean(s) == s
)


@SHORT
@given(DAYS, st.booleans())
def test_a_written_day_reads_back(day, end):
    assert cells.read_date(cells.format_date(day), end=end) == day


@SHORT
@given(DAYS)
def test_a_day_reads_alike_in_every_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)).days
    ways = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day} 00:00:00",
        day,
    ]
    if serial >= 30000:
        ways.append(serial)
    assert {cells.read_date(way) for way in ways} == {day}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017年3月", "2017-03-01", "2017-03-31"),
        ("2017.03", "2017-03-01", "2017-03-31"),
        (2017.03, "2017-03-01", "2017-03-31"),
        (2017.12, "2017-12-01", "2017-12-31"),
        ("2017年3月底", "2017-03-31", "2017-03-31"),
        ("2017年2月上旬", "2017-02-01", "2017-02-10"),
        ("2016年2月下旬", "2016-02-21", "2016-02-29"),
        ("2017年底", "2017-12-31", "2017-12-31"),
        ("2017年", "2017-01-01", "2017-12-31"),
        (2017, "2017-01-01", "2017-12-31"),
        ("2017年第二季度", "2017-04-01", "2017-06-30"),
        ("2017年下半年", "2017-07-01", "2017-12-31"),
        ("２０１７年 3 月", "2017-03-01", "2017-03-31"),
        ("2017.10", "2017-10-01", "2017-10-31"),
        (42809, "2017-03-15", "2017-03-15"),
        ("201703", "2017-03-01", "2017-03-31"),
    ],
)
def test_a_month_means_its_first_day_for_a_start_and_its_last_for_an_end(text, first, last):
    assert cells.read_date(text).isoformat() == first
    assert cells.read_date(text, end=True).isoformat() == last


@SHORT
@given(MONEY)
def test_a_written_amount_reads_back(amount):
    assert cells.read_money(cells.format_money(amount)) == amount
    assert cells.read_money(f"{amount:,}") == amount
    assert cells.read_money(f" {amount:,} 万元 ") == amount


@SHORT
@given(st.decimals(0, 99999999, places=4))
def test_a_hundred_million_are_ten_thousand_times_ten_thousand(amount):
    assert cells.read_money(f"{amount}亿元") == amount * 10000
    assert cells.read_money(str(amount), "亿元") == amount * 10000


@SHORT
@given(WORDS)
def test_a_text_written_for_a_spreadsheet_is_no_formula_and_reads_back(text):
    written = guard(cells.clean(text))
    assert cells.read_text(written, limit=100, lines=True) == cells.clean(text)
    assert not written.startswith(("=", "+", "-", "@")) or re.fullmatch(r"[+-]\d+(\.\d+)?", written)


@SHORT
@given(st.text())
def test_no_text_at_all_breaks_the_reading_of_a_cell(text):
    told = []
    for read in (
        cells.read_date,
        cells.read_money,
        names.read_people,
        names.read_units,
        names.read_phones,
        names.read_steps,
        names.read_targets,
    ):
        try:
            read(text)
        except CellRefused as refusal:
            told.append(str(refusal))
    assert all(told)


@SHORT
@given(
    st.lists(
        st.builds(Person, HAN.filter(lambda n: n not in names.DOUBLE_SURNAMES), st.sampled_from(["", "13900000001"])),
        min_size=1,
        unique_by=lambda p: p.name,
    )
)
def test_written_people_read_back(people):
    for mark in ("、", ",", "，", "\n", "/", "； "):
        assert names.read_people(mark.join(names.format_person(person) for person in people)) == people


@SHORT
@given(
    st.lists(
        st.builds(Step, PLAIN, DAYS, st.sampled_from([None, Decimal(2), Decimal("0.5")])), unique_by=lambda s: s.name
    )
)
def test_written_milestones_read_back(steps):
    assert names.read_steps("\n".join(names.format_step(step) for step in steps)) == steps


@SHORT
@given(
    st.lists(
        st.builds(Amount, PLAIN, st.decimals(0, 10**9, places=2), st.sampled_from(["户", "㎡", "株", "亩"])),
        unique_by=lambda t: t.name,
    )
)
def test_written_targets_read_back(targets):
    assert names.read_targets("\n".join(names.format_target(target) for target in targets)) == targets


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("张 三", ["张三"]),
        ("张\n三", ["张三"]),
        ("李 明华", ["李明华"]),
        ("欧阳 明", ["欧阳明"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]),
        ("1.张三、2.李四", ["张三", "李四"]),
        ("买买提·艾力", ["买买提·艾力"]),
    ],
)
def test_spaces_stand_inside_names_or_between_them(cell, found):
    assert [person.name for person in names.read_people(cell)] == found


def test_a_telephone_may_stand_in_brackets_behind_or_after_a_colon():
    person = Person("张三", "13900000001")
    for cell in (
        "张三(13900000001)",
        "张 三（139 0000 0001）",
        "张三13900000001",
        "张三：139-0000-0001",
        "张三(+86 13900000001)",
    ):
        assert names.read_people(cell) == [person], cell
    assert names.read_people("张三（副局长）") == [Person("张三", "", "副局长")]


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_of_rows_and_columns_gives_the_same_projects(shuffle: random.Random):
    head, *rows = lists.plain_rows(6)
    places = list(range(len(head)))
    shuffle.shuffle(places)
    shuffle.shuffle(rows)
    mixed = [[row[place] for place in places] for row in [head, *rows]]
    found = reading.read(lists.book(("表", mixed, [])), year=2017)
    right = reading.read(lists.plain(6), year=2017)
    by_code = {row.values["code"]: row.values for row in found.rows}
    assert by_code == {row.values["code"]: row.values for row in right.rows}


@pytest.mark.parametrize("content", [lists.project_office(), lists.town_halls(), lists.plain(20)])
def test_our_reader_sees_what_the_spreadsheet_library_sees(content):
    import io

    book = load_workbook(io.BytesIO(content), data_only=True)
    for grid, sheet in zip(xlsx.read(content), book.worksheets, strict=True):
        assert grid.name == sheet.title
        for row, cells_ in enumerate(sheet.iter_rows(values_only=True)):
            for column, value in enumerate(cells_):
                if value is not None:
                    value = value.date() if hasattr(value, "hour") else value
                    assert grid.rows[row][column] == value
        ranges = {(a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1) for a in sheet.merged_cells.ranges}
        assert set(grid.merged) == ranges

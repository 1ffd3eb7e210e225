"""Charts: where things stand, and that each is readable without seeing it."""

import itertools
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from zhangdian.charts import rules

amounts = st.floats(0, 1e9, allow_nan=False)


@given(st.floats(0.001, 1e9, allow_nan=False))
def test_the_scale_begins_at_nought_reaches_the_top_and_has_few_steps(top):
    steps = rules.ticks(top)
    assert steps[0] == 0
    assert steps[-1] >= top * 0.999
    assert 2 <= len(steps) <= 7
    assert all(one < other for one, other in itertools.pairwise(steps))


@given(amounts, amounts, st.floats(1, 1e9))
def test_more_stands_higher_and_nothing_outside(one, other, top):
    frame = rules.Frame()
    low, high = rules.y_of(min(one, other), top, frame), rules.y_of(max(one, other), top, frame)
    assert frame.top <= high <= low <= frame.height - frame.bottom


@given(st.lists(st.one_of(st.none(), amounts), max_size=40))
def test_gaps_cut_a_line_and_lose_no_value(values):
    found = rules.runs(values)
    assert [pair for run in found for pair in run] == [(i, v) for i, v in enumerate(values) if v is not None]
    assert all(run[k][0] + 1 == run[k + 1][0] for run in found for k in range(len(run) - 1))


@given(st.lists(st.floats(20, 220), min_size=1, max_size=5))
def test_words_at_the_ends_of_lines_do_not_cover_each_other(heights):
    placed = sorted(rules.spread(heights, 34, 20, 220))
    assert all(other - one >= 33.8 for one, other in itertools.pairwise(placed))
    assert placed[-1] <= 220


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_the_parts_of_a_stack_fill_its_width(counts):
    parts = rules.stack_layout(list(zip("abcd", counts, strict=True)))
    if sum(counts):
        assert abs(sum(part["width"] for part in parts) - 480) < 1
    else:
        assert parts == []


def drawn(tag, **context):
    return Template("{% load charts %}" + tag).render(Context(context))


SERIES = [
    {"name": "计划", "values": [100, 200, 300], "dash": "5 4"},
    {"name": "完成", "values": [80, 150, None]},
]


def test_a_line_chart_says_its_title_unit_and_numbers_and_has_the_table_behind_it():
    page = drawn(
        "{% line_chart title labels series unit %}",
        title="投资",
        labels=["1月", "2月", "3月"],
        series=SERIES,
        unit="万元",
    )
    assert 'role="img"' in page
    assert "<title id=" in page
    assert "完成 150 万元" in page
    assert '<td class="num">200</td>' in page
    assert "<details" in page


@pytest.mark.parametrize(
    "tag",
    [
        "{% line_chart '投资' labels series '万元' %}",
        "{% bar_chart '投资' pairs '万元' '镇' %}",
        "{% health_bar '报送' figure %}",
        "{% sparkline '走势' values %}",
    ],
)
def test_no_chart_carries_style_or_script(tag):
    figure = SimpleNamespace(on_time=10, late=2, missing=1, exempt=0)
    page = drawn(tag, labels=["1", "2", "3"], series=SERIES, pairs=[("<b>镇", 5)], figure=figure, values=[1, 2, 3])
    assert "<svg" in page
    for word in ("style=", "<script", "onclick", "<b>镇"):
        assert word not in page


def test_an_empty_chart_says_so():
    assert "<svg" not in drawn("{% line_chart '投资' labels series '万元' %}", labels=[], series=[])
    assert "<svg" not in drawn("{% health_bar '报送' figure %}", figure=None)

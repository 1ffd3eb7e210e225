"""The range of places that the ballots leave, and which methods a review may offer."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.rules import methods, ranges, raters, tally
from tests.evaluations.tally.test_raters import NAMES, groups, plausible

WHOLE = D(100)


def ranged(ballots, method=raters.PLAIN, seed=1, draws=60, peers=None):
    return ranges.ranges([(WHOLE, raters.estimate(method, ballots))], peers or {}, seed, draws)


@pytest.mark.parametrize("method", raters.METHODS)
@given(ballots=groups(least=1), shuffled=st.randoms(use_true_random=False), seed=st.integers(0, 99))
@settings(max_examples=15)
def test_the_same_seed_gives_the_same_ranges_in_any_order(method, ballots, shuffled, seed):
    first = ranged(ballots, method, seed, 20)
    turned = [(f"x{key}", dict(shuffled.sample(list(row.items()), len(row)))) for key, row in ballots]
    shuffled.shuffle(turned)
    assert ranged(turned, method, seed, 20) == first


@given(ballots=groups(least=1), seed=st.integers(0, 99))
@settings(max_examples=25)
def test_a_range_holds_the_place_and_stays_within_the_peers(ballots, seed):
    peers = {name: "one" if name in "abc" else "two" for name in NAMES}
    found = ranged(ballots, seed=seed, draws=20, peers=peers)
    said = {name for _key, row in ballots for name, mark in row.items() if mark is not None}
    assert set(found) == said
    for name, one in found.items():
        assert 1 <= one.low <= one.place <= one.high <= sum(peers[other] == peers[name] for other in said)


def test_known_draws_of_a_known_seed():
    """Written down once: a seed must give these digits on every machine and under every Python."""
    found = ranged(plausible(1, count=12, subjects=5), raters.ROBUST, seed=20170331, draws=200)
    assert [(one.place, one.low, one.high) for one in found.values()] == [
        (2, 2, 2),
        (1, 1, 1),
        (3, 3, 4),
        (4, 3, 5),
        (5, 4, 5),
    ]


def test_ballots_that_agree_leave_no_range_and_ties_share_a_place():
    rows = [(str(number), {"a": 90, "b": 80, "c": 80, "d": 70}) for number in range(9)]
    found = ranged(rows)
    assert {name: (one.place, one.low, one.high) for name, one in found.items()} == {
        "a": (1, 1, 1), "b": (2, 2, 2), "c": (2, 2, 2), "d": (4, 4, 4),
    }  # fmt: skip


def test_subjects_that_ballots_hardly_tell_apart_share_a_wide_range():
    near = [(str(n), {"a": 80 + n % 7, "b": 80 + (3 * n) % 7, "c": 40}) for n in range(20)]
    found = ranged(near, draws=300)
    assert (found["a"].low, found["a"].high) == (found["b"].low, found["b"].high) == (1, 2)
    assert (found["c"].low, found["c"].high) == (3, 3)


@given(ballots=groups(least=1))
@settings(max_examples=25)
def test_scores_combine_as_the_count_combines_them(ballots):
    half = len(ballots) // 2
    cells = [(D(30), raters.estimate("plain", ballots[:half])), (D(70), raters.estimate("plain", ballots[half:]))]
    for name, score in ranges.combined(cells).items():
        own = [(weight, one.subjects[name].value) for weight, one in cells if name in one.subjects]
        parts = [(weight, tally.Fraction(value)) for weight, value in own if value is not None]
        assert score == (tally.rounded(tally.weighted(parts), tally.RESULT) if parts else None)


def test_a_draw_computes_what_the_figures_compute():
    """A draw in which every ballot comes once is the published total itself."""
    for method in raters.METHODS:
        ballots = plausible(9)
        cells = [(D(40), raters.estimate(method, ballots[:9])), (D(60), raters.estimate(method, ballots[9:]))]
        inside = [cell for pair in cells for cell in ranges._drawn_together(*pair)]
        names = sorted(NAMES)
        for cell in inside:
            for name, column in cell.columns.items():
                own = next(one.subjects[name] for _w, one in cells if len(one.ballots) == cell.size)
                value = ranges._value(column, [1] * cell.size, cell.trim_from)
                assert abs(value - int(own.value * ranges.UNIT)) <= 1
        assert set(ranges.combined(cells)) == set(names)


def test_ballots_cut_by_subject_are_drawn_within_their_subject():
    whole = plausible(5)
    pieces = [(f"{key}-{name}", {name: mark}) for key, row in whole for name, mark in row.items()]
    found = ranged(pieces, draws=100)
    assert {name: one.place for name, one in found.items()} == {n: one.place for n, one in ranged(whole).items()}
    assert all(one.high - one.low < 10 for one in found.values())


def offered(*groups, fewest=5):
    return {one.method: (one.is_offered, str(one.reason)) for one in methods.offers(groups, fewest)}


def group(ballots, is_cut=False, name="A"):
    return methods.GroupBallots(name, is_cut, ballots)


def test_whole_ballots_offer_all_four():
    found = offered(group(plausible(1)), group(plausible(2), name="B"), group([], name="C"))
    assert [method for method, (is_offered, _why) in found.items() if is_offered] == list(raters.METHODS)
    assert all(why for _is, why in found.values())


def test_a_cut_group_leaves_plain_and_trimmed():
    pieces = [(f"{key}-{name}", {name: mark}) for key, row in plausible(1) for name, mark in row.items()]
    found = offered(group(plausible(2)), group(pieces, is_cut=True, name="B"))
    assert [method for method, (is_offered, _why) in found.items() if is_offered] == ["plain", "trimmed"]
    assert "B" in found["robust"][1]


def test_no_model_where_few_share_what_they_judge():
    rows = plausible(1)
    few = [
        (key, {name: mark for name, mark in row.items() if name != "a" or n > 3}) for n, (key, row) in enumerate(rows)
    ]
    found = offered(group(few))
    assert not found["additive"][0]
    assert not found["robust"][0]
    assert "相同" in found["robust"][1]


def test_no_model_where_a_subject_is_pooled_or_nothing_connects():
    rows = [(key, row | {"a": row["a"] if n < 3 else None}) for n, (key, row) in enumerate(plausible(1, missing=0))]
    assert "合并计票" in offered(group(rows))["robust"][1]
    apart = [(str(n), {"a": 80, "b": 80 + n} if n < 6 else {"c": 80, "d": 70 + n}) for n in range(12)]
    assert "联系" in offered(group(apart))["additive"][1]


def test_few_ballots_leave_the_robust_model_out_and_fewer_the_trimmed_mean():
    found = offered(group(plausible(1, count=8, missing=0)))
    assert (found["additive"][0], found["robust"][0], found["trimmed"][0]) == (True, False, True)
    assert not offered(group(plausible(1, count=6, missing=0)))["trimmed"][0]
    assert offered()["plain"][0]

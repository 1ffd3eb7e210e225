"""Lenient, harsh, careless and colluding raters: what the four methods may and may not be moved by."""

from decimal import Decimal as D
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evaluations.rules import marks as shapes
from evaluations.rules import raters, tally
from tests.evaluations.tally.test_arithmetic import by_marks, by_options

MODELS = (raters.ADDITIVE, raters.ROBUST)
NAMES = "abcdefghij"


@st.composite
def groups(draw, least=0, most=14, missing=True):
    """Ballots of a group on two to ten subjects: any marks, blank ones among them."""
    names = NAMES[: draw(st.integers(2, 10))]
    mark = st.one_of(st.none(), st.integers(0, 100)) if missing else st.integers(0, 100)
    rows = draw(st.lists(st.tuples(*[mark] * len(names)), min_size=least, max_size=most))
    return [(f"b{number}", dict(zip(names, row, strict=True))) for number, row in enumerate(rows)]


def plausible(seed, count=20, subjects=10, missing=0.1):
    """Honest ballots: a truth around 80, severities and noise, as whole marks."""
    draw = Random(seed)
    truth = [draw.gauss(80, 5) for _name in range(subjects)]
    found = []
    for number in range(count):
        own = draw.gauss(0, 3)
        row = {}
        for name, value in zip(NAMES, truth, strict=False):
            said = round(min(95, max(5, value + own + draw.gauss(0, 4))))
            row[name] = None if draw.random() < missing else said
        found.append((f"b{number:02}", row))
    return found


def values(method, ballots):
    found = raters.estimate(method, ballots).subjects
    return {name: float(one.value) for name, one in found.items() if one.value is not None}


def shifts(before, after):
    """How much each subject moved beyond the common shift of all."""
    moved = {name: after[name] - before[name] for name in before}
    common = sum(moved.values()) / len(moved)
    return [value - common for value in moved.values()]


@pytest.mark.parametrize("method", raters.METHODS)
@given(ballots=groups(), shuffled=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_ballots_and_subjects_never_matters(method, ballots, shuffled):
    first = raters.estimate(method, ballots)
    turned = [(key, dict(shuffled.sample(list(row.items()), len(row)))) for key, row in ballots]
    shuffled.shuffle(turned)
    assert raters.estimate(method, turned) == first


@pytest.mark.parametrize("method", raters.METHODS)
@given(ballots=groups(least=1), names=st.permutations(NAMES))
@settings(max_examples=25)
def test_subjects_by_other_names_and_ballots_by_other_keys_have_the_same_figures(method, ballots, names):
    new = dict(zip(NAMES, names, strict=True))
    first = raters.estimate(method, ballots)
    other = raters.estimate(method, [(f"x{key}", {new[name]: m for name, m in row.items()}) for key, row in ballots])
    assert other.subjects == {new[name]: one for name, one in first.subjects.items()}
    assert other.ballots == {f"x{key}": one for key, one in first.ballots.items()}


@pytest.mark.parametrize("method", raters.METHODS)
def test_nobody_one_ballot_two_ballots(method):
    assert raters.estimate(method, []).subjects == {}
    blank = raters.estimate(method, [("1", {"a": None, "b": None})])
    assert blank.subjects["a"] == shapes.Estimate(0, D("0.0"), None, None)
    assert blank.ballots["1"].marks == 0
    one = raters.estimate(method, [("1", {"a": 80, "b": 90, "c": None})])
    assert (one.subjects["a"].value, one.subjects["b"].value, one.subjects["c"].value) == (D(80), D(90), None)
    assert one.subjects["a"].spread is None
    two = raters.estimate(method, [("1", {"a": 80, "b": 90}), ("2", {"a": 84, "b": 94})])
    assert (two.subjects["a"].value, two.subjects["b"].value) == (D(82), D(92))
    assert two.subjects["a"].n == 2


@pytest.mark.parametrize("method", raters.METHODS)
@given(row=st.lists(st.integers(0, 100), min_size=2, max_size=10), times=st.integers(1, 12))
@settings(max_examples=25)
def test_equal_ballots_say_what_each_of_them_says(method, row, times):
    own = dict(zip(NAMES, row, strict=False))
    found = raters.estimate(method, [(str(number), own) for number in range(times)])
    assert {name: one.value for name, one in found.subjects.items()} == {name: D(mark) for name, mark in own.items()}
    assert {one.severity for one in found.ballots.values()} == {D(0)}


@given(ballots=groups())
def test_the_plain_and_trimmed_means_are_those_of_the_count(ballots):
    for method, trim in ((raters.PLAIN, 0), (raters.TRIMMED, 7)):
        for name, one in raters.estimate(method, ballots).subjects.items():
            said = [D(row[name]) for _key, row in ballots if row[name] is not None]
            assert one.value == (tally.rounded(tally.mean(said, trim), tally.MEAN) if said else None)
            assert one.n == len(said)


@pytest.mark.parametrize("method", MODELS)
@given(ballots=groups())
@settings(max_examples=25)
def test_every_ballot_and_every_mark_is_counted_in_what_is_said(method, ballots):
    found = raters.estimate(method, ballots)
    assert set(found.ballots) == {key for key, _row in ballots}
    for key, row in ballots:
        said = [mark for mark in row.values() if mark is not None]
        assert found.ballots[key].marks == len(said)
        assert found.ballots[key].is_same == (len(said) > 1 and len(set(said)) == 1)
        assert 0 <= found.ballots[key].reliability <= 1
    for name, one in found.subjects.items():
        assert one.n == sum(row[name] is not None for _key, row in ballots)
        assert 0 <= one.effective <= one.n


def test_the_additive_model_takes_severity_off_exactly():
    truth = {"a": 70, "b": 80, "c": 90}
    ballots = [
        ("usual", truth), ("harsh", {name: mark - 15 for name, mark in truth.items()}),
        ("lenient", {"a": 79, "b": 89}), ("late", {"b": 82, "c": 92}),
    ]  # fmt: skip
    found = raters.estimate(raters.ADDITIVE, ballots)
    gaps = [float(found.subjects[two].value - found.subjects[one].value) for one, two in ("ab", "bc")]
    assert gaps == pytest.approx([10, 10], abs=1e-5)
    severity = {key: one.severity for key, one in found.ballots.items()}
    assert severity["harsh"] - severity["usual"] == -15
    assert severity["lenient"] - severity["usual"] == 9


@pytest.mark.parametrize(("method", "bound"), [(raters.ADDITIVE, 0.0002), (raters.ROBUST, 1.5)])
@given(seed=st.integers(0, 10_000), number=st.integers(0, 19), by=st.integers(-40, 15))
@settings(max_examples=25)
def test_a_constant_on_all_marks_of_a_rater_moves_no_order(method, bound, seed, number, by):
    """Under shrinkage a rest stays where marks are missing: ten subjects, twenty ballots: under one and a half."""
    ballots = plausible(seed)
    key, row = ballots[number]
    moved = {name: None if mark is None else mark + by for name, mark in row.items()}
    assume(all(mark is None or 0 <= mark <= 100 for mark in moved.values()))
    other = [*ballots[:number], (key, moved), *ballots[number + 1 :]]
    assert max(map(abs, shifts(values(method, ballots), values(method, other)))) <= bound


@given(seed=st.integers(0, 10_000), mark=st.integers(0, 100), times=st.integers(1, 8))
@settings(max_examples=25)
def test_sheets_with_one_mark_throughout_are_flagged_and_move_no_order(seed, mark, times):
    ballots, draw = plausible(seed), Random(seed)
    same = []
    for number in range(times):
        row = {name: None if draw.random() < 0.3 else mark for name in NAMES}
        same.append((f"same{number}", row | {"a": mark, "b": mark}))
    before, after = raters.estimate(raters.ROBUST, ballots), raters.estimate(raters.ROBUST, [*ballots, *same])
    for key, _row in same:
        assert after.ballots[key].is_same
        assert after.ballots[key].reliability == 0
    assert after.subjects["a"].n == before.subjects["a"].n + times
    told = {name: float(one.value) for name, one in before.subjects.items()}
    assert max(map(abs, shifts(told, {n: float(one.value) for n, one in after.subjects.items()}))) <= 2e-6


def test_where_all_sheets_say_the_same_throughout_their_level_is_the_result():
    ballots = [("1", {"a": 80, "b": 80}), ("2", {"a": 90, "b": 90}), ("3", {"a": 85, "b": 85})]
    found = raters.estimate(raters.ROBUST, ballots)
    assert {one.value for one in found.subjects.values()} == {D(85)}
    assert all(one.is_same for one in found.ballots.values())


def test_a_subject_that_only_same_sheets_mark_still_has_its_mean():
    ballots = [*plausible(4), ("x", {"new": 70, "a": 70}), ("y", {"new": 80, "a": 80})]
    assert raters.estimate(raters.ROBUST, ballots).subjects["new"].value == D(75)


@given(seed=st.integers(0, 10_000), number=st.integers(0, 19), marks=st.lists(st.integers(0, 100), min_size=10))
@settings(max_examples=50)
def test_no_single_ballot_of_twenty_moves_a_subject_by_more_than_two_points(seed, number, marks):
    """The plain mean lets one mark move a subject by 100/20 = 5 points, the robust model by the bend of its weight."""
    ballots = plausible(seed)
    turned = dict(zip(NAMES, marks, strict=False))
    other = [*ballots[:number], (ballots[number][0], turned), *ballots[number + 1 :]]
    before, after = values(raters.ROBUST, ballots), values(raters.ROBUST, other)
    assert max(abs(after[name] - before[name]) for name in before) <= 2


@given(seed=st.integers(0, 10_000), far=st.integers(0, 100))
@settings(max_examples=25)
def test_a_mark_gets_no_more_pull_by_going_further(seed, far):
    ballots = plausible(seed, missing=0)
    key, row = ballots[0]
    near = values(raters.ROBUST, [(key, row | {"a": 50}), *ballots[1:]])["a"]
    further = values(raters.ROBUST, [(key, row | {"a": 50 * far // 100}), *ballots[1:]])["a"]
    assert abs(further - near) <= 0.25


def test_a_lone_mark_against_all_others_keeps_its_bounded_pull():
    ballots = plausible(7, missing=0)
    without = values(raters.ROBUST, ballots)["a"]
    key, row = ballots[0]
    against = values(raters.ROBUST, [(key, row | {"a": 30}), *ballots[1:]])["a"]
    figure = raters.estimate(raters.ROBUST, [(key, row | {"a": 30}), *ballots[1:]]).ballots[key]
    assert against < without
    assert figure.reliability > D("0.3")


def test_a_large_honest_minority_is_heard_in_full():
    """Forty of a hundred think 25 points less of one subject: the result lies between, nearly at their common mean."""
    ballots = plausible(3, count=100, missing=0)
    turned = [
        (key, row | {"a": max(0, row["a"] - 25)} if number < 40 else row) for number, (key, row) in enumerate(ballots)
    ]
    plain = values(raters.PLAIN, turned)["a"] - values(raters.PLAIN, ballots)["a"]
    robust = values(raters.ROBUST, turned)["a"] - values(raters.ROBUST, ballots)["a"]
    assert plain == pytest.approx(-10, abs=0.3)
    assert -10.5 < robust < -7
    figures = raters.estimate(raters.ROBUST, turned).ballots
    minority = [figures[key].reliability for key, _row in turned[:40]]
    assert sum(minority) / len(minority) > D("0.85")


def test_two_ballots_of_one_key_and_an_unknown_method_are_refused():
    with pytest.raises(ValueError, match="same key"):
        raters.estimate(raters.ROBUST, [("1", {"a": 1}), ("1", {"a": 2})])
    with pytest.raises(ValueError, match="No method"):
        raters.estimate("kindness", [])


def test_a_ballot_as_it_was_written_becomes_marks():
    answers = {"p": {"1": "40", "2": "28", "3": "20"}, "q": {"1": "20", "2": "35"}, "r": {"1": "41"}}
    assert shapes.marks_of(by_marks(), answers) == {"p": 88, "q": Fraction(5500, 75), "r": None}
    assert shapes.marks_of(by_options(), {"p": {"1": "1", "2": "2", "3": "5"}}) == {"p": Fraction(6800, 75)}

"""From ballots to scores: against a second computation, and the rules one by one."""

from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import tally as rules
from tests.evaluations.tally import naive

OPTIONS = (
    rules.Option("1", "优秀", D(100)), rules.Option("2", "称职", D(80)), rules.Option("3", "基本称职", D(60)),
    rules.Option("4", "不称职", D(40)), rules.Option("5", "不了解", D(0), is_unknown=True),
)  # fmt: skip
BANDS = (rules.Level("好", D(90)), rules.Level("较好", D(80)), rules.Level("一般", D(60)), rules.Level("较差", D(0)))
GROUPS = (rules.Group("A", D(30)), rules.Group("B", D(40)), rules.Group("C", D(30)))


def by_options(fulls=(40, 35, 25), **words):
    items = tuple(rules.Item(str(number), D(full)) for number, full in enumerate(fulls, 1))
    words = {"groups": GROUPS, "levels": rules.level_lines(OPTIONS), "options": OPTIONS, "fewest": 5} | words
    return rules.Sheet(items, **words)


def by_marks(fulls=(40, 35, 25), **words):
    return by_options(fulls, **({"options": (), "levels": BANDS} | words))


def paper(group, *answers):
    return rules.Paper(group, {str(number): said for number, said in enumerate(answers, 1) if said is not None})


def alike(group, said, times, items=3):
    return [paper(group, *[said] * items) for _time in range(times)]


@st.composite
def sheets(draw):
    """A sheet of marks or options whose full marks sum to 100, with weights that sum to 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=3)))
    fulls = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    first = draw(st.integers(1, 98))
    second = draw(st.integers(1, 99 - first))
    groups = tuple(
        rules.Group(code, D(w)) for code, w in zip("ABC", (first, second, 100 - first - second), strict=True)
    )
    words = {"groups": groups, "trim_from": draw(st.sampled_from([0, 7])), "fewest": draw(st.sampled_from([1, 3, 5]))}
    return draw(st.sampled_from([by_options, by_marks]))(fulls, **words)


@st.composite
def votes(draw):
    """(sheet, papers): any groups, blank items, unknowns and marks out of range among them."""
    sheet = draw(sheets())
    choices = [None, "", "1", "2", "3", "4", "5", "9"] if sheet.options else None
    papers = []
    for group in draw(st.lists(st.sampled_from("ABC"), max_size=30)):
        answers = {}
        for item in sheet.items:
            if choices:
                said = draw(st.sampled_from(choices))
            else:
                said = draw(st.none() | st.decimals(-1, int(item.full) + 1, places=1).map(str))
            if said is not None:
                answers[item.key] = said
        papers.append(rules.Paper(group, answers))
    return sheet, papers


@given(votes())
def test_the_score_is_that_of_a_second_computation(vote):
    sheet, papers = vote
    expected = naive.score(sheet, papers)
    found = rules.tally(sheet, papers).score
    assert (None if found is None else Fraction(found)) == expected


@given(votes(), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_never_matters(vote, random):
    sheet, papers = vote
    shuffled = list(papers)
    random.shuffle(shuffled)
    assert rules.tally(sheet, shuffled) == rules.tally(sheet, papers)


@given(votes())
def test_every_distribution_sums_to_exactly_a_hundred_and_counts_every_paper_once(vote):
    sheet, papers = vote
    result = rules.tally(sheet, papers)
    if result.withheld or not result.papers:
        return
    assert sum(share.percent for share in result.spread) == 100
    assert sum(share.count for share in result.spread) == result.papers
    assert sum(cell.papers for cell in result.cells) == result.papers
    for cell in result.cells:
        assert sum(share.percent for share in cell.spread) == 100
    assert result.papers + result.blank == len(papers)


@given(votes())
def test_no_figure_rests_on_fewer_papers_than_the_threshold(vote):
    sheet, papers = vote
    result = rules.tally(sheet, papers)
    if result.papers < sheet.fewest:
        assert result.score is None
        assert (result.cells, result.spread, result.items) == ((), (), ())
    for cell in result.cells:
        assert cell.papers >= sheet.fewest
        assert all(item.answers == 0 or item.answers >= sheet.fewest for item in cell.items)
    if any(not cell.items for cell in result.cells):
        assert not result.items


@given(st.lists(st.integers(0, 5000), max_size=12))
def test_percentages_sum_to_a_hundred(counts):
    shares = rules.percentages(counts)
    assert sum(shares) == (100 if sum(counts) else 0)
    assert all(share >= 0 for share in shares)
    assert all(share == 0 for share, count in zip(shares, counts, strict=True) if not count)


def test_the_last_percentage_is_a_hundred_less_the_others():
    assert rules.percentages([1, 1, 1]) == [D("33.3"), D("33.3"), D("33.4")]
    assert rules.percentages([2, 1, 0]) == [D("66.7"), D("33.3"), D("0.0")]


def test_many_small_parts_never_make_the_last_one_negative():
    counts = [1] * 9 + [1990, 1]  # nine parts of 0.05 are each shown as 0.1
    assert sum(rules.percentages(counts)) == 100
    assert min(rules.percentages(counts)) >= 0


def test_an_empty_group_does_not_sink_the_subject_and_is_named():
    papers = alike("A", "1", 5) + alike("B", "2", 5)
    result = rules.tally(by_options(), papers)
    # (30 × 100 + 40 × 80) ÷ 70; with group C as nought it would be 62.
    assert result.score == D("88.571")
    assert result.left_out == ("C",)


def test_all_groups_there_nothing_is_left_out():
    result = rules.tally(by_options(), alike("A", "1", 5) + alike("B", "2", 5) + alike("C", "3", 5))
    assert (result.score, result.left_out) == (D("80.000"), ())


def test_a_group_with_too_few_is_counted_together_with_its_neighbour_and_named():
    papers = alike("A", "1", 5) + alike("B", "2", 4) + alike("C", "4", 6)
    result = rules.tally(by_options(), papers)
    assert result.pooled == (("A", "B"),)
    assert [(cell.groups, cell.weight, cell.papers) for cell in result.cells] == [
        (("A", "B"), D(70), 9), (("C",), D(30), 6)
    ]  # fmt: skip
    # (500 + 320) ÷ 9 = 91.111111; × 0.7 + 40 × 0.3
    assert result.cells[0].mean == D("91.111111")
    assert result.score == D("75.778")


def test_below_five_ballots_there_is_no_figure_at_all():
    result = rules.tally(by_options(), alike("A", "1", 2) + alike("B", "1", 2))
    assert result == rules.Result(4, 0, withheld=True)


def test_nobody_voted():
    assert rules.tally(by_options(), []) == rules.Result(0, 0)


def test_level_lines_lie_midway_between_the_weights_of_the_options():
    lines = [(level.label, level.line) for level in rules.level_lines(OPTIONS)]
    assert lines == [("优秀", D(90)), ("称职", D(70)), ("基本称职", D(50)), ("不称职", D(0))]
    uneven = [rules.Option(str(weight), str(weight), D(weight)) for weight in (40, 95, 70, 0)]
    assert [level.line for level in rules.level_lines(uneven)] == [D("82.5"), D(55), D(20), D(0)]


def test_levels_do_not_depend_on_the_weights_of_the_groups():
    other = (rules.Group("A", D(80)), rules.Group("B", D(15)), rules.Group("C", D(5)))
    papers = alike("A", "2", 5) + alike("B", "2", 5) + alike("C", "2", 5)
    levels = {rules.tally(by_options(groups=groups), papers).level for groups in (GROUPS, other)}
    assert levels == {"称职"}


@given(st.decimals(0, 100, places=3))
def test_a_level_is_that_of_the_nearest_option_weight_and_the_upper_one_on_the_line(score):
    found = rules.level_of(score, rules.level_lines(OPTIONS))
    known = [option for option in OPTIONS if not option.is_unknown]
    nearest = min(known, key=lambda option: (abs(option.weight - score), -option.weight))
    assert found == nearest.label


def test_on_the_line_is_the_upper_level():
    levels = rules.level_lines(OPTIONS)
    assert rules.level_of(D("90.000"), levels) == "优秀"
    assert rules.level_of(D("89.999"), levels) == "称职"
    assert rules.level_of(None, levels) == ""


def test_a_blank_item_abstains_a_conflicting_one_is_void_alone():
    papers = [paper("A", ["1", "2"], "1", None) for _time in range(5)]
    result = rules.tally(by_options(), papers)
    first, second, third = result.items
    assert (first.answers, first.void, first.abstained) == (0, 5, 0)
    assert (second.answers, second.mean) == (5, D("35.0000"))
    assert (third.answers, third.abstained) == (0, 5)
    assert result.score == D("100.000")  # the one item that was answered, out of its full mark


def test_two_ticks_at_the_same_option_are_one_answer():
    assert rules.read_answer(by_options(), by_options().items[0], ["2", "2"]) == ("valid", D("32.0000"), "2")


def test_a_paper_without_any_answer_is_blank_and_not_among_the_valid():
    result = rules.tally(by_options(), [*alike("A", "1", 5), paper("A"), paper("B", "5", "5", "5")])
    assert (result.papers, result.blank, result.score) == (5, 2, D("100.000"))


def test_marks_that_are_none_are_void():
    sheet = by_marks()
    for said in ("41", "-1", "NaN", "Infinity", "十分", "1e9"):
        assert rules.read_answer(sheet, sheet.items[0], said)[0] == "void", said


def test_item_scores_have_four_decimals_half_up():
    assert rules.item_score(D("33.33"), D("66.67")) == D("22.2211")
    assert rules.item_score(D("0.01"), D("0.50")) == D("0.0001")  # 0.00005 goes up


def test_means_have_six_decimals_and_the_result_three_half_up():
    sheet = by_marks((100,), groups=(rules.Group("A", D(100)),))
    result = rules.tally(sheet, [paper("A", said) for said in ("90", "90", "90", "90", "90", "91")])
    assert result.cells[0].mean == D("90.166667")
    assert result.score == D("90.167")
    half = rules.tally(sheet, [paper("A", said) for said in ["80"] * 7 + ["80.004"]])
    assert half.cells[0].mean == D("80.000500")
    assert half.score == D("80.001")


def test_from_seven_answers_on_one_highest_and_one_lowest_are_dropped_where_the_review_says_so():
    values = ["10", "80", "80", "80", "80", "80", "100"]
    sheet = by_marks((100,), trim_from=7)
    assert rules.tally(sheet, [paper("A", said) for said in values]).score == D("80.000")
    assert rules.tally(sheet, [paper("A", said) for said in values[:6]]).score == D("68.333")
    plain = by_marks((100,), trim_from=0)
    assert rules.tally(plain, [paper("A", said) for said in values]).score == D("72.857")


def test_rates_are_of_the_valid_papers():
    papers = alike("A", "1", 3) + alike("A", "2", 2) + alike("A", "3", 1) + [paper("A")]
    result = rules.tally(by_options(), papers)
    assert (result.top_rate, result.upper_rate) == (D("50.0"), D("83.3"))
    assert [(share.label, share.count, share.percent) for share in result.spread] == [
        ("优秀", 3, D("50.0")), ("称职", 2, D("33.3")), ("基本称职", 1, D("16.7")), ("不称职", 0, D("0.0")),
    ]  # fmt: skip


def test_a_ballot_that_says_the_same_throughout_is_seen_and_still_counted():
    sheet = by_options()
    same = [paper("A", "2", "2", "2").answers, paper("A", "2", None, "2").answers]
    assert rules.is_same_throughout(sheet, same)
    assert not rules.is_same_throughout(sheet, [*same, paper("A", "1", "2", "2").answers])
    assert not rules.is_same_throughout(sheet, [paper("A", "2").answers])
    marks = by_marks()
    assert rules.is_same_throughout(marks, [paper("A", "40", "35", "25").answers])
    assert not rules.is_same_throughout(marks, [paper("A", "30", "30", "20").answers])
    assert rules.tally(sheet, alike("A", "2", 5)).papers == 5


def test_items_are_shown_one_by_one_only_where_none_could_be_worked_out_from_the_rest():
    papers = [paper("A", "1", "2", "1") for _time in range(4)] + [paper("A", "1", "2", None) for _time in range(4)]
    result = rules.tally(by_options(), papers)
    assert result.parts_hidden
    assert result.items == result.cells[0].items == ()
    assert result.score is not None


def test_places_are_shared_within_a_peer_group():
    towns = [("a", "90.000"), ("b", "88.000"), ("c", "88.000"), ("d", "70.000")]
    rows = [(key, "镇办", D(score)) for key, score in towns] + [("e", "区直", D("60.000")), ("f", "镇办", None)]
    assert rules.places(rows) == {"a": 1, "b": 2, "c": 2, "d": 4, "e": 1}


@given(st.lists(st.tuples(st.sampled_from("xy"), st.decimals(0, 9, places=0))))
def test_a_place_is_one_more_than_those_ahead(rows):
    keyed = [(str(index), peer, score) for index, (peer, score) in enumerate(rows)]
    for key, place in rules.places(keyed).items():
        _key, peer, score = keyed[int(key)]
        assert place == 1 + len([1 for other, more in rows if other == peer and more > score])

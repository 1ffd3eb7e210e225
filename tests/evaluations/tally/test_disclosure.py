"""Nothing is shown for fewer than five, nor by the difference of what is shown."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import disclosure

COUNTS = st.lists(st.integers(0, 12), max_size=6).map(lambda sizes: list(zip("ABCDEF", sizes, strict=False)))


@given(COUNTS, st.integers(1, 8))
def test_cells_lose_no_paper_and_no_group_that_gave_one(counts, fewest):
    found = disclosure.cells(counts, fewest)
    assert [code for cell in found for code in cell.groups] == [code for code, papers in counts if papers]
    assert sum(cell.papers for cell in found) == sum(papers for _code, papers in counts)
    assert all(cell.papers == sum(dict(counts)[code] for code in cell.groups) for cell in found)


@given(COUNTS, st.integers(1, 8))
def test_every_cell_has_enough_unless_all_together_have_too_few(counts, fewest):
    found = disclosure.cells(counts, fewest)
    total = sum(papers for _code, papers in counts)
    if total >= fewest:
        assert all(cell.papers >= fewest for cell in found)
    else:
        assert len(found) <= 1


@given(COUNTS, st.integers(1, 8))
def test_the_whole_and_its_cells_give_no_smaller_group_away(counts, fewest):
    papers = {code: {f"{code}{number}" for number in range(size)} for code, size in counts}
    found = [cell for cell in disclosure.cells(counts, fewest) if disclosure.may_show(cell.papers, fewest)]
    views = {"".join(cell.groups): set().union(*(papers[code] for code in cell.groups)) for cell in found}
    if found:
        views["all"] = set().union(*views.values())
    assert disclosure.faults(views, fewest) == []


def test_a_group_with_too_few_joins_its_neighbour():
    cells = disclosure.cells([("A", 4), ("B", 9), ("C", 2), ("D", 0), ("E", 6)], 5)
    assert [(cell.groups, cell.papers) for cell in cells] == [(("A", "B", "C"), 15), (("E",), 6)]


def test_hiding_a_small_group_beside_the_whole_is_found_out():
    views = {"all": range(12), "A": range(9)}
    assert disclosure.faults(views, 5) == [("all",)]


def test_three_views_that_differ_enough_two_by_two_may_still_give_somebody_away():
    # Each pair differs by eight papers, but 0–2 stand in all three and nowhere else.
    views = {"x": [0, 1, 2, *range(10, 20)], "y": [0, 1, 2, *range(20, 30)], "z": [0, 1, 2, *range(30, 40)]}
    assert all(len(set(one) ^ set(two)) >= 5 for one, two in combinations(views.values(), 2))
    assert disclosure.faults(views, 5) == [("x", "y", "z")]


@given(st.dictionaries(st.sampled_from("vwxyz"), st.sets(st.integers(0, 30))), st.integers(1, 6))
def test_where_the_guard_is_silent_no_two_views_differ_by_fewer(views, fewest):
    if disclosure.faults(views, fewest):
        return
    for one, two in combinations(views.values(), 2):
        for part in (one - two, two - one, one & two):
            assert len(part) == 0 or len(part) >= fewest


def test_items_are_shown_all_or_none():
    assert disclosure.may_show_parts([9, 9, 0], 5)
    assert not disclosure.may_show_parts([9, 9, 4], 5)


def test_reasons_come_in_an_order_of_their_own_and_not_below_five_papers():
    said = ["二标段围挡未封闭", " 进度慢 ", "", "二标段围挡未封闭"]
    assert disclosure.texts(8, said, 5) == ["二标段围挡未封闭", "二标段围挡未封闭", "进度慢"]
    assert disclosure.texts(8, reversed(said), 5) == disclosure.texts(8, said, 5)
    assert disclosure.texts(4, said, 5) == []

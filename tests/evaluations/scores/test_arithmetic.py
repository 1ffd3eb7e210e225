"""The arithmetic of scores: what must hold for any numbers whatever."""

import dataclasses
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import cadre_scores, project_scores, score_lines, score_texts, standings
from evaluations.rules.scheme import DIMENSIONS, ROBUST, Scheme, grade, problems
from evaluations.rules.score_lines import Piece

FIRST, LAST = date(2017, 4, 1), date(2017, 6, 30)
SCHEME = Scheme()
HUNDRED = Decimal(100)


def milestone(key, planned, done=None, weight="10", excused=""):
    values = {"weight": weight, "planned": planned.isoformat(), "done": done.isoformat() if done else ""}
    return Piece("projects.milestone", str(key), f"节点{key}", values | ({"excused": excused} if excused else {}))


def month(key, planned, invested):
    return Piece("projects.figure", str(key), "2017-04", {"planned": str(planned), "invested": str(invested)})


def order(key, in_time):
    return Piece("evaluations.order", str(key), f"督办{key}", {"in_time": "1" if in_time else "0"})


def review(score, robust=None):
    values = {"score": str(score), "papers": "40"} | ({"robust": str(robust)} if robust is not None else {})
    return Piece("evaluations.subjectresult", "1", "评议", values)


def carried(key, score, share="0.4", days=91):
    return Piece("projects.project", str(key), f"项目{key}", {"share": share, "days": str(days), "score": str(score)})


def target(key, done, due, share="0.4", days=91):
    return Piece("projects.target", str(key), "拆迁", {"share": share, "days": str(days), "done": done, "due": due})


def fact(key, kind, skip=""):
    return Piece("evaluations.fact", str(key), "纪实", {"kind": kind}, skip)


hundredths = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
days = st.integers(0, 89).map(lambda n: FIRST + timedelta(n))
milestones = st.lists(
    st.tuples(days, st.none() | days, st.integers(1, 50).map(str), st.sampled_from(["", "征迁诉讼"])), max_size=5
).map(lambda rows: [milestone(i, planned, done, weight, why) for i, (planned, done, weight, why) in enumerate(rows)])
months = st.lists(st.tuples(hundredths, hundredths), max_size=4).map(
    lambda rows: [month(i, planned, invested) for i, (planned, invested) in enumerate(rows)]
)
orders = st.lists(st.booleans(), max_size=4).map(lambda rows: [order(i, kept) for i, kept in enumerate(rows)])
reviews = st.lists(hundredths, max_size=2).map(lambda rows: [review(score) for score in rows])
projects = st.fixed_dictionaries({"milestones": milestones, "investment": months, "orders": orders, "review": reviews})
posts = st.lists(st.tuples(hundredths, st.sampled_from(["0.1", "0.4"]), st.integers(1, 91)), max_size=4).map(
    lambda rows: [carried(i, *row) for i, row in enumerate(rows)]
)
aims = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300), st.integers(1, 91)), max_size=4).map(
    lambda rows: [target(i, str(done), str(due), "0.4", held) for i, (done, due, held) in enumerate(rows)]
)
facts = st.lists(st.sampled_from([*SCHEME.facts]), max_size=12).map(
    lambda rows: [fact(i, kind) for i, kind in enumerate(rows)]
)
cadres = st.fixed_dictionaries(
    {"carried": posts, "targets": aims, "additions": facts} | dict.fromkeys(DIMENSIONS, reviews)
)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 99).map(Decimal),
            st.lists(st.tuples(st.integers(1, 99).map(Decimal), st.booleans()), min_size=1, max_size=5),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_weights_are_renormalised_to_exactly_a_hundred_or_there_are_none(parts):
    found = [weight for own in score_lines.weights(parts) for weight in own]
    there = [is_there for _weight, lines in parts for _own, is_there in lines]
    assert sum(found) == (HUNDRED if any(there) else 0)
    assert all((weight > 0) == is_there for weight, is_there in zip(found, there, strict=True))


def test_a_part_keeps_its_weight_as_long_as_one_of_its_lines_is_there():
    key, overall = score_lines.weights([(Decimal(60), [(Decimal(40), True), (Decimal(20), False)]),
                                        (Decimal(40), [(Decimal(8), True)] * 5)])  # fmt: skip
    assert key == [Decimal(60), Decimal(0)]
    assert overall == [Decimal(8)] * 5


@given(projects)
def test_a_project_score_is_the_sum_of_its_lines_and_lies_between_nought_and_a_hundred(basis):
    total = project_scores.score(SCHEME, LAST, basis)
    if total.total is None:
        assert all(line.reached is None for line in total.lines)
    else:
        assert total.total == sum(line.points for line in total.lines)
        assert 0 <= total.total <= 100


@given(cadres)
def test_a_cadre_score_is_the_sum_of_its_lines_and_lies_between_nought_and_a_hundred(basis):
    total = cadre_scores.score(SCHEME, basis)
    if total.total is not None:
        assert total.total == sum(line.points for line in total.lines)
        assert 0 <= total.total <= 100


@given(projects, cadres, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_never_matters(project, cadre, random):
    for score, basis in ((lambda b: project_scores.score(SCHEME, LAST, b), project),
                         (lambda b: cadre_scores.score(SCHEME, b), cadre)):  # fmt: skip
        mixed = {name: random.sample(pieces, len(pieces)) for name, pieces in basis.items()}
        assert score(mixed).total == score(basis).total
        assert [line.points for line in score(mixed).lines] == [line.points for line in score(basis).lines]


@given(projects, st.data())
def test_more_done_never_scores_less_on_a_project(basis, data):
    before = project_scores.score(SCHEME, LAST, basis).total
    name = data.draw(st.sampled_from([name for name, pieces in basis.items() if pieces] or [None]))
    if name is None:
        return
    index = data.draw(st.integers(0, len(basis[name]) - 1))
    better = {**basis, name: [*basis[name]]}
    better[name][index] = _better(name, basis[name][index])
    after = project_scores.score(SCHEME, LAST, better).total
    if name == "milestones" and basis[name][index].values.get("excused"):
        return  # what was excused did not count; what is done in spite of it does
    assert before is None or after >= before


def _better(name, piece):
    values = dict(piece.values)
    if name == "milestones":
        values["done"] = values["planned"]
    elif name == "investment":
        values["invested"] = str(Decimal(values["invested"]) + 10)
    elif name == "orders":
        values["in_time"] = "1"
    else:
        values["score"] = str(min(HUNDRED, Decimal(values["score"]) + 5))
    return replace(piece, values=values)


@given(cadres, st.data())
def test_more_done_never_scores_less_for_a_cadre(basis, data):
    before = cadre_scores.score(SCHEME, basis).total
    better = dict(basis)
    better["carried"] = [
        replace(p, values={**p.values, "score": str(min(HUNDRED, Decimal(p.values["score"]) + data.draw(hundredths)))})
        for p in basis["carried"]
    ]
    better["targets"] = [
        replace(p, values={**p.values, "done": str(int(p.values["done"]) + data.draw(st.integers(0, 50)))})
        for p in basis["targets"]
    ]
    better["additions"] = [*basis["additions"], fact(99, "achievement")]
    after = cadre_scores.score(SCHEME, better).total
    assert before is None or after >= before


def test_no_dataclass_of_the_arithmetic_has_a_field_for_how_punctually_reports_come_in():
    words = ("report", "late_report", "punctual", "on_time", "login", "missing", "photo")
    for thing in (Scheme, Piece, score_lines.Line, score_lines.Total):
        names = {each.name for each in dataclasses.fields(thing)}
        assert not [name for name in names if any(word in name for word in words)]


@given(st.integers(0, 200))
def test_every_full_step_of_delay_costs_its_share_and_never_below_nought(late):
    kept = project_scores.kept(FIRST, FIRST + timedelta(late), LAST + timedelta(400), SCHEME)
    assert kept == max(Decimal(0), 1 - Decimal("0.1") * (late // 5))


def test_what_is_overdue_and_open_keeps_nothing_and_what_is_excused_leaves_the_denominator():
    pieces = [milestone(1, FIRST), milestone(2, FIRST, excused="征迁诉讼"), milestone(3, FIRST, FIRST)]
    total = project_scores.score(SCHEME, LAST, {"milestones": pieces})
    line = total.lines[0]
    assert (line.reached, line.n) == (Decimal("50.0000"), 2)
    assert [piece.skip for piece in line.pieces] == ["", "excused", ""]


def test_a_milestone_reached_after_the_quarter_counts_as_open_at_its_end():
    assert project_scores.kept(FIRST, LAST + timedelta(1), LAST, SCHEME) == 0


def test_a_project_without_a_plan_leaves_the_denominator_and_the_rest_makes_a_hundred():
    total = project_scores.score(SCHEME, LAST, {"investment": [month(1, 0, 30)], "orders": [order(1, True)]})
    assert total.total == HUNDRED
    assert total.left_out == ("milestones", "investment", "review")


def test_a_change_of_post_in_mid_quarter_splits_by_days():
    pieces = [carried(1, "80", days=30), carried(2, "50", days=60)]
    line = cadre_scores.score(SCHEME, {"carried": pieces}).lines[0]
    assert line.reached == Decimal("60.0000")


def test_facts_are_capped_either_way_and_alone_make_no_score():
    many = [fact(i, "praise") for i in range(40)]
    basis = {"carried": [carried(1, "60")], "additions": many}
    assert cadre_scores.score(SCHEME, basis).total == Decimal("65.00")
    few = [fact(i, "criticism") for i in range(40)]
    assert cadre_scores.score(SCHEME, {"carried": [carried(1, "60")], "additions": few}).total == Decimal("55.00")
    assert cadre_scores.score(SCHEME, {"additions": many}).total is None


def test_what_is_not_verified_does_not_count_until_it_is_settled():
    basis = {"carried": [carried(1, "60")], "additions": [fact(1, "praise", score_lines.UNVERIFIED)]}
    assert cadre_scores.score(SCHEME, basis).total == Decimal("60.00")
    then = {name: score_lines.settled(pieces) for name, pieces in basis.items()}
    assert cadre_scores.score(SCHEME, then).total == Decimal("60.50")


def test_the_robust_figure_is_taken_where_the_scheme_asks_for_it_and_there_is_one():
    basis = {"carried": [carried(1, "60")]} | {name: [review("70", "90")] for name in DIMENSIONS}
    assert cadre_scores.score(SCHEME, basis).total == Decimal("64.00")
    assert cadre_scores.score(replace(SCHEME, averaging=ROBUST), basis).total == Decimal("72.00")
    without = {"carried": [carried(1, "60")]} | {name: [review("70")] for name in DIMENSIONS}
    assert cadre_scores.score(replace(SCHEME, averaging=ROBUST), without).total == Decimal("64.00")


@given(st.lists(st.tuples(st.sampled_from("甲乙"), hundredths), max_size=30))
def test_places_are_those_of_a_competition_within_each_group(rows):
    found = standings.places(standings.Entry(i, peer, total) for i, (peer, total) in enumerate(rows))
    for index, (peer, total) in enumerate(rows):
        better = [t for p, t in rows if p == peer and t > total]
        assert found[index].place == len(better) + 1
        assert found[index].of == sum(p == peer for p, _t in rows)
        assert found[index].low == found[index].place == found[index].high


def test_the_range_of_places_holds_the_place_and_widens_with_the_spread_of_the_ballots():
    def entries(spread):
        draws = [tuple(((i * 7 + n * 13) % 11 - 5) * spread for n in range(200)) for i in range(6)]
        return [standings.Entry(i, "甲", Decimal(80 - 2 * i), draws[i]) for i in range(6)]

    narrow, wide = standings.places(entries(0.1)), standings.places(entries(2.0))
    for key in range(6):
        assert narrow[key].low == narrow[key].place == narrow[key].high
        assert wide[key].low <= wide[key].place <= wide[key].high
    assert any(place.high - place.low > 1 for place in wide.values())


def test_only_those_whose_place_would_change_are_named():
    entries = [standings.Entry(key, "甲", Decimal(total)) for key, total in (("a", 90), ("b", 88), ("c", 70))]
    assert standings.would_move(entries, {"b": Decimal(91)}) == {"a": (1, 2), "b": (2, 1)}
    assert standings.would_move(entries, {"c": Decimal(71)}) == {}


def test_a_year_is_the_mean_of_the_quarters_there_are():
    assert standings.year([Decimal(80), None, Decimal(85)]) == standings.Year(Decimal("82.50"), 2)
    assert standings.year([None]) == standings.Year(None, 0)


def test_more_good_grades_than_the_quota_are_named():
    assert standings.over_quota({"good": 5, "fair": 5}, Decimal(40)) == (5, 4)
    assert standings.over_quota({"good": 4, "fair": 6}, Decimal(40)) is None


def test_a_total_on_a_line_reaches_the_grade():
    assert [grade(Decimal(n), SCHEME) for n in ("90", "89.99", "80", "60", "59.99")] == [
        "good", "fair", "fair", "plain", "poor",
    ]  # fmt: skip
    assert grade(None, SCHEME) == ""


def test_the_default_scheme_fits_together_and_every_fault_has_its_code():
    assert problems(SCHEME) == []
    assert problems(replace(SCHEME, key=Decimal(50))) == ["parts", "key"]
    assert problems(replace(SCHEME, dimensions=SCHEME.dimensions | {"style": Decimal(0)})) == ["dimensions"]
    assert problems(replace(SCHEME, facts=SCHEME.facts | {"problem": Decimal(1)})) == ["facts"]
    assert problems(replace(SCHEME, fair=Decimal(95))) == ["lines"]


@pytest.mark.parametrize("word", ["路", "|", ',"|",', '"', "\\", "\x1f两\n行"])
def test_the_pieces_of_a_line_are_written_alike_alone_among_others_and_once_stored(word):
    pieces = [Piece("evaluations.fact", "1", word, {"b": word, "a": "1"}, "", True), fact(2, "praise")]
    lines = [score_lines.Line("key", "carried", Decimal(40), tuple(given), None, 0) for given in (pieces, (), pieces)]
    texts = [text[-1] for text in score_texts.written(lines)]
    kept = [score_lines.plain(piece) for piece in pieces]
    assert texts == [
        json.dumps(each, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for each in (kept, [], kept)
    ]
    assert [score_lines.read(piece) for piece in json.loads(texts[0])] == pieces
    stored = [dataclasses.replace(line, pieces=json.loads(text)) for line, text in zip(lines, texts, strict=True)]
    assert score_texts.written(stored) == score_texts.written(lines)
    assert score_texts.written([]) == []

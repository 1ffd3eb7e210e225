"""What the rater models say of a review is computed once, when it is counted, and comes out the same for ever."""

from decimal import Decimal

import pytest

from evaluations.models import SubjectResult
from evaluations.rules import tally as rules
from evaluations.services import fair
from evaluations.services import tally as services
from tests.evaluations.tally.scene import a_counted, tally_of

pytestmark = pytest.mark.django_db

SHEET = rules.Sheet(
    items=(rules.Item("1", Decimal(60)), rules.Item("2", Decimal(40))),
    groups=(rules.Group("7", Decimal(60)), rules.Group("8", Decimal(40))),
    levels=(),
)
INPUTS = {
    "items": [["1", "项目建设", "60", "project"], ["2", "工作作风", "40", "style"]],
    "fair": {"seed": 5, "draws": 50},
}


def ballots(raters=12, subjects=6, harsh=0):
    """Every rater marks every subject; `harsh` of them give 15 points less to all."""
    found = []
    for group in (7, 8):
        for rater in range(raters):
            answers = {}
            for subject in range(subjects):
                level = 0.5 + 0.07 * subject + 0.01 * ((rater * 5 + subject * 3) % 4) - (0.15 if rater < harsh else 0)
                answers[str(subject)] = {"m": {"1": f"{60 * level:.1f}", "2": f"{40 * level:.1f}"}}
            found.append((group, None, answers))
    return found


def test_each_subject_has_a_robust_figure_its_dimensions_and_the_draws():
    found = fair.of(SHEET, INPUTS, ballots())
    assert set(found) == {str(number) for number in range(6)}
    assert set(found["0"]["dimensions"]) == {"project", "style"}
    assert len(found["0"]["drawn"]) == 50
    assert found["0"]["method"] == "robust"
    assert [Decimal(found[str(n)]["score"]) for n in range(6)] == sorted(
        Decimal(one["score"]) for one in found.values()
    )


def test_neither_order_nor_repetition_changes_a_digit():
    given = ballots(harsh=3)
    assert fair.of(SHEET, INPUTS, given) == fair.of(SHEET, INPUTS, given[::-1]) == fair.of(SHEET, INPUTS, given)


def test_cut_ballots_have_draws_and_no_robust_figure():
    cut = [
        (group, int(subject), {subject: said})
        for group, _none, answers in ballots()
        for subject, said in answers.items()
    ]
    found = fair.of(SHEET, INPUTS, cut)
    assert found["0"]["method"] == "plain"
    assert "score" not in found["0"]
    assert any(found["0"]["drawn"])


def test_a_count_from_before_the_models_counts_again_as_it_is():
    assert fair.of(SHEET, {"items": INPUTS["items"]}, ballots()) == {}


def test_counting_again_gives_the_same_with_the_models():
    world = a_counted()
    tally = tally_of(world)
    assert tally.inputs["fair"] == {"seed": tally.review_id, "draws": fair.DRAWS}
    assert services.differences(tally) == []
    shown = SubjectResult.objects.filter(tally=tally, is_withheld=False)
    assert all(len(row.detail["fair"]["drawn"]) == fair.DRAWS for row in shown)
    row = shown.first()
    row.detail["fair"]["drawn"][0] += 1
    SubjectResult.objects.filter(pk=row.pk).update(detail=row.detail)
    assert len(services.differences(tally)) == 1

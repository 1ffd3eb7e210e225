"""The figures of adjustments: as the source reports of one round, nine moved and five removed."""

import pytest

from cases.queries.adjustment import statistics
from cases.transitions import adjustment
from tests.cases.adjustment_scene import GIVEN, Cast, an_adjustment

pytestmark = pytest.mark.django_db


def test_nine_moved_and_five_removed_in_one_round():
    people = Cast()
    cases = [an_adjustment(people, "DELIVERED", code="transfer" if number < 9 else "removal") for number in range(14)]
    an_adjustment(people, "DECIDED")
    an_adjustment(people, "DISMISSED")
    figures = statistics()
    assert (figures.total.moved, figures.total.removed, figures.total.all) == (9, 5, 14)
    assert (figures.measures, [line.name for line in figures.lines]) == (["调离岗位", "免职"], ["2017Q2"])
    assert (figures.lines[0].counts, figures.open, figures.dismissed) == ([9, 5], 15, 1)
    # What an appeal revokes vanishes from the figures.
    adjustment.revoke(cases[0], reason="撤销", actor=people.director, at=GIVEN)
    assert (statistics().total.moved, statistics(2016).total.all) == (8, 0)

"""Many at once on a real database: a report is drawn up once, a slip is taken up once, numbers have no gaps."""

import pytest

from evaluations.models import Coordination, CoordinationReport, CoordinationStep
from evaluations.services import coordination as services
from evaluations.transitions import coordination as moves
from tests.cast import MONDAY, at
from tests.evaluations.coordination.scene import Scene
from tests.threads import at_once
from zhangdian.workflow import MoveRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = at("2017-04-12 12:00:00")


def test_workers_that_sweep_at_once_draw_every_report_up_once_and_leave_no_gap():
    scene = Scene()
    matters = ("请协调电力部门迁改线路", "请审批部门提前介入消防验收", "请协调村居解决施工便道")
    for number, matter in enumerate(matters):
        scene.report(MONDAY.replace(day=10 + number), matter=matter)
    found = at_once(*[lambda: services.draw_up(NOON)] * 6)
    assert sum(found) == 3
    assert CoordinationReport.objects.count() == 3
    numbers = sorted(Coordination.objects.values_list("number", flat=True))
    assert numbers == [f"协调〔2017〕{number}号" for number in (1, 2, 3)]


def test_two_reports_of_one_matter_drawn_up_at_once_make_one_slip():
    scene = Scene()
    reports = [scene.report(MONDAY.replace(day=10 + number)) for number in range(3)]
    at_once(*[lambda key=report.pk: services.draw_up_report(key, at=NOON) for report in reports * 2])
    assert Coordination.objects.count() == 1
    assert CoordinationReport.objects.count() == 3


def test_a_slip_is_answered_once_by_many_hands():
    scene = Scene()
    slip = scene.raised()
    moves.accept(slip, actor=scene.deputy, at=NOON)
    found = at_once(*[lambda: moves.answer(slip, actor=scene.deputy, at=NOON, answer="已办")] * 6)
    assert sum(isinstance(one, MoveRefused) for one in found) == 5
    assert CoordinationStep.objects.get().end == "answered"

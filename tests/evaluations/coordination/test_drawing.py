"""Slips are drawn up from reports: every report once, a matter named again joins its open slip."""

import pytest

from evaluations.models import Coordination, CoordinationReport
from evaluations.services import coordination as services
from evaluations.services import coordination_ladder as ladder
from evaluations.tasks.coordination import draw_up_coordination
from evaluations.transitions import coordination as moves
from tests.cast import MONDAY, at
from tests.evaluations.coordination.scene import MATTER, Scene
from zhangdian.notices.models import Reminder

pytestmark = pytest.mark.django_db
NOON = at("2017-04-10 12:00:00")
TUESDAY = MONDAY.replace(day=11)


@pytest.fixture
def scene():
    return Scene()


def test_a_report_that_names_a_matter_becomes_a_slip_of_its_reporter_and_stays_as_it_is(scene):
    report = scene.report(to="leader")
    assert services.draw_up(NOON) == 1
    slip = Coordination.objects.get()
    assert (slip.matter, slip.raised_by, slip.origin, slip.level) == (MATTER, scene.liaison, "report", 3)
    before = report.version, report.state, report.coordination
    report.refresh_from_db()
    assert before == (report.version, report.state, report.coordination)


def test_run_twice_it_is_drawn_up_once(scene):
    scene.report()
    assert [services.draw_up(NOON), services.draw_up(NOON)] == [1, 0]
    assert Coordination.objects.count() == CoordinationReport.objects.count() == 1


def test_a_report_without_a_matter_or_not_handed_in_makes_none(scene):
    scene.report(needs_coordination=False, matter="")
    assert services.draw_up(NOON) == 0


def test_the_same_matter_named_the_next_day_joins_the_open_slip(scene):
    scene.report()
    services.draw_up(NOON)
    scene.report(TUESDAY, matter=f"{MATTER}。")
    assert services.draw_up(at("2017-04-11 12:00:00")) == 1
    assert Coordination.objects.get().reports.count() == 2


def test_another_matter_is_another_slip_and_so_is_the_same_after_it_was_settled(scene):
    scene.report()
    services.draw_up(NOON)
    slip = moves.answer(Coordination.objects.get(), actor=scene.deputy, at=NOON, answer="已办")
    moves.confirm(slip, actor=scene.liaison, at=NOON)
    scene.report(TUESDAY)
    scene.report(MONDAY.replace(day=12), matter="请审批部门提前介入消防验收")
    services.draw_up(at("2017-04-12 12:00:00"))
    assert Coordination.objects.count() == 3


def test_a_worker_away_for_days_catches_up(scene):
    scene.report()
    scene.report(TUESDAY, matter="请审批部门提前介入消防验收")
    assert services.draw_up(at("2017-04-20 12:00:00")) == 2


def test_a_poisoned_report_stops_no_other(scene, monkeypatch):
    bad = scene.report()
    scene.report(TUESDAY, matter="请审批部门提前介入消防验收")
    real = services.draw_up_report

    def draw(pk, *, at):
        if pk == bad.pk:
            raise ValueError("broken")
        return real(pk, at=at)

    monkeypatch.setattr(services, "draw_up_report", draw)
    assert services.draw_up(at("2017-04-11 12:00:00")) == 1


def told():
    return {(row.rung, row.user) for row in Reminder.objects.filter(settled_at__isnull=True)}


def test_the_ladder_climbs_in_working_days_and_the_next_level_hears_last(scene):
    scene.raised()
    ladder.remind(at("2017-04-12 08:59:00"))
    assert told() == set()
    ladder.remind(at("2017-04-12 09:00:00"))
    assert told() == {(1, scene.deputy)}
    for _twice in range(2):
        ladder.remind(at("2017-04-13 09:00:00"))
    assert told() == {(1, scene.deputy), (2, scene.deputy), (3, scene.liaison)}
    ladder.remind(at("2017-04-17 08:59:00"))
    assert scene.head not in {user for _rung, user in told()}
    ladder.remind(at("2017-04-17 09:00:00"))
    assert {(4, scene.planner), (5, scene.head)} <= told()


def test_taking_it_up_ends_the_ladder_and_begins_the_next(scene):
    slip = scene.raised()
    ladder.remind(at("2017-04-13 09:00:00"))
    moves.accept(slip, actor=scene.deputy, at=at("2017-04-13 10:00:00"))
    ladder.remind(at("2017-04-14 09:00:00"))
    assert told() == set()
    ladder.remind(at("2017-04-17 09:00:00"))
    assert told() == {(1, scene.deputy)}


def test_an_answer_is_reminded_of_at_the_raiser(scene):
    scene.answered()
    ladder.remind(at("2017-04-14 09:00:00"))
    assert {user for _rung, user in told()} == {scene.liaison}


def test_the_door_for_beat_does_both_and_may_run_twice(scene):
    scene.report()
    assert draw_up_coordination(at("2017-04-10 12:00:00")).startswith("1;")
    assert draw_up_coordination(at("2017-04-10 12:00:00")).startswith("0; 0")

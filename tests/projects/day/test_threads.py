"""Two at once, on a real server with real locks: one is stored, the other is told so; the trail holds one line."""

import pytest
import time_machine

from projects.models import DailyReport, Receipt, ReportVersion
from projects.services.day import open_daily_reports
from projects.states import ReportState as S
from projects.transitions import day as moves
from tests.cast import a_project, at
from tests.projects.day.scene import NINE, Scene, said
from tests.projects.day.test_api import WORK, send
from tests.projects.day.test_pages import signed_in
from tests.threads import at_once
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_different_submissions_one_is_stored_and_one_refused():
    scene = Scene()
    results = at_once(
        *[
            lambda text=text: moves.submit(scene.report, said(text), actor=scene.liaison, at=NINE)
            for text in ("甲", "乙", "丙", "丁")
        ]
    )
    won = [result for result in results if isinstance(result, DailyReport)]
    lost = [result for result in results if isinstance(result, MoveRefused)]
    assert (len(won), len(lost)) == (1, 3)
    assert scene.stored().text == won[0].text
    assert ReportVersion.objects.count() == Entry.objects.filter(verb="submit").count() == 1


def test_of_two_alike_submissions_one_is_stored_and_one_told_so():
    scene = Scene()
    results = at_once(*[lambda: moves.submit(scene.report, said(), actor=scene.liaison, at=NINE)] * 4)
    assert sum(isinstance(result, moves.AlreadyStored) for result in results) == 3
    assert ReportVersion.objects.count() == Entry.objects.filter(verb="submit").count() == 1


def test_the_same_key_at_once_is_stored_once():
    scene = Scene()
    with time_machine.travel(NINE, tick=False):
        clients = [signed_in(scene.liaison) for _number in range(4)]
        results = at_once(*[lambda client=client: send(client, scene, WORK, key="abcdefgh") for client in clients])
    statuses = sorted(result.status_code for result in results)
    assert statuses[0] == 201
    assert set(statuses) <= {201, 409}
    for result in results:
        if result.status_code == 409:
            assert result.json()["code"] == "running"
            assert result.headers["Retry-After"]
    assert len({result.content for result in results if result.status_code == 201}) == 1
    assert ReportVersion.objects.count() == Entry.objects.filter(verb="submit").count() == Receipt.objects.count() == 1


def test_a_return_and_a_revision_at_once_leave_a_whole_report():
    scene = Scene()
    scene.submitted()
    at_once(
        lambda: moves.return_(scene.report, actor=scene.head, at=NINE, reason="缺桩号"),
        lambda: moves.revise(scene.report, said("改"), actor=scene.liaison, at=NINE),
    )
    report = scene.stored()
    assert report.state == S.RETURNED or report.text == "改"
    assert report.version == report.versions.count()
    assert Entry.objects.order_by("-pk").first().to_state == report.state


def test_two_sweeps_at_once_open_each_row_once():
    for _number in range(20):
        a_project()
    at_once(*[lambda: open_daily_reports(at("2017-04-10 06:00:00"))] * 4)
    rows = list(DailyReport.objects.values_list("project", "day"))
    assert len(rows) == len(set(rows))
    assert len({project for project, _day in rows}) == 20

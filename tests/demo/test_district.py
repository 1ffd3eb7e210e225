"""The demo district, scaled down: something for every log-in, and nothing taken from anywhere."""

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import NAMES, PASSWORD
from accounts.models import Feedback, User
from accounts.states import FeedbackState
from cadres.models import Cadre, Unit, UnitName
from evaluations.models import Coordination, Review, Tally
from evaluations.services import booth
from evaluations.services import tally as tallies
from evaluations.services.coordination import undrawn
from evaluations.states.reviews import ReviewState
from projects.models import (
    DailyReport,
    Figure,
    Light,
    Programme,
    Progress,
    Project,
    ReportVersion,
    Standing,
)
from projects.states import (
    Channel,
    LightColour,
    LightState,
    Period,
    PersonRole,
    ProgrammeState,
    ReportState,
    Scope,
    Stage,
)
from tests.demo.conftest import NOW
from zhangdian.demo import voting
from zhangdian.notices.models import Notice

# The second database hears of the district from tests/pages/test_demo.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = NOW.date()
# Digests of the names of people and places in the article that the system's idea comes from: none of them may appear.
NOT_OURS = frozenset(
    """
    074aff14f5a5 346ce4ea331d 0647a3a4d0fe 1a346a4ca857 8206d75ddea3 b87e6af61388 7f7337a1492b 99f79d6d9647 84a49c252993
    d1bb2c55d756 be20c3add7cb e083a6c9a2a5 8e58a2485be7 0311f0c15602 438f2f232090 e324ebfe59b1 f674e731f6af cf27cc51b864
    bc1e0f850623 484f4a321caa 862fac76fe52 b14fe5f63789 f73dfe2dfd83 89e4853fcdf8 79cc26e75a16
    """.split()  # noqa: SIM905
)


def test_every_state_of_a_report_is_there(district):
    assert set(DailyReport.objects.values_list("state", flat=True)) == set(ReportState.values)
    for wanted in (
        {"is_late": True}, {"is_late": False}, {"no_change": True}, {"channel": Channel.OFFLINE, "is_late": False},
        {"version": 2}, {"has_problem": True}, {"needs_coordination": True}, {"read_at__isnull": False},
        {"state": ReportState.OPEN, "due_at__lt": NOW},
    ):  # fmt: skip
        assert DailyReport.objects.filter(**wanted).exists(), wanted


def test_stages_programmes_and_feedback_stand_everywhere_on_their_way(district):
    stages = set(Project.objects.filter(programme__state=ProgrammeState.RUNNING).values_list("state", flat=True))
    assert stages == set(Stage) - {Stage.IDEA}
    assert set(Programme.objects.values_list("state", flat=True)) == set(ProgrammeState.values)
    assert set(Feedback.objects.values_list("state", flat=True)) == set(FeedbackState.values)


def test_reviews_stand_in_every_state_and_come_out_again_when_counted_anew(district):
    assert set(Review.objects.values_list("state", flat=True)) == set(ReviewState.values)
    for published in Review.objects.filter(state=ReviewState.PUBLISHED):
        tally = published.tallies.get()
        assert tally.results.filter(score__isnull=False).count() == published.subjects.count() > 0
    assert [sentence for tally in Tally.objects.all() for sentence in tallies.differences(tally)] == []


def test_the_vote_of_the_demo_can_be_entered_with_its_codes(district):
    sheet = booth.enter(voting.CODES[0], at=NOW)
    assert sheet.review.state == ReviewState.OPEN
    assert sheet.subjects


def test_the_lights_are_of_every_colour_and_the_past_ones_confirmed(district):
    assert set(Standing.objects.values_list("colour", flat=True)) == set(LightColour.values)
    assert set(Light.objects.values_list("state", flat=True)) == set(LightState.values)
    assert Light.objects.filter(month__lt=TODAY.replace(day=1), state=LightState.CONFIRMED).exists()


def test_the_stored_figures_are_those_of_the_rows(district):
    figure = Figure.objects.get(scope=Scope.DISTRICT, period=Period.MONTH, starts_on=TODAY.replace(month=10, day=1))
    rows = DailyReport.objects.filter(day__year=2026, day__month=10)
    assert figure.expected == rows.count()
    assert figure.late == rows.filter(is_late=True).count()
    assert figure.missing == rows.filter(state=ReportState.OPEN).count() > 0


def test_only_projects_in_construction_are_reported(district):
    for report in DailyReport.objects.select_related("project").prefetch_related("project__spans"):
        assert any(span.stage == Stage.BUILDING and span.holds_on(report.day) for span in report.project.spans.all())


def test_a_report_says_what_its_newest_version_says(district):
    for version in ReportVersion.objects.select_related("report"):
        if version.number == version.report.version:
            assert version.content["text"] == version.report.text
            assert version.content["amounts"] == {
                str(row.target_id): str(row.amount) for row in version.report.progress.all()
            }


def test_no_target_is_overfulfilled(district):
    for target in {row.target for row in Progress.objects.select_related("target")}:
        assert target.done_before + sum(row.amount for row in target.progress.all()) <= target.total


def test_every_log_in_works_and_nobody_else_can(district, client):
    assert set(User.objects.exclude(password="!demo").values_list("username", flat=True)) == set(NAMES)
    for name in NAMES:
        client.post("/login/", {"username": name, "password": PASSWORD})
        assert client.session.get("_auth_user_id") == str(User.objects.get(username=name).pk), name
        assert client.get("/").status_code == 200
        client.post("/logout/")


def test_the_liaison_has_two_reports_to_hand_in_today_and_one_returned(district):
    liaison = User.objects.get(username="liaison")
    mine = DailyReport.objects.filter(project__in=Project.objects.carried_by(liaison, TODAY, PersonRole.LIAISON))
    assert mine.filter(day=TODAY, state=ReportState.OPEN).count() == 2
    assert mine.filter(state=ReportState.RETURNED).count() == 1


def test_matters_of_the_reports_are_in_slips(district):
    assert Coordination.objects.exists()
    assert not undrawn(TODAY).exists()


def test_the_head_of_the_unit_has_reports_to_read(district):
    unit = User.objects.get(username="unit")
    waiting = DailyReport.objects.filter(state=ReportState.SUBMITTED, read_at__isnull=True)
    assert waiting.filter(project__in=Project.objects.headed_by(unit, TODAY, "responsible")).exists()


@pytest.mark.parametrize("name", ["liaison", "unit", "support", "branch", "team", "cadre", "leader", "planner"])
def test_who_works_on_projects_sees_some(district, name):
    assert Project.objects.visible_to(User.objects.get(username=name), TODAY).exists()
    assert Notice.objects.filter(user__username=name, read_at__isnull=True).exists()


def test_the_administrators_see_no_project(district):
    for name in ("sysadmin", "secadmin", "auditor"):
        assert not Project.objects.visible_to(User.objects.get(username=name), TODAY).exists()


def test_no_name_is_taken_from_the_article(district):
    texts = {
        *Unit.objects.values_list("name", flat=True), *UnitName.objects.values_list("name", flat=True),
        *Cadre.objects.values_list("name", flat=True), *Project.objects.values_list("name", flat=True),
        *Project.objects.values_list("content", flat=True), *DailyReport.objects.values_list("text", flat=True),
    }  # fmt: skip
    pieces = {text[i : i + size] for text in texts for size in (2, 3, 4, 5) for i in range(len(text) - size + 1)}
    assert len(pieces) > 1000
    assert not {piece for piece in pieces if hashlib.sha256(f"zhangdian:{piece}".encode()).hexdigest()[:12] in NOT_OURS}


# The command ----------------------------------------------------------------------------------


def test_it_refuses_a_database_with_data(district, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)  # a server is refused before its data is looked at
    with pytest.raises(CommandError):
        call_command("demo")
    said = StringIO()
    call_command("demo", "--if-empty", stdout=said)
    assert said.getvalue() == ""


def test_it_says_in_one_line_who_can_log_in(district):
    (line,) = district.said.strip().splitlines()
    assert "liaison" in line
    assert PASSWORD in line

"""Home: each role finds what waits for it, and nobody what does not concern them."""

import pytest
import time_machine
from django.test import Client

from accounts.states import Role
from evaluations.services.coordination import raise_slip
from evaluations.transitions.coordination import answer
from projects.models import Responsibility
from projects.rollups import sweeping
from projects.states import Addressee, PersonRole
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_unit, a_user, an_open_report, at, carries
from tests.counting import same_count
from tests.projects.figures_world import a_district, working_days
from zhangdian.notices.models import Heartbeat

NOW = at("2017-04-21 20:00:00")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def home_of(user, path="/"):
    client = Client()
    client.force_login(user)
    return client.get(path)


@pytest.fixture
def district(db):
    rows = a_district(6, working_days(MONDAY, 10), units=2)
    sweeping.fold(at=NOW)
    return rows


def test_a_liaison_finds_the_rows_of_today(district):
    liaison = a_user("li")
    project = a_project(liaison=liaison)
    an_open_report(project, NOW.date())
    page = home_of(liaison).content.decode()
    assert project.name in page
    assert "/no-change/" in page


def test_a_unit_head_finds_the_own_projects_and_what_to_review(district):
    head, unit = a_user("head"), district[0].project_units.get().unit
    a_cadre(head.name, head_of=unit, user=head)
    page = home_of(head)
    assert {row.unit_id for row in page.context["standings"]} == {unit.pk}
    assert any(line.path.startswith("/daily-reports/review/?") and line.count for line in page.context["lines"])
    assert page.context["stands_as"] == [str(PersonRole.UNIT_HEAD.label)]


def a_slip(project, to):
    raiser = a_user()
    return raise_slip(project, matter="杆线迁移", addressed_to=to, raised_by=raiser, actor=raiser, at=NOW)


def test_the_planner_finds_lights_to_confirm_what_is_missing_and_slips(district):
    a_slip(district[0], Addressee.PLANNER)
    lines = home_of(a_user("plan", Role.PLANNER)).context["lines"]
    paths = [line.path.partition("?")[0] for line in lines]
    assert paths == ["/lights/", "/daily-reports/review/", "/coordination/"]
    assert lines[2].count == 1


def test_a_leader_finds_the_lights_and_the_slips_of_the_projects_supported(district):
    leader = a_user("leader", Role.LEADER)
    cadre = a_cadre(leader.name, unit=a_unit(), user=leader)
    Responsibility.objects.filter(role=PersonRole.LEADER).delete()
    Responsibility.objects.create(project=district[0], cadre=cadre, role=PersonRole.LEADER, from_on=LONG_AGO)
    a_slip(district[0], Addressee.LEADER)
    page = home_of(leader)
    assert [line.count for line in page.context["lines"] if line.path == "/coordination/?who=me"] == [1]
    assert page.context["total"] == 6


def test_who_raised_a_slip_finds_it_and_its_answer_to_confirm(district):
    slip = a_slip(district[0], Addressee.PLANNER)
    assert [line.path for line in home_of(slip.raised_by).context["lines"]] == ["/coordination/?who=raised"]
    answer(slip, actor=a_user("plan", Role.PLANNER), at=NOW, answer="已协调")
    lines = home_of(slip.raised_by).context["lines"]
    assert [line.path for line in lines] == ["/coordination/?who=me&state=ANSWERED"]


def test_staff_are_told_when_the_background_work_is_silent_and_when_the_calendar_is_estimated(district):
    planner = a_user("plan", Role.PLANNER)
    assert len(home_of(planner).context["warnings"]) == 1
    Heartbeat.objects.create(name="beat", at=NOW)
    assert home_of(planner).context["warnings"] == []
    with time_machine.travel(at("2035-12-20 09:00:00"), tick=False):
        Heartbeat.objects.update(at=at("2035-12-20 09:00:00"))
        assert any("203" in sentence for sentence in home_of(planner).context["warnings"])


def test_somebody_on_no_project_is_told_what_to_do(db):
    assert 'class="empty"' in home_of(a_user("nobody")).content.decode()


@pytest.mark.parametrize("administrator", ["system", "security", "audit"])
def test_administrators_see_their_ways_and_no_business(district, administrator):
    page = home_of(a_user(administrator, administrator=administrator)).content.decode()
    assert "/admin/" in page
    assert all(project.name not in page for project in district)
    assert "/cockpit/" not in page


@pytest.mark.parametrize("role", [*Role.values, "liaison"])
def test_home_asks_the_same_number_of_questions(district, role):
    user = a_user("somebody", *([] if role == "liaison" else [role]))
    carries(user, district[0], PersonRole.LIAISON)
    client = Client()
    client.force_login(user)

    def grow():
        for project in a_district(40, (), units=2, leader=False):
            carries(user, project, PersonRole.LIAISON)
        sweeping.fold(at=NOW)

    same_count(client, "/", grow)


def test_me_shows_what_i_carry_and_what_i_carried(district):
    user = a_user("carrier")
    carries(user, district[0], PersonRole.LIAISON)
    past = carries(user, district[1], PersonRole.TEAM)
    Responsibility.objects.filter(pk=past.pk).update(until_on=MONDAY)
    page = home_of(user, "/me/").content.decode()
    assert f'href="/projects/{district[0].pk}/"' in page
    assert district[1].name in page
    assert f'href="/projects/{district[1].pk}/"' not in page


def test_me_without_a_file_says_what_to_do(db):
    assert 'class="empty"' in home_of(a_user("nobody"), "/me/").content.decode()

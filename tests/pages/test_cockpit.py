"""The cockpit: what leaders see, how it narrows, and that its cost does not grow with the projects."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.states import Role
from projects.models import LightWeek, Project, Standing
from projects.rollups import sweeping
from projects.states import Stage
from tests.cast import MONDAY, a_user, at
from tests.counting import same_count, statements
from tests.projects.figures_world import a_district, working_days

NOW = at("2017-04-21 20:00:00")
pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def leader(db):
    return a_user("leader", Role.LEADER)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_project_is_a_tile_with_the_word_of_its_light(leader):
    projects = a_district(12, working_days(MONDAY, 10), units=3)
    sweeping.fold(at=NOW)
    page = signed_in(leader).get("/cockpit/").content.decode()
    for row in Standing.objects.all():
        assert f'href="/projects/{row.pk}/"' in page
        assert row.deviation_text in page
    assert len(projects) == page.count('class="cell cell--')


def test_the_tallies_say_what_changed_since_last_week(leader):
    a_district(6, working_days(MONDAY, 10), units=2)
    sweeping.fold(at=NOW)
    row = Standing.objects.first()
    LightWeek.objects.update_or_create(
        project_id=row.pk, week=date(2017, 4, 10), defaults={"colour": "green" if row.colour != "green" else "red"}
    )
    sweeping.fold(at=NOW)
    cockpit = signed_in(leader).get("/cockpit/").context["cockpit"]
    assert cockpit.changed == 1
    assert [change.pk for change in cockpit.changes] == [row.pk]
    assert sum(int(tally.change.replace("−", "-") or 0) for tally in cockpit.tallies) == 0


@pytest.mark.parametrize(
    "words", ["colour=green", "only=waiting", "only=missing", "q=青禾", "kind=产业发展", "leader=周行远"]
)
def test_the_address_narrows_the_list(leader, words):
    a_district(16, working_days(MONDAY, 10), units=3)
    sweeping.fold(at=NOW)
    shown = signed_in(leader).get(f"/cockpit/?{words}").context["page"].object_list
    name, _, value = words.partition("=")
    for row in shown:
        assert {
            "colour": row.colour == value, "only": row.matter_since is not None if value == "waiting" else row.missing,
            "q": value in row.name, "kind": row.kind == value, "leader": row.leader_name == value,
        }[name]  # fmt: skip


@pytest.mark.parametrize("words", ["?page=x&colour=blue&unit=a&group=1", "?group=leader&sort=worst", "?group=kind"])
def test_odd_words_in_the_address_are_passed_over(leader, words):
    a_district(3, working_days(MONDAY, 5), units=2)
    sweeping.fold(at=NOW)
    assert len(signed_in(leader).get("/cockpit/" + words).context["page"].object_list) == 3


def test_an_empty_district_says_what_to_do(leader):
    assert signed_in(leader).get("/cockpit/").status_code == 200
    assert signed_in(leader).get("/screen/").status_code == 200


def test_statements_and_weight_stay_the_same_for_82_and_2000_projects(leader):
    a_district(82, working_days(MONDAY, 2), leader=False)
    sweeping.fold(at=NOW)
    client = signed_in(leader)
    assert len(client.get("/cockpit/").content) < 80 * 1024

    def grow():
        a_district(1918, (), leader=False)
        sweeping.fold(at=NOW)

    assert same_count(client, "/cockpit/", grow, most=10) <= 10
    assert len(client.get("/cockpit/").content) < 80 * 1024
    assert len(statements(client, "/screen/")) <= 10


def test_somebody_on_one_project_sees_that_one_only(db):
    liaison = a_user("li")
    projects = a_district(5, working_days(MONDAY, 5), units=2)
    from projects.states import PersonRole
    from tests.cast import carries

    carries(liaison, projects[2], PersonRole.LIAISON)
    sweeping.fold(at=NOW)
    page = signed_in(liaison).get("/cockpit/")
    assert [row.pk for row in page.context["page"].object_list] == [projects[2].pk]
    assert page.context["cockpit"].total == 1
    assert page.context["cockpit"].month.expected == 5


def test_the_screen_shows_no_person_and_only_the_offices_may_put_it_up(leader):
    a_district(4, working_days(MONDAY, 5), units=2)
    sweeping.fold(at=NOW)
    page = signed_in(leader).get("/screen/").content.decode()
    assert "周行远" not in page
    assert signed_in(a_user("nobody")).get("/screen/").status_code == 403


@pytest.mark.parametrize("administrator", ["system", "security", "audit"])
def test_administrators_see_no_business(administrator):
    client = signed_in(a_user(administrator, administrator=administrator))
    assert client.get("/cockpit/").status_code == 403
    assert client.get("/screen/").status_code == 403


def test_a_withdrawn_project_counts_and_says_that_it_has_left(leader):
    project = a_district(3, working_days(MONDAY, 5), units=2)[0]
    Project.objects.filter(pk=project.pk).update(state="WITHDRAWN")
    sweeping.fold(at=NOW)
    page = signed_in(leader).get("/cockpit/")
    assert page.context["cockpit"].total == 3
    row = next(row for row in page.context["page"].object_list if row.pk == project.pk)
    assert (row.colour, row.tile_text) == ("grey", str(Stage.WITHDRAWN.label))
    assert row.matter_since is None

"""Programmes and projects through the interface."""

import pytest
import time_machine

from accounts.states import Role
from projects.models import Milestone
from tests.cast import MONDAY, a_programme, a_project, a_target, a_user
from tests.counting import same_count

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2017-04-10 10:00:00+08:00", tick=False):
        yield


def signed_in(client, *roles):
    user = a_user(None, *roles)
    client.force_login(user)
    return user


def test_a_liaison_reads_the_own_project_with_its_units_people_steps_and_targets(client):
    liaison = signed_in(client)
    mine, other = a_project("石桥", liaison=liaison), a_project("梅园")
    Milestone.objects.create(project=mine, name="封顶", planned_on=MONDAY)
    a_target(mine)
    found = client.get("/api/v1/projects/").json()
    assert [row["name"] for row in found["results"]] == ["石桥"]
    detail = client.get(f"/api/v1/projects/{mine.pk}/").json()
    assert detail["people"][0]["role"] == "liaison"
    assert "phone" not in str(detail)
    assert (detail["milestones"][0]["name"], detail["targets"][0]["measure"]) == ("封顶", "户")
    assert client.get(f"/api/v1/projects/{other.pk}/").status_code == 404
    assert client.get("/api/v1/programmes/").json()["count"] == 1


def test_filters_and_pages(client):
    signed_in(client, Role.PLANNER)
    programme = a_programme()
    project = a_project("石桥", programme=programme)
    a_project("梅园", stage="SUSPENDED")
    for words in (
        "stage=BUILDING",
        "q=石桥",
        f"programme={programme.pk}",
        f"unit={project.project_units.get().unit_id}",
    ):
        assert [row["name"] for row in client.get(f"/api/v1/projects/?{words}").json()["results"]] == ["石桥"], words
    assert len(client.get("/api/v1/projects/?page_size=1").json()["results"]) == 1


def test_the_list_asks_the_same_number_of_questions_at_any_size(client):
    signed_in(client, Role.PLANNER)

    def grow():
        for _number in range(10):
            a_project(liaison=a_user())

    grow()
    same_count(client, "/api/v1/projects/", grow)

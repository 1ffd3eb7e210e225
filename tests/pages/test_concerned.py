"""Who is told on the page of a project and on the file of a cadre which team and which evaluations concern them."""

import pytest
import time_machine

from cadres.models import Cadre
from evaluations.services import facts as book
from evaluations.transitions import facts as moves
from projects.states import PersonRole
from tests.cast import MONDAY, a_user, carries
from tests.counting import same_count, statements
from tests.evaluations.teams.scene import NINE, Department

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with time_machine.travel(NINE, tick=False):
        yield Department()


def page(client, user, path):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client.get(path)


def test_a_project_names_its_team_and_evaluations_to_the_offices_and_to_the_team(scene, client):
    row = scene.on_site()
    for user in (scene.office, scene.director, scene.one, scene.leader):
        text = page(client, user, f"/projects/{scene.project.pk}/").text
        assert scene.team.name in text
        assert f"{scene.leader.name}（组长）" in text
        assert row.title in text


def test_who_is_looked_at_and_who_reports_is_not_told(scene, client):
    row = scene.on_site()
    liaison = a_user()
    carries(liaison, scene.project, PersonRole.LIAISON)
    for user in (scene.chief, liaison, a_user(None, "planner")):
        text = page(client, user, f"/projects/{scene.project.pk}/").text
        assert scene.team.name not in text
        assert row.title not in text


def test_a_member_recused_from_the_cadre_is_not_told_of_the_evaluation(scene, client):
    row = scene.on_site()
    assert row.title not in page(client, scene.apart, f"/projects/{scene.project.pk}/").text


def test_the_page_of_a_project_asks_no_more_with_more_evaluations(scene, client):
    client.force_login(scene.office, backend="accounts.backends.PasswordBackend")
    scene.on_site()
    path = f"/projects/{scene.project.pk}/"
    before = len(statements(client, path))
    for _number in range(5):
        scene.plan()
    assert len(statements(client, path)) == before


def fact(scene, what):
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": what, "kind": "achievement",
        "source": "team", "evidence": "会议纪要",
    }  # fmt: skip
    return book.enter(said, actor=scene.office, at=NINE)


def test_a_file_shows_evaluations_and_verified_facts_to_the_section_and_the_team(scene, client):
    row = scene.judged()
    moves.verify(fact(scene, "三天完成管线迁改"), actor=scene.other_office, at=NINE)
    fact(scene, "未核实的事")
    for user in (scene.office, scene.director, scene.one):
        text = page(client, user, f"/cadres/{scene.cadre.pk}/").text
        assert row.title in text
        assert "进入考察视野" in text
        assert "三天完成管线迁改" in text
        assert "未核实的事" not in text


def test_the_own_file_never_names_an_evaluation_whatever_the_role(scene, client):
    row = scene.judged()
    assert row.title not in page(client, scene.chief, f"/cadres/{scene.cadre.pk}/").text
    Cadre.objects.filter(pk=scene.cadre.pk).update(user=scene.other_office)
    assert row.title not in page(client, scene.other_office, f"/cadres/{scene.cadre.pk}/").text


def test_who_is_recused_in_the_section_sees_no_evaluation_of_the_cadre(scene, client):
    row = scene.judged()
    scene.seat(scene.office)
    scene.recuse(scene.office, cadre=scene.cadre)
    assert row.title not in page(client, scene.office, f"/cadres/{scene.cadre.pk}/").text


def test_a_file_asks_the_same_number_of_questions(scene, client):
    scene.judged()
    client.force_login(scene.director, backend="accounts.backends.PasswordBackend")

    def grow():
        for number in range(6):
            scene.plan()
            moves.verify(fact(scene, f"事实{number}"), actor=scene.other_office, at=NINE)

    moves.verify(fact(scene, "头一件"), actor=scene.other_office, at=NINE)
    same_count(client, f"/cadres/{scene.cadre.pk}/", grow)

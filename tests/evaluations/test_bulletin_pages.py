"""The pages of the bulletin: what each person does there, and how much is asked of the database."""

import io
from datetime import date

import docx
import pytest
import time_machine

from evaluations.models import Bulletin, BulletinLine, Objection
from evaluations.services import bulletins as services
from tests.cast import a_project
from tests.counting import same_count
from tests.evaluations.bulletins_world import MAY_2, MAY_3, MAY_5, Month, a_published_bulletin

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    return Month()


def enter(client, user):
    client.force_login(user)
    return client


def test_a_unit_checks_objects_and_is_answered_and_signs_for_it_on_its_page(client, month):
    row = month.checking()
    party = month.party(row)
    with time_machine.travel(MAY_3, tick=False):
        enter(client, month.head)
        page = client.get(f"/bulletins/{row.pk}/check/{party.pk}/").content.decode()
        assert "东环路" in page
        assert "河道整治" not in page
        refused = client.post(f"/bulletins/{row.pk}/check/{party.pk}/object/", {"claim": "应为60万元"})
        assert refused.status_code == 422
        assert "应为60万元" in refused.content.decode()
        client.post(
            f"/bulletins/{row.pk}/check/{party.pk}/object/",
            {"line": month.line(row).pk, "claim": "应为60万元", "evidence": "拨款凭证"},
        )
        made = Objection.objects.get()
        enter(client, month.planner)
        client.post(f"/bulletins/objections/{made.pk}/accept/", {"answer": "采纳"})
        made.refresh_from_db()
        assert made.state == "ACCEPTED"
        assert client.get(f"/bulletins/{row.pk}/").status_code == 200


def test_the_paper_is_downloaded_from_the_frozen_rows_alone(client, month):
    row = month.published()
    enter(client, month.head)
    first = client.get(f"/bulletins/{row.pk}/docx/").content
    a_project("新项目", programme=month.programme, unit=month.town)
    assert client.get(f"/bulletins/{row.pk}/docx/").content == first
    assert docx.Document(io.BytesIO(first)).tables


def test_lists_and_pages_ask_the_same_number_of_questions_at_any_size(client, month):
    row = month.published()
    enter(client, month.head)

    def more_bulletins():
        for step in range(12):
            a_published_bulletin(date(2016, step % 12 + 1, 1))

    def more_lines():
        for _step in range(10):
            project = a_project(programme=month.programme, unit=month.town)
            BulletinLine.objects.create(
                bulletin=row, party=month.party(row), project=project, code=project.code, name=project.name,
                track="town", colour="green", computed="green",
            )  # fmt: skip

    same_count(client, "/bulletins/", more_bulletins)
    same_count(client, f"/bulletins/{row.pk}/", more_lines, most=14)


def test_the_home_page_says_what_waits(client, month):
    row = month.checking()
    with time_machine.travel(MAY_2, tick=False):
        assert f"/bulletins/{row.pk}/check/" in enter(client, month.head).get("/").content.decode()
        assert "/bulletins/" in enter(client, month.planner).get("/").content.decode()
    services.agree(month.party(row), actor=month.head, at=MAY_2)
    with time_machine.travel(MAY_5, tick=False):
        assert f"/bulletins/{row.pk}/check/" not in enter(client, month.head).get("/").content.decode()
    assert Bulletin.objects.count() == 1

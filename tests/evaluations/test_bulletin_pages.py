"""The pages of the bulletin: what each person does there, and how much is asked of the database."""

import io
from datetime import date

import docx
import pytest
import time_machine

from evaluations.models import Batch, BatchLine, Bulletin, BulletinLine, Objection
from evaluations.services import batches
from evaluations.services import bulletins as services
from tests.cast import a_project
from tests.counting import MOST, same_count, statements
from tests.evaluations.bulletins_world import APRIL, MAY_2, MAY_3, MAY_5, MAY_8, Month, a_published_bulletin

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
    same_count(client, f"/bulletins/{row.pk}/", more_lines)
    same_count(client, f"/bulletins/{row.pk}/check/{month.party(row).pk}/", more_lines)


@pytest.mark.parametrize("who", ["planner", "other", "leader", "head"])
def test_more_objections_ask_no_more_questions_of_anybody(client, month, who):
    row = month.checking()
    party, line = month.party(row), month.line(row)
    user = getattr(month, who)
    enter(client, user)

    def object_again():
        for number in range(6):
            Objection.objects.create(
                party=party, line=line, claim=f"有误{number}", evidence="台账", raised_at=MAY_2, raised_by=month.head
            )

    object_again()
    with time_machine.travel(MAY_2, tick=False):
        same_count(client, f"/bulletins/{row.pk}/", object_again)
        if user != month.leader:
            same_count(client, f"/bulletins/{row.pk}/check/{party.pk}/", object_again)


@pytest.mark.parametrize("state", ["draft", "reviewing", "signing", "signed", "published"])
def test_the_page_asks_at_most_twelve_questions_at_every_step(client, month, state):
    row = getattr(month, state)()
    for user in (month.planner, month.other, month.leader):
        assert len(statements(enter(client, user), f"/bulletins/{row.pk}/")) <= MOST


def test_lists_of_faster_projects_ask_the_same_number_of_questions_at_any_size(client, month):
    month.published()
    batch = batches.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    enter(client, month.planner)

    def more():
        for number in range(12):
            row = Batch.objects.create(
                first_month=APRIL, last_month=APRIL, title=f"名单{number}", drafted_at=MAY_8, drafted_by=month.planner
            )
            for one in (batch, row):
                project = a_project(programme=month.programme, unit=month.town)
                BatchLine.objects.create(
                    batch=one, project=project, code=project.code, name=project.name, track="town", months=1,
                    is_proposed=True, is_listed=True,
                )  # fmt: skip

    same_count(client, "/faster/", more)
    same_count(client, f"/faster/{batch.pk}/", more)
    same_count(client, "/admin/evaluations/batch/", more)
    assert len(statements(client, f"/admin/evaluations/batch/{batch.pk}/change/")) <= MOST


def test_a_list_is_looked_at_and_decided_on_the_desk(client, month):
    month.published()
    batch = batches.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    page = f"/admin/evaluations/batch/{batch.pk}/"
    seen = enter(client, month.planner).get(f"{page}change/").content.decode()
    assert "北岸公园" in seen
    assert f"{page}move/discard/" in seen
    assert f"{page}move/publish/" not in seen
    enter(client, month.other)
    assert f"{page}move/publish/" in client.get(f"{page}change/").content.decode()
    with time_machine.travel(MAY_8, tick=False):
        refused = client.post(f"{page}move/publish/", {"meeting": "专题会议", "decided_on": "2017-05-06"})
        assert "专题会议" in refused.content.decode()
        client.post(
            f"{page}move/publish/",
            {"meeting": "专题会议", "decided_on": "2017-05-06", "document_no": "张项办发〔2017〕3号"},
        )
    batch.refresh_from_db()
    assert (batch.state, batch.number_text, batch.recorded_by) == ("PUBLISHED", "第1批", month.other)


def test_the_home_page_says_what_waits(client, month):
    row = month.checking()
    with time_machine.travel(MAY_2, tick=False):
        assert f"/bulletins/{row.pk}/check/" in enter(client, month.head).get("/").content.decode()
        assert "/bulletins/" in enter(client, month.planner).get("/").content.decode()
    services.agree(month.party(row), actor=month.head, at=MAY_2)
    with time_machine.travel(MAY_5, tick=False):
        assert f"/bulletins/{row.pk}/check/" not in enter(client, month.head).get("/").content.decode()
    assert Bulletin.objects.count() == 1


# On a wall ---------------------------------------------------------------------------------------


def test_the_wall_shows_what_is_published_and_nobody_by_name(client, month):
    row = month.published()
    enter(client, month.head)
    page = client.get(f"/bulletins/{row.pk}/wall/").content.decode()
    headings = ("总体情况", "进度较快项目", "黄灯、红灯项目及原因", "问题销号")
    for word in (*headings, "北岸公园", "东环路", "征迁诉讼", row.number_text):
        assert word in page
    for person in (month.head, month.planner, month.leader):
        assert person.name not in page
    assert "data-scenes" in page
    assert "<script>" not in page
    assert "style=" not in page
    assert client.get("/bulletins/wall/").content.decode().count(row.title) == page.count(row.title)


def test_what_is_not_published_is_on_no_wall(client, month):
    row = month.checking()
    enter(client, month.planner)
    assert client.get(f"/bulletins/{row.pk}/wall/").status_code == 404
    page = client.get("/bulletins/wall/").content.decode()
    assert row.title not in page
    assert "印发后，最新一期在此展示" in page


def test_the_wall_stays_as_published_when_everything_below_changes(client, month):
    row = month.published()
    enter(client, month.head)
    before = client.get(f"/bulletins/{row.pk}/wall/").content.decode()
    month.fast.name, month.slow.name = "改名甲", "改名乙"
    month.fast.save()
    month.slow.save()
    month.town.name = "新镇"
    month.town.save()
    after = client.get(f"/bulletins/{row.pk}/wall/").content.decode()
    assert "改名" not in after
    assert "新镇" not in after
    assert after.count("北岸公园") == before.count("北岸公园") > 0


def test_the_wall_says_that_it_was_corrected(client, month):
    row = month.published()
    fixed = services.correct(row, actor=month.planner, at=MAY_8, why="金额录入有误")
    enter(client, month.head)
    address = f"/bulletins/{row.pk}/wall/"
    assert fixed.title not in client.get(address).content.decode()
    Bulletin.objects.filter(pk=fixed.pk).update(
        state="PUBLISHED", check_due_at=MAY_8, reviewed_at=MAY_8, reviewed_by=month.other, signed_at=MAY_8,
        signed_by=month.leader, published_at=MAY_8, published_by=month.planner, published_on=MAY_8.date(),
        receipt_due_at=MAY_8, year=2017, number=2, number_text="张项通〔2017〕2号", digest="0" * 64,
    )  # fmt: skip
    assert "张项通〔2017〕2号" in client.get(address).content.decode()
    assert "张项通〔2017〕2号" in client.get("/bulletins/wall/").content.decode()


def test_the_wall_asks_the_same_number_of_questions_at_any_size(client, month):
    row = month.published()
    enter(client, month.head)

    def more():
        for _step in range(20):
            project = a_project(programme=month.programme, unit=month.town)
            BulletinLine.objects.create(
                bulletin=row, party=month.party(row), project=project, code=project.code, name=project.name,
                track="town", colour="yellow", computed="yellow", reason="资金",
            )  # fmt: skip

    same_count(client, f"/bulletins/{row.pk}/wall/", more)
    assert "1/4" in client.get(f"/bulletins/{row.pk}/wall/").content.decode()

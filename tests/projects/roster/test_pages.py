"""The pages of the roster, as the key project office and others walk them."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.states import Role
from projects.models import Programme, Project, RosterImport
from projects.states import PersonRole, ProgrammeState, Stage
from tests.cast import a_programme, a_project, a_unit, a_user, carries
from tests.counting import same_count
from tests.projects.roster import lists
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2017-04-10 10:00:00+08:00", tick=False):
        yield


def signed_in(client, *roles, **words):
    user = a_user(None, *roles, **words)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def page(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, content, called="list.xlsx", **words):
    return client.post("/rosters/new/", {"file": SimpleUploadedFile(called, content), **words}, follow=True)


def test_from_upload_to_undo(client):
    signed_in(client, Role.PLANNER)
    programme = a_programme(state=ProgrammeState.DRAFT)
    shown = page(send(client, lists.town_halls(), programme=programme.pk))
    assert "沣水河治理" in shown
    assert Project.objects.count() == 0
    roster = RosterImport.objects.get()
    digest = re.search(r'name="digest" value="(\w+)"', shown)[1]
    done = page(client.post(f"/rosters/{roster.pk}/confirm/", {"digest": digest}, follow=True))
    assert "The list is stored." in done
    assert Project.objects.count() == 4
    assert "Undone: 4 projects removed" in page(client.post(f"/rosters/{roster.pk}/undo/", follow=True))
    assert Project.objects.count() == 0


def test_a_new_programme_is_made_by_the_confirmation_alone(client):
    signed_in(client, Role.PLANNER)
    words = {"name": "2017年新清单", "year": 2017, "reporting_from": "2017-04-10", "reporting_until": "2017-12-31"}
    send(client, lists.plain(1), **words)
    assert not Programme.objects.exists()
    client.post(f"/rosters/{RosterImport.objects.get().pk}/confirm/", {"digest": ""})
    assert Programme.objects.get().projects.count() == 1


def test_a_new_programme_needs_its_name_and_days(client):
    signed_in(client, Role.PLANNER)
    shown = page(send(client, lists.plain(1), year=2017))
    assert shown.count("A new programme needs this.") >= 3
    assert not RosterImport.objects.exists()


def test_the_preview_names_every_bad_row_and_offers_no_confirmation(client):
    signed_in(client, Role.PLANNER)
    rows = [["项目名称", "总投资(万元)", "联络员"], ["石桥", "约300", "张 三 李四"], [None, 5, None]]
    shown = page(send(client, lists.book(("表", rows, [])), programme=a_programme().pk))
    assert "3 places must be mended" in shown
    assert "约300" in shown
    assert "Confirm and store" not in shown


def test_a_file_of_no_use_is_refused_with_a_sentence(client):
    signed_in(client, Role.PLANNER)
    shown = page(send(client, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old.xls", programme=a_programme().pk))
    assert "save it as" in shown
    assert not RosterImport.objects.exists()


def test_the_clerk_corrects_a_column_on_the_preview(client):
    signed_in(client, Role.PLANNER)
    rows = [["项目名称", "备注", "金额"], ["石桥", "好", 5]]
    send(client, lists.book(("表", rows, [])), programme=a_programme().pk)
    roster = RosterImport.objects.get()
    data = {
        "sheet-0": "表",
        "column-0-0": "name",
        "column-0-1": "",
        "column-0-2": "year_plan",
        "column-0-9": "nonsense",
    }
    shown = page(client.post(f"/rosters/{roster.pk}/", data, follow=True))
    assert "chosen by you" in shown
    client.post(f"/rosters/{roster.pk}/confirm/", {"digest": ""})
    assert Project.objects.get().year_plan == 5


def test_a_stale_preview_is_not_stored(client):
    signed_in(client, Role.PLANNER)
    send(client, lists.plain(1), programme=a_programme().pk)
    roster = RosterImport.objects.get()
    shown = page(client.post(f"/rosters/{roster.pk}/confirm/", {"digest": "0" * 64}, follow=True))
    assert "changed since the preview" in shown
    assert Project.objects.count() == 0


def test_a_liaison_finds_the_own_project_and_no_telephone_numbers_in_the_export(client):
    liaison = signed_in(client)
    project = a_project("石桥")
    carries(liaison, project, PersonRole.LIAISON)
    a_project("梅园")
    assert "石桥" in page(client.get("/projects/"))
    assert "梅园" not in page(client.get("/projects/"))
    assert "石桥" not in page(client.get("/projects/export.csv"))
    assert client.post("/projects/export.csv", {"purpose": ""}).status_code == 422
    assert not Entry.objects.filter(verb="export").exists()
    out = client.post("/projects/export.csv", {"purpose": "核对联络员"}).content.decode("utf-8-sig")
    assert "石桥" in out
    assert not re.search(r"\d{11}", out)
    assert Entry.objects.get(verb="export").reason == "核对联络员"


def test_filters_stand_in_the_address(client):
    signed_in(client, Role.PLANNER)
    unit = a_unit("河东镇", track="town")
    a_project("石桥", unit=unit, stage=Stage.BUILDING)
    a_project("梅园", stage=Stage.SUSPENDED)
    for words in (
        "stage=BUILDING",
        f"unit={unit.pk}",
        "q=石桥",
        f"programme={Project.objects.get(name='石桥').programme_id}",
    ):
        shown = page(client.get(f"/projects/?{words}"))
        assert ("石桥" in shown, "梅园" in shown) == (True, False), words
    shown = page(client.get("/projects/?stage=nonsense&page=77&sort=x"))
    assert ("石桥" in shown, "梅园" in shown) == (True, True)


def test_the_list_asks_the_same_number_of_questions_at_any_size(client):
    signed_in(client, Role.PLANNER)
    programme = a_programme()

    def grow():
        for number in range(30):
            project = a_project(f"石桥{number}", programme=programme, starts_on=date(2017, 3, 1))
            carries(a_user(), project, PersonRole.LIAISON)

    grow()
    same_count(client, "/projects/", grow)
    same_count(client, "/projects/export.csv", grow)
    same_count(client, "/projects/export.csv", grow, most=20, post={"purpose": "核对"})
    same_count(client, "/programmes/", grow)

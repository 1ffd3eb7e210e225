"""Who sees what of the teams' work: dated rows, recusal, never the cadre concerned; every reading on the trail."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cadres.models import Cadre
from evaluations.models import Check, Examination, Material, Talk, TeamMember, TeamProject
from evaluations.services import check_ladder, team_hooks
from projects.models import DailyReport, Project
from projects.states import PersonRole
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_user, an_open_report, carries
from tests.counting import same_count
from tests.evaluations.teams.scene import NINE, Department
from zhangdian.notices.models import Notice, Reminder
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with time_machine.travel(NINE, tick=False):
        yield Department()


def seen(model, user, day=MONDAY):
    return set(model.objects.visible_to(user, day).values_list("pk", flat=True))


def test_a_member_sees_the_projects_of_the_own_team_while_sitting_in_it(scene):
    an_open_report(scene.project)
    other = a_project()
    assert seen(Project, scene.one) == {scene.project.pk}
    assert len(seen(DailyReport, scene.one)) == 1
    assert other.pk not in seen(Project, scene.stranger)
    TeamProject.objects.update(until_on=MONDAY)
    assert seen(Project, scene.one, MONDAY + timedelta(days=1)) == set()
    TeamMember.objects.filter(cadre__user=scene.two).update(until_on=MONDAY - timedelta(days=1))
    assert seen(Project, scene.two) == set()


def test_recusal_takes_a_project_away_however_it_came(scene):
    carries(scene.one, scene.project, PersonRole.TEAM)
    assert seen(Project, scene.one) == {scene.project.pk}
    scene.recuse(scene.one, project=scene.project)
    assert seen(Project, scene.one) == set()
    # Who also carries the project otherwise still sees it as that.
    carries(scene.one, scene.project, PersonRole.LIAISON)
    assert seen(Project, scene.one) == {scene.project.pk}


def test_a_member_reads_the_files_of_the_cadres_of_the_projects_but_not_when_recused(scene):
    assert scene.cadre.pk in seen(Cadre, scene.one)
    assert scene.cadre.pk not in seen(Cadre, scene.apart)
    assert scene.cadre.pk not in seen(Cadre, scene.stranger)
    stranger = a_cadre()
    assert stranger.pk not in seen(Cadre, scene.one)


def test_notes_are_seen_by_the_team_and_the_cadre_section_only(scene):
    row = scene.on_site()
    note = scene.note(row)
    for user in (scene.one, scene.two, scene.leader, scene.office, scene.other_office):
        assert seen(Talk, user) == {note.pk}
    for user in (scene.director, scene.discipline, scene.stranger, scene.chief, scene.apart, a_user(None, "planner")):
        assert seen(Talk, user) == set()


def test_the_cadre_concerned_sees_nothing_even_in_the_office_or_the_team(scene):
    scene.signed()
    for user in (a_user(None, "office", "director", "discipline"), scene.two):
        Cadre.objects.filter(user=scene.chief).update(user=None)
        Cadre.objects.filter(user=user).update(user=None)
        Cadre.objects.filter(pk=scene.cadre.pk).update(user=user)
        for model in (Examination, Talk, Check, Material):
            assert seen(model, user) == set(), model
        scene.chief = user


def test_a_plan_is_not_the_teams_before_it_is_formed_of_approval(scene):
    plan = scene.submitted()
    assert seen(Examination, scene.one) == set()
    assert seen(Examination, scene.office) == {plan.pk}


def test_discipline_sees_what_it_was_asked_only(scene):
    check = scene.asked()
    assert seen(Check, scene.discipline) == {check.pk}
    assert seen(Examination, scene.discipline) == set()
    assert seen(Material, scene.discipline) == set()


def get(client, user, name, *args, query="", status=200):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    answer = client.get(reverse(f"evaluations:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_reading_of_a_note_leaves_a_line(scene, client):
    note = scene.note(scene.on_site())
    page = get(client, scene.office, "note", note.pk)
    assert "三天协调完成管线迁改" in page
    get(client, scene.two, "note", note.pk)
    get(client, scene.apart, "note", note.pk, status=404)
    lines = Entry.objects.filter(verb="unseal").order_by("pk")
    assert list(lines.values_list("actor", flat=True)) == [scene.office.pk, scene.two.pk]


def test_a_material_is_opened_with_a_purpose_which_stands_on_the_trail(scene, client):
    material = scene.material()
    before = Entry.objects.filter(verb="unseal").count()
    assert "三天协调" not in get(client, scene.director, "material", material.pk)
    assert Entry.objects.filter(verb="unseal").count() == before
    assert "三天协调" in get(client, scene.director, "material", material.pk, query="?purpose=meeting")
    line = Entry.objects.about(material).latest("pk")
    assert (line.verb, line.actor, bool(line.reason)) == ("unseal", scene.director, True)


def test_a_note_is_written_on_the_page_and_what_was_typed_is_kept_when_refused(scene, client):
    row = scene.on_site()
    client.force_login(scene.one, backend="accounts.backends.PasswordBackend")
    url = reverse("evaluations:note_new", args=[row.pk])
    sent = {
        "kind": "talk",
        "day": "2017-04-10",
        "time": "08:30",
        "place": "工地",
        "person": "王某",
        "points": "要点原文",
    }
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "要点原文" in answer.content.decode()
    answer = client.post(url, sent | {"cadre": scene.cadre.pk, "relation": "peer", "leaning": "stay"})
    note = Talk.objects.get()
    assert answer["Location"] == note.get_absolute_url()
    assert "要点原文" not in note.sealed


def test_a_reply_is_written_on_the_page(scene, client):
    check = scene.asked()
    page = get(client, scene.discipline, "check", check.pk)
    assert "2017-04-17" in page
    url = reverse("evaluations:check_move", args=[check.pk, "reply"])
    assert client.post(url, {"finding": "", "words": "打了字"}).status_code == 422
    assert client.post(url, {"finding": "clear", "words": "未发现问题"}).status_code == 302
    assert "未发现问题" in get(client, scene.office, "check", check.pk)


def test_the_ladder_reminds_discipline_then_the_office_and_is_silent_after_the_reply(scene):
    check = scene.asked()
    early, late = NINE + timedelta(days=1), NINE + timedelta(days=10)
    assert check_ladder.climb(at=early).made == 0
    check_ladder.climb(at=late)
    check_ladder.climb(at=late)
    told = set(Reminder.objects.filter(kind="integrity").values_list("user", flat=True))
    assert told == {scene.discipline.pk, scene.office.pk, scene.other_office.pk, scene.director.pk}
    rows = Reminder.objects.filter(kind="integrity")
    assert rows.count() == len(set(rows.values_list("key", "rung", "user")))
    assert check_ladder.settled([str(check.pk)]) == []
    scene_answer(scene, check)
    assert check_ladder.settled([str(check.pk)]) == [str(check.pk)]
    assert check_ladder.climb(at=late + timedelta(days=3)).made == 0


def scene_answer(scene, check):
    from evaluations.transitions import talks

    talks.reply(check, finding="clear", words="未发现", actor=scene.discipline, at=NINE)


@pytest.mark.parametrize("name", ["examinations", "checks"])
def test_lists_ask_the_same_number_of_questions(scene, client, name):
    scene.asked()
    client.force_login(scene.office, backend="accounts.backends.PasswordBackend")

    def grow():
        for number in range(12):
            row = scene.plan(title=f"考察{number}")
            Check.objects.create(
                examination=row, cadre=scene.cadre, kind="integrity", asked_by=scene.office, asked_at=NINE, due_at=NINE
            )

    same_count(client, reverse(f"evaluations:{name}"), grow)


@pytest.mark.parametrize("who", ["one", "office", "director"])
def test_the_page_of_an_evaluation_asks_the_same_number_of_questions(scene, client, who):
    row = scene.on_site()
    client.force_login(getattr(scene, who), backend="accounts.backends.PasswordBackend")

    def grow():
        for _number in range(8):
            scene.filed(row)
            cadre = a_cadre()
            row.subjects.create(cadre=cadre)
            row.works.create(project=a_project())
            Check.objects.create(
                examination=row, cadre=cadre, kind="archive", asked_by=scene.office, asked_at=NINE, due_at=NINE
            )

    same_count(client, row.get_absolute_url(), grow)


@pytest.mark.parametrize("who", ["one", "office", "director", "discipline"])
def test_home_leads_to_what_waits(scene, client, who):
    scene.submitted() if who == "director" else scene.asked() if who == "discipline" else scene.signed()
    client.force_login(getattr(scene, who), backend="accounts.backends.PasswordBackend")
    page = client.get("/").content.decode()
    assert ("/checks/" if who == "discipline" else "/examinations/") in page


def test_merging_doubles_moves_their_rows(scene):
    row = scene.on_site()
    note = scene.note(row)
    kept = a_cadre("同名", unit=scene.cadre.unit)
    team_hooks.move_cadre(kept, scene.cadre, actor=scene.office, at=NINE)
    note.refresh_from_db()
    assert (note.cadre, row.subjects.get().cadre) == (kept, kept)
    assert Entry.objects.filter(verb="merge_cadre").count() == 1


def test_no_notice_names_the_cadre(scene):
    scene.judged()
    assert not [notice.title for notice in Notice.objects.all() if scene.cadre.name in notice.title]
    assert LONG_AGO < MONDAY

"""Accounts for people of the roster: who may, who is offered, what comes of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cadres.models import Cadre
from cadres.services.accounts import issue_accounts
from projects.models import Project, Responsibility
from projects.states import PersonRole
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_user, at, carries
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NOW = at("2017-04-10 09:00:00")
PAGE = "/accounts/issue/"


def signed_in(*roles, **fields):
    client = Client()
    client.force_login(a_user(None, *roles, **fields))
    return client


def a_liaison(name="林小满", role=PersonRole.LIAISON, **fields):
    """A cadre on a project who cannot log in."""
    cadre = a_cadre(name)
    Responsibility.objects.create(project=a_project(), cadre=cadre, role=role, from_on=LONG_AGO, **fields)
    return cadre


@pytest.mark.django_db
def test_offered_are_those_of_the_role_who_cannot_log_in_and_are_still_in_it():
    a_liaison("林小满")
    a_liaison("石有田", until_on=MONDAY)
    a_liaison("高远", role=PersonRole.UNIT_HEAD)
    carries(a_user("lin"), a_project(), PersonRole.LIAISON)
    page = signed_in("planner").get(PAGE).text
    assert "林小满" in page
    for other in ("石有田", "高远", "陈lin"):
        assert other not in page
    assert "高远" in signed_in("planner").get(PAGE + "?role=unit_head").text


@pytest.mark.django_db
def test_an_account_made_here_logs_in_changes_its_password_and_sees_its_project():
    cadre = a_liaison()
    answer = signed_in("office").post(PAGE, {"cadre": [cadre.pk]})
    ((user, password),) = answer.context["slips"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert (user.username, password in answer.text) == ("linxiaoman", True)
    assert Cadre.objects.get(pk=cadre.pk).user == user
    assert user.roles == ""
    browser = Client()
    browser.post("/login/", {"username": "linxiaoman", "password": password})
    assert browser.get("/").headers["Location"] == "/password/"
    assert Project.objects.visible_to(user, MONDAY).count() == 1
    assert password not in str(list(Entry.objects.values()))
    assert list(Entry.objects.about(cadre).values_list("verb", flat=True)) == ["give_account"]


@pytest.mark.django_db
def test_a_second_clerk_with_an_old_page_makes_nothing():
    one, other = a_liaison("甲一"), a_liaison("乙二")
    office = a_user("office", "office")
    issue_accounts([one.pk], actor=office, at=NOW)
    with pytest.raises(MoveRefused) as refused:
        issue_accounts([one.pk, other.pk], actor=office, at=NOW)
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert "甲一" in str(refused.value)
    assert User.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["supervisor", "team", "director", "leader", "discipline"])
def test_other_roles_make_none(role):
    cadre = a_liaison()
    assert signed_in(role).post(PAGE, {"cadre": [cadre.pk]}).status_code == 403
    assert Cadre.objects.get(pk=cadre.pk).user is None


@pytest.mark.django_db
@pytest.mark.parametrize("administrator", ["system", "security", "audit"])
def test_no_administrator_sees_the_roster_here(administrator):
    a_liaison()
    assert signed_in(administrator=administrator).get(PAGE).status_code == 403


@pytest.mark.django_db
def test_choosing_nobody_is_answered_with_a_sentence():
    answer = signed_in("planner").post(PAGE, {"cadre": ["x"]}, follow=True)
    assert "请至少选择一人" in answer.text
    assert answer.status_code == 200


@pytest.mark.django_db
def test_the_list_asks_the_same_number_of_questions_for_one_and_for_twenty():
    def count():
        browser = signed_in("planner")
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(PAGE).status_code == 200
        return len(caught)

    a_liaison()
    few = count()
    for number in range(19):
        a_liaison(f"林{number}")
    assert count() == few
    assert few <= 12

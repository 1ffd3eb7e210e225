"""Pages and papers of adjustments and proposals for promotion, and in how many statements; who sees them says the table
of `sight_tables`."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.states import Role
from cases import registry
from cases.models import Adjustment
from cases.states.adjustment import AdjustmentState
from cases.states.promotion import PromotionState
from tests import lasting
from tests.cases.adjustment_scene import Cast, a_promotion, an_adjustment, standing
from tests.cast import a_cadre, a_user, at

pytestmark = pytest.mark.django_db
NOW = at("2017-04-20 10:00:00")
DAY = date(2017, 4, 20)
STATES = list(AdjustmentState.values)


@lasting.world
def made():
    with time_machine.travel(NOW, tick=True):
        people = Cast()
        people.leader = a_user("case-leader", "leader", name="高远")
        return people


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=True):
        yield


def page_of(user, case):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    answer = client.get(case.get_absolute_url())
    return answer.status_code, answer.content.decode() if answer.status_code == 200 else ""


def test_before_the_delivery_the_person_is_not_told_the_proposal(people):
    case = an_adjustment(people, "TALKED")
    assert case.proposal not in page_of(people.subject, case)[1]
    codes = {form.code for form in registry.of(case).papers(standing(case, people.subject), people.subject)}
    assert "decision" not in codes
    assert not any(code.startswith(("letter", "reply", "talk")) for code in codes)


def test_the_head_of_the_unit_handles_nothing_of_it_whatever_his_roles(people):
    case = an_adjustment(people, "FORWARDED")
    people.head.roles = f",{Role.OFFICE},{Role.DIRECTOR},"
    assert not Adjustment.objects.visible_to(people.head, DAY).exists()
    kind = registry.of(case)
    row = standing(case, people.head)
    row.handler = people.head
    assert not any(move.may(people.head, row) for move in kind.transitions.MOVES)


@pytest.mark.parametrize("state", STATES)
def test_every_paper_is_made_from_what_is_stored(people, state):
    case = an_adjustment(people, state)
    forms = [
        form for form in registry.of(case).papers(standing(case, people.officer), people.officer) if form.when(case)
    ]
    assert forms
    for form in forms:
        assert form.make(case, DAY) == form.make(case, DAY)


@pytest.mark.parametrize("state", PromotionState.values)
def test_every_paper_of_a_promotion_is_made(people, state):
    case = a_promotion(people, state)
    for form in registry.of(case).papers(standing(case, people.officer), people.officer):
        if form.when(case):
            assert form.make(case, DAY) == form.make(case, DAY)


@pytest.mark.parametrize("who", ["officer", "director", "discipline", "subject"])
def test_a_page_asks_few_questions(people, who, django_assert_max_num_queries):
    case = an_adjustment(people, "FOLLOW_UP")
    client = Client()
    client.force_login(getattr(people, who), backend="accounts.backends.PasswordBackend")
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert client.get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/cases/?kind=adjustment", "/cases/adjustment/statistics/"])
def test_lists_ask_a_constant_number_of_questions(people, path, django_assert_max_num_queries):
    client = Client()
    client.force_login(people.officer, backend="accounts.backends.PasswordBackend")
    for number in range(4):
        user = a_user(f"person{number}")
        an_adjustment(people, "DELIVERED" if number else "CLUE", cadre=people.cadre, clue=f"线索{user}")
    client.get(path)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200


def test_figures_are_told_to_leaders_without_names(people):
    an_adjustment(people, "FOLLOW_UP")
    other = a_cadre("赵之", unit=people.unit)
    people.subject, before = people.officer, people.subject
    an_adjustment(people, "DELIVERED", cadre=other, code="removal", to=False)
    people.subject = before
    shown = {}
    for who in ("officer", "leader"):
        client = Client()
        client.force_login(getattr(people, who), backend="accounts.backends.PasswordBackend")
        shown[who] = client.get("/cases/adjustment/statistics/?year=2017&quarter=2").content.decode()
        assert client.get("/cases/adjustment/statistics/export/").status_code == 200
    assert "赵之" in shown["officer"]
    assert "王志远" in shown["officer"]
    assert "赵之" not in shown["leader"]
    assert "王志远" not in shown["leader"]
    assert "2017Q2" in shown["leader"]
    client = Client()
    client.force_login(people.head, backend="accounts.backends.PasswordBackend")
    assert client.get("/cases/adjustment/statistics/").status_code == 403


def test_new_cases_are_opened_by_a_form_and_wrong_input_gets_a_sentence(people):
    client = Client()
    client.force_login(people.officer, backend="accounts.backends.PasswordBackend")
    words = {"cadre": people.cadre.pk, "trigger": "audit", "clue": "审计移交线索", "circumstance": ""}
    assert client.post("/cases/adjustment/new/", words | {"clue": ""}).status_code == 422
    answer = client.post("/cases/adjustment/new/", words)
    assert answer.status_code == 302
    assert Adjustment.objects.get().get_absolute_url() == answer["Location"]
    given = {
        "cadre": people.cadre.pk, "target": "promotion", "to_unit": people.elsewhere.pk, "to_post": "馆长",
        "grounds": "突出",
    }  # fmt: skip
    assert client.post("/cases/promotion/new/", given).status_code == 302
    again = client.post("/cases/promotion/new/", given)
    assert again.status_code == 422
    assert "突出" in again.content.decode()

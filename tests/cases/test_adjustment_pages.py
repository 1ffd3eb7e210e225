"""Who sees what of adjustments and proposals for promotion: lists, pages, papers, the desk; and how many statements."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.states import Role
from cases import registry
from cases.models import Adjustment, Promotion
from cases.states.adjustment import AdjustmentState
from cases.states.promotion import PromotionState
from tests.cases.adjustment_scene import Cast, a_promotion, an_adjustment, standing
from tests.cast import a_cadre, a_user, at

pytestmark = pytest.mark.django_db
DAY = date(2017, 4, 20)
STATES = list(AdjustmentState.values)
CLUE, TALK, EVIDENCE, OPINION = "不称职票超过三成", "本人接受组织安排", "督办单两份", "未发现影响调整"


@pytest.fixture
def people():
    with time_machine.travel(at("2017-04-20 10:00:00"), tick=True):
        people = Cast()
        people.leader = a_user("case-leader", "leader", name="高远")
        yield people


def page_of(user, case):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    answer = client.get(case.get_absolute_url())
    return answer.status_code, answer.content.decode() if answer.status_code == 200 else ""


# From which state on: state -> who sees the case. The office and its leaders always; unit heads and leaders never.
SUBJECT_FROM, DISCIPLINE_FROM = STATES.index("NOTIFIED"), STATES.index("CONSULTING")
ON_ROAD = [state for state in STATES if state not in ("REVOKED", "DISMISSED", "DECLINED")]


@pytest.mark.parametrize("state", ON_ROAD)
def test_who_sees_an_adjustment(people, state):
    case, place = an_adjustment(people, state), STATES.index(state)
    seen = {
        who: Adjustment.objects.visible_to(getattr(people, who), DAY).filter(pk=case.pk).exists()
        for who in ("officer", "second", "director", "discipline", "subject", "head", "leader", "stranger")
    }
    assert seen == {
        "officer": True, "second": True, "director": True, "discipline": place >= DISCIPLINE_FROM,
        "subject": place >= SUBJECT_FROM, "head": False, "leader": False, "stranger": False,
    }  # fmt: skip


def test_what_is_told_to_whom(people):
    case = an_adjustment(people, "FOLLOW_UP")
    shown = {who: page_of(getattr(people, who), case)[1] for who in ("officer", "discipline", "subject")}
    assert all(word in shown["officer"] for word in (CLUE, TALK, EVIDENCE, OPINION))
    assert CLUE not in shown["discipline"]
    assert TALK not in shown["discipline"]
    assert EVIDENCE in shown["discipline"]
    assert OPINION in shown["discipline"]
    assert not any(word in shown["subject"] for word in (CLUE, TALK, EVIDENCE, OPINION))
    assert "2017" in shown["subject"]
    assert str(case.measure) in shown["subject"]
    assert page_of(people.head, case)[0] == page_of(people.leader, case)[0] == 404


def test_before_the_delivery_the_person_is_not_told_the_proposal(people):
    case = an_adjustment(people, "TALKED")
    assert case.proposal not in page_of(people.subject, case)[1]
    codes = {form.code for form in registry.of(case).papers(standing(case, people.subject), people.subject)}
    assert "decision" not in codes
    assert not any(code.startswith(("letter", "reply", "talk")) for code in codes)


def test_an_officer_finds_no_own_case_on_the_desk(people):
    case = an_adjustment(people, "FOLLOW_UP")
    people.subject.roles = f",{Role.OFFICE},"
    people.subject.save()
    client = Client()
    client.force_login(people.subject, backend="accounts.backends.PasswordBackend")
    answer = client.get(f"/admin/cases/adjustment/{case.pk}/change/")
    assert CLUE not in answer.content.decode()
    assert answer.status_code in (302, 404)
    assert CLUE not in page_of(people.subject, case)[1]


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


@pytest.mark.parametrize("state", PromotionState.values)
def test_a_promotion_is_told_to_the_person_once_appointed(people, state):
    case = a_promotion(people, state)
    sees = {
        who: Promotion.objects.visible_to(getattr(people, who), DAY).filter(pk=case.pk).exists()
        for who in ("officer", "discipline", "subject", "head", "leader")
    }
    assert sees == {
        "officer": True, "discipline": state != "DRAFT", "subject": state == "APPOINTED", "head": False,
        "leader": False,
    }  # fmt: skip
    status, shown = page_of(people.subject, case)
    assert (status == 200) == (state == "APPOINTED")
    assert "廉洁方面" not in shown


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

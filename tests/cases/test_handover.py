"""Cases of somebody who leaves: named when leaving, handed over in one act, never silent; doubles made one."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from cadres import registry as cadres
from cadres.services.merging import merge_cadres, merge_units
from cases.models import Card
from cases.services import handover, ladder
from cases.transitions import cards
from tests import lasting
from tests.cases.appeal_scene import LODGED, a_target, lodged, more
from tests.cases.scene import LATEST, OPENED, People, a_card, ruled
from tests.cast import a_cadre, a_unit, a_user, at
from zhangdian.notices.models import Notice, Reminder
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db


made = lasting.world(lambda: ruled(more(People())))


def test_leaving_names_the_open_cases_of_the_person(people, django_assert_num_queries):
    from cases import registry

    officer = a_cadre("沈文", user=people.officer)
    a_card(people, "NOTIFIED")
    cards.drop(a_card(people, "DRAFT", facts="二"), reason="不实", actor=people.officer, at=OPENED)
    with django_assert_num_queries(len(registry.KINDS)):
        from cases.queries.duties import open_duties

        found = open_duties(officer, date(2017, 4, 12))
    assert [duty.since for duty in found] == [date(2017, 4, 10)]
    assert found[0].path == f"/cases/handover/?from={people.officer.pk}"
    assert found[0] in cadres.duties(officer, date(2017, 4, 12))


def test_all_cases_go_over_in_one_act_each_with_its_line_and_what_may_not_is_said(people):
    own = a_cadre("顾青", user=people.second)
    ours = [a_card(people, "DRAFT", facts=str(number)) for number in range(2)]
    theirs = a_card(people, "DRAFT", cadre=own)
    moved, refused = handover.hand_over_all(
        people.officer, people.second, reason="调离", actor=people.director, at=LATEST
    )
    assert [case.pk for case in moved] == [case.pk for case in ours]
    assert [(case.pk, "顾青" in why) for case, why in refused] == [(theirs.pk, True)]
    assert Entry.objects.filter(verb="hand_over_case").count() == 2
    assert Card.objects.get(pk=theirs.pk).handler == people.officer
    again = handover.hand_over_all(people.officer, people.second, reason="调离", actor=people.director, at=LATEST)
    assert again[0] == []


def test_an_appeal_never_goes_to_who_had_a_hand_in_the_card(people):
    row = lodged(people, a_target(people))
    moved, refused = handover.hand_over_all(row.handler, people.officer, reason="调离", actor=people.third, at=LATEST)
    assert moved == []
    assert refused[0][0].pk == row.pk


def test_the_page_is_the_leaders(people, client):
    a_card(people, "DRAFT")
    client.force_login(people.officer)
    assert client.get(reverse("cases:handover")).status_code == 403
    client.force_login(people.director)
    address = f"{reverse('cases:handover')}?from={people.officer.pk}"
    assert Card.objects.get().number_text in client.get(address).content.decode()
    answer = client.post(
        reverse("cases:handover"), {"giver": people.officer.pk, "to": people.second.pk, "reason": "调离"}
    )
    assert answer.status_code == 302
    assert Card.objects.get().handler == people.second
    # What was typed is not lost, and what is missing is said.
    answer = client.post(reverse("cases:handover"), {"giver": people.officer.pk, "to": "", "reason": "调离"})
    assert answer.status_code == 422
    assert "调离" in answer.content.decode()


@pytest.mark.parametrize("gone", ["inactive", "role", "left"])
@pytest.mark.parametrize("held", [False, True])
def test_a_case_whose_officer_is_gone_does_not_fall_silent(people, gone, held):
    from cases.services.clocks import hold

    card = a_card(people, "DRAFT")
    if held:
        hold(card, reason="等待材料", actor=people.officer, at=OPENED)
    assert handover.tell_of_gone(OPENED) == 0
    if gone == "left":
        a_cadre("沈文", user=people.officer, state="left")
    else:
        User.objects.filter(pk=people.officer.pk).update(
            **({"is_active": False} if gone == "inactive" else {"roles": ""})
        )
    assert handover.tell_of_gone(OPENED) == 1
    told = Notice.objects.filter(kind="case.no_officer")
    assert set(told.values_list("user__name", flat=True)) == {"陆明", "何川", "苏衡"}
    ladder.sweep(OPENED)
    assert told.count() == 3, "twice is once"
    ladder.sweep(at("2017-04-18 09:00:00"))
    assert told.count() == 6, "and again the week after"


def test_the_reminders_of_such_a_case_go_to_the_leaders(people):
    a_card(people, "DRAFT")
    User.objects.filter(pk=people.officer.pk).update(is_active=False)
    ladder.remind(at=at("2017-04-17 10:00:00"))
    names = set(Reminder.objects.filter(kind="case").values_list("user__name", flat=True))
    assert "陆明" in names
    assert "沈文" not in names


def test_the_cases_of_two_rows_of_one_person_become_one(people):
    double = a_cadre("王志远二", unit=people.unit)
    card = a_card(people, "DRAFT", cadre=double)
    row = lodged(people, a_target(people, facts="三"))
    merge_cadres(people.cadre, double, actor=people.officer, at=LATEST, reason="同一人")
    assert Card.objects.get(pk=card.pk).cadre == people.cadre
    assert row.cadre == people.cadre
    assert Entry.objects.about(people.cadre).filter(verb="merge_cases").count() == 1


def test_two_rows_with_the_same_case_are_not_made_one(people):
    double = a_cadre("王志远二", unit=people.unit)
    a_card(people, "DRAFT", source=people.unit)
    a_card(people, "DRAFT", source=people.unit, cadre=double)
    with pytest.raises(MoveRefused) as refused:
        merge_cadres(people.cadre, double, actor=people.officer, at=LATEST, reason="同一人")
    assert "王志远二" in str(refused.value)


def test_nobody_becomes_the_officer_of_the_own_case_by_a_merge(people):
    mine = a_cadre("沈文", user=people.officer)
    double = a_cadre("沈文二")
    a_card(people, "DRAFT", cadre=double)
    with pytest.raises(MoveRefused):
        merge_cadres(mine, double, actor=people.director, at=LATEST, reason="同一人")


def test_the_cases_of_two_rows_of_one_unit_become_one(people):
    double = a_unit("北岭镇政府")
    card = cards.open_card(colour="yellow", facts="逾期", unit=double, actor=people.officer, at=OPENED)
    merge_units(people.unit, double, actor=people.officer, at=LATEST, reason="同一单位")
    assert Card.objects.get(pk=card.pk).unit == people.unit


def test_a_leader_of_whom_a_case_is_may_not_hand_it_over(people):
    cadre = a_cadre("陆明", user=people.director)
    a_card(people, "DRAFT", cadre=cadre)
    to = a_user("case-sixth", "office", name="六")
    moved, refused = handover.hand_over_all(people.officer, to, reason="调离", actor=people.director, at=LODGED)
    assert moved == []
    assert len(refused) == 1

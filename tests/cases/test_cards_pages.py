"""The pages of cards and the list of all cases: what each reader finds there, what is kept, how often it asks."""

import pytest
import time_machine
from django.test import Client

from cases.models import Card
from cases.queries import lists
from cases.services import retention
from cases.transitions import cards
from tests import lasting
from tests.cases.cards_scene import a_unit_card, an_overdue_order, two_yellows
from tests.cases.scene import LATEST, OPENED, People, a_card, a_decision, ruled
from tests.counting import same_count, statements
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


made = lasting.world(lambda: ruled(People()))
stop = lasting.stop(a_card)


@pytest.fixture(autouse=True)
def in_april():
    with time_machine.travel(LATEST, tick=False):
        yield


def come(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def more(people, count=6):
    def grow():
        for _n in range(count):
            retention.set_hold(a_card(people, "HEARD"), reason="备查", actor=people.second, at=LATEST)
            a_unit_card(people)

    return grow


@pytest.mark.parametrize("who", ["officer", "director", "discipline", "subject", "head"])
def test_the_list_asks_a_constant_number_of_times(people, who):
    # One asks more where a hold stands at all.
    more(people, 1)()
    same_count(come(getattr(people, who)), "/cases/?all=1", more(people))


def test_the_list_of_the_desk_asks_a_constant_number_of_times(people):
    a_card(people, "HEARD")
    same_count(come(people.officer), "/admin/cases/card/", more(people), most=14)


@pytest.mark.parametrize("who", ["officer", "director", "subject"])
def test_a_card_asks_at_most_twelve_times(people, who):
    card = a_card(people, "RECTIFIED", colour="red")
    assert len(statements(come(getattr(people, who)), card.get_absolute_url())) <= 12


def test_a_card_that_waits_for_a_meeting_leads_to_its_decision(people):
    card = a_card(people, "PROPOSED")
    assert len(statements(come(people.officer), card.get_absolute_url())) <= 12

    def links(who):
        page = come(who).get(card.get_absolute_url()).content.decode()
        return [path for path in ("/cases/decisions/new/", draft) if f'href="{path}"' in page]

    draft = "/cases/decisions/1/"
    assert links(people.officer) == ["/cases/decisions/new/"]
    assert links(people.director) == []
    draft = a_decision(people, (card, "give")).get_absolute_url()
    assert links(people.officer) == links(people.director) == [draft]
    assert links(people.discipline) == []


def test_the_form_of_a_red_cards_proposal_asks_at_most_twelve_times(people):
    a_card(people, "VALID")
    an_overdue_order(people)
    card = a_card(people, "HEARD", colour="red")
    assert len(statements(come(people.officer), f"{card.get_absolute_url()}propose/")) <= 12


def test_home_says_what_concerns_one_and_asks_no_more_for_more(people):
    assert "/cases/" not in come(people.stranger).get("/").content.decode()
    a_card(people, "HEARD")
    page = come(people.subject).get("/").content.decode()
    assert "项与本人有关的事项" in page
    same_count(come(people.subject), "/", more(people))


def test_ones_own_file_names_the_cases_and_a_strangers_does_not(people):
    card = a_card(people, "VALID")
    assert card.number_text in come(people.subject).get("/me/").content.decode()
    assert card.number_text not in come(people.head).get("/me/").content.decode()


# What each reader finds on the page of a card, by state. Words that stand on it, or do not.
PROPOSAL, STATEMENT = "情节属实，建议亮牌。", "连续降雨，材料未到。"
DECISION, TRAIL = "决定日期", "办理经过"
SEEN = {
    ("PROPOSED", "officer"): ({PROPOSAL, STATEMENT, TRAIL}, {DECISION}),
    ("PROPOSED", "director"): ({PROPOSAL, STATEMENT, TRAIL}, {DECISION}),
    ("PROPOSED", "discipline"): ({PROPOSAL, STATEMENT}, {DECISION}),
    ("PROPOSED", "subject"): ({STATEMENT}, {PROPOSAL, DECISION, TRAIL}),
    ("DECIDED", "subject"): ({STATEMENT}, {PROPOSAL, DECISION, TRAIL, "决定书"}),
    ("VALID", "subject"): ({STATEMENT, PROPOSAL, DECISION, "申诉截止", "决定书"}, {TRAIL}),
}


@pytest.mark.parametrize(("stop", "who"), SEEN, indirect=["stop"], scope="module")
def test_who_sees_what_of_a_card(people, case, who):
    page = come(getattr(people, who)).get(case.get_absolute_url()).content.decode()
    there, hidden = SEEN[case.state, who]
    assert {words for words in there if words not in page} == set()
    assert {words for words in hidden if words in page} == set()


@pytest.mark.parametrize("who", ["stranger", "head", "second"])
@pytest.mark.parametrize("stop", ["VALID"], indirect=True)
def test_a_card_is_not_there_for_whom_it_is_nothing(people, case, who):
    expected = 200 if who == "second" else 404
    assert come(getattr(people, who)).get(case.get_absolute_url()).status_code == expected


def test_a_draft_is_not_there_for_whom_it_concerns(people):
    card = a_card(people, "DRAFT")
    assert come(people.subject).get(card.get_absolute_url()).status_code == 404
    assert come(people.discipline).get(card.get_absolute_url()).status_code == 404


def test_from_an_order_a_card_is_prefilled(people):
    order = an_overdue_order(people)
    page = come(people.officer).get(f"/cases/card/new/?order={order.pk}").content.decode()
    assert order.number_text in page
    assert order.problem in page
    assert f'value="{people.unit.pk}" selected' in page


def test_a_proposal_with_a_wrong_order_says_so_and_keeps_what_was_typed(people):
    given = {"facts": "逾期十二天未报结", "unit": people.unit.pk, "colour": "yellow", "order": "张督〔2017〕99号"}
    answer = come(people.officer).post("/cases/card/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有您可以查看的这一文号的督办单" in page
    assert "逾期十二天未报结" in page
    assert not Card.objects.exists()


def test_a_proposal_from_an_order_is_stored_with_its_source(people):
    order = an_overdue_order(people)
    given = {"facts": "逾期", "unit": people.unit.pk, "colour": "yellow", "order": order.number_text}
    assert come(people.officer).post("/cases/card/new/", given).status_code == 302
    card = Card.objects.get()
    assert (card.unit, card.source_key, card.opened_by) == (people.unit, str(order.pk), people.officer)
    again = come(people.officer).post("/cases/card/new/", given)
    assert again.status_code == 422
    assert "同一事实已经有牌" in again.content.decode()


def test_the_form_of_a_red_card_offers_what_was_before(people):
    yellow = a_card(people, "VALID")
    card = a_card(people, "HEARD", colour="red")
    client, here = come(people.officer), f"{card.get_absolute_url()}propose/"
    assert f"{yellow.number_text} 2017-04-20" in client.get(here).content.decode()
    answer = client.post(here, {"proposal": "建议亮红牌", "rung": "none"})
    assert answer.status_code == 422
    assert "建议亮红牌" in answer.content.decode()
    client.post(here, {"proposal": "建议亮红牌", "rung": f"{yellow.number_text} 2017-04-20"})
    assert Card.objects.get(pk=card.pk).earlier_rung == f"{yellow.number_text} 2017-04-20"


@pytest.mark.parametrize("verb", ["decide", "decline", "withdraw"])
def test_what_follows_from_elsewhere_is_no_button(people, verb):
    card = a_card(people, "PROPOSED" if verb != "withdraw" else "VALID")
    for address in (f"{card.get_absolute_url()}{verb}/", f"/admin/cases/card/{card.pk}/move/{verb}/"):
        come(people.director).post(address, {"reason": "经研究"})
    assert Card.objects.get(pk=card.pk).state == card.state


def test_the_list_leaves_the_house_for_a_purpose_that_is_kept(people):
    a_card(people, "VALID")
    answer = come(people.officer).post("/cases/export/", {"purpose": "月度调度"})
    assert answer["Content-Type"].endswith("sheet")
    line = Entry.objects.filter(verb="export").get()
    assert (line.reason, line.label) == ("月度调度", "cases.case")


def test_filters_find_by_kind_state_and_words(people):
    first, second = two_yellows(people)
    cards.report(second, rectification="已办", actor=people.subject, at=LATEST)
    unit = a_unit_card(people)

    def found(**given):
        asked = lists.Asked.read(given)
        rows = lists.table(people.officer, asked, day=LATEST.date(), at=LATEST)
        return {row.pk for row in lists.dress(rows, people.officer, LATEST)}

    assert found() == {first.pk, second.pk, unit.pk}
    assert found(kind="card", state="RECTIFIED") == {second.pk}
    assert found(q="北岭") == {unit.pk}
    assert found(overdue="1") == {unit.pk}
    assert found(kind="moon") == {first.pk, second.pk, unit.pk}


def test_nobody_finds_others_cards_through_the_interface(people):
    card = a_card(people, "VALID")
    assert come(people.stranger).get("/api/v1/cases/").json()["results"] == []
    (mine,) = come(people.subject).get("/api/v1/cases/").json()["results"]
    assert (mine["number"], mine["state"], mine["path"]) == (card.number_text, "VALID", card.get_absolute_url())


def test_a_case_open_since_the_morning_shows_its_turn(people):
    a_card(people, "NOTIFIED")
    (row,) = lists.listed(people.officer, day=OPENED.date(), at=OPENED)
    assert str(row.holder) == "当事人"

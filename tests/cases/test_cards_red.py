"""A red card after yellow ones: the step before it, going up, its withdrawal, what it lets the next kind propose."""

import pytest

from cadres.queries import blocks
from cadres.states import Purpose
from cases import registry
from cases.transitions import cards
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.cards_scene import MAY_2, OVER, again, two_yellows
from tests.cases.scene import NEXT_DAY, People, a_card, decided, ruled
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
made = lasting.world(lambda: ruled(People()))


def test_a_red_card_needs_an_earlier_step_or_a_reason_why_there_was_none(people):
    card = a_card(people, "HEARD", colour="red")
    with pytest.raises(MoveRefused) as refused:
        cards.propose(card, proposal="建议亮红牌", actor=people.officer, at=NEXT_DAY)
    assert refused.value.why == MoveRefused.MISSING
    card = cards.propose(card, proposal="建议亮红牌", no_rung_why="情节严重", actor=people.officer, at=NEXT_DAY)
    assert (card.state, card.no_rung_why) == ("PROPOSED", "情节严重")


def walk_red(people, card, when):
    card = cards.serve_facts(card, manner="signed", actor=people.officer, at=when)
    card = cards.waive(card, actor=people.subject, at=when)
    card = cards.propose(card, proposal="建议亮红牌", actor=people.officer, at=when)
    card = decided(people, (card, "give"), meeting="joint", held_on=when.date(), when=when)
    return cards.deliver(card, manner="signed", actor=people.officer, at=when)


def test_a_yellow_card_not_put_right_in_time_goes_up_into_the_red_one_when_that_is_delivered(people):
    yellow = a_card(people, "VALID")
    with pytest.raises(MoveRefused):
        cards.propose_red(yellow, facts="未整改", actor=people.officer, at=MAY_2)
    red = cards.propose_red(yellow, facts="未整改", actor=people.officer, at=OVER)
    assert (red.colour, red.state, red.earlier_rung) == ("red", "DRAFT", f"{yellow.number_text} 2017-04-20")
    assert again(yellow).state == "VALID"
    red = walk_red(people, red, OVER)
    yellow = again(yellow)
    assert (yellow.state, yellow.escalated_to) == ("ESCALATED", red)
    assert Entry.objects.about(yellow).last().verb == "escalate"


def test_a_red_card_withdrawn_puts_its_yellow_one_in_force_again_and_the_figures_back(people):
    yellow = a_card(people, "VALID")
    points = sum(entry.points for entry in ScoreEntry.objects.all())
    red = walk_red(people, cards.propose_red(yellow, facts="未整改", actor=people.officer, at=OVER), OVER)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == points - 5
    cards.withdraw(red, reason="申诉撤销", actor=people.director, at=OVER)
    yellow = again(yellow)
    assert (yellow.state, yellow.escalated_to) == ("VALID", None)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == points
    assert blocks(people.cadre, Purpose.RESERVE, OVER.date()) is None
    assert blocks(people.cadre, Purpose.HONOUR, OVER.date()).document_no == yellow.number_text


def test_two_yellow_cards_both_go_up_and_are_not_counted_twice(people):
    first, second = two_yellows(people)
    red = walk_red(people, cards.propose_red(second, facts="一年两黄", actor=people.officer, at=MAY_2), MAY_2)
    assert {again(first).state, again(second).state} == {"ESCALATED"}
    assert {again(first).escalated_to, again(second).escalated_to} == {red}
    third = a_card(people, "VALID", facts="第三件")
    with pytest.raises(MoveRefused):
        cards.propose_red(third, facts="再一件", actor=people.officer, at=MAY_2)


def test_a_red_card_delivered_lets_the_next_kind_propose_and_does_no_more(people, monkeypatch):
    told = []
    monkeypatch.setattr(registry, "AFTER_RED", [lambda card, actor, at: told.append((card.pk, actor.pk))])
    a_card(people, "VALID")
    assert told == []
    card = a_card(people, "VALID", colour="red")
    assert told == [(card.pk, people.officer.pk)]

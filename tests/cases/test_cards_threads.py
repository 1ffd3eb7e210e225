"""Two at one card at the same instant: one wins, one line, one influence period; two sweeps draft once."""

import pytest
from django.db import connection

from cadres.models import InfluencePeriod
from cases.models import Card, Served
from cases.services import clocks
from cases.transitions import cards
from cases.transitions.card_rules import draft_from_rules
from cases.transitions.decisions import confirm
from evaluations.models import ScoreEntry
from tests.cases.cards_scene import an_overdue_order
from tests.cases.scene import LATER, LATEST, NEXT_DAY, OPENED, People, a_card, a_decision, the_rules
from tests.threads import at_once
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows one writer"),
]


@pytest.fixture
def people():
    people = People()
    the_rules(people)
    return people


def one_won(results):
    refused = [one for one in results if isinstance(one, MoveRefused)]
    won = [one for one in results if not isinstance(one, Exception)]
    assert (len(won), len(refused)) == (1, len(results) - 1), results
    return won[0]


def lines(card, verb):
    return Entry.objects.about(card).filter(verb=verb).count()


def test_delivered_four_times_at_once_it_is_in_force_once(people):
    card = a_card(people, "DECIDED")
    one_won(
        at_once(*[lambda: cards.deliver(card, manner="signed", actor=people.officer, at=LATEST) for _n in range(4)])
    )
    assert lines(card, "deliver") == 1
    assert InfluencePeriod.objects.filter(document_no=card.number_text).count() == 1
    assert ScoreEntry.objects.count() == 1
    assert Served.objects.filter(paper="decision").count() == 1


def test_handed_over_and_delivered_at_once_one_officer_delivers(people):
    card = a_card(people, "DECIDED")
    at_once(
        lambda: cards.deliver(card, manner="signed", actor=people.officer, at=LATEST),
        lambda: clocks.hand_over(card, people.second, reason="休假", actor=people.director, at=LATEST),
        lambda: cards.deliver(card, manner="signed", actor=people.second, at=LATEST),
    )
    assert Card.objects.get(pk=card.pk).state in ("VALID", "DECIDED")
    assert lines(card, "deliver") <= 1
    assert InfluencePeriod.objects.count() == lines(card, "deliver")


def test_stated_and_waived_at_once_the_hearing_is_one(people):
    card = a_card(people, "NOTIFIED")
    one_won(
        at_once(
            lambda: cards.state(card, statement="属实", actor=people.subject, at=NEXT_DAY),
            lambda: cards.waive(card, actor=people.subject, at=NEXT_DAY),
        )
    )
    assert lines(card, "state") + lines(card, "waive") == 1


def test_two_leaders_confirm_two_decisions_about_one_card_and_it_is_decided_once(people):
    card = a_card(people, "PROPOSED")
    give = a_decision(people, (card, "give"), number="张组纪〔2017〕1号")
    decline = a_decision(people, (card, "decline"), number="张组纪〔2017〕2号")
    results = at_once(
        lambda: confirm(give, actor=people.director, at=LATER), lambda: confirm(decline, actor=people.deputy, at=LATER)
    )
    assert sum(isinstance(one, Exception) for one in results) == 1
    assert lines(card, "decide") + lines(card, "decline") == 1


def test_two_sweeps_at_once_draft_a_fact_once(people):
    an_overdue_order(people)
    at_once(*[lambda: draft_from_rules(OPENED) for _n in range(4)])
    assert Card.objects.count() == 1
    assert Card.objects.get().number == 1

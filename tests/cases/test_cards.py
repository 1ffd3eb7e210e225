"""Cards: the road, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cadres.queries import blocks, file_of
from cadres.states import Purpose
from cases.models import Card
from cases.models.guards import EFFECTIVE
from cases.states.cards import CardState as S
from cases.transitions import cards
from evaluations.models import ScoreEntry
from tests.cases.scene import LATEST, People, a_card, the_rules
from tests.cast import at
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    people = People()
    the_rules(people)
    return people


def test_a_card_is_in_force_only_from_delivery_on(people):
    card = a_card(people, "DECIDED")
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 4, 20)) is None
    card = cards.deliver(card, manner="signed", actor=people.officer, at=LATEST)
    assert card.state == S.VALID
    assert card.valid_until == date(2018, 4, 19)
    assert card.review_until == card.appeal_until == date(2017, 5, 22)  # 20 May is a Saturday.
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 4, 20)) is not None
    assert blocks(people.cadre, Purpose.RESERVE, date(2017, 4, 20)) is None
    assert ScoreEntry.objects.get().points == -2


def test_withdrawn_it_vanishes_from_every_figure_but_not_from_the_trail(people):
    card = a_card(people, "VALID", colour="red")
    assert blocks(people.cadre, Purpose.RESERVE, date(2017, 4, 21)) is not None
    card = cards.withdraw(card, reason="容错认定免责", actor=people.director, at=LATEST)
    assert all(blocks(people.cadre, purpose, date(2017, 4, 21)) is None for purpose in Purpose)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0
    verbs = list(
        Entry.objects.filter(label="cases.card", key=str(card.pk)).order_by("id").values_list("verb", flat=True)
    )
    assert verbs == ["propose_card", "serve-facts", "state", "propose", "decide", "deliver", "withdraw"]


@pytest.mark.parametrize("state", ["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED"])
@pytest.mark.parametrize("effective", EFFECTIVE[0].states)
def test_the_database_refuses_an_effective_state_by_plain_sql(people, state, effective):
    card = a_card(people, state)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE cases_card SET state = '{effective}' WHERE id = {card.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(state=effective)


def test_a_card_withdrawn_after_it_was_lifted_had_no_effect_on_any_day(people):
    card = cards.report(a_card(people, "VALID"), rectification="已报结。", actor=people.subject, at=LATEST)
    card = cards.lift(card, verdict="属实", actor=people.officer, at=at("2017-05-10 09:00:00"))
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 4, 25)) is not None
    cards.withdraw(card, reason="复核撤销", actor=people.director, at=at("2017-05-12 09:00:00"))
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 4, 25)) is None
    assert file_of(people.cadre, date(2017, 5, 12)).past_influence == []

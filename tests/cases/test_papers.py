"""Papers of cases: made at every state at which they are offered, twice the same bytes."""

from datetime import date

import pytest

from cases import registry
from tests.cases.scene import People, a_card, the_rules

pytestmark = pytest.mark.django_db
STATES = ["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED", "VALID", "RECTIFIED"]


@pytest.mark.parametrize("state", STATES)
def test_every_paper_of_a_card_is_made_from_what_is_stored(state):
    people = People()
    the_rules(people)
    card = a_card(people, state)
    forms = [form for form in registry.of(card).papers(card, people.officer) if form.when(card)]
    assert forms
    for form in forms:
        assert form.make(card, date(2017, 4, 20)) == form.make(card, date(2017, 4, 20))

"""Reminders of cases: whose turn it is, the case officer, the leaders; each once, none while the clock stands still."""

import pytest
from django.test import Client

from cases import registry
from cases.models import Card, Clock, RuleSet
from cases.services import clocks, ladder
from cases.transitions import cards
from tests import lasting
from tests.cases.scene import People, a_card, ruled
from tests.cast import at
from zhangdian.notices.models import Reminder

pytestmark = pytest.mark.django_db
# Served on Monday 10 April: five working days end with Monday 17 April.
BEFORE, EVE, LAST, AFTER = (at(f"2017-04-{day} 09:00:00") for day in ("12", "14", "17", "20"))


made = lasting.world(lambda: ruled(People()))


def reminded():
    return [(row.user.username, row.rung) for row in Reminder.objects.select_related("user").order_by("rung", "user")]


def test_the_one_whose_turn_it_is_hears_first_then_the_officer_then_the_leaders(people):
    a_card(people, "NOTIFIED")
    ladder.remind(at=BEFORE)
    assert reminded() == []
    ladder.remind(at=EVE)
    assert reminded() == [("case-subject", 1)]
    ladder.remind(at=LAST)
    assert reminded() == [("case-subject", 1), ("case-officer", 2)]
    ladder.remind(at=AFTER)
    assert sorted(reminded()) == [("case-deputy", 3), ("case-director", 3), ("case-officer", 2), ("case-subject", 1)]


def test_run_twice_or_late_it_tells_nobody_twice(people):
    a_card(people, "NOTIFIED")
    for _again in range(3):
        ladder.remind(at=AFTER)
    assert len(reminded()) == 4


def test_a_held_clock_reminds_nobody_and_goes_on_where_it_stood(people):
    card = a_card(people, "NOTIFIED")
    clocks.hold(card, reason="当事人住院", actor=people.officer, at=BEFORE)
    ladder.remind(at=AFTER)
    assert reminded() == []
    card = clocks.resume(Card.objects.get(), actor=people.officer, at=AFTER)
    # Held from Wednesday 12 to Wednesday 19: six working days.
    assert str(card.until) == "2017-04-25"
    assert card.statement_due_at == card.due_at


def test_the_next_step_settles_what_was_reminded_of(people):
    card = a_card(people, "NOTIFIED")
    ladder.remind(at=EVE)
    cards.state(card, statement="材料未到。", actor=people.subject, at=EVE)
    assert not Reminder.objects.filter(settled_at__isnull=True).exists()
    ladder.remind(at=EVE)
    assert len(reminded()) == 1


def test_looking_at_a_case_changes_nothing_of_it(people):
    card = a_card(people, "NOTIFIED")
    before = Card.objects.values().get(pk=card.pk)
    for user in (people.subject, people.officer, people.director):
        client = Client()
        client.force_login(user, backend="accounts.backends.PasswordBackend")
        assert client.get(card.get_absolute_url()).status_code == 200
    assert Card.objects.values().get(pk=card.pk) == before


def test_what_lapses_by_itself_does_so_once(people):
    a_card(people, "NOTIFIED")
    assert ladder.sweep(LAST) == 0
    assert ladder.sweep(at("2017-04-18 00:00:00")) == 1
    assert ladder.sweep(at("2017-04-18 00:00:00")) == 0
    card = Card.objects.get()
    assert (card.state, card.heard) == ("HEARD", "expired")


def test_every_open_state_of_every_kind_has_one_holder_and_a_clock(people):
    for kind in registry.KINDS.values():
        states = kind.model._meta.get_field("state").choices
        still_open = {state for state, _label in states} - set(map(str, kind.model.ENDED))
        assert set(map(str, kind.holders)) == still_open, kind.name
        assert RuleSet.objects.count() == 3
        for rule_set in RuleSet.objects.all():
            codes = set(Clock.objects.filter(rule_set=rule_set).values_list("code", flat=True))
            assert {f"{kind.name}.{state}" for state in still_open} <= codes, (kind.name, rule_set.code)

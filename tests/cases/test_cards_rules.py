"""Cards drafted from the rules: once a fact, for ever; by a named rule, with the evidence; only drafts."""

from datetime import date

import pytest

from cases.models import Card
from cases.rules.drafting import reached_on
from cases.states.cards import Rule
from cases.transitions import cards
from cases.transitions.card_rules import draft_from_rules
from tests import lasting
from tests.cases.cards_scene import an_overdue_order, red_months, reds, two_yellows
from tests.cases.scene import LATEST, OPENED, People, a_card, ruled
from tests.cast import at
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
OVER = at("2017-05-23 09:00:00")


made = lasting.world(lambda rules=ruled: rules(People()))


def months(*numbers):
    return [date(2016 + (number - 1) // 12, (number - 1) % 12 + 1, 1) for number in numbers]


@pytest.mark.parametrize(
    ("red", "need", "found"),
    [((1, 2), 2, (2,)), ((1, 2, 3, 4), 2, (2,)), ((1, 3), 2, ()), ((12, 13), 2, (13,)), ((1, 2, 4, 5), 2, (2, 5)),
     ((1,), 1, (1,)), ((3, 2, 2, 1), 3, (3,)), ((), 2, ())],
)  # fmt: skip
def test_a_run_of_red_months_is_named_once(red, need, found):
    assert reached_on(months(*red), need) == months(*found)


@pytest.mark.parametrize("made", [lambda people: people], ids=["unruled"], indirect=True)
def test_without_rules_nothing_is_drafted(people):
    an_overdue_order(people)
    assert draft_from_rules(OPENED) == 0


def test_an_order_overdue_for_long_drafts_a_yellow_card_about_its_unit_once(people):
    order = an_overdue_order(people)
    assert draft_from_rules(at("2017-03-06 09:00:00")) == 0
    assert draft_from_rules(OPENED) == 1
    card = Card.objects.get()
    assert (card.state, card.colour, card.unit, card.cadre) == ("DRAFT", "yellow", people.unit, None)
    assert (card.drafted_by_rule, card.opened_by) == (Rule.ORDER, None)
    assert (card.source_label, card.source_key) == ("evaluations.order", str(order.pk))
    assert card.source_path == order.get_absolute_url()
    assert order.number_text in card.facts
    assert Entry.objects.about(card).get().verb == "draft_card"
    assert draft_from_rules(OPENED) == draft_from_rules(LATEST) == 0


def test_the_tenth_working_day_is_the_first_on_which_it_is_drafted(people):
    order = an_overdue_order(people)  # Due on 6 March 2017, a Monday.
    assert str(order.last_day) == "2017-03-06"
    assert draft_from_rules(at("2017-03-17 23:59:00")) == 0
    assert draft_from_rules(at("2017-03-20 00:01:00")) == 1


def test_what_was_dropped_is_not_drafted_again(people):
    an_overdue_order(people)
    draft_from_rules(OPENED)
    card = Card.objects.get()
    cards.drop(card, reason="已核实系数据错误", actor=card.handler, at=OPENED)
    assert draft_from_rules(LATEST) == 0
    assert Card.objects.count() == 1


def test_what_a_person_had_proposed_is_not_drafted(people):
    order = an_overdue_order(people)
    cards.open_card(colour="yellow", facts="逾期", unit=people.unit, source=order, actor=people.officer, at=OPENED)
    assert draft_from_rules(OPENED) == 0


def test_red_lights_for_months_in_a_row_draft_once_a_run(people):
    project = red_months(people, date(2017, 2, 1))
    assert draft_from_rules(OPENED) == 0
    red_months(people, date(2017, 3, 1), project=project)
    assert draft_from_rules(OPENED) == 1
    card = Card.objects.get()
    assert (card.unit, card.drafted_by_rule, card.source_label) == (people.unit, Rule.LIGHTS, "projects.light")
    assert project.name in card.facts
    red_months(people, date(2017, 4, 1), project=project)
    assert draft_from_rules(at("2017-05-02 09:00:00")) == 0


def test_a_light_that_nobody_confirmed_drafts_nothing(people):
    project = red_months(people, date(2017, 2, 1), date(2017, 3, 1))
    project.lights.update(state="COMPUTED", confirmed="", confirmed_by=None, confirmed_at=None)
    assert draft_from_rules(OPENED) == 0


def test_two_yellow_cards_draft_a_red_one(people):
    first, second = two_yellows(people)
    assert draft_from_rules(LATEST) == 1
    red = reds().get()
    assert (red.drafted_by_rule, red.cadre, red.source_key) == (Rule.YELLOWS, people.cadre, str(second.pk))
    assert first.number_text in red.facts
    assert second.number_text in red.facts
    assert red.earlier_rung.startswith(second.number_text)
    assert draft_from_rules(LATEST) == 0


def test_a_yellow_card_not_put_right_in_time_drafts_a_red_one(people):
    yellow = a_card(people, "VALID")
    assert draft_from_rules(at("2017-05-22 23:59:59")) == 0
    assert draft_from_rules(at("2017-05-23 00:00:00")) == 1
    red = reds().get()
    assert (red.drafted_by_rule, red.source_key) == (Rule.NOT_RIGHTED, str(yellow.pk))
    assert draft_from_rules(OVER) == 0
    cards.drop(red, reason="正在整改", actor=red.handler, at=OVER)
    assert draft_from_rules(OVER) == 0


def test_reported_put_right_it_drafts_nothing(people):
    a_card(people, "RECTIFIED")
    assert draft_from_rules(OVER) == 0


def test_a_draft_has_no_effect_and_nobody_concerned_sees_or_hears_of_it(people):
    from zhangdian.notices.models import Notice

    two_yellows(people)
    draft_from_rules(LATEST)
    red = reds().get()
    assert red not in Card.objects.visible_to(people.subject, LATEST.date())
    told = Notice.objects.filter(path=red.get_absolute_url()).values_list("user__username", flat=True)
    assert list(told) == [red.handler.username]


def test_its_officer_is_who_has_the_fewest_open_cases(people):
    a_card(people, "DRAFT")
    an_overdue_order(people)
    draft_from_rules(OPENED)
    assert Card.objects.get(drafted_by_rule=Rule.ORDER).handler == people.second


def test_its_officer_is_whom_the_setting_names(people):
    Option.objects.create(
        key="cases.card_officer",
        value=people.officer.username,
        effective_from=date(2015, 1, 1),
        reason="指定",
        set_by=people.officer,
    )
    a_card(people, "DRAFT")
    an_overdue_order(people)
    draft_from_rules(OPENED)
    assert Card.objects.get(drafted_by_rule=Rule.ORDER).handler == people.officer


def test_its_officer_is_never_whom_it_concerns(people):
    people.head.roles = ",office,"
    people.head.save(update_fields=["roles"])
    Option.objects.create(
        key="cases.card_officer",
        value=people.head.username,
        effective_from=date(2015, 1, 1),
        reason="指定",
        set_by=people.officer,
    )
    an_overdue_order(people)
    draft_from_rules(OPENED)
    assert Card.objects.get().handler == people.officer

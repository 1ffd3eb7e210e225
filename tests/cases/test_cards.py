"""Cards: every move moves, refuses the wrong state and the wrong person, and leaves one line; what the database itself
refuses; what a card does to a person and what its withdrawal takes back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cadres.queries import blocked, blocks, file_of
from cadres.states import Purpose
from cases import registry
from cases.models import Card
from cases.models.guards import EFFECTIVE
from cases.services import clocks
from cases.states.cards import CardState as S
from cases.transitions import cards
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.cards_scene import MAY_2, a_unit_card, again
from tests.cases.scene import LATER, LATEST, NEXT_DAY, OPENED, People, a_card, a_decision, decided, ruled
from tests.cast import at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
made = lasting.world(lambda: ruled(People()))
AFTER_HEARING = at("2017-04-18 00:00:00")
YEAR_LATER = at("2018-04-20 00:00:00")


def lines(card):
    return list(Entry.objects.about(card).order_by("id").values_list("verb", flat=True))


def by(name):
    return lambda people: getattr(people, name)


# verb: (from, to, who, call)
ROAD = {
    "serve-facts": ("DRAFT", "NOTIFIED", "officer",
                    lambda c, who: cards.serve_facts(c, manner="signed", actor=who, at=OPENED)),
    "state": ("NOTIFIED", "HEARD", "subject",
              lambda c, who: cards.state(c, statement="情况属实。", actor=who, at=NEXT_DAY)),
    "waive": ("NOTIFIED", "HEARD", "subject", lambda c, who: cards.waive(c, actor=who, at=NEXT_DAY)),
    "propose": ("HEARD", "PROPOSED", "officer",
                lambda c, who: cards.propose(c, proposal="建议亮牌。", actor=who, at=NEXT_DAY)),
    "deliver": ("DECIDED", "VALID", "officer",
                lambda c, who: cards.deliver(c, manner="signed", actor=who, at=LATEST)),
    "report": ("VALID", "RECTIFIED", "subject",
               lambda c, who: cards.report(c, rectification="已报结。", actor=who, at=MAY_2)),
    "lift": ("RECTIFIED", "LIFTED", "officer", lambda c, who: cards.lift(c, verdict="现场属实。", actor=who, at=MAY_2)),
    "send-back": ("RECTIFIED", "VALID", "officer",
                  lambda c, who: cards.send_back(c, reason="仍有两处未修复", actor=who, at=MAY_2)),
    "drop": ("HEARD", "DROPPED", "officer", lambda c, who: cards.drop(c, reason="陈述属实", actor=who, at=NEXT_DAY)),
    "withdraw": ("VALID", "WITHDRAWN", "director",
                 lambda c, who: cards.withdraw(c, reason="容错", actor=who, at=MAY_2)),
}  # fmt: skip


@pytest.mark.parametrize("verb", ROAD)
def test_a_move_moves_and_leaves_one_line(people, verb):
    source, target, who, call = ROAD[verb]
    card = a_card(people, source)
    before = lines(card)
    assert call(card, getattr(people, who)).state == target
    assert lines(card) == [*before, verb]


@pytest.mark.parametrize("verb", ROAD)
def test_a_move_refuses_the_wrong_state(people, verb):
    source, _target, who, call = ROAD[verb]
    card = a_card(people, "PROPOSED" if source in ("DRAFT", "HEARD") else "DRAFT")
    before = lines(card)
    with pytest.raises(MoveRefused) as refused:
        call(card, getattr(people, who))
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert lines(again(card)) == before


@pytest.mark.parametrize("wrong", ["stranger", "second", "discipline", "head"])
@pytest.mark.parametrize("verb", ROAD)
def test_a_move_refuses_the_wrong_person(people, verb, wrong):
    source, _target, _who, call = ROAD[verb]
    card = a_card(people, source)
    before = lines(card)
    with pytest.raises(MoveRefused) as refused:
        call(card, getattr(people, wrong))
    assert refused.value.why == MoveRefused.WRONG_PERSON
    assert (again(card).state, lines(card)) == (source, before)


@pytest.mark.parametrize("verb", [verb for verb, row in ROAD.items() if row[2] != "subject"])
def test_nobody_acts_on_the_own_card(people, verb):
    """An officer about whom the card is neither serves, proposes, delivers, verifies nor withdraws it."""
    source, _target, _who, call = ROAD[verb]
    card = a_card(people, source)
    people.subject.roles = ",office,director,"
    people.subject.save(update_fields=["roles"])
    Card.objects.filter(pk=card.pk).update(handler=people.subject)
    with pytest.raises(MoveRefused) as refused:
        call(again(card), people.subject)
    assert refused.value.why == MoveRefused.WRONG_PERSON


@pytest.mark.parametrize(
    ("outcome", "state", "verb"), [("give", "DECIDED", "decide"), ("decline", "DROPPED", "decline")]
)
def test_a_meeting_decides_and_another_person_confirms(people, outcome, state, verb):
    card = a_card(people, "PROPOSED")
    card = decided(people, (card, outcome))
    assert card.state == state
    assert lines(card)[-1] == verb


@pytest.mark.parametrize("who", ["officer", "subject", "discipline"])
def test_a_decision_is_confirmed_by_a_leader_who_had_no_part_in_it(people, who):
    from cases.transitions.decisions import confirm

    card = a_card(people, "PROPOSED")
    with pytest.raises(MoveRefused):
        confirm(a_decision(people, (card, "give")), actor=getattr(people, who), at=LATER)
    assert again(card).state == "PROPOSED"


def test_a_red_card_is_decided_by_the_joint_meeting_only(people):
    card = a_card(people, "PROPOSED", colour="red")
    with pytest.raises(ValidationError):
        a_decision(people, (card, "give"), meeting="department")
    assert decided(people, (card, "give"), meeting="joint").state == "DECIDED"


@pytest.mark.parametrize(
    ("verb", "source", "when"),
    [
        ("expire", "NOTIFIED", AFTER_HEARING),
        ("lapse", "VALID", YEAR_LATER),
        ("lapse", "RECTIFIED", YEAR_LATER),
    ],
)
def test_what_happens_by_itself_is_nobodys_button(people, verb, source, when):
    card = a_card(people, source)
    call = getattr(cards, verb)
    with pytest.raises(MoveRefused):
        call(card, at=LATEST if verb == "lapse" else OPENED)
    kind = registry.of(card)
    move = next(move for move in cards.MOVES if move.name == verb)
    assert not any(move.may(user, card) for user in (people.officer, people.director, people.subject))
    assert kind.sweep(when) >= 1
    assert lines(card)[-1] == verb
    count = len(lines(card))
    kind.sweep(when)
    assert len(lines(card)) == count


# Effects ----------------------------------------------------------------------------------------


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


def test_a_red_card_keeps_from_honours_and_the_reserve_list_at_once(people):
    a_card(people, "VALID", colour="red")
    day = date(2017, 4, 20)
    for purpose in (Purpose.HONOUR, Purpose.MERIT, Purpose.RESERVE, Purpose.PROMOTION):
        assert people.cadre.pk in blocked([people.cadre], purpose, day)


def test_withdrawn_it_vanishes_from_every_figure_but_not_from_the_trail(people):
    card = a_card(people, "VALID", colour="red")
    assert blocks(people.cadre, Purpose.RESERVE, date(2017, 4, 21)) is not None
    card = cards.withdraw(card, reason="容错认定免责", actor=people.director, at=LATEST)
    assert all(blocks(people.cadre, purpose, date(2017, 4, 21)) is None for purpose in Purpose)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0
    verbs = Entry.objects.about(card).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["propose_card", "serve-facts", "state", "propose", "decide", "deliver", "withdraw"]


def test_lifted_it_blocks_nothing_any_more_and_its_points_stay(people):
    cards.lift(a_card(people, "RECTIFIED"), verdict="属实", actor=people.officer, at=MAY_2)
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 5, 1)) is not None
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 5, 2)) is None
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == -2


# Clocks -----------------------------------------------------------------------------------------


def test_a_statement_is_in_time_to_the_last_second(people):
    card = a_card(people, "NOTIFIED")
    assert card.statement_due_at == at("2017-04-18 00:00:00")
    card = cards.state(card, statement="属实", actor=people.subject, at=at("2017-04-17 23:59:59"))
    assert card.state == "HEARD"


def test_a_statement_is_late_from_the_first_second_on(people):
    with pytest.raises(MoveRefused):
        cards.state(a_card(people, "NOTIFIED"), statement="属实", actor=people.subject, at=at("2017-04-18 00:00:00"))


def test_an_extension_of_the_step_extends_the_statement_once(people):
    card = clocks.extend(a_card(people, "NOTIFIED"), reason="出差", actor=people.director, at=NEXT_DAY)
    assert card.statement_due_at == card.due_at == at("2017-04-21 00:00:00")
    assert cards.sweep(at("2017-04-19 09:00:00")) == 0
    with pytest.raises(MoveRefused):
        clocks.extend(card, reason="再延", actor=people.director, at=NEXT_DAY)
    with pytest.raises(MoveRefused):
        clocks.extend(a_card(people, "NOTIFIED"), reason="出差", actor=people.officer, at=NEXT_DAY)


def test_while_the_clock_is_held_no_period_ends_and_a_statement_is_taken(people):
    card = clocks.hold(a_card(people, "NOTIFIED"), reason="住院", actor=people.officer, at=NEXT_DAY)
    assert cards.sweep(LATER) == 0
    with pytest.raises(MoveRefused):
        cards.expire(card, at=LATER)
    assert cards.state(card, statement="属实", actor=people.subject, at=LATER).state == "HEARD"


def test_resumed_the_period_ends_as_many_working_days_later(people):
    card = clocks.hold(a_card(people, "NOTIFIED"), reason="住院", actor=people.officer, at=NEXT_DAY)
    card = clocks.resume(card, actor=people.officer, at=at("2017-04-14 09:00:00"))
    assert card.statement_due_at == card.due_at == at("2017-04-21 00:00:00")


# Suspended --------------------------------------------------------------------------------------


def test_while_suspended_a_card_is_neither_proposed_nor_delivered(people, monkeypatch):
    heard, ready = a_card(people, "HEARD"), a_card(people, "DECIDED")
    monkeypatch.setattr(
        registry, "SUSPENDS", [lambda cases: {(case._meta.label_lower, case.pk): "容错核查中" for case in cases}]
    )
    with pytest.raises(MoveRefused):
        cards.propose(heard, proposal="建议", actor=people.officer, at=NEXT_DAY)
    with pytest.raises(MoveRefused):
        cards.deliver(ready, manner="signed", actor=people.officer, at=LATEST)


# Opening ----------------------------------------------------------------------------------------


def test_one_fact_has_one_card_a_person(people):
    yellow = a_card(people, "DRAFT", source=people.unit)
    with pytest.raises(ValidationError):
        a_card(people, "DRAFT", source=people.unit)
    cards.drop(yellow, reason="重复", actor=people.officer, at=OPENED)
    assert a_card(people, "DRAFT", source=people.unit).state == "DRAFT"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"facts": " "}, "facts"),
        ({"facts": "字" * 4001}, "facts"),
        ({"unit": "both"}, "unit"),
        ({"cadre": None}, "unit"),
    ],
)
def test_what_is_wrong_with_a_new_card_is_said(people, words, field):
    given = {"facts": "逾期", "cadre": people.cadre, "unit": None} | words
    given["unit"] = people.unit if given["unit"] == "both" else None
    with pytest.raises(ValidationError) as wrong:
        cards.open_card(colour="yellow", actor=people.officer, at=OPENED, **given)
    assert list(wrong.value.message_dict) == [field]


@pytest.mark.parametrize("who", ["director", "discipline", "subject", "head", "stranger"])
def test_cards_are_proposed_by_the_cadre_section_only(people, who):
    with pytest.raises(MoveRefused):
        cards.open_card(colour="yellow", facts="逾期", cadre=people.cadre, actor=getattr(people, who), at=OPENED)


def test_nobody_proposes_a_card_about_oneself(people):
    people.subject.roles = ",office,"
    people.subject.save(update_fields=["roles"])
    with pytest.raises(ValidationError):
        cards.open_card(colour="yellow", facts="逾期", cadre=people.cadre, actor=people.subject, at=OPENED)


# Units ------------------------------------------------------------------------------------------


def test_for_a_unit_its_head_states_and_reports_and_no_person_is_touched(people):
    card = cards.serve_facts(a_unit_card(people), manner="signed", actor=people.officer, at=OPENED)
    with pytest.raises(MoveRefused):
        cards.state(card, statement="属实", actor=people.subject, at=NEXT_DAY)
    card = cards.state(card, statement="材料未到。", actor=people.head, at=NEXT_DAY)
    card = cards.propose(card, proposal="建议亮牌", actor=people.officer, at=NEXT_DAY)
    card = cards.deliver(decided(people, (card, "give")), manner="signed", actor=people.officer, at=LATEST)
    card = cards.report(card, rectification="已报结", actor=people.head, at=MAY_2)
    card = cards.lift(card, verdict="属实", actor=people.officer, at=MAY_2)
    assert card.state == "LIFTED"
    assert not ScoreEntry.objects.exists()
    assert all(not blocked([people.cadre, people.head_cadre], purpose, MAY_2.date()) for purpose in Purpose)


def test_the_head_of_the_unit_is_told_and_sees_it_from_serving_on(people):
    from zhangdian.notices.models import Notice

    card = a_unit_card(people)
    assert not Card.objects.visible_to(people.head, OPENED.date()).exists()
    cards.serve_facts(card, manner="signed", actor=people.officer, at=OPENED)
    assert Card.objects.visible_to(people.head, OPENED.date()).get() == card
    assert not Card.objects.visible_to(people.subject, OPENED.date()).exists()
    assert Notice.objects.filter(user=people.head, path=card.get_absolute_url()).exists()


# The database -----------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "change",
    [{"colour": "red"}, {"valid_until": None}, {"state": "LIFTED"}, {"state": "ESCALATED"}, {"unit": "unit"},
     {"decision": None}, {"heard": ""}, {"drafted_by_rule": "moon"}, {"opened_by": None}, {"handler": None}],
)  # fmt: skip
def test_the_database_refuses_what_a_card_in_force_cannot_be(people, change):
    card = a_card(people, "VALID")
    if "unit" in change:
        change = {"unit": people.unit}
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(**change)


def test_a_card_moved_past_the_moves_with_all_its_stamps_is_named_by_verify(people):
    from zhangdian.trail import services as trail

    card = a_card(people, "VALID")
    trail.seal(at=LATEST)
    assert [str(sentence) for sentence in trail.verify()] == []
    Card.objects.filter(pk=card.pk).update(
        state="LIFTED", rectification="已办", rectified_at=MAY_2, verified_by=people.officer, verdict="属实",
        due_at=None, ended_at=MAY_2,
    )  # fmt: skip
    said = [str(sentence) for sentence in trail.verify()]
    assert len(said) == 1
    assert str(card) in said[0] or str(card.pk) in said[0]

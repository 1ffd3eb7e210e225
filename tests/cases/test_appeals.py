"""Reviews and appeals: the road, the last second, who may not, what flows back."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Appeal
from cases.states.appeals import AppealState as S
from cases.transitions import appeals, cards
from evaluations.models import ScoreEntry, SourceHold
from tests import lasting
from tests.cases.appeal_scene import END, LODGED, MEETING, THEN, TOO_LATE, a_target, an_appeal, lodged, more, panel
from tests.cases.scene import LATEST, People, a_card, ruled
from tests.cast import at
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db


made = lasting.world(lambda: ruled(more(People())))
stop = lasting.stop(an_appeal)


def lines(row):
    return list(Entry.objects.about(row).values_list("verb", flat=True))


def standing(cadre, day=date(2017, 5, 5)):
    """What of the person is blocked on a day, and the points."""
    return (
        {str(purpose) for purpose in Purpose if blocks(cadre, purpose, day)},
        sum(entry.points for entry in ScoreEntry.objects.filter(cadre=cadre)),
    )


def test_a_review_that_revokes_a_card_leaves_blocks_and_points_as_before_and_the_trail_whole(people):
    before = standing(people.cadre)
    card = a_target(people, colour="red")
    assert standing(people.cadre) != before
    row = an_appeal(people, "DECIDED", target=card)
    assert standing(people.cadre) != before, "nothing is suspended before the delivery"
    row = appeals.deliver(row, manner="signed", actor=row.handler, at=END)
    assert (row.state, row.result) == (S.CLOSED, "revoked")
    assert standing(people.cadre) == before
    card.refresh_from_db()
    assert card.state == "WITHDRAWN"
    assert lines(card)[-2:] == ["deliver", "withdraw"]
    assert lines(row) == ["lodge_appeal", "admit", "examine", "propose", "decide", "deliver"]
    assert Entry.objects.about(card).get(verb="withdraw").actor == people.third


def test_a_red_card_changed_to_a_yellow_one_blocks_and_costs_what_a_yellow_one_does(people):
    card = a_target(people, colour="red")
    row = an_appeal(people, "CLOSED", target=card, outcome="changed:yellow")
    assert (row.result, row.change_code) == ("changed", "yellow")
    assert standing(people.cadre) == ({"honour"}, -2)
    card.refresh_from_db()
    assert (card.state, card.colour) == ("VALID", "yellow")
    card = cards.withdraw(card, reason="容错认定免责", actor=people.director, at=END)
    assert standing(people.cadre) == (set(), 0)


def test_confirmed_it_changes_nothing(people):
    card = a_target(people)
    before = standing(people.cadre)
    an_appeal(people, "CLOSED", target=card, outcome="confirmed")
    card.refresh_from_db()
    assert (card.state, standing(people.cadre)) == ("VALID", before)


@pytest.mark.parametrize(("when", "late"), [("2017-05-22 23:59:59", False), ("2017-05-23 00:00:00", True)])
def test_the_last_second_of_the_last_day_is_in_time(people, when, late):
    row = lodged(people, when=at(when))
    assert (row.is_late, row.state) == (late, S.QUESTIONED if late else S.LODGED)
    assert row.last_on == date(2017, 5, 22)


def test_a_paper_that_came_on_the_last_day_is_in_time_when_it_is_entered_later(people):
    row = lodged(people, actor=people.second, when=at("2017-05-25 09:00:00"), received_on=date(2017, 5, 22))
    assert (row.is_late, row.on_paper) == (False, True)


def test_a_late_one_is_ruled_on_by_a_leader_and_may_be_admitted_all_the_same(people):
    row = lodged(people, when=TOO_LATE)
    with pytest.raises(MoveRefused):
        appeals.admit(row, actor=row.handler, at=TOO_LATE)
    for who in (people.deputy, row.handler):  # the deputy confirmed the card
        with pytest.raises(MoveRefused) as refused:
            appeals.admit_all_the_same(row, ruling="住院期间", actor=who, at=TOO_LATE)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    row = appeals.admit_all_the_same(row, ruling="住院期间，有正当理由。", actor=people.third, at=TOO_LATE)
    assert (row.state, row.is_late) == (S.ADMITTED, True)


def test_one_that_is_not_admitted_is_served_and_an_appeal_may_follow_within_fifteen_days(people):
    card = a_target(people)
    row = an_appeal(people, "INADMISSIBLE", target=card)
    assert row.appeal_until == date(2017, 6, 7)
    assert Notice.objects.filter(user=people.subject, kind="case.served_outcome").exists()
    follow = lodged(people, card, remedy="appeal", when=at("2017-06-07 23:59:59"))
    assert (follow.is_late, follow.after_review) == (False, row)


def test_after_a_review_the_last_day_of_the_appeal_is_counted_from_its_delivery(people):
    card = a_target(people)
    review = an_appeal(people, "CLOSED", target=card, outcome="confirmed", when=at("2017-04-24 09:00:00"))
    assert review.appeal_until == date(2017, 5, 19)
    row = lodged(people, card, remedy="appeal", when=at("2017-05-20 09:00:00"))
    assert row.last_on == date(2017, 5, 22), "the later of the two last days"


def test_one_review_and_one_appeal_a_person(people):
    card = a_target(people)
    row = an_appeal(people, "WITHDRAWN", target=card)
    with pytest.raises(MoveRefused):
        lodged(people, card)
    lodged(people, card, remedy="appeal")
    with pytest.raises(MoveRefused):
        lodged(people, card, remedy="appeal")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(remedy="appeal").update(remedy="review")
    assert row.state == S.WITHDRAWN


def test_no_appeal_while_the_review_is_open_and_no_review_after_an_appeal(people):
    card = a_target(people)
    review = lodged(people, card)
    with pytest.raises(MoveRefused):
        lodged(people, card, remedy="appeal")
    assert review.state == S.LODGED
    other = a_target(people, facts="另一件事")
    lodged(people, other, remedy="appeal")
    with pytest.raises(MoveRefused):
        lodged(people, other)


@pytest.mark.parametrize("state", ["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED"])
def test_nothing_lies_against_what_was_not_delivered(people, state):
    card = a_card(people, state)
    with pytest.raises(MoveRefused) as refused:
        lodged(people, card)
    assert refused.value.why == MoveRefused.WRONG_STATE


def test_only_the_person_concerned_lodges_or_the_section_enters_a_paper(people):
    card = a_target(people)
    for who in (people.stranger, people.head, people.discipline, people.director):
        with pytest.raises(MoveRefused) as refused:
            lodged(people, card, actor=who)
        assert refused.value.why == MoveRefused.WRONG_PERSON


def test_the_head_of_a_unit_lodges_for_the_unit(people):
    card = a_card(people, "DRAFT")
    card = cards.drop(card, reason="改对单位", actor=people.officer, at=LODGED)
    card = a_unit_card(people)
    row = lodged(people, card, actor=people.head)
    assert (row.unit, row.cadre) == (people.unit, None)
    row = appeals.withdraw(row, actor=people.head, at=LODGED)
    assert row.state == S.WITHDRAWN


def a_unit_card(people):
    card = cards.open_card(
        colour="yellow", facts="逾期", unit=people.unit, actor=people.officer, at=at("2017-04-10 09:00:00")
    )
    card = cards.serve_facts(card, manner="system", actor=people.officer, at=at("2017-04-10 09:00:00"))
    card = cards.waive(card, actor=people.head, at=at("2017-04-11 09:00:00"))
    card = cards.propose(card, proposal="亮牌", actor=people.officer, at=at("2017-04-11 10:00:00"))
    from tests.cases.scene import decided

    card = decided(people, (card, "give"))
    return cards.deliver(card, manner="signed", actor=people.officer, at=LATEST)


def test_another_officer_than_the_cards_and_nobody_else_when_it_is_handed_over(people):
    from cases.services.clocks import hand_over

    card = a_target(people)
    row = lodged(people, card)
    assert row.handler == people.second
    with pytest.raises(MoveRefused) as refused:
        hand_over(row, people.officer, reason="休假", actor=people.third, at=THEN)
    assert "沈文" in str(refused.value)
    with pytest.raises(MoveRefused):
        hand_over(card, people.second, reason="休假", actor=people.third, at=THEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(handler=people.officer)


def test_where_the_section_has_nobody_left_a_leader_gets_it_to_name_an_officer(people):
    User.objects.filter(pk=people.second.pk).update(is_active=False)
    row = lodged(people)
    assert row.handler in (people.director, people.third)


def test_who_confirmed_the_card_or_the_review_does_not_confirm_the_appeal(people):
    card = a_target(people)
    review = an_appeal(people, "CLOSED", target=card, outcome="confirmed")
    from tests.cast import a_user

    a_user("case-fifth", "office", name="郑五")
    row = lodged(people, card, remedy="appeal", when=END)
    assert row.handler not in (people.officer, review.handler)
    row = appeals.admit(row, actor=row.handler, at=END)
    row = appeals.examine(row, findings="再查", actor=row.handler, at=END)
    row = appeals.propose(row, proposal="撤销", actor=row.handler, at=END)
    for who in (people.deputy, people.third):
        with pytest.raises(MoveRefused) as refused, transaction.atomic():
            panel(people, row, "revoked", when=END, held_on=date(2017, 5, 4), number=f"复{who.pk}", confirmer=who)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    row = panel(people, row, "revoked", when=END, held_on=date(2017, 5, 4), confirmer=people.director)
    assert row.state == S.DECIDED
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(decided_by=people.third)


def test_only_the_appeals_panel_decides(people):
    from django.core.exceptions import ValidationError

    row = an_appeal(people, "PROPOSED")
    with pytest.raises(ValidationError):
        panel(people, row, "revoked", meeting="department")


def test_what_is_disputed_is_marked_from_the_admission_to_the_end(people):
    row = an_appeal(people, "LODGED")
    assert not SourceHold.objects.exists()
    row = appeals.admit(row, actor=row.handler, at=THEN)
    hold = SourceHold.objects.get()
    assert (hold.kind, hold.source_label, hold.released_at) == ("disputed", "cases.card", None)
    appeals.withdraw(row, actor=people.subject, at=THEN)
    hold.refresh_from_db()
    assert hold.released_at == THEN


def test_everybody_is_told_who_must_be(people):
    an_appeal(people, "CLOSED")
    told = set(Notice.objects.filter(kind="case.outcome").values_list("user__name", flat=True))
    assert told == {"沈文", "顾青", "何川", "苏衡", "秦岩"}
    assert Notice.objects.filter(user=people.subject, kind="case.served_outcome").exists()


def test_where_the_confirming_leader_is_gone_the_system_carries_the_outcome(people):
    card = a_target(people)
    row = an_appeal(people, "DECIDED", target=card)
    User.objects.filter(pk=people.third.pk).update(is_active=False)
    appeals.deliver(row, manner="signed", actor=row.handler, at=END)
    card.refresh_from_db()
    assert card.state == "WITHDRAWN"


MOVES = [
    ("admit", "LODGED", lambda people, row: row.handler, {}, "ADMITTED"),
    ("question", "LODGED", lambda people, row: row.handler, {"doubt": "并非本人提出"}, "QUESTIONED"),
    ("admit_all_the_same", "QUESTIONED", lambda people, row: people.third, {"ruling": "准予"}, "ADMITTED"),
    ("refuse", "QUESTIONED", lambda people, row: people.third, {"ruling": "逾期", "manner": "signed"}, "INADMISSIBLE"),
    ("examine", "ADMITTED", lambda people, row: row.handler, {"findings": "属实"}, "EXAMINED"),
    ("propose", "EXAMINED", lambda people, row: row.handler, {"proposal": "撤销"}, "PROPOSED"),
    ("deliver", "DECIDED", lambda people, row: row.handler, {"manner": "signed"}, "CLOSED"),
    ("withdraw", "EXAMINED", lambda people, row: people.subject, {}, "WITHDRAWN"),
]
NAMES = [move[0] for move in MOVES]
WORDS = ("stop", "verb", "who", "given", "target")


def each_move(start=lambda source: source):
    """Every move, the row standing in `start(the source of the move)`."""
    rows = [(start(source), verb, who, given, target) for verb, source, who, given, target in MOVES]
    return pytest.mark.parametrize(WORDS, rows, ids=NAMES, indirect=["stop"], scope="module")


@each_move()
def test_it_moves_and_leaves_one_line(people, case, verb, who, given, target):
    count = Entry.objects.about(case).count()
    row = getattr(appeals, verb)(case, actor=who(people, case), at=max(END, case.step_at), **given)
    assert row.state == target
    assert lines(row)[count:] == [verb.replace("_", "-")]


@each_move(lambda source: "CLOSED" if source != "QUESTIONED" else "INADMISSIBLE")
def test_it_refuses_the_wrong_state(people, case, verb, who, given, target):
    with pytest.raises(MoveRefused) as refused:
        getattr(appeals, verb)(case, actor=who(people, case), at=max(END, case.step_at), **given)
    # The officer may not admit a late one, whatever its state.
    assert refused.value.why == MoveRefused.WRONG_STATE


@each_move()
def test_it_refuses_the_wrong_person(people, case, verb, who, given, target):
    right = who(people, case)
    everybody = [
        people.officer, people.second, people.director, people.deputy, people.third, people.discipline, people.subject,
        people.head, people.stranger,
    ]  # fmt: skip
    others = {people.director, people.third} if right == people.third else {right}
    for user in [user for user in everybody if user not in others]:
        with pytest.raises(MoveRefused) as refused:
            getattr(appeals, verb)(case, actor=user, at=max(END, case.step_at), **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON, user.name


@pytest.mark.parametrize("state", ["LODGED", "QUESTIONED", "ADMITTED", "EXAMINED", "PROPOSED", "DECIDED"])
def test_the_database_refuses_the_end_by_plain_sql(people, state):
    row = an_appeal(people, state)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(f"UPDATE cases_appeal SET state = 'CLOSED' WHERE id = {row.pk}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(
            state="CLOSED", due_at=None, ended_at=MEETING, delivered_at=MEETING, delivered_by=people.third
        )


def test_the_period_of_the_decision_caps_every_step(people):
    row = an_appeal(people, "ADMITTED")
    assert row.decide_before == at("2017-05-27 00:00:00")
    assert row.due_at == at("2017-05-19 00:00:00")
    row = appeals.examine(row, findings="属实", actor=row.handler, at=at("2017-05-26 09:00:00"))
    assert row.due_at == row.decide_before


def test_a_red_card_is_not_changed_where_its_fact_has_a_yellow_one_already(people):
    from cases.queries.appeals import outcomes

    card = a_target(people, colour="red", source=people.unit)
    row = an_appeal(people, "PROPOSED", target=card)
    assert [code for code, _words in outcomes(row)] == ["confirmed", "changed:yellow", "revoked"]
    a_card(people, "DRAFT", source=people.unit)
    assert [code for code, _words in outcomes(row)] == ["confirmed", "revoked"]

"""Error tolerance: the road, what is suspended meanwhile, how findings flow, what the database itself refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cadres.queries import blocks
from cadres.states import Purpose
from cases import registry
from cases.models import Card, Investigator, Served, Tolerance, ToleranceHearing
from cases.models.guards import EFFECTIVE
from cases.queries import tolerance as queries
from cases.services import tolerance as services
from cases.transitions import cards
from cases.transitions import tolerance as moves
from evaluations.models import ScoreEntry, SourceHold
from tests import lasting
from tests.cases.scene import LATEST, NEXT_DAY, a_card, a_decision, ruled
from tests.cases.tolerance_scene import (
    FED_BACK,
    FILED,
    HEARD,
    REPORTED,
    ROAD,
    SIGNED,
    TOLD,
    People,
    a_tolerance,
    about,
    handler,
    investigated,
    lodged,
    walk,
)
from tests.cast import at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
DAY = date(2017, 4, 21)


made = lasting.world(lambda: ruled(People()))


def verbs_of(case):
    return list(
        Entry.objects.filter(label=case._meta.label_lower, key=str(case.pk))
        .order_by("id")
        .values_list("verb", flat=True)
    )


def in_force(people, colour):
    """A card in force before the case about it begins."""
    from tests.cases import scene

    days = {"OPENED": "2017-04-03 09:00:00", "NEXT_DAY": "2017-04-05 09:00:00", "LATER": "2017-04-06 09:00:00",
            "LATEST": "2017-04-07 09:00:00"}  # fmt: skip
    kept = {name: getattr(scene, name) for name in days}
    try:
        for name, text in days.items():
            setattr(scene, name, at(text))
        row = cards.open_card(
            colour=colour, cadre=people.cadre, actor=people.officer, at=at(days["OPENED"]), facts="逾期十二天未报结。"
        )
        row = cards.serve_facts(row, manner="system", actor=people.officer, at=at(days["OPENED"]))
        row = cards.state(row, statement="连续降雨。", actor=people.subject, at=at(days["NEXT_DAY"]))
        row = cards.propose(row, proposal="建议亮牌。", actor=people.officer, at=at(days["NEXT_DAY"]),
                            earlier_rung="2017-03-01 提醒谈话")  # fmt: skip
        row = scene.decided(people, (row, "give"), meeting="joint" if colour == "red" else "department",
                            when=at(days["LATER"]), held_on=date(2017, 4, 6))  # fmt: skip
        return cards.deliver(row, manner="signed", actor=people.officer, at=at(days["LATEST"]))
    finally:
        for name, value in kept.items():
            setattr(scene, name, value)


def test_the_whole_road_leaves_a_line_a_step(people):
    case = a_tolerance(people, "CLOSED")
    assert verbs_of(case) == [
        "apply_tolerance", "accept", "countersign", "name_investigator", "name_investigator", "record_hearing",
        "record_hearing", "record_hearing", "write_findings", "sign_findings", "report", "give-opinion", "find",
        "feed-back", "file", "order-correction", "report-correction", "approve-correction", "consent_clearing",
        "visit-again",
    ]  # fmt: skip
    assert list(Served.objects.filter(label="cases.tolerance").values_list("paper", "on_whom")) == [
        ("outcome", "王志远"), ("decision", "王志远"), ("decision", "中共北岭镇委员会"), ("correction", "王志远"),
    ]  # fmt: skip


def test_the_officer_is_another_than_who_proposed_the_card(people):
    assert handler(lodged(people)) == people.second


def test_from_acceptance_to_feedback_the_card_goes_no_further(people):
    card = a_card(people, "HEARD")
    case = lodged(people, card)
    assert registry.suspended(card) == ""
    case = walk(people, case, "INQUIRY")
    assert case.number_text in registry.suspended(card)
    with pytest.raises(MoveRefused, match=case.number_text):
        cards.propose(card, proposal="建议亮牌。", actor=people.officer, at=HEARD)
    hold = SourceHold.objects.get()
    assert (hold.source_label, hold.source_key, hold.kind, hold.released_at) == (
        "cases.card", str(card.pk), "suspended", None,
    )  # fmt: skip
    walk(people, case, "FED_BACK", "denied")
    assert registry.suspended(card) == ""
    assert cards.propose(card, proposal="建议亮牌。", actor=people.officer, at=FILED).state == "PROPOSED"
    hold.refresh_from_db()
    assert hold.released_at
    assert not hold.is_excused


def test_exempt_before_effect_the_card_is_dropped(people):
    card = a_card(people, "HEARD")
    case = walk(people, lodged(people, card), "FED_BACK")
    card.refresh_from_db()
    assert (card.state, verbs_of(card)[-1]) == ("DROPPED", "excuse")
    hold = SourceHold.objects.get()
    assert hold.is_excused
    assert case.number_text in hold.outcome
    assert case.effect


@pytest.mark.parametrize("state", ["DRAFT", "PROPOSED", "DECIDED"])
def test_the_organ_opens_one_at_any_step_of_a_card(people, state):
    card = a_card(people, state)
    case = lodged(people, card, by=people.second, when=at("2017-04-19 10:00:00"))
    assert (case.origin, case.is_late, handler(case)) == ("organ", False, people.second)


@pytest.mark.parametrize("colour", ["yellow", "red"])
def test_exempt_in_force_blocks_and_points_come_back_exactly(people, colour):
    purposes = {purpose: blocks(people.cadre, purpose, DAY) for purpose in Purpose}
    card = in_force(people, colour)
    assert blocks(people.cadre, Purpose.HONOUR, date(2017, 4, 10)) is not None
    walk(people, lodged(people, card), "FED_BACK")
    card.refresh_from_db()
    assert (card.state, verbs_of(card)[-1]) == ("WITHDRAWN", "withdraw")
    assert {purpose: blocks(people.cadre, purpose, DAY) for purpose in Purpose} == purposes
    assert [entry.points for entry in ScoreEntry.objects.order_by("id")] == [
        -5 if colour == "red" else -2, 5 if colour == "red" else 2,
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", ["lighter", "reduced"])
def test_a_red_card_in_force_steps_down_to_a_proposed_yellow_one(people, outcome):
    card = in_force(people, "red")
    case = walk(people, lodged(people, card), "FED_BACK", outcome)
    card.refresh_from_db()
    new = Card.objects.exclude(pk=card.pk).get()
    assert (card.state, new.state, new.colour, new.facts) == ("WITHDRAWN", "DRAFT", "yellow", card.facts)
    assert new.number_text in case.effect
    assert all(blocks(people.cadre, purpose, DAY) is None for purpose in Purpose)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0
    assert not SourceHold.objects.get().is_excused


def test_a_red_card_before_effect_becomes_a_yellow_one(people):
    card = a_card(people, "HEARD", colour="red")
    walk(people, lodged(people, card), "FED_BACK", "lighter")
    card.refresh_from_db()
    assert (card.state, card.colour, verbs_of(card)[-1]) == ("HEARD", "yellow", "lighten_card")


def test_a_red_card_after_the_meeting_is_proposed_and_decided_anew(people):
    card = a_card(people, "PROPOSED", colour="red")
    walk(people, lodged(people, card), "FED_BACK", "reduced")
    card.refresh_from_db()
    assert (card.state, card.colour, card.proposal, verbs_of(card)[-1]) == ("HEARD", "yellow", "", "step-down")


@pytest.mark.parametrize("stands", [True, False])
def test_a_yellow_card_steps_down_to_a_recorded_reminder(people, stands):
    card = in_force(people, "yellow") if stands else a_card(people, "HEARD")
    walk(people, lodged(people, card), "FED_BACK", "lighter")
    card.refresh_from_db()
    assert card.state == ("WITHDRAWN" if stands else "DROPPED")
    assert "record_reminder" in verbs_of(people.cadre)
    assert all(blocks(people.cadre, purpose, DAY) is None for purpose in Purpose)
    assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0


@pytest.mark.parametrize("end", ["withdraw", "dismiss"])
def test_ended_without_a_finding_the_card_goes_on(people, end):
    card = a_card(people, "HEARD")
    case = walk(people, lodged(people, card), "INQUIRY")
    actor = people.subject if end == "withdraw" else people.director
    getattr(moves, end)(case, reason="不再需要", actor=actor, at=HEARD)
    assert registry.suspended(card) == ""
    hold = SourceHold.objects.get()
    assert hold.released_at
    assert hold.outcome
    assert not hold.is_excused


def test_what_a_card_rests_on_is_suspended_too_and_keeps_another_card_of_the_person(people):
    first = a_card(people, "HEARD")
    second = a_card(people, "HEARD", source=first, facts="同一事实。")
    walk(people, lodged(people, first), "INQUIRY")
    assert registry.suspended(second)
    other = a_card(people, "HEARD", facts="另一事实。")
    assert not registry.suspended(other)


def test_lodged_to_the_last_second_of_the_period_and_late_ones_are_registered(people):
    card = a_card(people, "NOTIFIED")  # served on Monday 10 April: until Monday 17 April 24:00
    early = lodged(people, card, when=at("2017-04-17 23:59:59"))
    assert not early.is_late
    moves.withdraw(early, reason="另提", actor=people.subject, at=at("2017-04-17 23:59:59"))
    late = lodged(people, card, when=at("2017-04-18 00:00:00"))
    assert late.is_late
    assert late.state == "LODGED"


def test_one_open_case_a_card(people):
    card = a_card(people, "NOTIFIED")
    lodged(people, card)
    with pytest.raises(MoveRefused, match="容错"):
        lodged(people, card, by=people.head)


def test_the_head_of_the_unit_applies_for_the_person_but_does_not_investigate(people):
    head = people.head
    assert about(head, a_card(people, "DRAFT", facts="未告知")) is None
    case = walk(people, lodged(people, by=head), "INQUIRY")
    assert case.origin == "unit"
    head.roles = ",team,"
    head.save()
    with pytest.raises(MoveRefused, match="江海"):
        services.name_investigator(case, user=head, actor=people.second, at=HEARD)
    with pytest.raises(MoveRefused, match="沈文"):  # who proposed the card
        services.name_investigator(case, user=people.officer, actor=people.second, at=HEARD)


def test_a_report_names_everything_that_is_wanting(people):
    case = a_tolerance(people, "INQUIRY")
    services.name_investigator(case, user=people.inspector, actor=people.second, at=HEARD)
    with pytest.raises(MoveRefused) as refused:
        moves.report(case, actor=people.inspector, at=REPORTED)
    assert str(refused.value).count("；") == 5  # a second investigator, three hearings, the findings, a signature


def test_a_changed_text_is_signed_anew(people):
    case = investigated(people, a_tolerance(people, "INQUIRY"))
    services.write_findings(case, points={}, proposed="lighter", proposal="再核。", actor=people.inspector, at=HEARD)
    with pytest.raises(MoveRefused, match="方正"):
        moves.report(case, actor=people.inspector, at=REPORTED)


def test_sent_back_it_is_signed_and_reported_anew(people):
    case = moves.ask_again(a_tolerance(people, "MEETING"), reason="补充群众意见", actor=people.second, at=FED_BACK)
    assert (case.state, case.opinion, case.proposed_at) == ("INQUIRY", "", None)
    assert not Investigator.objects.filter(signed_at__isnull=False).exists()


def test_only_a_joint_or_standing_meeting_finds(people):
    from django.core.exceptions import ValidationError

    case = a_tolerance(people, "MEETING")
    with pytest.raises(ValidationError):
        a_decision(people, (case, "exempt"), meeting="department")


def test_the_name_is_cleared_only_with_consent_and_before_the_case_is_closed(people):
    case = a_tolerance(people, "FOLLOWED")
    clear = {
        "cleared_on": date(2017, 4, 25),
        "clearing": "镇干部大会",
        "actor": people.second,
        "at": at("2017-04-25 17:00:00"),
    }
    with pytest.raises(MoveRefused):
        services.clear_name(case, **clear)
    with pytest.raises(MoveRefused):
        moves.visit_again(case, revisit="回访", actor=people.second, at=at("2017-06-20 09:00:00"))
    services.consent(case, scope="meeting", actor=people.subject, at=at("2017-04-25 09:00:00"))
    with pytest.raises(MoveRefused):
        moves.visit_again(case, revisit="回访", actor=people.second, at=at("2017-06-20 09:00:00"))
    services.clear_name(case, **clear)
    assert moves.visit_again(case, revisit="回访", actor=people.second, at=at("2017-06-20 09:00:00")).state == "CLOSED"


def test_a_correction_is_due_on_the_day_of_its_notice_and_can_come_back(people):
    case = a_tolerance(people, "CORRECTED")
    case = moves.return_correction(case, reason="未到位", correct_by=date(2017, 5, 20), actor=people.second, at=LATEST)
    assert case.due_at == at("2017-05-21 00:00:00")


def test_the_investigation_is_extended_once(people):
    from cases.services.clocks import extend

    case = a_tolerance(people, "INQUIRY")
    assert case.until == date(2017, 5, 11)  # twenty working days from 12 April over the First of May
    case = extend(case, reason="需实验检测", actor=people.director, at=HEARD)
    assert case.until == date(2017, 5, 25)
    with pytest.raises(MoveRefused):
        extend(case, reason="再延", actor=people.director, at=HEARD)


def test_the_library_takes_no_names(people):
    from django.core.exceptions import ValidationError

    case = a_tolerance(people, "FILED")
    words = {"topic": "site", "title": "新工艺延误", "actor": people.director, "at": FILED}
    for named in ("王志远改用新工艺", "北岭镇某项目", "青禾路北延工期", "王 志远"):
        with pytest.raises(ValidationError):
            services.release_lesson(case, text=named, **words)
    lesson = services.release_lesson(case, text="某镇一名干部改用新工艺，延误十二天，认定免责。", **words)
    assert list(queries.library(outcome="exempt", topic="site")) == [lesson]
    assert not queries.library(outcome="denied")
    services.take_back_lesson(case, reason="可识别", actor=people.director, at=FILED)
    assert not queries.library()


def test_nobody_but_the_concerned_and_the_organs_sees_it(people):
    case = a_tolerance(people, "INQUIRY")
    everybody = (
        people.subject, people.head, people.officer, people.director, people.discipline, people.stranger,
        people.inspector,
    )  # fmt: skip
    seen = {user.username for user in everybody if Tolerance.objects.visible_to(user, DAY).exists()}
    assert seen == {"case-subject", "case-head", "case-officer", "case-director", "case-discipline"}
    services.name_investigator(case, user=people.inspector, actor=people.second, at=HEARD)
    assert Tolerance.objects.visible_to(people.inspector, DAY).exists()


STATES = [*ROAD[:6], "REFUSING", "REFUSED", "WITHDRAWN", "DISMISSED"]
GUARDED = next(one for one in EFFECTIVE if one.table == "cases_tolerance").states


@pytest.mark.parametrize("state", STATES)
def test_the_database_refuses_every_effective_state(people, state):
    case = a_tolerance(people, state)
    for effective in GUARDED:
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(f"UPDATE cases_tolerance SET state = '{effective}' WHERE id = {case.pk}")
        with pytest.raises(IntegrityError), transaction.atomic():
            Tolerance.objects.filter(pk=case.pk).update(state=effective)


def test_forged_stamps_are_refused_for_want_of_rows(people):
    case = a_tolerance(people, "DECIDED")
    forged = {
        "delivered_at": FED_BACK, "delivered_by": people.second, "review_until": DAY, "appeal_until": DAY,
        "party_org": "镇党委", "state": "FED_BACK",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Tolerance.objects.filter(pk=case.pk).update(**forged)


def test_hearings_are_never_changed_and_signatures_stay_after_the_finding(people):
    a_tolerance(people, "DECIDED")
    with pytest.raises(IntegrityError), transaction.atomic():
        ToleranceHearing.objects.update(words="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        Investigator.objects.update(signed_at=SIGNED)


def test_an_order_is_applied_about_by_the_head_of_its_unit(people):
    from evaluations.models import Order
    from tests.cast import a_project

    order = Order.objects.create(
        project=a_project("云溪路拓宽", unit=people.unit), unit=people.unit, title="围挡整改", problem="围挡破损",
        demand="修复", state="WORKING", drafted_by=people.officer, drafted_at=NEXT_DAY, issued_at=NEXT_DAY,
        issued_by=people.director, issue_due_at=NEXT_DAY, due_at=LATEST, first_due_at=LATEST, sign_due_at=LATEST,
        signed_at=NEXT_DAY, signed_by=people.head, year=2017, number=1, number_text="督〔2017〕1号", days=7,
        speed="ordinary",
    )  # fmt: skip
    found = queries.about_order(people.head, DAY, order.pk)
    assert (found.standing, found.unit, found.cadre) == ("unit", people.unit, None)
    case = services.lodge(found, TOLD, points={}, actor=people.head, at=NEXT_DAY)
    case = walk(people, case, "FED_BACK")
    hold = SourceHold.objects.get()
    assert (hold.source_label, hold.source_key, hold.is_excused) == ("evaluations.order", str(order.pk), True)
    assert case.cadre is None

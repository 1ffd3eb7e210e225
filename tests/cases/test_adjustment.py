"""Adjustments: the road, four things of every move, what it does to a person, and what takes it back."""

from datetime import date

import pytest

from cadres.queries import blocks, in_influence
from cadres.states import Purpose
from cases import registry
from cases.models import Adjustment
from cases.services import adjustment as services
from cases.services.checks import verify
from cases.states.adjustment import AdjustmentState as S
from cases.transitions import adjustment
from cases.transitions.decisions import confirm
from tests import lasting
from tests.cases.adjustment_scene import (
    FACTS,
    GIVEN,
    MET,
    NEXT,
    OPENED,
    OVER,
    THEN,
    Cast,
    a_talk,
    an_adjustment,
    answered,
)
from tests.cases.scene import a_card, a_decision, decided
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db


made = lasting.world(Cast)


def verbs(case):
    rows = Entry.objects.filter(label="cases.adjustment", key=str(case.pk)).order_by("id")
    return list(rows.values_list("verb", flat=True))


# move: (state it starts from, state it comes to, who may, what is given, when). The person is the officer unless named.
def calls(people):
    return {
        "verify": (S.CLUE, S.VERIFYING, "officer", {"circumstance": people.circumstance}, OPENED),
        "serve-facts": (S.VERIFIED, S.NOTIFIED, "officer", {"manner": "signed"}, OPENED),
        "state": (S.NOTIFIED, S.HEARD, "subject", {"statement": "说明"}, NEXT),
        "waive": (S.NOTIFIED, S.HEARD, "subject", {}, NEXT),
        "consult": (S.PROPOSED, S.CONSULTING, "officer", {"leader": "梁成"}, THEN),
        "talk": (S.DECIDED, S.TALKED, "officer", a_talk(held_on=date(2017, 4, 20)), GIVEN),
        "deliver": (S.TALKED, S.DELIVERED, "officer", {"manner": "signed"}, GIVEN),
        "appoint": (
            S.DELIVERED, S.FOLLOW_UP, "officer", {"document_no": "8号", "post_from_on": date(2017, 4, 20)}, GIVEN,
        ),
        "evaluate": (S.FOLLOW_UP, S.CLOSED, "officer", {"verdict": "fit", "evaluation": "平稳"}, OVER),
        "revoke": (S.DELIVERED, S.REVOKED, "director", {"reason": "复核撤销"}, GIVEN),
        **{
            f"dismiss {state}": (state, S.DISMISSED, "officer", {"reason": "查无实据"}, MET)
            for state in (S.CLUE, S.VERIFYING, S.VERIFIED, S.NOTIFIED, S.HEARD, S.PROPOSED, S.CONSULTING, S.FORWARDED)
        },
    }  # fmt: skip


NAMES = [
    "verify", "serve-facts", "state", "waive", "consult", "talk", "deliver", "appoint", "evaluate", "revoke",
    *(
        f"dismiss {state}"
        for state in ("CLUE", "VERIFYING", "VERIFIED", "NOTIFIED", "HEARD", "PROPOSED", "CONSULTING", "FORWARDED")
    ),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_move_moves_and_leaves_one_line_and_refuses_the_wrong_person_and_state(people, name):
    source, target, who, given, when = calls(people)[name]
    verb = name.split(" ")[0]
    make = getattr(adjustment, verb.replace("-", "_"))
    case = an_adjustment(people, source)
    before = len(verbs(case))
    for wrong in ("second", "stranger", "discipline", "head"):
        with pytest.raises(MoveRefused) as refused:
            make(case, actor=getattr(people, wrong), at=when, **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert len(verbs(case)) == before
    moved = make(case, actor=getattr(people, who), at=when, **given)
    assert moved.state == target
    assert verbs(case)[before:] == [verb]
    with pytest.raises(MoveRefused) as refused:
        make(moved, actor=getattr(people, who), at=when, **given)
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert (moved.due_at is None) == (moved.state in Adjustment.ENDED)


def test_a_verification_ends_with_evidence_and_with_tolerance_considered(people):
    case = an_adjustment(people, S.VERIFYING)
    given = {"facts": FACTS, "tolerance": "no", "tolerance_why": "不属于探索", "actor": people.officer, "at": OPENED}
    with pytest.raises(MoveRefused, match=r"evidence|证据"):
        adjustment.conclude(case, **given)
    services.note_evidence(case, text="督办单", origin="督查室", actor=people.officer, at=OPENED)
    for lacking in ("tolerance", "tolerance_why", "facts"):
        with pytest.raises(MoveRefused) as refused:
            adjustment.conclude(case, **(given | {lacking: ""}))
        assert refused.value.why == MoveRefused.MISSING
    with pytest.raises(MoveRefused):
        adjustment.conclude(case, **(given | {"actor": people.second}))
    case = adjustment.conclude(case, **given)
    assert (case.state, case.tolerance_by) == (S.VERIFIED, people.officer)
    assert verbs(case)[-1] == "conclude"


def test_a_talk_comes_before_the_proposal(people):
    case = an_adjustment(people, S.HEARD)
    given = {"proposal": "不适宜", "measure": people.measure(), "way": "交流", "actor": people.officer, "at": NEXT}
    with pytest.raises(MoveRefused) as refused:
        adjustment.propose(case, **given)
    assert refused.value.why == MoveRefused.MISSING
    services.record_talk(case, actor=people.officer, at=NEXT, **a_talk())
    with pytest.raises(MoveRefused):
        adjustment.propose(case, **(given | {"destination_unit": people.elsewhere}))
    assert adjustment.propose(case, **given).state == S.PROPOSED


def test_both_opinions_come_before_the_meeting(people):
    case = an_adjustment(people, S.CONSULTING)
    with pytest.raises(MoveRefused):
        adjustment.forward(case, actor=people.officer, at=THEN)
    words = {"stance": "agree", "words": "同意", "at": THEN}
    with pytest.raises(MoveRefused):  # Nobody answers in the commission's stead.
        services.give_opinion(case, actor=people.officer, **words)
    services.give_opinion(case, actor=people.discipline, **words)
    with pytest.raises(MoveRefused):
        adjustment.forward(case, actor=people.officer, at=THEN)
    services.enter_opinion(case, actor=people.officer, document_no="5号", **words)
    with pytest.raises(MoveRefused):  # Given once.
        services.give_opinion(case, actor=people.discipline, **words)
    assert adjustment.forward(case, actor=people.officer, at=THEN).state == S.FORWARDED


def test_the_standing_committee_decides_and_not_who_proposed(people):
    case = an_adjustment(people, S.FORWARDED)
    with pytest.raises(Exception, match=r"standing|常委"):
        a_decision(people, (case, "adjust"), meeting="department", when=MET)
    draft = a_decision(people, (case, "adjust"), meeting="standing", when=MET)
    with pytest.raises(MoveRefused):
        confirm(draft, actor=people.officer, at=MET)
    confirm(draft, actor=people.deputy, at=MET)
    case.refresh_from_db()
    assert case.state == S.DECIDED
    assert verbs(case)[-1] == "decide"


def test_the_meeting_may_decline(people):
    case = an_adjustment(people, S.DECLINED)
    assert (case.due_at, verbs(case)[-1]) == (None, "decline")
    assert not blocks(people.cadre, Purpose.PROMOTION, date(2017, 4, 21))


def test_the_influence_period_begins_with_the_appointment_and_blocks_everything(people):
    case = an_adjustment(people, S.DELIVERED)
    assert (case.review_until, case.appeal_until) == (date(2017, 5, 22), date(2017, 5, 22))
    assert blocks(people.cadre, Purpose.PROMOTION, date(2017, 4, 20)) is None
    case = adjustment.appoint(
        case, document_no="张任〔2017〕8号", post_from_on=date(2017, 4, 20), actor=people.officer, at=GIVEN
    )
    period = blocks(people.cadre, Purpose.PROMOTION, date(2017, 4, 20))
    assert (period.kind, period.until_on, case.follow_until) == ("transfer", date(2018, 4, 19), date(2018, 4, 19))
    assert all(blocks(people.cadre, purpose, date(2018, 4, 19)) for purpose in Purpose)
    people.cadre.refresh_from_db()
    assert (people.cadre.unit, people.cadre.post) == (people.elsewhere, "副馆长")
    posts = list(people.cadre.appointments.order_by("from_on").values_list("post", "until_on"))
    assert posts == [("副镇长", date(2017, 4, 19)), ("副馆长", None)]
    # The evaluation is due twenty working days after the end of the period.
    assert case.until == date(2018, 5, 18)
    with pytest.raises(MoveRefused):
        adjustment.evaluate(case, verdict="fit", evaluation="平稳", actor=people.officer, at=GIVEN)


def test_a_removal_ends_the_posts_and_begins_none(people):
    case = an_adjustment(people, S.FOLLOW_UP, code="removal", to=False)
    assert case.follow_until == date(2019, 4, 19)
    assert not people.cadre.appointments.filter(until_on__isnull=True).exists()


def test_a_statement_period_that_is_over_is_swept_once(people):
    case = an_adjustment(people, S.NOTIFIED)
    late = case.statement_due_at
    assert adjustment.sweep(late) == 1
    assert adjustment.sweep(late) == 0
    case.refresh_from_db()
    assert (case.state, case.heard, verbs(case).count("expire")) == (S.HEARD, "expired", 1)


@pytest.mark.parametrize("state", [S.DELIVERED, S.FOLLOW_UP, S.CLOSED])
def test_revoked_it_leaves_nothing_but_the_trail(people, state):
    before = in_influence(people.cadre, date(2018, 1, 1))
    case = an_adjustment(people, state)
    kind = registry.of(case)
    case = kind.revoked(case, appeal="复核1号", actor=people.director, at=OVER)
    assert case.state == S.REVOKED
    assert in_influence(people.cadre, date(2018, 1, 1)) == before == []
    assert all(blocks(people.cadre, purpose, date(2017, 5, 1)) is None for purpose in Purpose)
    assert verbs(case)[-1] == "revoke"


def test_changed_it_comes_down_to_the_next_lighter_measure(people):
    case = an_adjustment(people, S.FOLLOW_UP, code="removal")
    assert [code for code, _words in registry.of(case).changes(case)] == ["non_leading", "transfer"]
    case = registry.of(case).changed(case, appeal="复核1号", code="non_leading", actor=people.director, at=GIVEN)
    assert (case.measure.code, case.state, case.follow_until) == ("non_leading", S.FOLLOW_UP, date(2018, 4, 19))
    assert [period.kind for period in in_influence(people.cadre, date(2017, 6, 1))] == ["transfer"]
    assert verbs(case)[-1] == "lighten-running"
    # The same months and blocks: nothing is reversed, the measure alone is another.
    case = registry.of(case).changed(case, appeal="复核2号", code="transfer", actor=people.director, at=GIVEN)
    assert case.measure.code == "transfer"
    assert len(in_influence(people.cadre, date(2017, 6, 1))) == 1
    with pytest.raises(MoveRefused):
        registry.of(case).changed(case, appeal="复核3号", code="removal", actor=people.director, at=GIVEN)


def test_changed_before_the_appointment_the_lighter_measure_takes_effect(people):
    case = an_adjustment(people, S.DELIVERED, code="demotion")
    case = registry.of(case).changed(case, appeal="复核1号", code="removal", actor=None, at=GIVEN)
    assert (case.measure.code, case.state, verbs(case)[-1]) == ("removal", S.DELIVERED, "lighten")


def test_a_red_card_opens_a_clue_once_and_nothing_more(people):
    card = a_card(people, "VALID", colour="red")
    assert adjustment.open_from_card in registry.AFTER_RED
    case = adjustment.open_from_card(card, people.officer, GIVEN)
    assert (case.state, case.trigger, case.handler) == (S.CLUE, "red_card", people.officer)
    assert case.source_key == str(card.pk)
    assert adjustment.open_from_card(card, people.officer, GIVEN) == case
    assert Adjustment.objects.count() == 1


def test_a_tolerance_case_suspends_proposal_decision_delivery_and_appointment(people, monkeypatch):
    suspended = []

    def ask(cases):
        return {(case._meta.label_lower, case.pk): "容错未结" for case in cases if suspended}

    monkeypatch.setattr(registry, "SUSPENDS", [ask])
    for state, go in {
        S.PROPOSED: lambda: an_adjustment(people, S.PROPOSED),
        S.DECIDED: lambda: decided(people, (an_adjustment(people, S.FORWARDED), "adjust"), meeting="standing"),
        S.DELIVERED: lambda: adjustment.deliver(
            an_adjustment(people, S.TALKED), manner="signed", actor=people.officer, at=GIVEN
        ),
        S.FOLLOW_UP: lambda: an_adjustment(people, S.FOLLOW_UP),
    }.items():
        suspended.clear()
        assert go().state == state
    heard = an_adjustment(people, S.HEARD)
    waits = an_adjustment(people, S.CONSULTING)
    answered(people, waits)
    suspended.append(True)
    services.record_talk(heard, actor=people.officer, at=NEXT, **a_talk())
    with pytest.raises(MoveRefused, match="容错"):
        adjustment.propose(
            heard, proposal="不适宜", measure=people.measure(), way="交流", actor=people.officer, at=NEXT
        )
    with pytest.raises(MoveRefused, match="容错"):
        adjustment.forward(waits, actor=people.officer, at=THEN)


def test_nobody_opens_a_case_about_himself(people):
    people.cadre.user = people.officer
    people.cadre.save()
    with pytest.raises(MoveRefused):
        an_adjustment(people)


@pytest.mark.parametrize(
    ("state", "outcome", "target"),
    [
        (S.VERIFYING, "exempt", S.DISMISSED), (S.TALKED, "exempt", S.DISMISSED), (S.FOLLOW_UP, "exempt", S.REVOKED),
        (S.HEARD, "lighter", S.HEARD), (S.FOLLOW_UP, "reduced", S.FOLLOW_UP),
    ],
)  # fmt: skip
def test_a_finding_of_error_tolerance_flows_into_it(people, state, outcome, target):
    case = an_adjustment(people, state, code="removal")
    registry.of(case).tolerated(case, outcome, reason="容错1号", actor=people.director, at=GIVEN)
    case.refresh_from_db()
    assert case.state == target
    if (state, outcome) == (S.FOLLOW_UP, "reduced"):
        assert case.measure.code == "non_leading"
    blocked = blocks(people.cadre, Purpose.PROMOTION, date(2017, 5, 1)) is not None
    assert blocked == (target == S.FOLLOW_UP)


@pytest.mark.parametrize("state", ["FOLLOW_UP", "CLOSED", "REVOKED", "DECLINED"])
def test_the_check_of_the_trail_has_nothing_to_say_against_it(people, state):
    an_adjustment(people, state)
    assert [str(sentence) for sentence in verify()] == []

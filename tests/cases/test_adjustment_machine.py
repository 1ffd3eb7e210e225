"""Random people make random moves on an adjustment and on a proposal for promotion: no illegal state, each move one
line on the trail, nobody acts in the own case, and what was done to the person is taken back exactly."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cadres.models import InfluencePeriod
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Adjustment, Measure
from cases.services import adjustment as services
from cases.services import decisions
from cases.services.rulesets import copy_rules
from cases.states.adjustment import AdjustmentState as S
from cases.states.rulesets import MeasureKind
from cases.transitions import adjustment, promotion
from cases.transitions.decisions import confirm
from cases.transitions.rulesets import adopt
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.adjustment_scene import FACTS, OPENED, Cast
from tests.cases.scene import minutes
from tests.cases.wander import wander
from tests.cast import at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
ACTORS = ("officer", "second", "director", "deputy", "discipline", "subject", "head", "stranger")
OWN = {"state", "waive"}
LONG_BEFORE = at("2017-01-01 09:00:00")


class Road(RuleBasedStateMachine):
    """One case; its person holds every office there is, and may use none of them here."""

    label = ""

    def __init__(self):
        super().__init__()
        self.people = self.made
        self.now = OPENED
        self.number = 0
        self.case = self.opened()

    def lines(self):
        rows = Entry.objects.filter(label=self.label, key=str(self.case.pk)).order_by("id")
        return list(rows.values_list("verb", flat=True))

    def attempt(self, verb, who, call):
        """Try; either one line and a legal state, or nothing at all."""
        before, state = self.lines(), self.case.state
        actor = getattr(self.people, who)
        try:
            with transaction.atomic():
                call(actor)
        except (MoveRefused, ValidationError):
            self.case.refresh_from_db()
            assert (self.lines(), self.case.state) == (before, state)
            return
        self.case = type(self.case).objects.get(pk=self.case.pk)
        assert self.lines() == [*before, verb]
        assert who != "subject" or verb in OWN
        move = next((move for move in self.moves.MOVES if move.name == verb), None)
        if move is not None:
            assert state in move.sources
            assert self.case.state == move.target
        else:
            assert self.case.state == state

    def meets(self, outcome, verb, who):
        """A meeting decides; the officer enters it, `who` confirms."""
        self.number += 1
        content = {
            "meeting": "standing", "held_on": timezone.localdate(self.now), "document_no": f"{id(self)}-{self.number}",
            "expected": 9, "present": 9, "agreed": 9, "words": "同意",
        }  # fmt: skip

        def call(actor):
            row = decisions.enter(content, items=[(self.case, outcome, "")], actor=self.people.officer, at=self.now)
            decisions.attach(row, minutes(), not_secret=True, actor=self.people.officer, at=self.now)
            confirm(row, actor=actor, at=self.now)

        self.attempt(verb, who, call)

    @rule(days=st.integers(1, 12))
    def wait(self, days):
        self.now += timedelta(days=days)

    @invariant()
    def one_holder(self):
        case = self.case
        assert (case.due_at is None) == (case.state in case.ENDED)
        assert case.handler_id is not None


class AdjustmentRoad(Road):
    label, moves = "cases.adjustment", adjustment

    def opened(self):
        people = self.people
        rules = copy_rules(
            people.rules, code="harsh", title="加扣分版", from_on=date(2017, 1, 2), actor=people.officer, at=LONG_BEFORE
        )
        self.harsh = Measure.objects.create(
            rule_set=rules, kind=MeasureKind.ADJUSTMENT, code="harsh", label="免职加扣分", weight=9,
            decided_by="standing", months=6, influence="removal", blocks=["promotion", "honour"], points=-3,
        )  # fmt: skip
        adopt(rules, reason="试", actor=people.director, at=LONG_BEFORE)
        self.before = self.effects()
        return adjustment.open_clue(
            cadre=people.cadre, trigger="audit", clue="审计移交", actor=people.officer, at=self.now
        )

    def effects(self):
        day = date(2017, 5, 1)
        days = [day + timedelta(days=90 * n) for n in range(9)]
        blocked = [bool(blocks(self.people.cadre, one, day)) for one in Purpose for day in days]
        return blocked, sum(entry.points for entry in ScoreEntry.objects.filter(cadre=self.people.cadre))

    @initialize(times=st.integers(0, 13))
    def begin_somewhere(self, times):
        self.go_on("stranger", times)

    @rule(who=st.sampled_from(ACTORS), times=st.integers(1, 8))
    def go_on(self, who, times):
        """Whose turn it is does what is next, some steps long, so that the road is walked to its end now and then."""
        turn = {"state": "subject", "give_opinion": "discipline"}
        for _time in range(times):
            for name in self.next_steps():
                self.step(name, turn.get(name, "officer"))
        for name in self.next_steps()[:1]:
            self.step(name, who)

    def next_steps(self):
        return {
            S.CLUE: ["verify"], S.VERIFYING: ["note_evidence", "conclude"], S.VERIFIED: ["serve_facts"],
            S.NOTIFIED: ["state"], S.HEARD: ["record_talk", "propose"], S.PROPOSED: ["consult"],
            S.CONSULTING: ["give_opinion", "enter_opinion", "forward"], S.FORWARDED: ["decide"],
            S.DECIDED: ["talk"], S.TALKED: ["deliver"], S.DELIVERED: ["appoint"], S.FOLLOW_UP: ["evaluate"],
        }.get(self.case.state, [])  # fmt: skip

    @rule(
        who=st.sampled_from(ACTORS),
        name=st.sampled_from(
            [
                "verify", "conclude", "serve_facts", "state", "waive", "propose", "consult", "forward", "talk",
                "deliver", "appoint", "evaluate", "revoke", "note_evidence", "record_talk", "give_opinion",
                "enter_opinion", "decide", "decline", "lighten", "lighten_running",
            ]
        ),
    )  # fmt: skip
    def try_something(self, who, name):
        self.step(name, who)

    @precondition(lambda self: self.now > OPENED + timedelta(days=30))
    @rule(who=st.sampled_from(ACTORS))
    def dismiss(self, who):
        self.step("dismiss", who)

    @rule()
    def sweep(self):
        before, state = self.lines(), self.case.state
        done = adjustment.sweep(self.now)
        assert adjustment.sweep(self.now) == 0
        self.case.refresh_from_db()
        assert self.lines() == before + ["expire"] * done
        assert done == (state == S.NOTIFIED and self.case.state == S.HEARD)

    def step(self, name, who):
        if name in ("decide", "decline"):
            return self.meets("adjust" if name == "decide" else name, name, "deputy" if who == "officer" else who)
        people, day = self.people, timezone.localdate(self.now)
        talk = {"held_on": day, "held_by": "沈文", "words": "谈话"}
        given = {
            "verify": {"circumstance": people.circumstance},
            "conclude": {"facts": FACTS, "tolerance": "no", "tolerance_why": "不属于"},
            "serve_facts": {"manner": "signed"}, "deliver": {"manner": "signed"}, "state": {"statement": "说明"},
            "propose": {"proposal": "不适宜", "measure": self.harsh, "way": "免职"}, "consult": {"leader": "梁成"},
            "talk": talk, "record_talk": talk, "appoint": {"document_no": "8号", "post_from_on": day},
            "evaluate": {"verdict": "fit", "evaluation": "平稳"}, "note_evidence": {"text": "单", "origin": "督查"},
            "give_opinion": {"stance": "agree", "words": "同意"},
            "enter_opinion": {"stance": "object", "words": "不同意", "document_no": "5号"},
        }  # fmt: skip
        why = {"reason": "撤销"} if name in ("revoke", "dismiss", "lighten", "lighten_running") else {}
        given = given.get(name, why)
        serves = name in ("note_evidence", "record_talk", "give_opinion", "enter_opinion")
        call = getattr(services if serves else adjustment, name)
        verb = name if serves else name.replace("_", "-")
        self.attempt(verb, who, lambda actor: call(self.case, actor=actor, at=self.now, **given))
        return None

    @invariant()
    def effect_only_after_delivery_and_appointment(self):
        periods = InfluencePeriod.objects.filter(cadre=self.people.cadre, lifted_on__isnull=True)
        assert periods.exists() == (self.case.state in (S.FOLLOW_UP, S.CLOSED))
        if self.case.state in Adjustment.EFFECTIVE:
            assert self.case.served_at
            assert self.case.heard
            assert self.case.decision_id
            assert self.case.delivered_at

    def teardown(self):
        if self.case.state in (S.DELIVERED, S.FOLLOW_UP, S.CLOSED):
            adjustment.revoke(self.case, reason="撤销", actor=self.people.director, at=self.now)
        if self.case.state not in (S.DISMISSED, S.DECLINED):
            assert self.effects() == self.before


class PromotionRoad(Road):
    label, moves = "cases.promotion", promotion

    def opened(self):
        people = self.people
        return promotion.open_promotion(
            cadre=people.cadre, target="promotion", to_unit=people.elsewhere, to_post="馆长", grounds="突出",
            actor=people.officer, at=self.now,
        )  # fmt: skip

    @rule(
        who=st.sampled_from(ACTORS),
        name=st.sampled_from(["ask_opinion", "advise", "forward", "appoint", "drop", "promote", "decline"]),
    )
    def try_something(self, who, name):
        if name in ("promote", "decline"):
            return self.meets(name, "decide" if name == "promote" else name, who)
        day = timezone.localdate(self.now)
        given = {
            "advise": {"stance": "agree", "opinion": "无"}, "forward": {"proposal": "建议"}, "drop": {"reason": "另议"},
            "appoint": {"document_no": "9号", "post_from_on": day},
        }.get(name, {})  # fmt: skip
        call = getattr(promotion, name)
        self.attempt(name.replace("_", "-"), who, lambda actor: call(self.case, actor=actor, at=self.now, **given))
        return None


@lasting.world
def made():
    people = Cast()
    people.subject.roles = ",office,director,discipline,"
    people.subject.save()
    return people


@pytest.mark.parametrize("machine", [AdjustmentRoad, PromotionRoad])
def test_whatever_is_tried_the_road_is_kept(made, machine):
    wander(machine, made, examples=6, steps=15)


@pytest.mark.slow
@pytest.mark.parametrize("machine", [AdjustmentRoad, PromotionRoad])
def test_whatever_is_tried_for_long_the_road_is_kept(made, machine):
    wander(machine, made, examples=30, steps=30)

"""Any hand at any move of honours, of their withdrawals and of the reserve list: no state that must not be, one line a
move, nobody in the own matter, points and list exactly back."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cadres.models import InfluencePeriod
from cadres.queries import blocked
from cadres.states import Purpose
from cases.models import Honour, Honouree, HonourWithdrawal, ReserveEntry
from cases.queries import honours as queries
from cases.queries.reserve import in_list
from cases.services import honours as services
from cases.states.honours import HONOUR_EFFECTIVE
from cases.states.reserve import RESERVE_EFFECTIVE
from cases.states.withdrawal import EFFECTIVE
from cases.transitions import honourees, honours, reserve, withdrawal
from cases.transitions.decisions import confirm
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.honours_scene import DRAWN, OUT, Scene
from tests.cases.scene import a_decision
from tests.cases.wander import wander
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NUMBERS = count(1)
HANDS = ("officer", "second", "director", "deputy", "discipline", "stranger", "first", "system")
BATCH_MOVES = ("ask-opinion", "opine", "show", "propose", "publish", "drop", "close-publicity")
WITHDRAWAL_MOVES = ("serve-facts", "state", "waive", "propose", "deliver", "drop", "revoke", "expire")
ENTRY_MOVES = (
    "check", "propose", "confirm-entry", "review", "list-for", "unlist", "use", "remove", "strike-off", "reinstate",
)  # fmt: skip
DECIDERS = ("director", "deputy", "first", "officer")
OUTCOMES = ("award", "decline")


class Machine(RuleBasedStateMachine):
    """One batch and one entry about the first of the scene, who is an officer too."""

    @initialize()
    def begin(self):
        self.scene, (self.batch, self.entry) = self.made
        self.now = OUT if self.batch.state == "PUBLISHED" else DRAWN
        self.withdrawals = []

    def hand(self, name):
        if name == "system":
            return None
        return self.scene.first_user if name == "first" else getattr(self.scene, name)

    def tried(self, case, verb, go, own=None):
        """Go; where it went, exactly one line of the case with the move's verb. own: the account of whom it is about,
        the first of the scene where nobody else is named."""
        about = Entry.objects.filter(label=case._meta.label_lower, key=str(case.pk))
        before = about.count()
        try:
            go()
        except (MoveRefused, ValidationError):
            assert about.count() == before
            return
        assert about.count() == before + 1
        line = about.order_by("-id").first()
        assert line.verb == verb
        assert line.actor_id != (own or self.scene.first_user.pk) or verb in ("raise_objection", "state", "waive")
        case.refresh_from_db()

    @rule(days=st.sampled_from([0, 1, 8, 40]))
    def time_goes_by(self, days):
        self.now += timedelta(days=days, hours=1)

    @rule(who=st.sampled_from(HANDS), verb=st.sampled_from(BATCH_MOVES))
    def a_move_of_the_batch(self, who, verb):
        given = {
            "opine": {"opinions": self.scene.opinions(self.batch)}, "propose": {"proposal": "建议"},
            "drop": {"reason": "终止"},
        }.get(verb, {})  # fmt: skip
        if verb == "drop" and self.now < DRAWN + timedelta(days=60):
            return
        move = getattr(honours, verb.replace("-", "_"))
        self.tried(self.batch, verb, lambda: move(self.batch, actor=self.hand(who), at=self.now, **given))

    @rule(who=st.sampled_from(HANDS[:-1]))
    def an_objection(self, who):
        user = self.hand(who)
        self.tried(
            self.batch, "raise_objection",
            lambda: services.raise_objection(self.batch, claim="不实", actor=user, at=self.now),
        )  # fmt: skip
        for one in queries.open_objections(self.batch):
            try:
                honourees.reject(one, answer="已核实", actor=self.scene.officer, at=self.now)
            except MoveRefused:
                continue

    @rule(who=st.sampled_from(DECIDERS), outcome=st.sampled_from(OUTCOMES))
    def a_decision_on_the_batch(self, who, outcome):
        self.decide(self.batch, outcome, who, outcome)

    @rule(
        who=st.sampled_from(["director", "deputy", "first", "officer"]), outcome=st.sampled_from(["enter", "decline"])
    )
    def a_decision_on_the_entry(self, who, outcome):
        self.decide(self.entry, outcome, who, "decide-entry" if outcome == "enter" else "decline")

    def decide(self, case, outcome, who, verb):
        def go():
            row = a_decision(
                self.scene,
                (case, outcome),
                held_on=self.now.date(),
                when=self.now,
                number=f"会〔2017〕{next(NUMBERS)}号",
            )
            confirm(row, actor=self.hand(who), at=self.now)

        self.tried(case, verb, go)

    @precondition(lambda self: self.batch.state == "PUBLISHED")
    @rule(who=st.sampled_from(HANDS[:-1]), number=st.integers(0, 1))
    def a_withdrawal_is_proposed(self, who, number):
        """Of the honour of the first, or of another on the list."""
        one = list(Honouree.objects.filter(honour=self.batch).order_by("cadre"))[number]
        running = one.withdrawals.running().count()
        try:
            case = withdrawal.open_withdrawal(one, facts="不实", actor=self.hand(who), at=self.now)
        except MoveRefused:
            return
        assert running == 0
        assert case.cadre.user_id != case.handler_id
        self.withdrawals.append(case)

    @precondition(lambda self: self.withdrawals)
    @rule(who=st.sampled_from(HANDS), verb=st.sampled_from(WITHDRAWAL_MOVES))
    def a_move_of_a_withdrawal(self, who, verb):
        case, actor = self.withdrawals[-1], self.hand(who)
        given = {
            "serve-facts": {"manner": "signed"}, "deliver": {"manner": "signed"}, "state": {"statement": "属实"},
            "propose": {"proposal": "建议"}, "drop": {"reason": "不成立"}, "revoke": {"reason": "申诉"},
        }.get(verb, {})  # fmt: skip
        move = getattr(withdrawal, verb.replace("-", "_"))
        self.tried(case, verb, lambda: move(case, actor=actor, at=self.now, **given), own=case.cadre.user_id)

    @precondition(lambda self: self.withdrawals)
    @rule(who=st.sampled_from(DECIDERS), outcome=st.sampled_from(["withdraw", "withdraw", "keep"]))
    def a_decision_on_a_withdrawal(self, who, outcome):
        self.decide(self.withdrawals[-1], outcome, who, "decide" if outcome == "withdraw" else "decline")

    @precondition(lambda self: self.batch.state == "PUBLISHED")
    @rule(stop=st.sampled_from(["NOTIFIED", "DECIDED", "DELIVERED"]))
    def a_whole_road(self, stop):
        """So that the far end is come to often, too."""
        one = Honouree.objects.filter(honour=self.batch, state="RECIPIENT").order_by("-cadre").first()
        if one is None or one.withdrawals.running().exists():
            return
        case = withdrawal.open_withdrawal(one, facts="不实", actor=self.scene.officer, at=self.now)
        case = withdrawal.serve_facts(case, manner="signed", actor=self.scene.officer, at=self.now)
        if stop != "NOTIFIED":
            case = withdrawal.waive(case, actor=one.cadre.user, at=self.now)
            case = withdrawal.propose(case, proposal="建议", actor=self.scene.officer, at=self.now)
            self.decide(case, "withdraw", "deputy", "decide")
        if stop == "DELIVERED":
            case = withdrawal.deliver(case, manner="signed", actor=self.scene.officer, at=self.now)
        self.withdrawals.append(case)

    @rule(who=st.sampled_from(HANDS), verb=st.sampled_from(ENTRY_MOVES))
    def a_move_of_the_entry(self, who, verb):
        given = {
            "check": {"annual_grade": "competent", "check_note": "一致"},
            "propose": {"proposal": "建议", "maturity": "near", "measures": "挂职"},
            "review": {"annual_grade": "excellent", "maturity": "near", "comment": "稳"},
            "list-for": {"listed_for": "副镇长"}, "unlist": {"reason": "未用"}, "use": {"used_as": "副镇长"},
            "remove": {"reason": "退出"}, "reinstate": {"reason": "撤销"},
        }.get(verb, {})  # fmt: skip
        move = getattr(reserve, verb.replace("-", "_"))
        self.tried(self.entry, verb, lambda: move(self.entry, actor=self.hand(who), at=self.now, **given))

    @rule()
    def a_block_comes_or_goes(self):
        period = InfluencePeriod.objects.filter(lifted_on__isnull=True).first()
        if period is None:
            InfluencePeriod.objects.create(
                cadre=self.scene.cadres[0], kind="red_card", from_on=self.now.date(), until_on=date(2018, 7, 1),
                reason="x", document_no="x", made_by="x", blocks=["honour", "reserve"],
            )  # fmt: skip
        else:
            InfluencePeriod.objects.filter(pk=period.pk).update(lifted_on=period.from_on, lifted_reason="撤销")

    @rule()
    def the_sweep_twice(self):
        honours.sweep(self.now)
        reserve.sweep(self.now)
        assert (honours.sweep(self.now), reserve.sweep(self.now)) == (0, 0)
        withdrawal.sweep(self.now)
        assert withdrawal.sweep(self.now) == 0
        for row in (self.batch, self.entry, *self.withdrawals):
            row.refresh_from_db()

    @invariant()
    def nothing_is_there_that_must_not_be(self):
        if not hasattr(self, "batch"):
            return
        batch, entry = Honour.objects.get(pk=self.batch.pk), ReserveEntry.objects.get(pk=self.entry.pk)
        if batch.state in HONOUR_EFFECTIVE:
            assert batch.decision.state == "CONFIRMED"
            assert batch.closed_at >= batch.publicity_until
        if entry.state in RESERVE_EFFECTIVE:
            assert entry.decision.state == "CONFIRMED"
        # Withdrawn is exactly whose withdrawal was delivered and stands; the batch stays published.
        delivered = HonourWithdrawal.objects.filter(state="DELIVERED")
        assert set(Honouree.objects.filter(state="WITHDRAWN").values_list("pk", flat=True)) == set(
            delivered.values_list("honouree", flat=True)
        )
        for case in HonourWithdrawal.objects.filter(state__in=EFFECTIVE):
            assert case.decision.state == "CONFIRMED"
            assert case.delivered_at >= case.decided_at >= case.proposed_at >= case.heard_at >= case.served_at
            assert case.review_until
            assert case.appeal_until
        assert batch.state == "PUBLISHED" or not HonourWithdrawal.objects.exists()
        # Points are there exactly for who is honoured now.
        honoured = set(Honouree.objects.counting().values_list("cadre", flat=True))
        points = {}
        for row in ScoreEntry.objects.all():
            points[row.cadre_id] = points.get(row.cadre_id, 0) + row.points
        assert {key for key, value in points.items() if value} == honoured
        day = self.now.date()
        out = blocked([entry.cadre_id], Purpose.RESERVE, day)
        assert not out or in_list(day) == []


@lasting.world
def made():
    """The first is an officer too."""
    scene = Scene(4)
    scene.first_user = scene.cadres[0].user
    scene.first_user.roles = ",office,director,discipline,"
    scene.first_user.save()
    return scene


@lasting.stop
def stop(scene, state):
    """A batch that has walked to `state`, an entry of the first."""
    batch, entry = scene.batch(), scene.entry(cadre=scene.cadres[0])
    return scene.walk(batch, state), entry


# From a batch that is published what comes after is tried as often as what comes before.
begun = pytest.mark.parametrize("stop", ["DRAFT", "PUBLISHED"], indirect=True)


@begun
def test_no_hand_makes_what_must_not_be(stop, db):
    wander(Machine, stop, examples=6, steps=20)


@pytest.mark.slow
@begun
def test_no_hand_makes_it_on_longer_ways(stop, db):
    wander(Machine, stop, examples=30, steps=30)

"""Cards under random hands: no illegal state, a line a step, nobody on the own card; taken back, nothing is left."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cadres.models import InfluencePeriod
from cases.models import Card
from cases.states.cards import EFFECTIVE
from cases.states.cards import CardState as S
from cases.transitions import cards
from cases.transitions.decisions import confirm
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.scene import OPENED, People, a_decision, ruled
from tests.cases.wander import wander
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

WHO = st.sampled_from(["officer", "second", "director", "deputy", "discipline", "subject", "head", "stranger"])
# What may follow what, as docs/states.md draws it.
NEXT = {}
for move in cards.MOVES:
    for source in move.sources:
        NEXT.setdefault(str(source), set()).add(str(move.target))
CALLS = {
    "serve-facts": lambda card, who, at: cards.serve_facts(card, manner="signed", actor=who, at=at),
    "state": lambda card, who, at: cards.state(card, statement="属实", actor=who, at=at),
    "waive": lambda card, who, at: cards.waive(card, actor=who, at=at),
    "propose": lambda card, who, at: cards.propose(card, proposal="建议", no_rung_why="情节严重", actor=who, at=at),
    "deliver": lambda card, who, at: cards.deliver(card, manner="signed", actor=who, at=at),
    "report": lambda card, who, at: cards.report(card, rectification="已办", actor=who, at=at),
    "lift": lambda card, who, at: cards.lift(card, verdict="属实", actor=who, at=at),
    "send-back": lambda card, who, at: cards.send_back(card, reason="未办", actor=who, at=at),
    "drop": lambda card, who, at: cards.drop(card, reason="不成立", actor=who, at=at),
    "expire": lambda card, who, at: cards.expire(card, at=at),
    "lapse": lambda card, who, at: cards.lapse(card, at=at),
}


class Hands(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.people = self.made
        self.at, self.number = OPENED, 0
        self.card = cards.open_card(
            colour="red", facts="逾期", cadre=self.people.cadre, actor=self.people.officer, at=self.at
        )
        self.state, self.steps = str(self.card.state), 1

    def after(self, verb, who):
        """A call that came through: one line more, of that verb, from where it stood to where it may."""
        card = Card.objects.get(pk=self.card.pk)
        last = Entry.objects.about(card).order_by("-id").first()
        assert last.verb == verb
        assert str(card.state) in NEXT[self.state]
        assert who is None or verb in ("state", "waive", "report") or who != self.people.subject
        self.state, self.steps = str(card.state), self.steps + 1

    @rule(verb=st.sampled_from(sorted(CALLS)), name=WHO)
    def moves(self, verb, name):
        who = getattr(self.people, name)
        try:
            CALLS[verb](self.card, who, self.at)
        except MoveRefused:
            return
        self.after(verb, None if verb in ("expire", "lapse") else who)

    @rule(outcome=st.sampled_from(["give", "decline"]), by=WHO, name=WHO)
    def decides(self, outcome, by, name):
        self.number += 1
        card = Card.objects.get(pk=self.card.pk)
        try:
            row = a_decision(
                self.people, (card, outcome), meeting="joint", by=getattr(self.people, by), when=self.at,
                held_on=self.at.date(), number=f"纪要{self.number}",
            )  # fmt: skip
            confirm(row, actor=getattr(self.people, name), at=self.at)
        except (MoveRefused, ValidationError):
            return
        self.after("decide" if outcome == "give" else "decline", getattr(self.people, name))

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.at += timedelta(days=days)

    @invariant()
    def every_step_has_its_line_and_no_refusal_any(self):
        assert Entry.objects.about(self.card).count() == self.steps
        assert str(Card.objects.get(pk=self.card.pk).state) == self.state

    @invariant()
    def nothing_touches_the_person_before_delivery(self):
        effective = self.state in EFFECTIVE
        assert InfluencePeriod.objects.filter(document_no=self.card.number_text).exists() == effective
        assert ScoreEntry.objects.exists() == effective

    def teardown(self):
        """Withdrawn, it leaves nothing: no block, no point."""
        if self.state in [str(state) for state in cards.WITHDRAW.sources]:
            cards.withdraw(self.card, reason="申诉撤销", actor=self.people.director, at=self.at)
            assert Card.objects.get(pk=self.card.pk).state == S.WITHDRAWN
            assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0
            assert not InfluencePeriod.objects.in_effect(self.at.date()).exists()


made = lasting.world(lambda: ruled(People()))


def test_random_hands(made, db):
    wander(Hands, made, examples=12, steps=20)


@pytest.mark.slow
def test_random_hands_for_long(made, db):
    wander(Hands, made, examples=30, steps=30)

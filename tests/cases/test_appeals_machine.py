"""A state machine over random actors and moves of a review about a card: no illegal state, one line a step, nobody acts
on the own matter or on what he decided; in the end blocks and points are what they were, or as confirmed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cases.models import Appeal, Card
from cases.services.checks import verify
from cases.states.appeals import EFFECTIVE, AppealState
from cases.transitions import appeals, cards
from tests import lasting
from tests.cases.appeal_scene import END, a_target, lodged, more, panel
from tests.cases.scene import People, ruled
from tests.cases.test_appeals import standing
from tests.cases.wander import wander
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

WHO = (
    "officer", "second", "director", "deputy", "third", "discipline", "subject", "head", "stranger",
)  # fmt: skip
GIVEN = {
    "admit": {}, "question": {"doubt": "存疑"}, "admit_all_the_same": {"ruling": "准予"},
    "refuse": {"ruling": "不符合", "manner": "signed"}, "examine": {"findings": "属实"},
    "propose": {"proposal": "撤销"}, "deliver": {"manner": "signed"}, "withdraw": {},
}  # fmt: skip
FORWARD = {
    "LODGED": ("admit", "second"), "QUESTIONED": ("admit_all_the_same", "third"), "ADMITTED": ("examine", "second"),
    "EXAMINED": ("propose", "second"), "DECIDED": ("deliver", "second"),
}  # fmt: skip
# Where each move may lead, from the table itself.
TABLE = {move.name.replace("-", "_"): move for move in appeals.MOVES}


class AppealMachine(RuleBasedStateMachine):
    """One card, one review about it, everybody trying everything."""

    @initialize(colour=st.sampled_from(["yellow", "red"]))
    def begin(self, colour):
        self.people = self.made
        self.before = standing(self.people.cadre)
        self.card = a_target(self.people, colour=colour)
        self.at = END
        self.row = lodged(self.people, self.card, when=self.at)
        self.lines = 1
        self.with_card = standing(self.people.cadre)

    def later(self):
        self.at += timedelta(minutes=7)
        return self.at

    def stored(self):
        return Appeal.objects.get(pk=self.row.pk)

    @rule(verb=st.sampled_from(sorted(GIVEN)), who=st.sampled_from(WHO))
    def move(self, verb, who):
        before, actor = self.stored(), getattr(self.people, who)
        try:
            with transaction.atomic():
                getattr(appeals, verb)(before, actor=actor, at=self.later(), **GIVEN[verb])
        except MoveRefused:
            assert self.stored().state == before.state
            return
        move = TABLE[verb]
        assert before.state in move.sources
        assert self.stored().state == move.target
        self.lines += 1
        assert Entry.objects.about(before).order_by("-id").first().verb == move.name
        assert (who == "subject") == (verb == "withdraw"), "the person only takes it back"
        assert who not in ("officer", "deputy"), "neither the officer nor the leader of the card"

    @rule(outcome=st.sampled_from(["confirmed", "revoked", "changed:yellow"]), who=st.sampled_from(WHO))
    def decide(self, outcome, who):
        before, confirmer = self.stored(), getattr(self.people, who)
        try:
            with transaction.atomic():
                panel(
                    self.people, before, outcome, when=self.later(), held_on=date(2017, 5, 4), confirmer=confirmer,
                    by=self.people.officer,
                )  # fmt: skip
        except (MoveRefused, ValidationError):
            assert self.stored().state == before.state
            return
        assert before.state == AppealState.PROPOSED
        assert who in ("director", "third")
        self.lines += 1

    @rule(outcome=st.sampled_from(["confirmed", "revoked", "changed:yellow"]))
    def forward(self, outcome):
        """The step that is due, by who makes it: so that runs come to an end."""
        state = str(self.stored().state)
        if state == "PROPOSED":
            self.decide(outcome, "third")
        elif state in FORWARD:
            self.move(*FORWARD[state])

    @rule(who=st.sampled_from(WHO))
    def once_more(self, who):
        """There is one review; nobody lodges a second."""
        with pytest.raises(MoveRefused), transaction.atomic():
            lodged(self.people, self.card, when=self.at, actor=getattr(self.people, who))

    @invariant()
    def one_line_a_step_and_one_holder(self):
        if not hasattr(self, "row"):
            return
        row = self.stored()
        assert Entry.objects.about(row).count() == self.lines
        assert row.handler_id
        assert (row.due_at is None) == (row.state in row.ENDED)
        now = standing(self.people.cadre)
        if row.state not in EFFECTIVE or row.result == "confirmed":
            assert now == self.with_card, "nothing is suspended"
        elif row.result == "revoked":
            assert now == self.before
        else:
            assert now == ({"honour"}, -2)

    def teardown(self):
        if not hasattr(self, "row"):
            return
        assert [str(sentence) for sentence in verify()] == []
        card = Card.objects.get(pk=self.card.pk)
        if card.state != "WITHDRAWN":
            cards.withdraw(card, reason="容错认定免责", actor=self.people.director, at=self.later())
        assert standing(self.people.cadre) == self.before


made = lasting.world(lambda: ruled(more(People())))


def test_anybody_may_try_anything_in_any_order(made, db):
    wander(AppealMachine, made, examples=6, steps=15)


@pytest.mark.slow
def test_anybody_may_try_anything_for_long(made, db):
    wander(AppealMachine, made, examples=30, steps=30)

"""Every move of a tolerance case: it moves, not from a wrong state, not by a wrong person, and leaves one line."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Card, Tolerance
from cases.services import tolerance as services
from cases.services.clocks import extend, hold, resume
from cases.states.tolerance import EFFECTIVE, SUSPENDING, ToleranceState
from cases.transitions import tolerance as moves
from evaluations.models import ScoreEntry, SourceHold
from tests import lasting
from tests.cases.scene import a_card, decided, ruled
from tests.cases.test_tolerance import in_force
from tests.cases.tolerance_scene import (
    FOUND,
    LODGED,
    SELF,
    TOLD,
    People,
    a_tolerance,
    about,
    handler,
    investigated,
    walk,
)
from tests.cases.wander import wander
from tests.cast import at
from zhangdian.desk.moves import function
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
WHEN = at("2017-04-25 09:00:00")
DAY = date(2017, 4, 25)


# verb -> (state it starts from, who may, what it needs).
CALLS = {
    "accept": ("LODGED", "second", {"reason": "符合"}),
    "refuse": ("LODGED", "second", {"ground": "gain", "reason": "收受礼金"}),
    "countersign": ("ACCEPTING", "discipline", {"manner": "system"}),
    "confirm-refusal": ("REFUSING", "discipline", {"manner": "system"}),
    "disagree": ("ACCEPTING", "discipline", {"reason": "再议"}),
    "report": ("INQUIRY", "inspector", {}),
    "give-opinion": ("JOINT", "discipline", {"opinion": "同意", "agrees": "yes"}),
    "ask-again": ("MEETING", "second", {"reason": "补充"}),
    "feed-back": ("DECIDED", "second", {"party_org": "镇党委", "manner": "signed"}),
    "file": ("FED_BACK", "second", {"filing_no": "备1号"}),
    "order-correction": (
        "FILED", "second", {"correction": "补论证", "correct_by": date(2017, 5, 10), "manner": "signed"},
    ),
    "no-correction": ("FILED", "second", {"reason": "已改"}),
    "report-correction": ("CORRECTING", "subject", {"corrected": "已论证"}),
    "approve-correction": ("CORRECTED", "second", {"verdict": "属实"}),
    "return-correction": ("CORRECTED", "second", {"reason": "未到位", "correct_by": date(2017, 5, 10)}),
    "visit-again": ("FOLLOWED", "second", {"revisit": "良好"}),
    "withdraw": ("INQUIRY", "subject", {"reason": "自担"}),
    "dismiss": ("JOINT", "director", {"reason": "不追责"}),
}  # fmt: skip
BY_NAME = {move.name: move for move in moves.MOVES}
SYSTEM = {"find", "revoke"}
# The head of the unit is the unit's voice, and never of the organs.
WRONG = {"subject": "stranger", "second": "officer", "discipline": "director", "inspector": "discipline",
         "director": "second"}  # fmt: skip


def ready(people, verb):
    state = CALLS[verb][0]
    case = a_tolerance(people, state, outcome="lighter")
    return investigated(people, case) if verb == "report" else case


# Each move from where it starts: walked to once for all tests of the move.
each_move = pytest.mark.parametrize(
    ("stop", "verb"), [(verb, verb) for verb in CALLS], ids=CALLS, indirect=["stop"], scope="module"
)
made = lasting.world(lambda: ruled(People()))
stop = lasting.stop(lambda people, at: ready(people, at) if at in CALLS else a_tolerance(people, at, outcome="lighter"))


def lines(case):
    return list(
        Entry.objects.filter(label="cases.tolerance", key=str(case.pk)).order_by("id").values_list("verb", flat=True)
    )


def test_every_move_is_tried():
    assert set(CALLS) | SYSTEM == set(BY_NAME)


@each_move
def test_it_moves_and_leaves_one_line(people, case, verb):
    _state, who, words = CALLS[verb]
    before = lines(case)
    moved = function(moves, BY_NAME[verb])(case, actor=getattr(people, who), at=WHEN, **words)
    assert moved.state == BY_NAME[verb].target
    assert lines(case) == [*before, verb]
    assert (moved.due_at is None) == (moved.state in Tolerance.ENDED)


@each_move
def test_not_by_a_wrong_person(people, case, verb):
    _state, who, words = CALLS[verb]
    before = lines(case)
    for wrong in {WRONG[who], "stranger", "deputy"} - ({"deputy"} if verb == "dismiss" else set()):
        with pytest.raises(MoveRefused) as refused:
            function(moves, BY_NAME[verb])(case, actor=getattr(people, wrong), at=WHEN, **words)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert lines(case) == before


@pytest.mark.parametrize("stop", ["CLOSED"], indirect=True)
@pytest.mark.parametrize("verb", CALLS)
def test_not_from_a_wrong_state(people, case, verb):
    _state, who, words = CALLS[verb]
    with pytest.raises(MoveRefused) as refused:
        function(moves, BY_NAME[verb])(case, actor=getattr(people, who), at=at("2017-06-21 09:00:00"), **words)
    assert refused.value.why == MoveRefused.WRONG_STATE
    case.refresh_from_db()
    assert case.state == "CLOSED"


@pytest.mark.parametrize(
    ("stop", "verb"),
    [(verb, verb) for verb, (_s, _w, words) in CALLS.items() if set(words) - {"manner", "agrees"}],
    indirect=["stop"], scope="module",
)  # fmt: skip
def test_not_without_what_it_needs(people, case, verb):
    _state, who, words = CALLS[verb]
    empty = {name: "" if isinstance(value, str) and name not in ("manner", "agrees", "ground") else value
             for name, value in words.items()}  # fmt: skip
    with pytest.raises(MoveRefused) as refused:
        function(moves, BY_NAME[verb])(case, actor=getattr(people, who), at=WHEN, **empty)
    assert refused.value.why == MoveRefused.MISSING


def test_no_ground_no_refusal(people):
    with pytest.raises(ValidationError):
        moves.refuse(a_tolerance(people), ground="dislike", reason="不喜欢", actor=people.second, at=WHEN)
    case = a_tolerance(people, card=a_card(people, "NOTIFIED", facts="另一"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tolerance.objects.filter(pk=case.pk).update(state="REFUSING")


def test_found_and_revoked_are_never_buttons(people):
    case = a_tolerance(people, "FED_BACK", outcome="denied")
    everybody = [user for user in vars(people).values() if hasattr(user, "roles")]
    for user in everybody:
        row = Tolerance.objects.standing(user, DAY).get(pk=case.pk)
        assert not BY_NAME["revoke"].may(user, row)
    assert moves.revoke(case, reason="申诉撤销", at=WHEN).state == "REVOKED"
    assert lines(case)[-1] == "revoke"


def test_who_investigated_neither_gives_the_opinion_nor_confirms(people):
    from cases.transitions.decisions import confirm
    from tests.cases.scene import a_decision

    case = a_tolerance(people, "JOINT")
    with pytest.raises(MoveRefused):
        moves.give_opinion(case, opinion="同意", agrees="yes", actor=people.second_discipline, at=WHEN)
    people.inspector.roles = ",team,director,"
    people.inspector.save()
    case = moves.give_opinion(case, opinion="同意", agrees="yes", actor=people.discipline, at=at("2017-04-17 09:00:00"))
    decision = a_decision(people, (case, "exempt"), meeting="joint")
    with pytest.raises(MoveRefused):
        confirm(decision, actor=people.inspector, at=WHEN)


class Machine(RuleBasedStateMachine):
    """Random people make random moves on one case about one card in force; the model is what may never be."""

    EVERYBODY = ("officer", "second", "director", "deputy", "discipline", "second_discipline", "inspector", "subject",
                 "head", "stranger")  # fmt: skip

    @initialize(
        colour=st.sampled_from(["yellow", "red"]), by=st.sampled_from(["subject", "head", "second"]),
        start=st.sampled_from(["LODGED", "INQUIRY", "MEETING", "DECIDED", "DECIDED"]),
        outcome=st.sampled_from(["exempt", "exempt", "lighter", "denied"]),
    )  # fmt: skip
    def begin(self, colour, by, start, outcome):
        self.hour = 0
        self.people = self.made
        self.purposes = self.standing()
        self.card = in_force(self.people, colour)
        self.stood = self.standing()
        actor = getattr(self.people, by)
        self.case = services.lodge(about(actor, self.card), TOLD, points=SELF, actor=actor, at=LODGED)
        self.case = walk(self.people, self.case, start, outcome)
        self.lines = len(lines(self.case))

    def standing(self):
        return {purpose: bool(blocks(self.people.cadre, purpose, DAY)) for purpose in Purpose}

    def now(self):
        self.hour += 1
        return at(f"2017-04-{19 + self.hour // 24:02} {self.hour % 24:02}:30:00")

    def attempt(self, call, verb, who):
        """Make one move; it either is refused and changes nothing, or leaves exactly one line of its verb."""
        state = Tolerance.objects.get(pk=self.case.pk).state
        try:
            with transaction.atomic():
                call()
        except (MoveRefused, ValidationError, PermissionDenied):
            assert Tolerance.objects.get(pk=self.case.pk).state == state
            assert len(lines(self.case)) == self.lines
            return False
        found = lines(self.case)
        assert len(found) == self.lines + 1
        assert found[-1] == verb
        self.lines += 1
        return True

    @rule(verb=st.sampled_from(sorted(CALLS)), who=st.sampled_from(EVERYBODY))
    def move(self, verb, who):
        words = CALLS[verb][2]
        made = self.attempt(
            lambda: function(moves, BY_NAME[verb])(self.case, actor=getattr(self.people, who), at=self.now(), **words),
            verb, who,
        )  # fmt: skip
        if made and who in ("subject", "head"):
            assert verb in ("withdraw", "report-correction")

    @rule(data=st.data())
    def on_the_road(self, data):
        """A move that its own person could make, so that the road is walked."""
        state = Tolerance.objects.get(pk=self.case.pk).state
        verbs = [verb for verb in CALLS if state in BY_NAME[verb].sources and verb not in ("withdraw", "dismiss")]
        if state == "INQUIRY":
            self.investigate()
        if state == "MEETING":
            self.find(data.draw(st.sampled_from(["exempt", "lighter", "denied"])))
        elif verbs:
            verb = data.draw(st.sampled_from(verbs))
            who = handler(self.case).username.removeprefix("case-") if CALLS[verb][1] == "second" else CALLS[verb][1]
            self.move(verb=verb, who=who)

    def investigate(self):
        at_ = self.now()
        if self.case.investigators.filter(signed_at__isnull=False).count() < 2:
            try:
                with transaction.atomic():
                    investigated_at(self.people, self.case, at_)
                    self.lines = len(lines(self.case))
            except MoveRefused:
                pass

    @rule(who=st.sampled_from(EVERYBODY), whom=st.sampled_from(EVERYBODY))
    def name(self, who, whom):
        user = getattr(self.people, whom)
        made = self.attempt(
            lambda: services.name_investigator(
                self.case, user=user, actor=getattr(self.people, who), at=self.now()
            ),
            "name_investigator", who,
        )  # fmt: skip
        if made:
            assert whom not in ("subject", "head", "stranger", "director", "deputy")
            assert who not in ("subject", "head", "stranger", "inspector", "director", "deputy")

    @rule(who=st.sampled_from(EVERYBODY))
    def clock(self, who):
        user = getattr(self.people, who)
        if not self.attempt(lambda: hold(self.case, reason="汛期", actor=user, at=self.now()), "hold_step", who):
            self.attempt(lambda: resume(self.case, actor=user, at=self.now()), "resume_step", who)
        self.attempt(lambda: extend(self.case, reason="检测", actor=user, at=self.now()), "extend_step", who)

    @rule(outcome=st.sampled_from(["exempt", "lighter", "denied"]))
    def find(self, outcome):
        case = Tolerance.objects.get(pk=self.case.pk)
        if case.state == "MEETING":
            when = self.now()
            decided(self.people, (case, outcome), meeting="joint", when=when, held_on=when.date())
            self.lines += 1

    @invariant()
    def it_stands_as_it_may(self):
        if not hasattr(self, "case"):
            return
        case = Tolerance.objects.get(pk=self.case.pk)
        assert case.state in ToleranceState.values
        assert (case.handler_id is not None and case.due_at is not None) or case.state in Tolerance.ENDED
        held = SourceHold.objects.filter(released_at__isnull=True).exists()
        assert held == (case.state in SUSPENDING)
        card = Card.objects.get(pk=self.card.pk)
        excused = case.state in EFFECTIVE and case.outcome in ("exempt", "lighter")
        assert (card.state == "WITHDRAWN") == excused
        assert self.standing() == (self.purposes if excused else self.stood)
        if excused:
            assert sum(entry.points for entry in ScoreEntry.objects.all()) == 0


def investigated_at(people, case, when):
    for user in (people.inspector, people.second_discipline):
        if not case.investigators.filter(user=user, dropped_at__isnull=True).exists():
            services.name_investigator(case, user=user, actor=people.discipline, at=when)
    heard = set(case.hearings.values_list("party", flat=True))
    for party in {"person", "unit", "masses"} - heard:
        services.record_hearing(
            case, party=party, name="众人", held_on=when.date(), words="如实。", actor=people.inspector, at=when
        )
    services.write_findings(
        case, points=FOUND, proposed="exempt", proposal="动机为公。", actor=people.inspector, at=when
    )
    for one in case.investigators.filter(dropped_at__isnull=True, signed_at__isnull=True):
        services.sign_findings(case, actor=one.user, at=when)


def test_no_path_of_random_people_and_moves_leads_astray(made, db):
    wander(Machine, made, examples=5, steps=15)


@pytest.mark.slow
def test_no_long_path_of_random_people_and_moves_leads_astray(made, db):
    wander(Machine, made, examples=30, steps=30)

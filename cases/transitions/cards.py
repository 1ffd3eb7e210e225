"""The moves of a card: proposed, facts served, heard, before the meeting, decided, delivered, put right, over.

In force only from delivery on. Lapses by itself at the end of its validity; a person lifts it before, where what was
wrong has been put right. Two yellow cards propose a red one; a red one proposes a verification: never more.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models import Card
from cases.permissions import cards as may
from cases.permissions.common import decides, nobody
from cases.queries.cards import card_words
from cases.queries.evidence import Evidence
from cases.services import cards as services
from cases.services import effects
from cases.services.opening import open_case
from cases.services.tolerance import remind
from cases.states.cards import COUNTING, Colour, Rule
from cases.states.cards import CardState as S
from cases.states.rulesets import MeasureKind
from cases.transitions import process
from cases.transitions.step import each, step
from zhangdian.calendar.rules import add_months, end_of
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused

verbs.declare(lighten_card=gettext_lazy("lightened the card"))

SERVE, STATE, WAIVE, EXPIRE = process.hearing_moves(S, S.DRAFT, serves=may.serves)
serve_facts, state, waive, expire = process.hearing(SERVE, STATE, WAIVE, EXPIRE)
PROPOSE = Move(
    "propose", frozenset({S.HEARD}), S.PROPOSED, may.serves, gettext_lazy("Put before the meeting"),
    needs=("proposal",),
)  # fmt: skip
DECIDE = Move("decide", frozenset({S.PROPOSED}), S.DECIDED, decides, gettext_lazy("Decided: give the card"))
DECLINE = Move("decline", frozenset({S.PROPOSED}), S.DROPPED, decides, gettext_lazy("Decided: no card"))
DELIVER = Move(
    "deliver", frozenset({S.DECIDED}), S.VALID, may.serves, gettext_lazy("Deliver the decision"),
    warns=gettext_lazy("From here on the card is in force. The paper names the last days of review and appeal."),
)  # fmt: skip
REPORT = Move(
    "report", frozenset({S.VALID}), S.RECTIFIED, may.reports, gettext_lazy("Report it put right"),
    needs=("rectification",),
)  # fmt: skip
LIFT = Move("lift", frozenset({S.RECTIFIED}), S.LIFTED, may.verifies, gettext_lazy("Verified: lift the card"),
            needs=("verdict",))  # fmt: skip
SEND_BACK = Move("send-back", frozenset({S.RECTIFIED}), S.VALID, may.verifies,
                 gettext_lazy("Not put right: send back"), needs=("reason",))  # fmt: skip
LAPSE = Move("lapse", frozenset({S.VALID, S.RECTIFIED}), S.LAPSED, nobody,
             gettext_lazy("Validity over"), by_system=True)  # fmt: skip
DROP = Move(
    "drop", frozenset({S.DRAFT, S.NOTIFIED, S.HEARD}), S.DROPPED, may.serves, gettext_lazy("Give no card"),
    needs=("reason",),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset({S.VALID, S.RECTIFIED, S.LIFTED, S.ESCALATED, S.LAPSED}), S.WITHDRAWN, may.withdraws,
    gettext_lazy("Withdraw the card"), needs=("reason",), by_system=True,
)  # fmt: skip
ESCALATE = Move("escalate", frozenset({S.VALID, S.RECTIFIED}), S.ESCALATED, nobody,
                gettext_lazy("Gone up into a red card"), by_system=True)  # fmt: skip
RETURN = Move("return-to-force", frozenset({S.ESCALATED}), S.VALID, nobody,
              gettext_lazy("In force again: the red card was withdrawn"), by_system=True)  # fmt: skip
# By a finding of error tolerance only (`tolerated`).
EXCUSE = Move(
    "excuse", frozenset({S.DRAFT, S.NOTIFIED, S.HEARD, S.PROPOSED, S.DECIDED}), S.DROPPED, nobody,
    gettext_lazy("Excused: give no card"), needs=("reason",), by_system=True,
)  # fmt: skip
STEP_DOWN = Move(
    "step-down", frozenset({S.PROPOSED, S.DECIDED}), S.HEARD, nobody,
    gettext_lazy("Stepped down to a yellow card, to be proposed anew"), needs=("reason",), by_system=True,
)  # fmt: skip
MOVES = (
    SERVE, STATE, WAIVE, EXPIRE, PROPOSE, DECIDE, DECLINE, DELIVER, REPORT, LIFT, SEND_BACK, LAPSE, ESCALATE, RETURN,
    DROP, WITHDRAW, EXCUSE, STEP_DOWN,
)  # fmt: skip
verbs.declare(propose_card=gettext_lazy("proposed the card"))


@transaction.atomic
def open_card(*, colour, facts, cadre=None, unit=None, circumstance=None, source=None, earlier_rung="", actor, at):
    """Propose a card for one fact; returns it, a draft whose officer is the proposer.

    source: what it rests on: a row of any floor, or an Evidence. ValidationError: no fact, not one target, a fact that
    has its card already, a circumstance that is not in use. MoveRefused: who may not.
    """
    if not may.proposes(actor):
        raise MoveRefused(_("Cards are proposed by the cadre section."), MoveRefused.WRONG_PERSON)
    row = Card(
        colour=colour, facts=facts, cadre=cadre, unit=unit, circumstance=circumstance, state=S.DRAFT,
        earlier_rung=earlier_rung,
    )  # fmt: skip
    services.check(row, Evidence.of(source), actor=actor, at=at)
    return open_case(row, actor=actor, at=at, handler=actor, verb="propose_card")


@transaction.atomic
def propose_red(yellow, *, facts, actor, at):
    """Propose a red card where a yellow one was not put right in time, or others stand beside it; returns the red one,
    a draft that names the yellow one as its earlier step. The yellow one goes on until the red one is delivered."""
    if not may.handles(actor, yellow):
        raise MoveRefused(_("The case officer of the yellow card proposes a red one."), MoveRefused.WRONG_PERSON)
    if not may.goes_up(yellow, at):
        raise MoveRefused(
            _("A red card is proposed where the time to put things right is over, or a second yellow card counts."),
            MoveRefused.WRONG_STATE,
        )
    return open_card(
        colour=Colour.RED, facts=facts, cadre=yellow.cadre, unit=yellow.unit,
        circumstance=services.still_in_use(yellow.circumstance, timezone.localdate(at)), source=yellow,
        earlier_rung=card_words(yellow), actor=actor, at=at,
    )  # fmt: skip


def propose(card, *, proposal, actor, at, earlier_rung="", no_rung_why=""):
    """Put a card before the meeting. A red one names an earlier recorded step, or says why there was none."""

    def ladder(row):
        row.earlier_rung = earlier_rung or row.earlier_rung
        row.no_rung_why = no_rung_why
        if row.colour == Colour.RED and not (row.earlier_rung or row.no_rung_why):
            raise MoveRefused(
                _("A red card comes after an earlier recorded step: name it, or say why there was none."),
                MoveRefused.MISSING,
            )

    return process.propose(PROPOSE, card, proposal=proposal, actor=actor, at=at, then=ladder)


def decided(card, outcome, *, decision, actor, at):
    """Carry a meeting's word into the card: registry.Kind.decided."""
    if outcome == "give":
        return process.decide(DECIDE, card, decision=decision, actor=actor, at=at)

    return process.decline(DECLINE, card, decision=decision, actor=actor, at=at)


def deliver(card, *, manner, actor, at, witness="", note=""):
    """Deliver: in force until the months of its measure are over; the influence period and the points begin.

    A red one takes the yellow cards that it rests on with it, and lets `registry.AFTER_RED` propose what follows.
    """

    def in_force(row):
        measure = process.measure_of(row, MeasureKind.CARD, row.colour)
        day = timezone.localdate(at)
        row.valid_until = add_months(day, measure.months) - timedelta(days=1)
        effects.take_effect(row, measure, actor=actor, at=at, until_on=row.valid_until)

    with transaction.atomic():
        row = process.deliver(
            DELIVER, card, manner=manner, witness=witness, note=note, actor=actor, at=at, then=in_force
        )  # fmt: skip
        if row.colour == Colour.RED:
            _take_along(row, at)
            for propose_next in registry.AFTER_RED:
                propose_next(row, actor, at)
    return row


def _take_along(red, at):
    """The yellow cards that `red` rests on go up into it: they end, what they did goes on to its own end, and they do
    not count towards another red one."""
    for yellow in services.rests_on(red):
        if yellow.state in ESCALATE.sources:
            step(ESCALATE, yellow, actor=None, at=at, reason=red.number_text, escalated_to=red)
        else:
            services.counted_in(yellow, red)


def report(card, *, rectification, actor, at):
    def said(row):
        row.rectified_at = at

    return step(REPORT, card, actor=actor, at=at, then=said, rectification=rectification)


def lift(card, *, verdict, actor, at):
    """Verified: from that day on it blocks nothing; the points of the quarter stay."""

    def verified(row):
        row.verified_by = actor
        effects.end_periods(row, on=timezone.localdate(at), reason=verdict, actor=actor, at=at)

    return step(LIFT, card, actor=actor, at=at, then=verified, verdict=verdict)


def send_back(card, *, reason, actor, at):
    return step(SEND_BACK, card, actor=actor, at=at, reason=reason)


def lapse(card, *, at, actor=None):
    """The validity is over; the system's own move."""

    def over(row):
        if end_of(row.valid_until, timezone.get_current_timezone()) > at:
            raise MoveRefused(
                _("The card is in force until %(day)s.") % {"day": row.valid_until}, MoveRefused.WRONG_STATE
            )

    return step(LAPSE, card, actor=None, at=at, then=over)


def drop(card, *, reason, actor, at):
    return step(DROP, card, actor=actor, at=at, reason=reason)


def withdraw(card, *, reason, actor, at):
    """Take the card back altogether: it vanishes from every figure, not from the trail. No button: it follows from a
    tolerance finding or an appeal, which say so in the reason. Yellow cards that had gone up into a red one are in
    force again. actor None: the system."""

    def undone(row):
        effects.undo(row, reason=reason, actor=actor, at=at)

    with transaction.atomic():
        row = step(WITHDRAW, card, actor=actor, at=at, reason=reason, then=undone)
        for yellow in Card.objects.filter(escalated_to=row):
            if yellow.state in RETURN.sources:
                step(RETURN, yellow, actor=None, at=at, reason=row.number_text, escalated_to=None)
            else:
                services.counted_in(yellow, None)
    return row


def excuse(card, *, reason, at, actor=None):
    """Excused before it had effect: no card; the system's own move after the finding."""
    return step(EXCUSE, card, actor=None, at=at, reason=reason)


def step_down(card, *, reason, at, actor=None):
    """A red card before or after the meeting becomes a yellow one that is proposed and decided anew."""

    def yellow(row):
        row.colour, row.decision, row.decided_at = Colour.YELLOW, None, None
        row.proposal, row.proposed_at, row.proposed_by = "", None, None

    return step(STEP_DOWN, card, actor=None, at=at, reason=reason, then=yellow)


def tolerated(card, outcome, *, reason, actor, at):
    """What a finding of error tolerance does to a card: registry.Kind.tolerated. Returns what followed.

    Exempt: no card, or the card is withdrawn. Lighter or reduced: one step down, a red card to a yellow one, a yellow
    one to a recorded reminder; a yellow card that is to replace one in force goes through due process of its own.
    """
    card = Card.objects.select_related("cadre", "unit", "handler").get(pk=card.pk)
    if card.state in (S.DROPPED, S.WITHDRAWN):
        return ""
    was_red = card.colour == Colour.RED
    steps_down = outcome != "exempt" and was_red and not _yellow_too(card)
    if card.state in EXCUSE.sources:
        if not steps_down:
            excuse(card, reason=reason, at=at)
            done = _("no card is given")
        elif card.state in STEP_DOWN.sources:
            step_down(card, reason=reason, at=at)
            return _("the red card became a yellow one, to be proposed and decided anew")
        else:
            card.colour = Colour.YELLOW
            card.save(update_fields=["colour"])
            trail.record(
                card, "lighten_card", actor=actor, at=at, reason=reason, before={"card": str(Colour.RED.label)},
                after={"card": str(Colour.YELLOW.label)},
            )  # fmt: skip
            return _("the red card became a yellow one")
    else:
        was_open = card.state in COUNTING
        withdraw(card, reason=reason, actor=None, at=at)
        done = _("the card is withdrawn")
        if steps_down and was_open:
            row = Card(
                colour=Colour.YELLOW, facts=card.facts, cadre=card.cadre, unit=card.unit, state=S.DRAFT,
                circumstance=card.circumstance, source_label=card.source_label, source_key=card.source_key,
                source_title=card.source_title, source_path=card.source_path, drafted_by_rule=Rule.TOLERANCE,
            )  # fmt: skip
            made = open_case(row, actor=None, at=at, handler=card.handler, verb="propose_card", reason=reason)
            return _("the red card is withdrawn, a yellow one is proposed: %(number)s") % {"number": made.number_text}
    if outcome != "exempt" and card.cadre_id:
        remind(card.cadre, reason=reason, actor=actor, at=at)
        done = _("%(done)s, a reminder was recorded") % {"done": done}
    return done


def _yellow_too(card):
    """Does a yellow card for the same fact stand already?"""
    same = Card.objects.filter(
        colour=Colour.YELLOW, source_label=card.source_label, source_key=card.source_key, cadre=card.cadre,
        unit=card.unit,
    )  # fmt: skip
    return bool(card.source_key) and same.exclude(state=S.DROPPED).exists()


def sweep(at):
    """What goes on by itself: statement periods over, validity over. Safe to run twice: each move looks again under the
    lock."""
    old = Card.objects.counting().filter(valid_until__lt=timezone.localdate(at))
    return process.expire_all(Card, expire, at) + each(old, lambda card: lapse(card, at=at))

"""The moves of a card: proposed, facts served, heard, before the meeting, decided, delivered, put right, over.

In force only from delivery on. Lapses by itself at the end of its validity; a person lifts it before, where what was
wrong has been put right. Two yellow cards propose a red one; a red one proposes a verification: never more.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Card
from cases.permissions import cards as may
from cases.queries import rulesets
from cases.services import effects
from cases.services.opening import open_case
from cases.services.tolerance import remind
from cases.states.cards import COUNTING, Colour
from cases.states.cards import CardState as S
from cases.states.rulesets import MeasureKind
from cases.transitions import process
from cases.transitions.step import step
from zhangdian.calendar.rules import add_months, end_of
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused

verbs.declare(lighten_card=gettext_lazy("lightened the card"))

SERVE = Move(
    "serve-facts", frozenset({S.DRAFT}), S.NOTIFIED, may.serves, gettext_lazy("Serve the facts"),
    warns=gettext_lazy("The period for a statement begins to run; the person concerned is told."),
)  # fmt: skip
STATE = Move("state", frozenset({S.NOTIFIED}), S.HEARD, may.states, gettext_lazy("Hand in a statement"),
             needs=("statement",))  # fmt: skip
WAIVE = Move(
    "waive", frozenset({S.NOTIFIED}), S.HEARD, may.waives, gettext_lazy("Make no statement"),
    warns=gettext_lazy("You say that you make no statement. This cannot be taken back."),
)  # fmt: skip
EXPIRE = Move("expire", frozenset({S.NOTIFIED}), S.HEARD, lambda user, case: False,
              gettext_lazy("Period over without a statement"), by_system=True)  # fmt: skip
PROPOSE = Move(
    "propose", frozenset({S.HEARD}), S.PROPOSED, may.serves, gettext_lazy("Put before the meeting"),
    needs=("proposal",),
)  # fmt: skip
DECIDE = Move("decide", frozenset({S.PROPOSED}), S.DECIDED, may.decides, gettext_lazy("Decided: give the card"))
DECLINE = Move("decline", frozenset({S.PROPOSED}), S.DROPPED, may.decides, gettext_lazy("Decided: no card"))
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
LAPSE = Move("lapse", frozenset({S.VALID, S.RECTIFIED}), S.LAPSED, lambda user, case: False,
             gettext_lazy("Validity over"), by_system=True)  # fmt: skip
DROP = Move(
    "drop", frozenset({S.DRAFT, S.NOTIFIED, S.HEARD}), S.DROPPED, may.serves, gettext_lazy("Give no card"),
    needs=("reason",),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset({S.VALID, S.RECTIFIED, S.LIFTED, S.ESCALATED, S.LAPSED}), S.WITHDRAWN, may.withdraws,
    gettext_lazy("Withdraw the card"), needs=("reason",), by_system=True,
)  # fmt: skip
# By a finding of error tolerance only (`tolerated`).
EXCUSE = Move(
    "excuse", frozenset({S.DRAFT, S.NOTIFIED, S.HEARD, S.PROPOSED, S.DECIDED}), S.DROPPED, lambda user, case: False,
    gettext_lazy("Excused: give no card"), needs=("reason",), by_system=True,
)  # fmt: skip
STEP_DOWN = Move(
    "step-down", frozenset({S.PROPOSED, S.DECIDED}), S.HEARD, lambda user, case: False,
    gettext_lazy("Stepped down to a yellow card, to be proposed anew"), needs=("reason",), by_system=True,
)  # fmt: skip
# Delivered and not taken back: what counts towards the next step of the ladder.
S_COUNTED = (S.VALID, S.RECTIFIED, S.LIFTED, S.LAPSED)
MOVES = (SERVE, STATE, WAIVE, EXPIRE, PROPOSE, DECIDE, DECLINE, DELIVER, REPORT, LIFT, SEND_BACK, LAPSE, DROP, WITHDRAW,
         EXCUSE, STEP_DOWN)  # fmt: skip


@transaction.atomic
def open_card(*, colour, facts, cadre=None, unit=None, circumstance=None, source=None, earlier_rung="", actor, at):
    """Propose a card for one fact; returns it, a draft. source: the row it rests on, of any floor."""
    if not may.proposes(actor):
        raise MoveRefused(_("Cards are proposed by the cadre section."), MoveRefused.WRONG_PERSON)
    row = Card(
        colour=colour, facts=facts, cadre=cadre, unit=unit, circumstance=circumstance, state=S.DRAFT,
        earlier_rung=earlier_rung, **named(source),
    )  # fmt: skip
    return open_case(row, actor=actor, at=at, handler=actor, verb="propose_card")


def named(source):
    """The columns by which a card holds what it rests on."""
    if source is None:
        return {}
    path = source.get_absolute_url() if hasattr(source, "get_absolute_url") else ""
    return {
        "source_label": source._meta.label_lower, "source_key": str(source.pk), "source_title": str(source)[:120],
        "source_path": path[:200],
    }  # fmt: skip


def serve_facts(card, *, manner, actor, at, witness="", note=""):
    return process.serve_facts(SERVE, card, manner=manner, witness=witness, note=note, actor=actor, at=at)


def state(card, *, statement, actor, at):
    return process.hear(STATE, card, statement=statement, actor=actor, at=at)


def waive(card, *, actor, at):
    return process.waive(WAIVE, card, actor=actor, at=at)


def expire(card, *, at, actor=None):
    return process.expire(EXPIRE, card, at=at)


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

    def declined(row):
        row.decision, row.decided_at = decision, at

    return step(DECLINE, card, actor=actor, at=at, reason=str(decision), then=declined)


def deliver(card, *, manner, actor, at, witness="", note=""):
    """Deliver: in force until the months of its measure are over; the influence period and the points begin."""

    def in_force(row):
        measure = process.measure_of(row, MeasureKind.CARD, row.colour)
        day = timezone.localdate(at)
        row.valid_until = add_months(day, measure.months) - timedelta(days=1)
        effects.take_effect(row, measure, actor=actor, at=at, until_on=row.valid_until)

    return process.deliver(DELIVER, card, manner=manner, witness=witness, note=note, actor=actor, at=at, then=in_force)


def report(card, *, rectification, actor, at):
    def said(row):
        row.rectified_at = at

    return step(REPORT, card, actor=actor, at=at, then=said, rectification=rectification)


def lift(card, *, verdict, actor, at):
    """Verified: from tomorrow on it blocks nothing; the points of the quarter stay."""

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
    """Take the card back altogether: it vanishes from every figure, not from the trail. After a tolerance finding or an
    appeal only (`because`), which say so in the reason."""

    def undone(row):
        effects.undo(row, reason=reason, actor=actor, at=at)

    return step(WITHDRAW, card, actor=actor, at=at, reason=reason, then=undone)


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
                source_title=card.source_title, source_path=card.source_path,
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
    """What goes on by itself: statement periods over, validity over. Safe to run twice."""
    done = 0
    for card in Card.objects.filter(state=S.NOTIFIED, held_at__isnull=True, statement_due_at__lte=at):
        expire(card, at=at)
        done += 1
    for card in Card.objects.counting().filter(valid_until__lt=timezone.localdate(at)):
        lapse(card, at=at)
        done += 1
    return done


def yellow_count(cadre, day):
    """How many yellow cards count for the person in the window of the rules that ends with `day`."""
    rules = rulesets.in_force(day)
    since = add_months(day, -int(rulesets.figure(rules.pk, "card.yellow_months")))
    return Card.objects.filter(
        cadre=cadre, colour=Colour.YELLOW, delivered_at__date__gt=since, state__in=S_COUNTED
    ).count()

"""The moves of an adjustment (能下): clue, verification, facts served, heard, proposed, consulted, decided, talked
with, delivered, appointed, followed up, evaluated.

Every step before the decision may end in a dismissal with its reason; the meeting may decline. A red card opens a clue
and never more. Posts change with the appointment document, by the roster's own services.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.rules import end_of
from cases.models import Adjustment
from cases.permissions import adjustment as may
from cases.permissions.common import decides, nobody
from cases.queries import rulesets
from cases.queries.adjustment import lighter
from cases.queries.evidence import Evidence
from cases.rules import clocks
from cases.services import adjustment as services
from cases.services import effects
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.services.posts import change_post
from cases.states.adjustment import BEFORE_DECISION, TalkTime, Trigger
from cases.states.adjustment import AdjustmentState as S
from cases.states.rulesets import MeasureKind
from cases.transitions import process
from cases.transitions.step import refuse_suspended, step
from zhangdian.calendar.queries import calendar
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused

verbs.declare(record_clue=gettext_lazy("recorded the clue"))


VERIFY = Move(
    "verify", frozenset({S.CLUE}), S.VERIFYING, may.runs, gettext_lazy("Begin the verification"),
    needs=("circumstance",),
)  # fmt: skip
CONCLUDE = Move(
    "conclude", frozenset({S.VERIFYING}), S.VERIFIED, may.runs, gettext_lazy("Facts are established"),
    needs=("facts", "tolerance", "tolerance_why"),
    warns=gettext_lazy("Say whether error tolerance applies. Evidence entered so far is what the case rests on."),
)  # fmt: skip
SERVE, STATE, WAIVE, EXPIRE = process.hearing_moves(S, S.VERIFIED, serves=may.runs)
serve_facts, state, waive, expire = process.hearing(SERVE, STATE, WAIVE, EXPIRE)
PROPOSE = Move(
    "propose", frozenset({S.HEARD}), S.PROPOSED, may.runs, gettext_lazy("Propose a measure"),
    needs=("proposal", "measure", "way"),
)  # fmt: skip
CONSULT = Move(
    "consult", frozenset({S.PROPOSED}), S.CONSULTING, may.runs, gettext_lazy("Ask for opinions"),
    warns=gettext_lazy("The discipline commission is asked and sees the case from here on."),
)  # fmt: skip
FORWARD = Move("forward", frozenset({S.CONSULTING}), S.FORWARDED, may.runs, gettext_lazy("Put before the meeting"))
DECIDE = Move("decide", frozenset({S.FORWARDED}), S.DECIDED, decides, gettext_lazy("Decided: take the measure"))
DECLINE = Move("decline", frozenset({S.FORWARDED}), S.DECLINED, decides, gettext_lazy("Decided: no measure"))
TALK = Move("talk", frozenset({S.DECIDED}), S.TALKED, may.runs, gettext_lazy("Record the talk about the decision"))
DELIVER = Move(
    "deliver", frozenset({S.TALKED}), S.DELIVERED, may.runs, gettext_lazy("Deliver the decision"),
    warns=gettext_lazy("The decision has effect. The paper names the last days of review and appeal."),
)  # fmt: skip
APPOINT = Move(
    "appoint", frozenset({S.DELIVERED}), S.FOLLOW_UP, may.runs, gettext_lazy("Enter the appointment"),
    needs=("document_no", "post_from_on"),
    warns=gettext_lazy("The posts in the roster end and begin as the document says. The influence period begins."),
)  # fmt: skip
EVALUATE = Move(
    "evaluate", frozenset({S.FOLLOW_UP}), S.CLOSED, may.runs, gettext_lazy("Evaluate and close"),
    needs=("verdict", "evaluation"),
)  # fmt: skip
DISMISS = Move(
    "dismiss", frozenset(BEFORE_DECISION), S.DISMISSED, may.runs, gettext_lazy("Dismiss the case"), needs=("reason",)
)
REVOKE = Move(
    "revoke", frozenset({S.DELIVERED, S.FOLLOW_UP, S.CLOSED}), S.REVOKED, may.turns_back,
    gettext_lazy("Revoke the adjustment"), needs=("reason",), by_system=True,
    warns=gettext_lazy("Only after an appeal. The influence period has had no effect; the post is given back by hand."),
)  # fmt: skip
LIGHTEN = Move(
    "lighten", frozenset({S.DELIVERED}), S.DELIVERED, may.turns_back, gettext_lazy("Take the lighter measure"),
    needs=("reason",), by_system=True,
)  # fmt: skip
LIGHTEN_RUNNING = Move(
    "lighten-running", frozenset({S.FOLLOW_UP}), S.FOLLOW_UP, may.turns_back,
    gettext_lazy("Take the lighter measure in the influence period"), needs=("reason",), by_system=True,
)  # fmt: skip
EXCUSE = Move(
    "excuse", frozenset((*BEFORE_DECISION, S.DECIDED, S.TALKED)), S.DISMISSED, nobody,
    gettext_lazy("Excused: no adjustment"), needs=("reason",), by_system=True,
)  # fmt: skip
MOVES = (
    VERIFY, CONCLUDE, SERVE, STATE, WAIVE, EXPIRE, PROPOSE, CONSULT, FORWARD, DECIDE, DECLINE, TALK, DELIVER, APPOINT,
    EVALUATE, DISMISS, EXCUSE, REVOKE, LIGHTEN, LIGHTEN_RUNNING,
)  # fmt: skip


@transaction.atomic
def open_clue(*, cadre, trigger, clue, actor, at, circumstance=None, source=None):
    """Record a clue about a person; returns the Adjustment, which the person does not see yet. source: the row it rests
    on, of any floor; a person and a source make one case."""
    if not may.opens(actor):
        raise MoveRefused(_("Clues are recorded by the cadre section."), MoveRefused.WRONG_PERSON)
    if cadre.user_id == actor.pk:
        raise MoveRefused(_("Nobody opens a case about himself."), MoveRefused.WRONG_PERSON)
    row = Adjustment(cadre=cadre, trigger=trigger, clue=clue, circumstance=circumstance, state=S.CLUE, **_named(source))
    if row.source_key and (known := _known(row)):
        return known
    return open_case(row, actor=actor, at=at, handler=actor, verb="record_clue")


@transaction.atomic
def open_from_card(card, actor, at):
    """What a delivered red card proposes (registry.AFTER_RED): a clue, to be verified by a person. Never more: whether
    anything follows is asked from the beginning. Returns the Adjustment, or None where the card is no person's."""
    if card.cadre_id is None:
        return None
    row = Adjustment(
        cadre=card.cadre, trigger=Trigger.RED_CARD, clue=card.facts[:2000], state=S.CLUE, **_named(card),
        circumstance=card.circumstance if card.circumstance_id else None,
    )  # fmt: skip
    return _known(row) or open_case(row, actor=actor, at=at, handler=card.handler, verb="record_clue")


def _known(row):
    same = {"cadre": row.cadre, "source_label": row.source_label, "source_key": row.source_key}
    return Adjustment.objects.filter(**same).first()


def _named(source):
    return Evidence.of(source).columns if source is not None else {}


def verify(case, *, circumstance, actor, at):
    """Take up the clue under a circumstance of the catalogue in the rules of the case."""

    def known(row):
        if circumstance.rule_set_id != row.rule_set_id:
            raise MoveRefused(_("This circumstance belongs to other rules than the case."), MoveRefused.WRONG_STATE)

    return step(VERIFY, case, actor=actor, at=at, then=known, circumstance=circumstance)


def conclude(case, *, facts, tolerance, tolerance_why, actor, at):
    """End the verification: the facts, the evidence for them, and what came of asking for error tolerance."""

    def established(row):
        if not row.evidence.exists():
            raise MoveRefused(_("Enter the evidence first: at least one piece."), MoveRefused.MISSING)
        row.tolerance_at, row.tolerance_by = at, actor

    return step(
        CONCLUDE, case, actor=actor, at=at, then=established, facts=facts, tolerance=tolerance,
        tolerance_why=tolerance_why,
    )  # fmt: skip


def propose(case, *, proposal, measure, way, actor, at, destination_unit=None, destination_post=""):
    """Propose a measure of the case's rules: why, in which way, to which post. After a talk with the person."""

    def talked(row):
        if not row.talks.filter(time=TalkTime.BEFORE).exists():
            raise MoveRefused(_("Record the talk with the person first: it comes before the proposal."),
                              MoveRefused.MISSING)  # fmt: skip
        if measure.rule_set_id != row.rule_set_id or measure.kind != MeasureKind.ADJUSTMENT:
            raise MoveRefused(_("This measure belongs to other rules than the case."), MoveRefused.WRONG_STATE)
        if (destination_unit is None) != (not destination_post):
            raise MoveRefused(_("Give the unit and the post together, or neither."), MoveRefused.MISSING)

    return process.propose(
        PROPOSE, case, proposal=proposal, actor=actor, at=at, then=talked, measure=measure, way=way,
        destination_unit=destination_unit, destination_post=destination_post,
    )  # fmt: skip


def consult(case, *, leader, actor, at):
    """Ask the discipline commission and the leader in charge for their written opinions."""

    def asked(row):
        if not leader.strip():
            raise MoveRefused(_("Name the leader in charge."), MoveRefused.MISSING)
        row.consulted_at = at
        services.ask_opinions(row, leader=leader, actor=actor, at=at)

    return step(CONSULT, case, actor=actor, at=at, then=asked)


def forward(case, *, actor, at):
    """Put the case before the meeting, once both opinions are there; an objection is put before it too."""

    def both(row):
        refuse_suspended(row)
        waits = row.opinions.filter(answered_at__isnull=True)
        if waits:
            names = "、".join(str(one.get_whom_display()) for one in waits)
            raise MoveRefused(_("Still to be answered: %(names)s.") % {"names": names}, MoveRefused.MISSING)

    return step(FORWARD, case, actor=actor, at=at, then=both)


def decided(case, outcome, *, decision, actor, at):
    """Carry a meeting's word into the case: registry.Kind.decided."""
    if outcome == "adjust":
        return process.decide(DECIDE, case, decision=decision, actor=actor, at=at)

    return process.decline(DECLINE, case, decision=decision, actor=actor, at=at)


def talk(case, *, held_on, held_by, words, actor, at, place=""):
    """Record the talk in which the person is told the decision."""

    def held(row):
        if held_on < timezone.localdate(row.decided_at):
            raise MoveRefused(_("This talk comes after the decision."), MoveRefused.MISSING)
        services.write_talk(
            row, TalkTime.DECIDED, held_on=held_on, held_by=held_by, words=words, place=place, actor=actor, at=at
        )

    return step(TALK, case, actor=actor, at=at, then=held)


def deliver(case, *, manner, actor, at, witness="", note=""):
    return process.deliver(DELIVER, case, manner=manner, witness=witness, note=note, actor=actor, at=at)


def appoint(case, *, document_no, post_from_on, actor, at):
    """Enter the appointment document: the posts of the roster end and begin, the influence period begins today."""

    def entered(row):
        refuse_suspended(row)
        day = timezone.localdate(at)
        row.appointed_at, row.appointed_by = at, actor
        change_post(
            row.cadre, unit=row.destination_unit, post=row.destination_post, from_on=post_from_on,
            document_no=document_no, reason=str(row), actor=actor, at=at,
        )  # fmt: skip
        row.follow_until = _last_day(row, day)
        effects.take_effect(row, row.measure, actor=actor, at=at, until_on=row.follow_until)
        _tell_subject(row, "influence", _("The influence period runs until %(day)s: %(case)s"), at)

    return step(
        APPOINT, case, actor=actor, at=at, then=entered, due_at=_evaluation_due, document_no=document_no,
        post_from_on=post_from_on,
    )  # fmt: skip


def _last_day(row, day):
    """The last day of the influence period of the measure that begins on `day`, or of the follow-up without one."""
    months = row.measure.months if row.measure.influence else 0
    return end_of(day, months or int(rulesets.figure(row.rule_set_id, "adjustment.follow_months")))


def _evaluation_due(row):
    """The evaluation is due so long after the last day of the influence period as its clock says."""
    clock = rulesets.clock(row.rule_set_id, f"{row.KIND}.{S.FOLLOW_UP}")
    return clocks.due(row.follow_until, clock.count, clock.span, calendar(), timezone.get_current_timezone())


def evaluate(case, *, verdict, evaluation, actor, at):
    """Say what became of the person at the end of the influence period, and close the case."""

    def over(row):
        if timezone.localdate(at) <= row.follow_until:
            raise MoveRefused(
                _("The influence period runs until %(day)s: it is evaluated then.") % {"day": row.follow_until},
                MoveRefused.WRONG_STATE,
            )
        row.evaluated_at, row.evaluated_by = at, actor

    return step(EVALUATE, case, actor=actor, at=at, then=over, verdict=verdict, evaluation=evaluation)


def dismiss(case, *, reason, actor, at):
    """End the case without a measure, at any step before the decision. Who was served the facts is told."""

    def told(row):
        if row.served_at:
            _tell_subject(row, "dismissed", _("The case was dismissed: %(case)s"), at)

    return step(DISMISS, case, actor=actor, at=at, reason=reason, then=told)


def excuse(case, *, reason, at, actor=None):
    """End the case because what it is about was excused by a tolerance finding; the system's own move."""

    def told(row):
        if row.served_at:
            _tell_subject(row, "dismissed", _("The case was dismissed: %(case)s"), at)

    return step(EXCUSE, case, actor=None, at=at, reason=reason, then=told)


def tolerated(case, outcome, *, reason, actor, at):
    """What a finding of error tolerance does to an adjustment: registry.Kind.tolerated. Returns what followed, or "".

    Exempt: the case ends, or what was delivered is revoked. Lighter or reduced: once delivered, one measure down where
    there is a lighter one; before, the proposal takes the finding up.
    """
    case = Adjustment.objects.select_related("cadre", "measure", "handler").get(pk=case.pk)
    if outcome == "exempt":
        if case.state in EXCUSE.sources:
            excuse(case, reason=reason, at=at)
            return _("the adjustment is not pursued")
        if case.state in REVOKE.sources:
            revoke(case, reason=reason, actor=None, at=at)
            return _("the adjustment is revoked")
    elif case.state in (S.DELIVERED, S.FOLLOW_UP) and lighter(case.measure).exists():
        take = lighten_running if case.state == S.FOLLOW_UP else lighten
        row = take(case, reason=reason, actor=None, at=at)
        return _("the measure came down to “%(measure)s”") % {"measure": row.measure}
    return ""


def revoke(case, *, reason, actor, at):
    """Take the adjustment back altogether, after an appeal: the influence period has had no effect from its first day
    on and points are reversed. The post is given back by an appointment of its own, which the officer owes from then
    on (cases.queries.adjustment.posts_owed)."""

    def undone(row):
        effects.undo(row, reason=reason, actor=actor, at=at)
        if row.appointed_at:
            title = _("Revoked: settle the post, by an appointment or by saying why not: %(case)s") % {"case": row}
            tell([row.handler], row, "give_back", title, at=at)
        _tell_subject(row, "revoked", _("The adjustment was revoked: %(case)s"), at)

    return step(REVOKE, case, actor=actor, at=at, reason=reason, then=undone)


def changed(case, *, appeal, actor, at, code=""):
    """Carry the outcome “changed” of an appeal into the case: the lighter measure `code` of its rules, or the next."""
    take = lighten_running if case.state == S.FOLLOW_UP else lighten
    return take(case, reason=str(appeal), code=code, actor=actor, at=at)


def lighten(case, *, reason, actor, at, code=""):
    """Before the appointment the lighter measure takes the place of the heavier."""

    def one_down(row):
        row.measure = _lighter(row, code)

    return step(LIGHTEN, case, actor=actor, at=at, reason=reason, then=one_down, due_at=_same_end(case))


def lighten_running(case, *, reason, actor, at, code=""):
    """In the influence period: the heavier measure's effects are reversed, those of the lighter one stand in their
    place and end as if they had begun on the same day."""

    def one_down(row):
        heavier, row.measure = row.measure, _lighter(row, code)
        row.follow_until = _last_day(row, timezone.localdate(row.appointed_at))
        if effects.same(heavier, row.measure):
            return
        effects.undo(row, reason=reason, actor=actor, at=at)
        if row.follow_until >= timezone.localdate(at):
            effects.take_effect(row, row.measure, actor=actor, at=at, until_on=row.follow_until)

    return step(LIGHTEN_RUNNING, case, actor=actor, at=at, reason=reason, then=one_down, due_at=_evaluation_due)


def _lighter(row, code=""):
    found = lighter(row.measure)
    found = (found.filter(code=code) if code else found).first()
    if found is None:
        raise MoveRefused(
            _("There is no lighter measure than “%(measure)s”: the appeal confirms or revokes.")
            % {"measure": row.measure},
            MoveRefused.WRONG_STATE,
        )
    return found


def _same_end(case):
    return lambda row: case.due_at


def _tell_subject(row, what, words, at):
    if row.cadre.user_id:
        tell([row.cadre.user], row, what, words % {"case": row, "day": row.follow_until}, at=at)


def sweep(at):
    """Statement periods that are over. Safe to run twice."""
    return process.expire_all(Adjustment, expire, at)

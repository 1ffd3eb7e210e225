"""The moves of a review or an appeal: lodged, admitted or not, examined, before the appeals panel, decided, delivered.

It does not suspend execution: what is appealed against goes on to have its effect, marked as disputed, until the
outcome is delivered. Only then the outcome flows back, by the disputed kind's own move, in the same transaction.
"""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Appeal
from cases.permissions import appeals as may
from cases.permissions.common import directs
from cases.queries import appeals as queries
from cases.rules.clocks import last_of
from cases.services import appeals as services
from cases.services.clocks import end_of_step, tell
from cases.services.opening import open_case
from cases.services.serving import serve
from cases.states.appeals import AppealState as S
from cases.states.common import Paper, Remedy, Result
from cases.transitions.step import step
from zhangdian.workflow import Move, MoveRefused

OPEN = frozenset({S.LODGED, S.QUESTIONED, S.ADMITTED, S.EXAMINED, S.PROPOSED})
ADMIT = Move(
    "admit", frozenset({S.LODGED}), S.ADMITTED, may.admits, gettext_lazy("Admit it"),
    warns=gettext_lazy("The period for the decision begins to run; what is appealed against is marked as disputed."),
)  # fmt: skip
QUESTION = Move(
    "question", frozenset({S.LODGED}), S.QUESTIONED, may.examines, gettext_lazy("Doubt the admission"),
    needs=("doubt",),
)  # fmt: skip
ADMIT_ALL_THE_SAME = Move(
    "admit-all-the-same", frozenset({S.QUESTIONED}), S.ADMITTED, may.rules_on, gettext_lazy("Rule: admit it"),
    needs=("ruling",),
)  # fmt: skip
REFUSE = Move(
    "refuse", frozenset({S.QUESTIONED}), S.INADMISSIBLE, may.rules_on, gettext_lazy("Rule: do not admit it"),
    needs=("ruling",), warns=gettext_lazy("The notice with the reason is served. It cannot be lodged again."),
)  # fmt: skip
EXAMINE = Move(
    "examine", frozenset({S.ADMITTED}), S.EXAMINED, may.examines, gettext_lazy("Enter the findings"),
    needs=("findings",),
)  # fmt: skip
PROPOSE = Move(
    "propose", frozenset({S.EXAMINED}), S.PROPOSED, may.examines, gettext_lazy("Put before the appeals panel"),
    needs=("proposal",),
)  # fmt: skip
DECIDE = Move("decide", frozenset({S.PROPOSED}), S.DECIDED, may.decides, gettext_lazy("Decided by the appeals panel"))
DELIVER = Move(
    "deliver", frozenset({S.DECIDED}), S.CLOSED, may.examines, gettext_lazy("Deliver the outcome"),
    warns=gettext_lazy("The outcome takes effect: what was changed or revoked is reversed everywhere."),
)  # fmt: skip
WITHDRAW = Move(
    "withdraw", OPEN, S.WITHDRAWN, may.takes_back, gettext_lazy("Take it back"),
    warns=gettext_lazy("It is over then, and cannot be lodged a second time."),
)  # fmt: skip
MOVES = (ADMIT, QUESTION, ADMIT_ALL_THE_SAME, REFUSE, EXAMINE, PROPOSE, DECIDE, DELIVER, WITHDRAW)


@transaction.atomic
def lodge(target, *, remedy, claim, grounds, actor, at, received_on=None):
    """Lodge a review or an appeal against a decided case; returns the Appeal.

    By the person concerned; or by the cadre section as it came on paper, then received_on is the day it came. Late ones
    are registered too, and wait for the ruling whether they are admitted. MoveRefused, ValidationError say what is
    wrong.
    """
    day = timezone.localdate(at)
    rows = type(target).objects.standing(actor, day).select_related("cadre__user", "unit", "handler")
    target = rows.select_for_update(of=("self",)).get(pk=target.pk)
    is_own = may.lodges(actor, target)
    if not is_own and not may.registers(actor, target):
        raise MoveRefused(
            _("It is lodged by the person concerned; what came on paper is entered by the cadre section."),
            MoveRefused.WRONG_PERSON,
        )
    received_at = _received(received_on, is_own, at)
    way = next((one for one in queries.ways(target, at) if one.remedy == remedy), None)
    if way is None:
        raise MoveRefused(_("Against this case, as it stands, there is no such remedy."), MoveRefused.WRONG_STATE)
    if way.why:
        raise MoveRefused(way.why, MoveRefused.WRONG_STATE)
    handler = next(queries.free_officers(target, way.review, day), None)
    if handler is None:
        raise MoveRefused(
            _("Nobody of the cadre section or its leaders is free to handle it: ask the department to name somebody."),
            MoveRefused.MISSING,
        )
    late = queries.is_late(received_at, way.last_on)
    decision, review = getattr(target, "decision", None), way.review
    row = Appeal(
        state=S.QUESTIONED if late else S.LODGED, remedy=remedy, target_label=target._meta.label_lower,
        target_key=str(target.pk), target_title=str(target)[:120], target_path=target.get_absolute_url(),
        cadre=target.cadre, unit=None if target.cadre_id else target.unit, after_review=review, claim=claim.strip(),
        grounds=grounds.strip(), received_at=received_at, on_paper=not is_own, last_on=way.last_on, is_late=late,
        first_officer_id=target.handler_id, first_proposer_id=getattr(target, "proposed_by_id", None),
        first_confirmer_id=decision.confirmed_by_id if decision else None,
        review_officer_id=review.handler_id if review else None,
        review_confirmer_id=review.decided_by_id if review else None,
    )  # fmt: skip
    if late:
        row.doubt = _("Received after the last day (%(day)s 24:00).") % {"day": way.last_on}
    made = open_case(row, actor=actor, at=at, handler=handler, verb="lodge_appeal")
    tell([handler], made, "lodged", _("Lodged: %(case)s") % {"case": made}, at=at)
    return made


def _received(received_on, is_own, at):
    """The instant that counts: now, or of a paper the last second of the day on which it came."""
    day = timezone.localdate(at)
    if is_own or received_on is None or received_on == day:
        return at
    if received_on > day:
        raise ValidationError({"received_on": _("It cannot have come in the future.")})
    return datetime.combine(received_on, time.max, tzinfo=timezone.get_current_timezone()).replace(microsecond=0)


def admit(appeal, *, actor, at):
    return _admitted(ADMIT, appeal, actor=actor, at=at)


def admit_all_the_same(appeal, *, ruling, actor, at):
    return _admitted(ADMIT_ALL_THE_SAME, appeal, actor=actor, at=at, ruling=ruling)


def _admitted(move, appeal, *, actor, at, **given):
    def ruled(row):
        row.ruled_at, row.ruled_by = at, actor
        code = "remedy.decide_review" if row.remedy == Remedy.REVIEW else "remedy.decide_appeal"
        row.decide_before = end_of_step(row, code, at)
        services.dispute(row, actor=actor, at=at)
        if row.cadre_id and row.cadre.user_id:
            tell([row.cadre.user], row, "admitted", _("Admitted: %(case)s") % {"case": row}, at=at)

    return step(move, appeal, actor=actor, at=at, then=ruled, due_at=_capped(at), **given)


def _capped(at):
    """(row) -> the end of a step that begins at `at`, never after the instant before which the whole is decided."""
    return lambda row: min(end_of_step(row, f"{row.KIND}.{row.state}", at), row.decide_before)


def question(appeal, *, doubt, actor, at):
    return step(QUESTION, appeal, actor=actor, at=at, doubt=doubt)


def refuse(appeal, *, ruling, manner, actor, at, witness="", note=""):
    """Not admitted: the notice with the reason is served. An appeal may follow a review that was not admitted."""

    def ruled(row):
        row.ruled_at, row.ruled_by = at, actor
        _open_appeal(row, at)
        serve(row, Paper.OUTCOME, manner=manner, witness=witness, note=note, actor=actor, at=at)

    return step(REFUSE, appeal, actor=actor, at=at, reason=ruling[:400], then=ruled, ruling=ruling)


def examine(appeal, *, findings, actor, at):
    def examined(row):
        row.examined_at = at

    return step(EXAMINE, appeal, actor=actor, at=at, then=examined, due_at=_capped(at), findings=findings)


def propose(appeal, *, proposal, actor, at):
    def proposed(row):
        row.proposed_at, row.proposed_by = at, actor

    return step(PROPOSE, appeal, actor=actor, at=at, then=proposed, due_at=_capped(at), proposal=proposal)


def decided(appeal, outcome, *, decision, actor, at):
    """Carry the panel's word into the appeal: registry.Kind.decided. No effect before its delivery."""
    words = dict(queries.outcomes(appeal))

    def settled(row):
        row.decision, row.decided_at, row.decided_by = decision, at, actor
        row.result, _colon, row.change_code = outcome.partition(":")
        row.change_words = str(words[outcome])[:120] if row.change_code else ""

    after = {"decision": str(decision), "held_on": str(decision.held_on), "result": str(words[outcome])}
    return step(DECIDE, appeal, actor=actor, at=at, then=settled, before={}, after=after)


@transaction.atomic
def deliver(appeal, *, manner, actor, at, witness="", note=""):
    """Deliver the outcome: it flows back into what was disputed, and everybody is told who must be."""

    def delivered(row):
        row.delivered_at, row.delivered_by = at, actor
        _open_appeal(row, at)
        serve(row, Paper.OUTCOME, manner=manner, witness=witness, note=note, actor=actor, at=at)
        row.ended_why = row.change_words or Result(row.result).label

    row = step(DELIVER, appeal, actor=actor, at=at, then=delivered)
    services.carry_out(row, actor=services.carrier(row, directs), at=at)
    services.settle(row, row.ended_why, actor=actor, at=at)
    services.tell_outcome(row, at=at)
    return row


def _open_appeal(row, at):
    """After a review an appeal may be lodged within its own period."""
    if row.remedy == Remedy.REVIEW:
        end = end_of_step(row, "remedy.appeal_after_review", at)
        row.appeal_until = last_of(end, timezone.get_current_timezone())


@transaction.atomic
def withdraw(appeal, *, actor, at):
    row = step(WITHDRAW, appeal, actor=actor, at=at)
    services.settle(row, S.WITHDRAWN.label, actor=actor, at=at)
    tell([row.handler], row, "taken_back", _("Taken back: %(case)s") % {"case": row}, at=at)
    return row

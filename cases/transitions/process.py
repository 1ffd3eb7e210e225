"""The steps of due process, the same for every kind that ends in something that touches a person.

A kind's transitions give their own Move (name, states, who may, words) and call these: facts served, the person heard
or the period over, a reasoned proposal, a meeting's decision, its delivery with the ways and last days of review and
appeal. The database refuses what skips one (models.base.due_process_constraints, models.guards.Effective).
"""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.permissions import common as may
from cases.queries import rulesets
from cases.rules.clocks import last_of
from cases.services.clocks import end_of_step, tell
from cases.services.serving import serve
from cases.states.common import Heard, Paper
from cases.transitions.step import each, refuse_suspended, step
from zhangdian.workflow import Move, MoveRefused

# Periods of the rule set by name: within what review and appeal are lodged, counted from delivery.
REVIEW, APPEAL = "remedy.review", "remedy.appeal"


def hearing_moves(states, before, *, serves):
    """(serve-facts, state, waive, expire) of a kind: how the facts are served and the person is heard.

    states: the kind's states, NOTIFIED and HEARD among them. before: the state the facts are served from. serves:
    predicate of who serves them.
    """
    told = frozenset({states.NOTIFIED})
    return (
        Move(
            "serve-facts", frozenset({before}), states.NOTIFIED, serves, gettext_lazy("Serve the facts"),
            warns=gettext_lazy("The period for a statement begins to run; the person concerned is told."),
        ),
        Move("state", told, states.HEARD, may.states, gettext_lazy("Hand in a statement"), needs=("statement",)),
        Move(
            "waive", told, states.HEARD, may.waives, gettext_lazy("Make no statement"),
            warns=gettext_lazy("You say that you make no statement. This cannot be taken back."),
        ),
        Move(
            "expire", told, states.HEARD, may.nobody, gettext_lazy("Period over without a statement"), by_system=True
        ),
    )  # fmt: skip


def hearing(serve, state, waive, expire):
    """(serve_facts, state, waive, expire) of a kind, from its hearing_moves: the functions that make them."""
    return partial(serve_facts, serve), partial(hear, state), partial(_waive, waive), partial(_expire, expire)


def serve_facts(move, case, *, manner, actor, at, witness="", note=""):
    """Serve the notice of facts: the period for a statement begins, of the clock of the state the move comes to."""

    def served(row):
        row.served_at, row.served_by = at, actor
        row.statement_due_at = end_of_step(row, f"{row.KIND}.{row.state}", at)
        serve(row, Paper.FACTS, manner=manner, witness=witness, note=note, actor=actor, at=at)

    return step(move, case, actor=actor, at=at, then=served, due_at=lambda row: row.statement_due_at)


def hear(move, case, *, statement, actor, at):
    """Take the statement of the person, to the last second of the period, or while its clock stands still; entered by
    the person or, as it was given, by the case officer."""

    def said(row):
        if at >= row.statement_due_at and row.held_at is None:
            raise MoveRefused(
                _("The period for a statement ended with %(day)s 24:00.") % {"day": _day(row.statement_due_at)},
                MoveRefused.WRONG_STATE,
            )
        row.heard, row.heard_at = Heard.GIVEN, at
        tell([row.handler], row, "stated", _("A statement came in: %(case)s") % {"case": row}, at=at)

    return step(move, case, actor=actor, at=at, then=said, statement=statement)


def _waive(move, case, *, actor, at):
    """The person makes no statement and says so."""

    def said(row):
        row.heard, row.heard_at = Heard.WAIVED, at

    return step(move, case, actor=actor, at=at, then=said)


def _expire(move, case, *, at, actor=None):
    """The period is over without a statement; the system's own move."""

    def over(row):
        if row.held_at is not None:
            raise MoveRefused(_("The clock stands still: no period ends meanwhile."), MoveRefused.WRONG_STATE)
        if row.statement_due_at > at:
            raise MoveRefused(
                _("The period for a statement runs until %(day)s 24:00.") % {"day": _day(row.statement_due_at)},
                MoveRefused.WRONG_STATE,
            )
        row.heard, row.heard_at = Heard.EXPIRED, at

    return step(move, case, actor=None, at=at, then=over)


def expire_all(model, expire, at):
    """Let every statement period of a kind that is over expire, by the kind's own move; returns how many. Safe to run
    twice."""
    over = model.objects.filter(state="NOTIFIED", held_at__isnull=True, statement_due_at__lte=at)
    return each(over, lambda case: expire(case, at=at))


def propose(move, case, *, proposal, actor, at, then=None, **changes):
    """Propose what shall be decided, with reasons. Not while a tolerance case about it is open."""

    def proposed(row):
        refuse_suspended(row)
        row.proposed_at, row.proposed_by = at, actor
        if then is not None:
            then(row)

    return step(move, case, actor=actor, at=at, then=proposed, proposal=proposal, **changes)


def decide(move, case, *, decision, actor, at, then=None, reason=""):
    """Carry a confirmed decision into the case; called by `transitions.decisions.confirm` only."""

    def decided(row):
        refuse_suspended(row)
        row.decision, row.decided_at = decision, at
        if then is not None:
            then(row)

    after = {"decision": str(decision), "held_on": str(decision.held_on)}
    return step(move, case, actor=actor, at=at, then=decided, reason=reason, before={}, after=after)


def decline(move, case, *, decision, actor, at, then=None):
    """Carry a confirmed decision that nothing is done into the case; called as `decide`."""

    def declined(row):
        row.decision, row.decided_at = decision, at
        if then is not None:
            then(row)

    return step(move, case, actor=actor, at=at, reason=str(decision), then=declined)


def deliver(move, case, *, manner, actor, at, witness="", note="", then=None, due_at=None):
    """Deliver the decision with the ways and last days of review and appeal: from here on it has effect."""

    def delivered(row):
        refuse_suspended(row)
        row.delivered_at, row.delivered_by = at, actor
        zone = timezone.get_current_timezone()
        row.review_until = last_of(end_of_step(row, REVIEW, at), zone)
        row.appeal_until = last_of(end_of_step(row, APPEAL, at), zone)
        serve(row, Paper.DECISION, manner=manner, witness=witness, note=note, actor=actor, at=at)
        if then is not None:
            then(row)

    return step(move, case, actor=actor, at=at, then=delivered, due_at=due_at)


def measure_of(case, kind, code):
    """The measure `code` of the case's rule set; MoveRefused where it has none."""
    found = rulesets.measures(case.rule_set_id, kind).filter(code=code).first()
    if found is None:
        raise MoveRefused(_("The rule set knows no measure “%(code)s”.") % {"code": code}, MoveRefused.MISSING)
    return found


def _day(end):
    return last_of(end, timezone.get_current_timezone())

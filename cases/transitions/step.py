"""A move of a case: the state, its clock, its reminders, one trail line, in one transaction."""

from django.utils import timezone

from cases import registry
from cases.services import clocks
from zhangdian.workflow import MoveRefused, make


def step(move, case, *, actor, at, reason="", then=None, due_at=None, before=None, after=None, **changes):
    """Make `move` on a case, and begin the clock of the state it comes to. Returns the row.

    then: as in workflow.make, called on the locked, changed row before the clock begins. due_at: (row) -> instant or
    None, where the kind knows the end of the step better than the clock of its state.
    """

    def begin(row):
        if then is not None:
            then(row)
        clocks.enter(row, at=at, due_at=due_at(row) if due_at is not None else None)
        if row.state in row.ENDED:
            row.ended_why = (row.ended_why or reason or str(move.label))[:400]

    return make(
        move, case, actor=actor, at=at, reason=reason, then=begin, before=before, after=after,
        rows=locked(type(case), actor, at), **changes,
    )  # fmt: skip


def each(rows, move):
    """Make `move` (a function of the case) on every one of the rows; returns how many it could be made on. For sweeps:
    where somebody was quicker, the move finds out under the lock."""
    done = 0
    for case in rows:
        try:
            move(case)
        except MoveRefused:
            continue
        done += 1
    return done


def locked(model, actor, at):
    """The rows to lock from: with whom they concern, and how the actor stands to them."""
    rows = model.objects.select_related("cadre__user", "unit", "rule_set", "handler")
    return rows.standing(actor, timezone.localdate(at)) if actor is not None else rows


def refuse_suspended(case):
    """Raise MoveRefused while something keeps the case from going on towards its effect."""
    why = registry.suspended(case)
    if why:
        raise MoveRefused(why, MoveRefused.WRONG_STATE)

"""The clock of a case: a step entered, extended once, held, resumed. Looking at a case changes nothing of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.permissions import common as may
from cases.queries import rulesets
from cases.rules import clocks as rules
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

LADDER = "case"
# Posts to be settled after a revocation: of a case that is over, so that no step of it is due.
POSTS = "case_post"
verbs.declare(
    extend_step=gettext_lazy("extended the step"), hold_step=gettext_lazy("held the clock"),
    resume_step=gettext_lazy("let the clock go on"), hand_over_case=gettext_lazy("handed the case over"),
)  # fmt: skip


def ladder_key(case):
    """The key of the present step's reminders."""
    return f"{case.KIND}.{case.pk}.{case.step}"


def end_of_step(case, code, at):
    """When a period `code` of the case's rule set that begins at `at` is over: the first late instant."""
    clock = rulesets.clock(case.rule_set_id, code)
    return rules.due(
        timezone.localdate(at), clock.count, clock.span, calendar(), timezone.get_current_timezone()
    )  # fmt: skip


def enter(case, *, at, due_at=None):
    """Begin the step of the state that `case` has now: its own deadline, no extension, no hold. Saves nothing.

    due_at: where the kind knows better than the clock of the state.
    """
    if case.step and case.pk:
        notices.settle(LADDER, [ladder_key(case)], at=at)
    case.step += 1
    case.step_at = at
    case.extended_at = case.extended_by = case.held_at = case.held_by = None
    case.extended_why = case.held_why = ""
    if case.state in case.ENDED:
        case.due_at, case.ended_at = None, at
    else:
        case.due_at = due_at or end_of_step(case, f"{case.KIND}.{case.state}", at)
        case.ended_at = None
    return case


def _locked(case, actor, day):
    rows = type(case).objects.standing(actor, day)
    row = rows.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state in row.ENDED:
        raise MoveRefused(_("This case is over: it has no deadline any more."), MoveRefused.WRONG_STATE)
    return row


def _save(row, before, *names):
    """Save a moved deadline; a statement that was due with the step moves with it."""
    if getattr(row, "statement_due_at", None) == before:
        row.statement_due_at = row.due_at
        names = (*names, "statement_due_at")
    row.save(update_fields=["due_at", *names])


@transaction.atomic
def extend(case, *, reason, actor, at):
    """Extend the present step once, before its end, by what its clock allows. Returns the row."""
    row = _locked(case, actor, timezone.localdate(at))
    if not may.extends(actor, row):
        raise MoveRefused(_("A step is extended by a leader of the department."), MoveRefused.WRONG_PERSON)
    if row.extended_at:
        raise MoveRefused(_("This step has been extended once already."), MoveRefused.WRONG_STATE)
    if at >= row.due_at:
        raise MoveRefused(_("The step is overdue: extending it is asked for before its end."), MoveRefused.WRONG_STATE)
    clock = rulesets.clock(row.rule_set_id, f"{row.KIND}.{row.state}")
    if not clock.extension:
        raise MoveRefused(_("By the rules this step is not extended."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say why it is extended."), MoveRefused.MISSING)
    zone = timezone.get_current_timezone()
    before = row.due_at
    row.due_at = rules.due(rules.last_of(before, zone), clock.extension, clock.span, calendar(), zone)
    row.extended_at, row.extended_by, row.extended_why = at, actor, reason.strip()[:400]
    _save(row, before, "extended_at", "extended_by", "extended_why")
    trail.record(
        row, "extend_step", actor=actor, at=at, reason=reason, before={"due_at": before.isoformat()},
        after={"due_at": row.due_at.isoformat()},
    )  # fmt: skip
    return row


@transaction.atomic
def hold(case, *, reason, actor, at):
    """Let the clock of the present step stand still; the case officer says why. Returns the row."""
    row = _locked(case, actor, timezone.localdate(at))
    if not may.handles(actor, row):
        raise MoveRefused(_("The clock is held by the case officer."), MoveRefused.WRONG_PERSON)
    if row.held_at:
        raise MoveRefused(_("The clock stands still already."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say why the clock is held."), MoveRefused.MISSING)
    row.held_at, row.held_by, row.held_why = at, actor, reason.strip()[:400]
    row.save(update_fields=["held_at", "held_by", "held_why"])
    trail.record(row, "hold_step", actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def resume(case, *, actor, at):
    """Let the clock go on: the step ends as many working days later as it stood still on. Returns the row."""
    row = _locked(case, actor, timezone.localdate(at))
    if not may.handles(actor, row):
        raise MoveRefused(_("The clock is resumed by the case officer."), MoveRefused.WRONG_PERSON)
    if not row.held_at:
        raise MoveRefused(_("The clock does not stand still."), MoveRefused.WRONG_STATE)
    zone = timezone.get_current_timezone()
    before = row.due_at
    row.due_at = rules.held_over(
        before, timezone.localdate(row.held_at), timezone.localdate(at), calendar(), zone
    )  # fmt: skip
    row.held_at = row.held_by = None
    row.held_why = ""
    _save(row, before, "held_at", "held_by", "held_why")
    trail.record(
        row, "resume_step", actor=actor, at=at, before={"due_at": before.isoformat()},
        after={"due_at": row.due_at.isoformat()},
    )  # fmt: skip
    return row


@transaction.atomic
def hand_over(case, to, *, reason, actor, at):
    """Give the case another case officer, with the reason; both are told. Returns the row."""
    day = timezone.localdate(at)
    row = _locked(case, actor, day)
    if not may.hands_over(actor, row):
        raise MoveRefused(
            _("A case is handed over by its officer or by a leader of the department."), MoveRefused.WRONG_PERSON
        )
    if not reason.strip():
        raise MoveRefused(_("Say why it is handed over."), MoveRefused.MISSING)
    if to.pk == row.handler_id:
        raise MoveRefused(_("This is the case officer already."), MoveRefused.WRONG_STATE)
    if not may.of_office(to, type(case).objects.standing(to, day).get(pk=case.pk)):
        raise MoveRefused(
            _("%(who)s cannot handle this case: not of the cadre section, concerned by it, or recused.") % {"who": to},
            MoveRefused.WRONG_PERSON,
        )
    why = registry.barred(row, to)
    if why:
        raise MoveRefused(why, MoveRefused.WRONG_PERSON)
    before = row.handler
    row.handler = to
    row.save(update_fields=["handler"])
    trail.record(
        row, "hand_over_case", actor=actor, at=at, reason=reason, before={"handler": str(before)},
        after={"handler": str(to)},
    )  # fmt: skip
    tell([to], row, "handed_over", _("You are now the officer of %(case)s") % {"case": row}, at=at)
    return row


def tell(users, case, what, title, *, at, path=""):
    """A notice to `users` about a case, once a step; path: where it leads, if not to the case."""
    notices.tell(
        [user for user in users if user is not None], kind=f"case.{what}"[:40], key=ladder_key(case), title=title,
        path=path or case.get_absolute_url(), at=at,
    )  # fmt: skip


def holder_of(case):
    """Whose turn it is: a Holder."""
    return registry.turn(registry.of(case), case.state, case.cadre_id is not None)

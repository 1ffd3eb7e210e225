"""The moves of a tolerance case: screened, countersigned by the other organ, investigated, deliberated, decided, fed
back, filed, put right, revisited.

From acceptance to feedback what it is about is suspended in scores and goes no further. At the feedback the finding
flows: excused, a card falls altogether and its source stays out of every score; lighter or reduced, a card steps down
by one; not tolerated, everything goes on.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models import Investigator
from cases.permissions import tolerance as may
from cases.permissions.common import nobody
from cases.queries import rulesets
from cases.queries import tolerance as queries
from cases.rules.clocks import last_of
from cases.services import tolerance as services
from cases.services.clocks import end_of_step, tell
from cases.services.serving import serve
from cases.states.common import Manner, Paper
from cases.states.tolerance import EFFECTIVE, MITIGATED, Ground, Origin, Outcome, Scope
from cases.states.tolerance import ToleranceState as S
from cases.transitions.process import APPEAL, REVIEW
from cases.transitions.step import step
from zhangdian.calendar.rules import end_of
from zhangdian.workflow import Move, MoveRefused

ACCEPT = Move("accept", frozenset({S.LODGED}), S.ACCEPTING, may.screens, gettext_lazy("Accept it"),
              needs=("reason",))  # fmt: skip
REFUSE = Move("refuse", frozenset({S.LODGED}), S.REFUSING, may.screens, gettext_lazy("Do not accept it"),
              needs=("ground", "reason"))  # fmt: skip
COUNTERSIGN = Move(
    "countersign", frozenset({S.ACCEPTING}), S.INQUIRY, may.countersigns, gettext_lazy("Countersign the acceptance"),
    warns=gettext_lazy("From here on what it is about is suspended in scores, and a card about it goes no further."),
)  # fmt: skip
CONFIRM_REFUSAL = Move(
    "confirm-refusal", frozenset({S.REFUSING}), S.REFUSED, may.countersigns, gettext_lazy("Countersign the refusal"),
    warns=gettext_lazy("The applicant is served the refusal with its written reason."),
)  # fmt: skip
DISAGREE = Move("disagree", frozenset({S.ACCEPTING, S.REFUSING}), S.LODGED, may.countersigns,
                gettext_lazy("Do not countersign"), needs=("reason",))  # fmt: skip
REPORT = Move(
    "report", frozenset({S.INQUIRY}), S.JOINT, may.investigates, gettext_lazy("Report the investigation"),
    warns=gettext_lazy("Two or more have signed; the person, the unit and the masses were heard."),
)  # fmt: skip
OPINE = Move("give-opinion", frozenset({S.JOINT}), S.MEETING, may.opines, gettext_lazy("Give the commission's opinion"),
             needs=("opinion",))  # fmt: skip
ASK_AGAIN = Move("ask-again", frozenset({S.JOINT, S.MEETING}), S.INQUIRY, may.asks_again,
                 gettext_lazy("Send back to the investigators"), needs=("reason",))  # fmt: skip
DECIDE = Move("find", frozenset({S.MEETING}), S.DECIDED, may.decides, gettext_lazy("Found by the joint meeting"))
FEED_BACK = Move(
    "feed-back", frozenset({S.DECIDED}), S.FED_BACK, may.runs, gettext_lazy("Feed back the finding"),
    needs=("party_org",),
    warns=gettext_lazy("The finding takes effect: a card falls or steps down, what was suspended is let go."),
)  # fmt: skip
FILE = Move("file", frozenset({S.FED_BACK}), S.FILED, may.runs, gettext_lazy("File it"), needs=("filing_no",))
ORDER = Move(
    "order-correction", frozenset({S.FILED}), S.CORRECTING, may.runs, gettext_lazy("Serve a correction notice"),
    needs=("correction", "correct_by"),
)  # fmt: skip
SKIP = Move("no-correction", frozenset({S.FILED}), S.FOLLOWED, may.runs, gettext_lazy("Nothing to put right"),
            needs=("reason",))  # fmt: skip
CORRECT = Move("report-correction", frozenset({S.CORRECTING}), S.CORRECTED, may.reports,
               gettext_lazy("Report it put right"), needs=("corrected",))  # fmt: skip
APPROVE = Move("approve-correction", frozenset({S.CORRECTED}), S.FOLLOWED, may.runs,
               gettext_lazy("Verified: put right"), needs=("verdict",))  # fmt: skip
RETURN = Move("return-correction", frozenset({S.CORRECTED}), S.CORRECTING, may.runs,
              gettext_lazy("Not put right: send back"), needs=("reason", "correct_by"))  # fmt: skip
REVISIT = Move("visit-again", frozenset({S.FOLLOWED}), S.CLOSED, may.runs, gettext_lazy("Record the revisit and close"),
               needs=("revisit",))  # fmt: skip
WITHDRAW = Move(
    "withdraw", frozenset({S.LODGED, S.ACCEPTING, S.REFUSING, S.INQUIRY}), S.WITHDRAWN, may.withdraws,
    gettext_lazy("Withdraw the application"), needs=("reason",),
    warns=gettext_lazy("What was suspended goes on. A new application is possible while there is time."),
)  # fmt: skip
DISMISS = Move(
    "dismiss", frozenset({S.LODGED, S.INQUIRY, S.JOINT, S.MEETING}), S.DISMISSED, may.dismisses,
    gettext_lazy("Dismiss the case"), needs=("reason",),
    warns=gettext_lazy("For want of anything to be excused any more: what was suspended goes on."),
)  # fmt: skip
REVOKE = Move("revoke", frozenset(set(EFFECTIVE) - {S.REVOKED}), S.REVOKED, nobody,
              gettext_lazy("Revoked on appeal"), needs=("reason",), by_system=True)  # fmt: skip
MOVES = (
    ACCEPT, REFUSE, COUNTERSIGN, CONFIRM_REFUSAL, DISAGREE, REPORT, OPINE, ASK_AGAIN, DECIDE, FEED_BACK, FILE, ORDER,
    SKIP, CORRECT, APPROVE, RETURN, REVISIT, WITHDRAW, DISMISS, REVOKE,
)  # fmt: skip


def accept(case, *, reason, actor, at):
    """Screened: to be accepted. A late one is accepted for the reason given."""

    def screened(row):
        row.screened_at, row.screened_by, row.screened_why, row.ground = at, actor, reason[:1000], ""

    return step(ACCEPT, case, actor=actor, at=at, reason=reason, then=screened)


def refuse(case, *, ground, reason, actor, at):
    """Screened: not to be accepted, on a ground of the negative list or as not within the scope."""
    if ground not in Ground.values:
        raise ValidationError({"ground": _("Choose the ground of the refusal.")})

    def screened(row):
        row.screened_at, row.screened_by, row.screened_why = at, actor, reason[:1000]

    return step(REFUSE, case, actor=actor, at=at, reason=reason, then=screened, ground=ground)


def countersign(case, *, manner=Manner.SYSTEM, actor, at, witness="", note=""):
    """Accepted by both organs: the applicant gets word, and what it is about is suspended."""

    def accepted(row):
        row.countersigned_at, row.countersigned_by = at, actor
        serve(row, Paper.OUTCOME, manner=manner, witness=witness, note=note, actor=actor, at=at)
        services.suspend(row, actor=actor, at=at)

    return step(COUNTERSIGN, case, actor=actor, at=at, then=accepted)


def confirm_refusal(case, *, manner=Manner.SYSTEM, actor, at, witness="", note=""):
    """Refused by both organs: the applicant is served the written reason."""

    def refused(row):
        row.countersigned_at, row.countersigned_by = at, actor
        row.ended_why = f"{row.get_ground_display()}：{row.screened_why}"
        serve(row, Paper.OUTCOME, manner=manner, witness=witness, note=note, actor=actor, at=at)

    return step(CONFIRM_REFUSAL, case, actor=actor, at=at, then=refused)


def disagree(case, *, reason, actor, at):
    def back(row):
        row.ground = ""
        tell([row.handler], row, "disagreed", _("Not countersigned: %(case)s") % {"case": row}, at=at)

    return step(DISAGREE, case, actor=actor, at=at, reason=reason, then=back)


def report(case, *, actor, at):
    """Report a complete investigation to the discipline commission."""

    def complete(row):
        least = max(2, int(rulesets.figure(row.rule_set_id, "tolerance.investigators")))
        missing = services.wanting(row, least)
        if missing:
            raise MoveRefused(_("The investigation still wants: %(what)s.") % {"what": "；".join(missing)},
                              MoveRefused.MISSING)  # fmt: skip
        row.proposed_at, row.proposed_by = at, actor

    return step(REPORT, case, actor=actor, at=at, then=complete)


def give_opinion(case, *, opinion, agrees, actor, at):
    """The commission's written opinion, agreeing or not; the joint meeting has it before it."""

    def given(row):
        row.agrees, row.opined_at, row.opined_by = agrees in (True, "yes"), at, actor

    return step(OPINE, case, actor=actor, at=at, then=given, opinion=opinion)


def ask_again(case, *, reason, actor, at):
    """Back to the investigators; who signed signs again."""

    def back(row):
        row.proposed_at = row.proposed_by = row.opined_at = row.opined_by = row.agrees = None
        row.opinion = ""
        Investigator.objects.filter(tolerance=row).update(signed_at=None)
        named = [one.user for one in queries.investigators(row)]
        tell(named, row, "again", _("Investigate further: %(case)s") % {"case": row}, at=at)

    return step(ASK_AGAIN, case, actor=actor, at=at, reason=reason, then=back)


def decided(case, outcome, *, decision, actor, at):
    """Carry the joint meeting's word into the case: registry.Kind.decided."""

    def found(row):
        row.outcome, row.decision, row.decided_at = outcome, decision, at

    after = {"decision": str(decision), "finding": str(Outcome(outcome).label)}
    return step(DECIDE, case, actor=actor, at=at, then=found, before={}, after=after)


def feed_back(case, *, party_org, manner, actor, at, witness="", note=""):
    """Serve the finding on the person and on the Party organisation of the unit: from here on it has effect."""

    def served(row):
        row.delivered_at, row.delivered_by = at, actor
        zone = timezone.get_current_timezone()
        row.review_until = last_of(end_of_step(row, REVIEW, at), zone)
        row.appeal_until = last_of(end_of_step(row, APPEAL, at), zone)
        serve(row, Paper.DECISION, manner=manner, witness=witness, note=note, actor=actor, at=at)
        serve(row, Paper.DECISION, manner=Manner.SIGNED, actor=actor, at=at, on_whom=party_org)
        row.effect = _flow(row, actor, at)[:400]

    return step(FEED_BACK, case, actor=actor, at=at, then=served, party_org=party_org)


def _flow(row, actor, at):
    """Let the finding flow into what the case is about; a sentence of what followed."""
    words = str(row.get_outcome_display())
    about, done = queries.about_of(row), ""
    reason = f"{row.number_text} {words}"
    services.release(
        row, outcome=_("considered, %(finding)s: %(number)s") % {"finding": words, "number": row.number_text},
        actor=actor, at=at, is_excused=row.outcome == Outcome.EXEMPT,
    )  # fmt: skip
    kind = registry.labelled(row.about_label) if about is not None else None
    if row.outcome != Outcome.DENIED and kind is not None and kind.tolerated is not None:
        done = kind.tolerated(about, row.outcome, reason=reason, actor=actor, at=at)
    if row.outcome in MITIGATED and not done and row.cadre_id:
        services.remind(row.cadre, reason=reason, actor=actor, at=at)
        done = _("a reminder was recorded")
    return done or {
        Outcome.EXEMPT: _("what it is about stays out of every score"), Outcome.DENIED: _("what was suspended goes on"),
    }.get(row.outcome, "")  # fmt: skip


def file(case, *, filing_no, actor, at):
    """Filed with the discipline commission, a copy with the department."""

    def filed(row):
        row.filed_at = at

    return step(FILE, case, actor=actor, at=at, then=filed, filing_no=filing_no)


def _until(row):
    return end_of(row.correct_by, timezone.get_current_timezone())


def _future(row, at):
    if row.correct_by <= timezone.localdate(at):
        raise ValidationError({"correct_by": _("Name a day that is still to come.")})


def order_correction(case, *, correction, correct_by, manner=Manner.SYSTEM, actor, at, witness="", note=""):
    """Serve a correction notice with its day."""

    def served(row):
        _future(row, at)
        serve(row, Paper.CORRECTION, manner=manner, witness=witness, note=note, actor=actor, at=at)

    return step(ORDER, case, actor=actor, at=at, then=served, due_at=_until, correction=correction,
                correct_by=correct_by)  # fmt: skip


def no_correction(case, *, reason, actor, at):
    return step(SKIP, case, actor=actor, at=at, reason=reason)


def report_correction(case, *, corrected, actor, at):
    def said(row):
        tell([row.handler], row, "corrected", _("A correction was reported: %(case)s") % {"case": row}, at=at)

    return step(CORRECT, case, actor=actor, at=at, then=said, corrected=corrected)


def approve_correction(case, *, verdict, actor, at):
    return step(APPROVE, case, actor=actor, at=at, verdict=verdict)


def return_correction(case, *, reason, correct_by, actor, at):
    return step(RETURN, case, actor=actor, at=at, reason=reason, then=lambda row: _future(row, at), due_at=_until,
                correct_by=correct_by)  # fmt: skip


def visit_again(case, *, revisit, actor, at):
    """The revisit; where the person consented to a clearing of the name it has been done before."""

    def over(row):
        if row.outcome == Outcome.EXEMPT and not row.scope:
            raise MoveRefused(
                _("Ask the person first whether and how far the name is to be cleared; the person says so here, and "
                  "“none” is an answer."),
                MoveRefused.MISSING,
            )  # fmt: skip
        if row.scope not in ("", Scope.NONE) and not row.cleared_on:
            raise MoveRefused(
                _("The person consented to a clearing of the name (%(scope)s): do it first.")
                % {"scope": row.get_scope_display()},
                MoveRefused.MISSING,
            )

    return step(REVISIT, case, actor=actor, at=at, then=over, revisit=revisit)


def withdraw(case, *, reason, actor, at):
    """The applicant takes it back; what was suspended goes on."""
    return step(WITHDRAW, case, actor=actor, at=at, reason=reason, then=_let_go(_("withdrawn"), actor, at))


def dismiss(case, *, reason, actor, at):
    """Ended without a finding; what was suspended goes on. A lodged application is refused instead, on a ground."""

    def over(row):
        if row.countersigned_at is None and row.origin != Origin.ORGAN:
            raise MoveRefused(
                _("An application is accepted or refused on a ground; only what the organ opened itself is dismissed "
                  "before."),
                MoveRefused.WRONG_STATE,
            )  # fmt: skip
        _let_go(_("dismissed"), actor, at)(row)

    return step(DISMISS, case, actor=actor, at=at, reason=reason, then=over)


def _let_go(words, actor, at):
    def gone(row):
        services.release(row, outcome=f"{row.number_text} {words}", actor=actor, at=at)

    return gone


def revoke(case, *, reason, at, actor=None):
    """An appeal revokes a finding that did not excuse (or not fully): it has no effect any more, and the matter may be
    applied for anew. What a lighter finding gave stays given."""
    return step(REVOKE, case, actor=None, at=at, reason=reason)


def appealable(case):
    """A finding in effect that does not exempt altogether."""
    return case.state in set(EFFECTIVE) - {S.REVOKED} and case.outcome != Outcome.EXEMPT

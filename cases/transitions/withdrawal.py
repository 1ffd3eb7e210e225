"""The moves of the withdrawal of an honour (撤销称号): proposed, facts served, heard, before the meeting, decided,
delivered; or the honour stays.

The honour is withdrawn by the delivery and by nothing else; an appeal gives it back, with its points. The batch stays
published whatever becomes of one on it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Honouree, HonourWithdrawal
from cases.permissions import withdrawal as may
from cases.permissions.common import decides, nobody
from cases.queries import withdrawal as queries
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.states.honours import HonoureeState
from cases.states.withdrawal import BEFORE_DELIVERY, BEFORE_MEETING
from cases.states.withdrawal import WithdrawalState as S
from cases.transitions import honourees, process
from cases.transitions.step import step
from zhangdian.trail import verbs
from zhangdian.workflow import Move, MoveRefused

verbs.declare(propose_withdrawal=gettext_lazy("proposed to withdraw the honour"))

SERVE, STATE, WAIVE, EXPIRE = process.hearing_moves(S, S.DRAFT, serves=may.runs)
serve_facts, state, waive, expire = process.hearing(SERVE, STATE, WAIVE, EXPIRE)
PROPOSE = Move(
    "propose", frozenset({S.HEARD}), S.PROPOSED, may.runs, gettext_lazy("Put before the meeting"), needs=("proposal",)
)
DECIDE = Move("decide", frozenset({S.PROPOSED}), S.DECIDED, decides, gettext_lazy("Decided: withdraw the honour"))
DECLINE = Move("decline", frozenset({S.PROPOSED}), S.KEPT, decides, gettext_lazy("Decided: the honour stays"))
DELIVER = Move(
    "deliver", frozenset({S.DECIDED}), S.DELIVERED, may.runs, gettext_lazy("Deliver the decision"),
    warns=gettext_lazy(
        "From here on the honour and its points are withdrawn. The paper names the last days of review and appeal."
    ),
)  # fmt: skip
DROP = Move("drop", frozenset(BEFORE_MEETING), S.DROPPED, may.runs, gettext_lazy("Do not pursue it"), needs=("reason",))
REVOKE = Move(
    "revoke", frozenset({S.DELIVERED}), S.REVOKED, may.turns_back, gettext_lazy("Give the honour back"),
    needs=("reason",), by_system=True,
)  # fmt: skip
# By a finding of error tolerance only (`tolerated`).
EXCUSE = Move(
    "excuse", frozenset(BEFORE_DELIVERY), S.DROPPED, nobody, gettext_lazy("Excused: the honour stays"),
    needs=("reason",), by_system=True,
)  # fmt: skip
MOVES = (SERVE, STATE, WAIVE, EXPIRE, PROPOSE, DECIDE, DECLINE, DELIVER, DROP, REVOKE, EXCUSE)


@transaction.atomic
def open_withdrawal(honouree, *, facts, on_block=False, actor, at):
    """Propose to withdraw an honour; returns the HonourWithdrawal, a draft whose officer is the proposer.

    on_block: it rests on what blocks honours of the person today, which it then names; an open tolerance case about
    that keeps it from going on. ValidationError: no facts, or nothing blocks. MoveRefused: who may not, no honour in
    force, or a withdrawal that runs already.
    """
    day = timezone.localdate(at)
    rows = Honouree.objects.standing(actor, day).select_related("cadre", "honour__decision")
    one = rows.select_for_update(of=("self",)).get(pk=honouree.pk)
    if not may.proposes(actor):
        raise MoveRefused(_("Withdrawals are proposed by the cadre section."), MoveRefused.WRONG_PERSON)
    if not may.proposes(actor, one):
        raise MoveRefused(
            _("It concerns you or your unit, or you are recused: a colleague proposes this withdrawal."),
            MoveRefused.WRONG_PERSON,
        )
    if one.state != HonoureeState.RECIPIENT:
        raise MoveRefused(_("%(name)s has no honour in force here.") % {"name": one.name}, MoveRefused.WRONG_STATE)
    known = one.withdrawals.running().select_related("cadre").first()
    if known is not None:
        raise MoveRefused(_("There is a withdrawal already: %(case)s.") % {"case": known}, MoveRefused.WRONG_STATE)
    if not facts.strip():
        raise ValidationError({"facts": _("Say what happened, and how it was found out.")})
    row = HonourWithdrawal(honouree=one, cadre=one.cadre, facts=facts.strip()[:4000], state=S.DRAFT)
    if on_block:
        source = queries.noticed(one, day)
        if source is None:
            raise ValidationError({"on_block": _("Nothing blocks honours of this person today.")})
        for name, words in source.columns.items():
            setattr(row, name, words)
    return open_case(row, actor=actor, at=at, handler=actor, verb="propose_withdrawal")


def propose(case, *, proposal, actor, at):
    return process.propose(PROPOSE, case, proposal=proposal, actor=actor, at=at)


def decided(case, outcome, *, decision, actor, at):
    """Carry a meeting's word into the case: registry.Kind.decided."""
    if outcome == "withdraw":
        return process.decide(DECIDE, case, decision=decision, actor=actor, at=at)
    return process.decline(DECLINE, case, decision=decision, actor=actor, at=at, then=lambda row: _tell_stays(row, at))


def deliver(case, *, manner, actor, at, witness="", note=""):
    """Deliver: the honour is withdrawn and its points are reversed, in the same transaction."""
    with transaction.atomic():
        row = process.deliver(DELIVER, case, manner=manner, witness=witness, note=note, actor=actor, at=at)
        honourees.withdraw_honour(row.honouree, withdrawal=row, actor=actor, at=at)
    return row


def drop(case, *, reason, actor, at):
    """End the case before the meeting. Who was served the facts is told."""
    return step(DROP, case, actor=actor, at=at, reason=reason, then=lambda row: _tell_stays(row, at))


def excuse(case, *, reason, at, actor=None):
    """End the case because what it rests on was excused by a tolerance finding; the system's own move."""
    return step(EXCUSE, case, actor=None, at=at, reason=reason, then=lambda row: _tell_stays(row, at))


def revoke(case, *, reason, actor, at):
    """Give the honour back with exactly its points, after an appeal or a tolerance finding. actor None: the system."""

    def undone(row):
        honourees.restore_honour(row.honouree, withdrawal=row, reason=reason, actor=actor, at=at)
        tell([row.cadre.user], row, "given_back", _("The honour is given back: %(case)s") % {"case": row}, at=at)

    return step(REVOKE, case, actor=actor, at=at, reason=reason, then=undone)


def tolerated(case, outcome, *, reason, actor, at):
    """What a finding of error tolerance does to a withdrawal: registry.Kind.tolerated. Returns what followed, or "".

    Exempt: the honour stays, or is given back. There is nothing lighter than a withdrawal: before the decision the
    proposal takes the finding up.
    """
    case = HonourWithdrawal.objects.get(pk=case.pk)
    if outcome == "exempt":
        if case.state in EXCUSE.sources:
            excuse(case, reason=reason, at=at)
            return _("the honour stays")
        if case.state in REVOKE.sources:
            revoke(case, reason=reason, actor=None, at=at)
            return _("the honour is given back")
    return ""


def _tell_stays(row, at):
    if row.served_at:
        tell([row.cadre.user], row, "stays", _("The honour stays: %(case)s") % {"case": row}, at=at)


def sweep(at):
    """Statement periods that are over. Safe to run twice."""
    return process.expire_all(HonourWithdrawal, expire, at)

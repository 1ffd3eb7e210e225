"""The moves of one person of a batch, and of an objection. Made by the batch's moves, by its officer, and by the case
that withdraws the honour."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Honour, Honouree, HonourObjection
from cases.permissions import honours as may
from cases.permissions.common import nobody
from cases.queries import rulesets
from cases.queries import withdrawal as withdrawals
from cases.services.effects import quarter_on
from cases.states.honours import HONOUR_OPEN_LIST, ObjectionState
from cases.states.honours import HonoureeState as S
from evaluations.queries.score_inputs import Quarter
from evaluations.services import score_entries
from zhangdian.workflow import Move, MoveRefused, make

O = ObjectionState  # noqa: E741
TAKE_OUT = Move(
    "take-out", frozenset({S.CANDIDATE}), S.OUT, may.takes_out, gettext_lazy("Take out of the batch"),
    needs=("reason",), by_system=True,
)  # fmt: skip
AWARD = Move("award-honour", frozenset({S.CANDIDATE}), S.RECIPIENT, may.awards, gettext_lazy("Honoured"))
WITHDRAW = Move(
    "withdraw-honour", frozenset({S.RECIPIENT}), S.WITHDRAWN, nobody, gettext_lazy("Honour withdrawn"),
    needs=("reason",), by_system=True,
)  # fmt: skip
RESTORE = Move(
    "restore-honour", frozenset({S.WITHDRAWN}), S.RECIPIENT, nobody, gettext_lazy("Honour given back"),
    needs=("reason",), by_system=True,
)  # fmt: skip
MOVES = (TAKE_OUT, AWARD, WITHDRAW, RESTORE)

UPHOLD = Move("uphold", frozenset({O.RAISED}), O.UPHELD, may.answers, gettext_lazy("The objection is right"),
              needs=("answer",))  # fmt: skip
REJECT = Move("reject", frozenset({O.RAISED}), O.REJECTED, may.answers, gettext_lazy("The objection is not right"),
              needs=("answer",))  # fmt: skip
OBJECTION_MOVES = (UPHOLD, REJECT)


def _locked(actor, at):
    """pk -> the locked person of a batch, whose batch says how the actor stands to it."""

    def lock(pk):
        row = Honouree.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=pk)
        if actor is not None:
            row.honour = Honour.objects.standing(actor, timezone.localdate(at)).get(pk=row.honour_id)
        return row

    return lock


def take_out(honouree, *, reason, actor, at):
    """Take somebody out of a batch that no meeting has decided yet; actor None: the system, for a period or an opinion
    against. Returns the row."""

    def taken(row):
        if actor is not None and row.honour.state not in HONOUR_OPEN_LIST:
            raise MoveRefused(_("The list is before the meeting: it decides."), MoveRefused.WRONG_STATE)
        row.out_at, row.out_by, row.out_why = at, actor, reason[:400]

    return make(TAKE_OUT, honouree, actor=actor, at=at, reason=reason, then=taken, rows=_locked(actor, at))


def award_honour(honouree, *, honour, actor, at):
    """Honour somebody, with the publication of the batch; the points of the rules enter the score of the quarter."""

    def awarded(row):
        row.honoured_at = at
        points = rulesets.figure(honour.rule_set_id, "honour.points")
        if points:
            score_entries.post_entry(
                row.cadre, quarter_on(timezone.localdate(at)), points, source=row, reason=str(honour), actor=actor,
                at=at,
            )  # fmt: skip

    return make(AWARD, honouree, actor=actor, at=at, then=awarded, rows=_locked(actor, at))


def withdraw_honour(honouree, *, withdrawal, actor, at):
    """Take an honour back, with the delivery of `withdrawal` by `actor`: it vanishes from every figure, not from the
    trail. The system's own move."""

    def withdrawn(row):
        row.withdrawn_at = at
        for entry in withdrawals.entries_of(row).filter(reversed_by__isnull=True):
            score_entries.reverse_entry(entry, reason=str(withdrawal), actor=actor, at=at)

    return make(WITHDRAW, honouree, actor=None, at=at, reason=str(withdrawal), then=withdrawn, rows=_locked(None, at))


def restore_honour(honouree, *, withdrawal, reason, actor, at):
    """Give back an honour that `withdrawal` took: exactly the points that it reversed stand again, in their quarter, by
    entries of which it is the source. The system's own move; actor: who carries the outcome, or None."""

    def restored(row):
        row.withdrawn_at = None
        taken = withdrawals.entries_of(row).filter(reversed_by__posted_at=withdrawal.delivered_at)
        for entry in taken:
            score_entries.post_entry(
                row.cadre, Quarter(entry.year, entry.quarter), entry.points, source=withdrawal, reason=reason,
                actor=actor, at=at, dimension=entry.dimension,
            )  # fmt: skip

    return make(RESTORE, honouree, actor=None, at=at, reason=reason, then=restored, rows=_locked(None, at))


def _objection(actor, at):
    def lock(pk):
        row = HonourObjection.objects.select_for_update(of=("self",)).select_related("about").get(pk=pk)
        row.honour = Honour.objects.standing(actor, timezone.localdate(at)).get(pk=row.honour_id)
        return row

    return lock


def uphold(objection, *, answer, actor, at):
    """The objection is right: whom it is about is taken out, with the answer as the reason. Returns the objection."""

    def upheld(row):
        row.answered_at, row.answered_by = at, actor
        if row.about_id and row.about.state == S.CANDIDATE:
            take_out(row.about, reason=_("Objection found right: %(answer)s") % {"answer": answer}, actor=actor, at=at)

    return make(UPHOLD, objection, actor=actor, at=at, then=upheld, answer=answer[:500], rows=_objection(actor, at))


def reject(objection, *, answer, actor, at):
    def rejected(row):
        row.answered_at, row.answered_by = at, actor

    return make(REJECT, objection, actor=actor, at=at, then=rejected, answer=answer[:500], rows=_objection(actor, at))

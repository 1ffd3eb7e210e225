"""The moves of one person of a batch, and of an objection. Made by the batch's moves and by its officer."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Honour, Honouree, HonourObjection
from cases.permissions import honours as may
from cases.queries import rulesets
from cases.services.effects import quarter_on
from cases.states.honours import HONOUR_OPEN_LIST, ObjectionState
from cases.states.honours import HonoureeState as S
from evaluations.models import ScoreEntry
from evaluations.services import score_entries
from zhangdian.workflow import Move, MoveRefused, make

O = ObjectionState  # noqa: E741
TAKE_OUT = Move(
    "take-out", frozenset({S.CANDIDATE}), S.OUT, may.takes_out, gettext_lazy("Take out of the batch"),
    needs=("reason",), by_system=True,
)  # fmt: skip
AWARD = Move("award-honour", frozenset({S.CANDIDATE}), S.RECIPIENT, may.awards, gettext_lazy("Honoured"))
WITHDRAW = Move("withdraw-honour", frozenset({S.RECIPIENT}), S.WITHDRAWN, may.withdraws,
                gettext_lazy("Honour withdrawn"), needs=("reason",))  # fmt: skip
RESTORE = Move("restore-honour", frozenset({S.WITHDRAWN}), S.RECIPIENT, may.withdraws,
               gettext_lazy("Honour given back"), needs=("reason",))  # fmt: skip
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


def withdraw_honour(honouree, *, decision, actor, at):
    """Take an honour back by a meeting's decision: it vanishes from every figure, not from the trail."""

    def withdrawn(row):
        row.withdrawn_at, row.withdrawal = at, decision
        for entry in entries_of(row):
            score_entries.reverse_entry(entry, reason=row.reviewed_why, actor=actor, at=at)

    return make(WITHDRAW, honouree, actor=actor, at=at, reason=honouree.reviewed_why, then=withdrawn,
                after={"decision": str(decision)}, before={}, rows=_locked(actor, at))  # fmt: skip


def restore_honour(honouree, *, appeal, reason, actor, at):
    """Give an honour back that an appeal found wrongly withdrawn; `appeal`: the case that says so."""

    def restored(row):
        row.withdrawn_at = row.withdrawal = row.reviewed_at = row.statement_due_at = row.stated_at = None
        row.reviewed_why = row.statement = row.flagged_why = ""
        row.flagged_at = None
        points = rulesets.figure(row.honour.rule_set_id, "honour.points")
        if points:
            score_entries.post_entry(
                row.cadre, quarter_on(timezone.localdate(at)), points, source=appeal, reason=reason, actor=actor, at=at
            )

    return make(RESTORE, honouree, actor=actor, at=at, reason=reason, then=restored, rows=_locked(actor, at))


def entries_of(honouree):
    """The entries of points that the honour made and that still count."""
    return ScoreEntry.objects.filter(
        source_label="cases.honouree", source_key=str(honouree.pk), reverses__isnull=True, reversed_by__isnull=True
    )


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

"""The moves of a decision: entered, confirmed by another person, and with that carried into every case it is about."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models import Attendee
from cases.permissions import decisions as may
from cases.services.decisions import check_item
from cases.states.decisions import DecisionState as S
from zhangdian.papers.queries import attachments_of
from zhangdian.workflow import Move, MoveRefused, make

CONFIRM = Move(
    "confirm", frozenset({S.DRAFT}), S.CONFIRMED, may.confirms, gettext_lazy("Confirm the decision"),
    warns=gettext_lazy("Every case it is about goes on as decided. The decision can no longer be changed."),
)  # fmt: skip
DISCARD = Move(
    "discard", frozenset({S.DRAFT}), S.DISCARDED, may.discards, gettext_lazy("Discard it"), needs=("reason",)
)
MOVES = (CONFIRM, DISCARD)


def confirm(decision, *, actor, at):
    """Confirm a decision and carry it into its cases, all or none, in one transaction. Returns the Decision.

    Refused: without minutes, without two thirds present and more than half of all members agreeing, by who proposed
    one of the cases, whom one concerns, or whom the kind of a case excludes (an earlier decider of an appeal).
    """
    with transaction.atomic():

        def check(row):
            if not attachments_of(row):
                raise MoveRefused(_("Attach the minutes of the meeting first."), MoveRefused.MISSING)
            if 3 * row.present < 2 * row.expected:
                raise MoveRefused(_("Fewer than two thirds of the members were present."), MoveRefused.WRONG_STATE)
            if 2 * row.agreed <= row.expected:
                raise MoveRefused(_("Not more than half of all members agreed."), MoveRefused.WRONG_STATE)
            row.confirmed_at, row.confirmed_by = at, actor

        row = make(CONFIRM, decision, actor=actor, at=at, then=check)
        for item, case in cases_of(row, actor, at):
            _check_people(row, case, actor)
            check_item(case, item.outcome, row.meeting, actor)
            registry.of(case).decided(case, item.outcome, decision=row, actor=actor, at=at)
    return row


def discard(decision, *, actor, at, reason):
    """Throw a draft away, with the reason; its cases wait as before."""
    return make(DISCARD, decision, actor=actor, at=at, reason=reason)


def cases_of(decision, actor, at):
    """[(item, case)] of a decision, each case as the actor stands to it."""
    found = []
    for item in decision.items.all():
        model = registry.labelled(item.label).model
        rows = model.objects.select_related("cadre__user", "unit", "handler").standing(actor, timezone.localdate(at))
        found.append((item, rows.get(pk=item.key)))
    return found


def _check_people(decision, case, actor):
    """Nobody decides the own case, or one he proposed; who is concerned sat there recused."""
    if case.is_subject or case.speaks or case.is_recused:
        raise MoveRefused(
            _("You are concerned by “%(case)s” or recused from it: another leader confirms.") % {"case": case},
            MoveRefused.WRONG_PERSON,
        )
    if actor.pk in {getattr(case, "proposed_by_id", None), case.opened_by_id}:
        raise MoveRefused(
            _("You proposed “%(case)s”: another leader confirms.") % {"case": case}, MoveRefused.WRONG_PERSON
        )
    why = registry.of(case).check_decider(case, actor)
    if why:
        raise MoveRefused(why, MoveRefused.WRONG_PERSON)
    if case.cadre_id and Attendee.objects.filter(decision=decision, cadre=case.cadre_id, is_recused=False).exists():
        raise MoveRefused(
            _("%(who)s sat in the meeting about the own case and was not recused.") % {"who": case.cadre},
            MoveRefused.WRONG_PERSON,
        )

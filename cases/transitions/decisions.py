"""The moves of a decision: entered, confirmed by another person, and with that carried into every case it is about."""

from django.core.exceptions import ValidationError
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
    "discard", frozenset({S.DRAFT}), S.DISCARDED, may.discards, gettext_lazy("Discard the decision"), needs=("reason",)
)
MOVES = (CONFIRM, DISCARD)


def confirm(decision, *, actor, at):
    """Confirm a decision and carry it into its cases, all or none, in one transaction. Returns the Decision.

    Refused: without minutes, without two thirds present and more than half of all members agreeing, by who proposed
    one of the cases, whom one concerns, or whom the kind of a case excludes (an earlier decider of an appeal).
    """
    with transaction.atomic():

        def check(row):
            for refused in _of_meeting(row, attachments_of(row)):
                raise refused
            row.confirmed_at, row.confirmed_by = at, actor

        row = make(CONFIRM, decision, actor=actor, at=at, then=check)
        sat = _sat(row)
        for item, case in cases_of(row, actor, at):
            for refused in _of_people(case, actor, sat):
                raise refused
            check_item(case, item.outcome, row.meeting, actor)
            registry.of(case).decided(case, item.outcome, decision=row, actor=actor, at=at)
    return row


def discard(decision, *, actor, at, reason):
    """Throw a draft away, with the reason; its cases wait as before."""
    return make(DISCARD, decision, actor=actor, at=at, reason=reason)


def hindrances(decision, *, actor, at, pairs=None, files=None, sat=None):
    """[sentence] of all that would keep `actor` from confirming the decision as things stand; nothing is changed.

    pairs: its cases (`cases_of`), files: what hangs on it, sat: keys of the cadres who sat there and were not recused,
    where the page has read them.
    """
    pairs = cases_of(decision, actor, at) if pairs is None else pairs
    files = attachments_of(decision) if files is None else files
    found = [str(refused) for refused in _of_meeting(decision, files)]
    sat = _sat(decision) if sat is None else sat
    held = registry.suspended_of([case for _item, case in pairs])
    for item, case in pairs:
        found += [str(refused) for refused in _of_people(case, actor, sat)]
        try:
            check_item(case, item.outcome, decision.meeting, actor)
        except ValidationError as wrong:
            found += wrong.messages
        except MoveRefused as refused:
            found.append(str(refused))
        else:
            found += [why for key, why in held.items() if key == (item.label, case.pk)]
    return list(dict.fromkeys(found))


def cases_of(decision, actor, at):
    """[(item, case)] of a decision, each case as the actor stands to it; a statement a kind."""
    items, found = list(decision.items.select_related("cadre")), {}
    for label in dict.fromkeys(item.label for item in items):
        model = registry.labelled(label).model
        keys = [field.name for field in model._meta.concrete_fields if field.many_to_one]
        rows = model.objects.select_related("cadre__user", "cadre__unit", *keys)
        rows = rows.standing(actor, timezone.localdate(at))
        rows = rows.filter(pk__in=[item.key for item in items if item.label == label])
        found |= {(label, str(case.pk)): case for case in rows}
    return [(item, found[item.label, item.key]) for item in items]


def _of_meeting(row, files):
    """What is wrong with the meeting itself."""
    if not files:
        yield MoveRefused(_("Attach the minutes of the meeting first."), MoveRefused.MISSING)
    if 3 * row.present < 2 * row.expected:
        yield MoveRefused(_("Fewer than two thirds of the members were present."), MoveRefused.WRONG_STATE)
    if 2 * row.agreed <= row.expected:
        yield MoveRefused(_("Not more than half of all members agreed."), MoveRefused.WRONG_STATE)


def _sat(decision):
    """The cadres who sat in the meeting and were not recused."""
    rows = Attendee.objects.filter(decision=decision, cadre__isnull=False, is_recused=False)
    return set(rows.values_list("cadre", flat=True))


def _of_people(case, actor, sat):
    """Nobody decides the own case, or one he proposed; who is concerned sat there recused."""
    if case.is_subject or case.speaks or case.is_recused:
        yield MoveRefused(
            _("You are concerned by “%(case)s” or recused from it: another leader confirms.") % {"case": case},
            MoveRefused.WRONG_PERSON,
        )
    if actor.pk in {getattr(case, "proposed_by_id", None), case.opened_by_id}:
        yield MoveRefused(
            _("You proposed “%(case)s”: another leader confirms.") % {"case": case}, MoveRefused.WRONG_PERSON
        )
    why = registry.of(case).check_decider(case, actor)
    if why:
        yield MoveRefused(why, MoveRefused.WRONG_PERSON)
    if case.cadre_id and case.cadre_id in sat:
        yield MoveRefused(
            _("%(who)s sat in the meeting about the own case and was not recused.") % {"who": case.cadre},
            MoveRefused.WRONG_PERSON,
        )

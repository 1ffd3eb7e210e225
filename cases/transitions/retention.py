"""The moves of a disposal: proposed by one person, carried out or discarded by another."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.permissions import retention as may
from cases.permissions.common import is_free
from cases.services import retention as services
from cases.states.retention import DisposalState as S
from zhangdian.workflow import Move, MoveRefused, make

CARRY_OUT = Move(
    "carry-out", frozenset({S.PROPOSED}), S.DONE, may.confirms, gettext_lazy("Carry out the disposal"),
    warns=gettext_lazy("Texts, files and the contents of the trail lines of these cases are gone for good."),
)  # fmt: skip
DISCARD = Move(
    "discard", frozenset({S.PROPOSED}), S.DISCARDED, may.discards, gettext_lazy("Discard the batch"), needs=("reason",)
)
MOVES = (CARRY_OUT, DISCARD)


@transaction.atomic
def carry_out(disposal, *, actor, at):
    """Dispose of every case of the batch, all or none; checked again: periods, holds, open appeals. Returns it."""
    items = list(disposal.items.all())

    def confirmed(row):
        row.confirmed_at, row.confirmed_by = at, actor
        cases = [case for item in items for case in _locked(item, actor, at)]
        for case in cases:
            if not is_free(actor, case):
                raise MoveRefused(
                    _("You are concerned by “%(case)s” or recused from it: another leader carries it out.")
                    % {"case": case.number_text},
                    MoveRefused.WRONG_PERSON,
                )
        services.check(cases, timezone.localdate(at))
        for case in cases:
            services.blank(case, actor=actor, at=at, reason=row.why)
        row.items.update(done_at=at)

    return make(CARRY_OUT, disposal, actor=actor, at=at, then=confirmed, reason=disposal.why)


def _locked(item, actor, at):
    model = registry.labelled(item.label).model
    rows = model.objects.standing(actor, timezone.localdate(at)).select_for_update(of=("self",))
    return rows.filter(pk=item.key)


def discard(disposal, *, actor, at, reason):
    return make(DISCARD, disposal, actor=actor, at=at, reason=reason)

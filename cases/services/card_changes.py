"""What an appeal changes of a card without a move of it: one step down, from its first day on."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Card
from cases.queries import rulesets
from cases.services import effects
from cases.states.cards import STANDING, CardState, Colour
from cases.states.rulesets import MeasureKind
from zhangdian.calendar.rules import add_months
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(reduce_card=gettext_lazy("reduced the card"))


@transaction.atomic
def reduce(card, *, colour, appeal, actor, at):
    """One step down by the outcome of an appeal: from its delivery on the card is, and was, of the lighter colour. Its
    state stays as it is; one trail line."""
    row = Card.objects.select_for_update(of=("self",)).select_related("cadre__user", "unit", "decision").get(pk=card.pk)
    if row.state not in STANDING or (colour, row.colour) != (Colour.YELLOW, Colour.RED):
        raise MoveRefused(_("Only a red card in force or over becomes a yellow one."), MoveRefused.WRONG_STATE)
    if Card.objects.of_fact(row).filter(colour=colour).exclude(pk=row.pk).exists():
        raise MoveRefused(
            _("For this fact there is a yellow card already: revoke this one instead."), MoveRefused.WRONG_STATE
        )
    measure = rulesets.measures(row.rule_set_id, MeasureKind.CARD).get(code=colour)
    ends = add_months(timezone.localdate(row.delivered_at), measure.months) - timedelta(days=1)
    row.valid_until = min(row.valid_until, ends)
    was, row.colour = row.get_colour_display(), colour
    row.save(update_fields=["colour", "valid_until"])
    trail.record(
        row, "reduce_card", actor=actor, at=at, reason=str(appeal), before={"colour": was},
        after={"colour": row.get_colour_display()},
    )  # fmt: skip
    effects.replace(row, measure, by=appeal, actor=actor, at=at)
    if row.state == CardState.LIFTED:
        effects.end_periods(row, on=timezone.localdate(row.ended_at), reason=row.verdict, actor=actor, at=at)
    return row

"""Cards: what is checked before one is opened, who runs one that the rules drafted, what a red one counts."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, Cadre, in_force
from cases import registry
from cases.models import Card
from cases.options.cards import OFFICER
from cases.queries import rulesets
from cases.queries.cards import yellows
from cases.states.cards import CardState as S
from cases.states.cards import Rule
from evaluations.models.teams import recused
from zhangdian.options.queries import value

MOST_FACTS = 4000


def check(row, evidence, *, actor, at):
    """Say what is wrong with a card about to be opened by `actor`, and give it the columns of its evidence."""
    wrong, day = {}, timezone.localdate(at)
    if not row.facts.strip():
        wrong["facts"] = _("Say what happened: when, where, what was to be done, what was not done.")
    if len(row.facts) > MOST_FACTS:
        wrong["facts"] = _("At most %(n)d characters.") % {"n": MOST_FACTS}
    if (row.cadre is None) == (row.unit is None):
        wrong["unit"] = _("Choose a person or a unit, not both.")
    elif not _is_free(actor, row, day):
        wrong["cadre" if row.cadre else "unit"] = _(
            "It concerns you, or you are recused: a colleague proposes this card."
        )
    if row.circumstance and still_in_use(row.circumstance, day) is None:
        wrong["circumstance"] = _("Choose a circumstance in use, of the rule set in force.")
    if evidence is not None:
        for name, words in evidence.columns.items():
            setattr(row, name, words)
        known = _of_fact(row).exclude(state=S.DROPPED).first()
        if known is not None:
            wrong["facts"] = _("This fact has its card already: %(card)s.") % {"card": known}
    if wrong:
        raise ValidationError(wrong)


def still_in_use(circumstance, day):
    """The circumstance where a new card may still name it, else None."""
    if circumstance is None or not circumstance.is_active:
        return None
    return circumstance if circumstance.rule_set_id == rulesets.in_force(day).pk else None


def _of_fact(row):
    """The cards of this colour about the same person or unit for the same fact."""
    return Card.objects.filter(
        cadre=row.cadre, unit=row.unit, colour=row.colour, source_label=row.source_label, source_key=row.source_key
    )


def is_drafted(row):
    """Has this fact ever had a card, dropped ones among them? The rules draft it once, for ever."""
    return _of_fact(row).exists()


def _is_free(user, row, day):
    if row.cadre is not None:
        return row.cadre.user_id != user.pk and not _recused(user, row.cadre, day)
    heads = Appointment.objects.filter(in_force(day), unit=row.unit, is_head=True, cadre__user=user)
    return not heads.exists()


def _recused(user, cadre, day):
    return Cadre.objects.filter(pk=cadre.pk).filter(recused(user, day, cadre="pk")).exists()


def officer_for(row, day):
    """Who runs a card that the rules drafted: whom the setting names, else who of the cadre section has the fewest open
    cases, the oldest account of equals; never whom it concerns or who is recused. None where nobody is free."""
    people = list(User.objects.filter(is_active=True, roles__contains=f",{Role.OFFICE},").order_by("pk"))
    free = [user for user in people if _is_free(user, row, day)]
    named = [user for user in free if user.username == value(OFFICER, day)]
    if named:
        return named[0]
    loads = dict.fromkeys((user.pk for user in free), 0)
    for kind in registry.KINDS.values():
        counted = kind.model.objects.open().filter(handler__in=loads).order_by().values("handler")
        for line in counted.annotate(n=Count("pk")):
            loads[line["handler"]] += line["n"]
    return min(free, key=lambda user: (loads[user.pk], user.pk), default=None)


def rests_on(red):
    """The yellow cards that a red one rests on: the one it names; with it, where it was for several, all that counted
    when it was proposed."""
    if red.source_label != Card._meta.label_lower:
        return []
    found = list(Card.objects.filter(pk=red.source_key))
    whom = {"cadre": red.cadre_id} if red.cadre_id else {"unit": red.unit_id}
    if red.drafted_by_rule != Rule.NOT_RIGHTED:
        day = timezone.localdate(red.opened_at)
        others = yellows(whom, day).filter(Q(delivered_at__lte=red.opened_at)).exclude(pk=red.source_key)
        found += others
    return found


def counted_in(yellow, red):
    """Note that a yellow card that is over was counted for `red` (None: no longer); the line stands on the red one."""
    Card.objects.filter(pk=yellow.pk).update(escalated_to=red)

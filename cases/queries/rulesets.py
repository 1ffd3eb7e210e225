"""Reading rule sets."""

from django.utils.translation import gettext as _

from cases.models import Clock, Figure, Measure, RuleSet
from zhangdian.workflow import MoveRefused


def in_force(day):
    """The rule set in force on the day; MoveRefused where there is none."""
    found = RuleSet.objects.in_force(day).first()
    if found is None:
        raise MoveRefused(
            _("No rule set is in force on %(day)s: adopt one first (Cases, rule sets).") % {"day": day},
            MoveRefused.MISSING,
        )
    return found


def known(day):
    """The rule set in force on the day, or None: for sweeps, which have nobody to tell."""
    return RuleSet.objects.in_force(day).first()


def clock(rule_set_id, code):
    """The Clock of a step; MoveRefused names what is missing."""
    found = Clock.objects.filter(rule_set=rule_set_id, code=code).first()
    if found is None:
        raise MoveRefused(
            _("The rule set says no period for the step “%(code)s”: add it to the next rule set.") % {"code": code},
            MoveRefused.MISSING,
        )
    return found


def figure(rule_set_id, code):
    """The number `code` of a rule set as Decimal; MoveRefused where it has none."""
    found = Figure.objects.filter(rule_set=rule_set_id, code=code).values_list("value", flat=True).first()
    if found is None:
        raise MoveRefused(
            _("The rule set has no number “%(code)s”: add it to the next rule set.") % {"code": code},
            MoveRefused.MISSING,
        )
    return found


def measures(rule_set_id, kind):
    """The measures of a kind, from light to heavy."""
    return Measure.objects.filter(rule_set=rule_set_id, kind=kind).order_by("weight", "code")

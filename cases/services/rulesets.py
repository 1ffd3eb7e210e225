"""Laying the sample rule sets."""

from decimal import Decimal

from django.db import transaction

from cases.models import Clock, Figure, Measure, RuleSet
from cases.rules import samples
from cases.states.rulesets import RuleSetState
from zhangdian.trail import services as trail


@transaction.atomic
def lay_samples(*, actor, at):
    """Enter the three sample rule sets as drafts; those there already stay. Returns the new ones."""
    made = []
    for code, title, basis, from_on in samples.VERSIONS:
        if RuleSet.objects.filter(code=code).exists():
            continue
        row = RuleSet.objects.create(
            code=code, title=title, basis=basis, from_on=from_on, is_sample=True, entered_at=at, entered_by=actor
        )
        Clock.objects.bulk_create(
            Clock(rule_set=row, code=step, count=count, span=span, extension=extension)
            for step, (count, span, extension) in samples.gathered("CLOCKS", code).items()
        )
        Figure.objects.bulk_create(
            Figure(rule_set=row, code=name, value=Decimal(value))
            for name, value in samples.gathered("FIGURES", code).items()
        )
        Measure.objects.bulk_create(
            Measure(rule_set=row, **{**words, "points": Decimal(words.get("points", 0))})
            for words in samples.gathered("MEASURES", code)
        )
        trail.record(row, "enter_rules", actor=actor, at=at, to_state=RuleSetState.DRAFT)
        made.append(row)
    return made

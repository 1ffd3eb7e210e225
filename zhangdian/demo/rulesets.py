"""The sample rule sets of the demo, adopted."""

from datetime import timedelta

from cases.models import RuleSet
from cases.services.rulesets import lay_samples
from cases.transitions import rulesets
from zhangdian.demo.clock import instant


def lay(district, day):
    """Lay and adopt the sample rule sets where they are not there yet. Safe to call twice."""
    when = instant(day - timedelta(days=400), 9)
    lay_samples(actor=district.users["office"], at=when)
    for row in RuleSet.objects.filter(state="DRAFT"):
        rulesets.adopt(row, reason="样例", actor=district.users["director"], at=when + timedelta(hours=1))

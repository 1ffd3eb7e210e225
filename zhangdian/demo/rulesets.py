"""The rule sets of the demo district: the three samples, entered by the cadre section and adopted by a leader."""

from datetime import date

from cases.models import RuleSet
from cases.rules import samples
from cases.services.rulesets import lay_samples
from cases.states.rulesets import RuleSetState
from cases.transitions import rulesets
from zhangdian.demo.clock import instant

# In the week before the newest of the three began.
ENTERED, ADOPTED = instant(date(2022, 9, 1), 10), instant(date(2022, 9, 5), 16)
REASON = "样例，条文待核；试运行期间按此执行"


def lay(district):
    """Lay the sample rule sets and adopt those that are drafts still. Safe to call twice: every kind of case does.

    district: the demo's District, of whose users the office enters and the director adopts. Returns the one in force
    last.
    """
    lay_samples(actor=district.users["office"], at=ENTERED)
    codes = [code for code, *_words in samples.VERSIONS]
    for row in RuleSet.objects.filter(code__in=codes, state=RuleSetState.DRAFT).order_by("from_on"):
        rulesets.adopt(row, reason=REASON, actor=district.users["director"], at=ADOPTED)
    return RuleSet.objects.adopted().order_by("from_on").last()

"""The rule sets of the demo district: the three samples, entered by the cadre section and adopted by a leader."""

from datetime import date, timedelta

from cases.models import RuleSet
from cases.rules import samples
from cases.services.rulesets import copy_rules, lay_samples, note_change, out_of_use
from cases.states.rulesets import RuleSetState
from cases.transitions import rulesets
from zhangdian.demo.clock import SHANGHAI, instant
from zhangdian.trail import services as trail

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


def prepare_next(district, at):
    """A draft for next year, copied from the one in force, with a longer period for statements and one circumstance
    out of use: what the leaders find waiting. Returns it."""
    office = district.users["office"]
    source = lay(district)
    year = at.astimezone(SHANGHAI).year + 1
    draft = copy_rules(
        source, code=str(year), title=f"{year}年区一线考察办法（征求意见稿）", from_on=date(year, 1, 1),
        basis="拟根据试运行情况修订", actor=office, at=at - timedelta(days=6),
    )  # fmt: skip
    clock = draft.clocks.get(code="card.NOTIFIED")
    was, clock.count = clock.count, 7
    clock.save(update_fields=["count"])
    note_change(draft, actor=office)
    words = {"code": clock.code}
    trail.record(
        draft, "change_clock", actor=office, at=at - timedelta(days=5), reason="基层反映陈述申辩时间偏短",
        before=words | {"count": str(was)}, after=words | {"count": str(clock.count)},
    )  # fmt: skip
    row = draft.circumstances.get(code="G09")
    out_of_use(row, reason="与第G05条重复", actor=office, at=at - timedelta(days=5))
    draft.refresh_from_db()
    return draft

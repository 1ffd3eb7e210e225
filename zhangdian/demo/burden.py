"""Times on forms in the demo: counts by month and length, as handing in leaves them."""

from collections import Counter
from random import Random

from projects.rules.periods import add_months
from zhangdian.burden.models import FormTime
from zhangdian.burden.rules import rounded

MONTHS = 6
# form -> (handed in a month, the length it takes mostly, in seconds)
FORMS = {
    "daily_report": (900, 95), "no_change": (420, 20), "coordination": (9, 130), "coordination.answer": (8, 150),
    "inspection.record": (64, 480), "order.sign": (14, 40), "order.report-done": (12, 260),
    "order.ask-extension": (3, 110), "bulletin.agree": (30, 170), "bulletin.object": (2, 240),
    "case.card": (6, 300), "case.card.state": (5, 420), "case.card.report": (5, 280), "case.decision": (6, 520),
    "case.tolerance": (5, 900),
}  # fmt: skip


def build(day):
    """The counts of the last months."""
    rng, rows = Random("zhangdian-burden"), []
    for back in range(MONTHS):
        month = add_months(day.replace(day=1), -back)
        for form, (n, mostly) in FORMS.items():
            lengths = Counter(rounded(rng.lognormvariate(0, 0.55) * mostly) for _time in range(n))
            rows += [
                FormTime(form=form, month=month, seconds=seconds, n=times)
                for seconds, times in lengths.items()
                if seconds
            ]
    FormTime.objects.bulk_create(rows)

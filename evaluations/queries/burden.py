"""Inspection visits and reminders by project and month. About projects only: nobody is named or counted here."""

import re
from datetime import datetime, time

from django.db.models import Count, Max
from django.utils import timezone

from evaluations.models import Coordination, Inspection, Order
from projects.models import DailyReport
from projects.rules import periods
from zhangdian.notices.models import Reminder

# The thing a reminder is about, by the head of its address.
ABOUT = {"daily-reports": DailyReport, "coordination": Coordination, "orders": Order}
PATH = re.compile(r"^/([a-z-]+)/(\d+)/")
BATCH = 5000


def visits(month):
    """{project key: visits begun in the month}; one statement."""
    rows = _visits(month).order_by().values_list("project").annotate(n=Count("pk"))
    return dict(rows)


def visits_to(project, month):
    """The visits to one project in the month, the oldest first."""
    return list(_visits(month).filter(project=project).order_by("day", "pk"))


def _visits(month):
    return Inspection.objects.filter(day__gte=month, day__lt=periods.add_months(month, 1), begun_at__isnull=False)


def _reminders(month):
    def begin(day):
        return timezone.make_aware(datetime.combine(day, time.min))

    return Reminder.objects.filter(at__gte=begin(month), at__lt=begin(periods.add_months(month, 1))).order_by()


def reminders(month):
    """{project key: reminders sent to anybody about it in the month}; one statement and one a kind of thing."""
    counts = {}
    for path, n in _reminders(month).values_list("path").annotate(n=Count("pk")).iterator(chunk_size=2000):
        found = PATH.match(path)
        if found and found.group(1) in ABOUT:
            of_kind = counts.setdefault(found.group(1), {})
            of_kind[int(found.group(2))] = of_kind.get(int(found.group(2)), 0) + n
    totals = {}
    for kind in ABOUT:
        things = counts.get(kind, {})
        keys = sorted(things)
        for start in range(0, max(len(keys), 1), BATCH):
            rows = ABOUT[kind].objects.filter(pk__in=keys[start : start + BATCH]).order_by()
            for pk, project in rows.values_list("pk", "project"):
                totals[project] = totals.get(project, 0) + things[pk]
    return totals


def reminders_about(project, month):
    """[{title, path, n, last}] of what was reminded of about one project in the month, the most first."""
    paths = set()
    for head, model in ABOUT.items():
        keys = model.objects.filter(project=project).order_by("-pk").values_list("pk", flat=True)
        paths |= {f"/{head}/{pk}/" for pk in keys[:BATCH]}
    rows = _reminders(month).filter(path__in=paths).values("title", "path")
    return sorted(rows.annotate(n=Count("pk"), last=Max("at")), key=lambda row: (-row["n"], row["path"]))

"""Which periods are stale, and folding them. A day is folded when its cut-off has passed.

A period is computed anew when, since the last sweep,
    a cut-off inside it has passed, or
    the trail holds a line about one of its reports (handed in late, exempted, returned, …), or
    it holds another number of rows past due than it says (rows opened later, rows removed),
or when it is one of the running or the preceding periods and this is the first sweep of the day: that one covers
plans, milestones and units, whose changes count from the next morning at the latest.
"""

from datetime import timedelta

from django.db.models import BigIntegerField, Count
from django.db.models.functions import Cast
from django.utils import timezone

from projects.models import DailyReport, Figure
from projects.rollups import folding, lights, standings
from projects.rules import periods
from projects.states import Scope
from zhangdian.notices import services as notices
from zhangdian.notices.models import Heartbeat
from zhangdian.trail.models import Entry

NAME = "fold_figures"
# A transaction in flight during one sweep is found by the next: none lasts this long.
LOOK_BACK = timedelta(minutes=10)
COUNT_BACK = timedelta(days=62)
LONGEST_CUT_OFF = timedelta(days=31)  # no report is due later than this after its day


def fold(*, at):
    """Bring figures, lights and standings up to the instant `at`; returns the number of periods computed anew."""
    since = Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()
    stale = stale_periods(since, at)
    for kind in periods.KINDS:  # days first, quarters last: they sum their months
        for start in sorted(first for of_kind, first in stale if of_kind == kind):
            folding.roll_up(kind, start, at=at)
    lights.compute(timezone.localdate(at))
    standings.write(at=at)
    notices.beat(NAME, at=at, said=f"{len(stale)}")
    return len(stale)


def stale_periods(since, at):
    """The set of (kind, first day) that must be computed anew at `at`, the last sweep having begun at `since`."""
    today = timezone.localdate(at)
    days = set(_closed_or_touched(since, at)) | _miscounted(at)
    stale = {(kind, periods.first_day(kind, day)) for day in days for kind in periods.KINDS}
    if since is None or timezone.localdate(since) < today:
        for kind in periods.KINDS[1:]:
            running = periods.first_day(kind, today)
            stale |= {(kind, running), (kind, periods.first_day(kind, running - timedelta(days=1)))}
    for _kind, start in [each for each in stale if each[0] == periods.QUARTER]:
        known = set(
            Figure.objects.filter(period=periods.MONTH, scope=Scope.DISTRICT).values_list("starts_on", flat=True)
        )
        stale |= {(periods.MONTH, month) for month in periods.months_of_quarter(start) if month not in known}
    return stale


def _closed_or_touched(since, at):
    """The days of reports whose cut-off has passed since, or about which the trail holds a line since."""
    past = DailyReport.objects.filter(due_at__lte=at).order_by()
    closed = past
    if since is not None:
        closed = past.filter(day__gte=timezone.localdate(since) - LONGEST_CUT_OFF, due_at__gt=since)
    yield from closed.values_list("day", flat=True).distinct()
    if since is None:
        return
    lines = Entry.objects.filter(label=DailyReport._meta.label_lower, at__gt=since - LOOK_BACK).order_by()
    touched = lines.values_list(Cast("key", BigIntegerField()), flat=True)
    yield from past.filter(pk__in=touched).values_list("day", flat=True).distinct()


def _miscounted(at):
    """Days of the last months that hold another number of rows past due than their district figure says."""
    first = timezone.localdate(at) - COUNT_BACK
    there = dict(
        DailyReport.objects.filter(day__gte=first, due_at__lte=at)
        .order_by().values("day").annotate(n=Count("pk")).values_list("day", "n")
    )  # fmt: skip
    said = dict(
        Figure.objects.filter(period=periods.DAY, scope=Scope.DISTRICT, starts_on__gte=first)
        .values_list("starts_on", "expected")
    )  # fmt: skip
    return {day for day in there.keys() | said.keys() if there.get(day, 0) != said.get(day, 0)}

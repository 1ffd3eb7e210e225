"""Opening the rows of the day."""

from datetime import datetime, timedelta

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from projects import options
from projects.models import DailyReport, StageSpan
from projects.rules.day import owed_days
from projects.states import ProgrammeState, Stage
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options.queries import over_time

BATCH = 1000


def open_daily_reports(at):
    """Open the row of every project in construction for every working day not opened yet; returns how many.

    at: the instant of the wake-up. Today's rows are opened from the setting `daily.open_at` on. For each project the
    look back begins after its own last opened day, so days off line, and projects entered late, are caught up. Safe
    to run twice, or at once: the database allows one report a day and project.
    """
    here = timezone.localtime(at)
    setting = over_time(options.OPEN_AT, options.CUT_OFF)
    today = here.date()
    until = today if here.time() >= setting(today)[options.OPEN_AT] else today - timedelta(days=1)
    working = calendar()
    rows = [
        DailyReport(project_id=project, day=day, due_at=cut_off(day, setting(day)[options.CUT_OFF]))
        for project, days in _owed(working, until)
        for day in days
    ]
    before = _opened(rows)
    DailyReport.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    made = _opened(rows) - before if rows else 0
    notices.beat("open_daily_reports", at=at, said=f"{made}")
    return made


def _owed(working, until):
    """(project key, its unopened working days) of the projects in construction, in one query."""
    last = (
        DailyReport.objects.filter(project=OuterRef("project"))
        .order_by()
        .values("project")
        .annotate(day=Max("day"))
        .values("day")
    )
    spans = (
        StageSpan.objects.filter(
            stage=Stage.BUILDING,
            from_on__lte=until,
            project__programme__state=ProgrammeState.RUNNING,
            project__programme__reporting_from__lte=until,
        )
        .annotate(opened=Subquery(last))
        .filter(Q(opened__isnull=True) | Q(opened__lt=until))
        .filter(Q(opened__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gt=F("opened")))
        .order_by("from_on", "project_id")
        .values_list(
            "project_id",
            "from_on",
            "until_on",
            "opened",
            "project__programme__reporting_from",
            "project__programme__reporting_until",
        )
    )
    for project, span_from, span_until, opened, reporting_from, reporting_until in spans:
        days = owed_days(
            working,
            span_from=span_from,
            span_until=span_until,
            reporting_from=reporting_from,
            reporting_until=reporting_until,
            opened_until=opened,
            until=until,
        )
        if days:
            yield project, days


def _opened(rows):
    """How many rows the database has in the stretch of days of `rows`."""
    if not rows:
        return 0
    return DailyReport.objects.filter(
        day__gte=min(row.day for row in rows), day__lte=max(row.day for row in rows)
    ).count()


def cut_off(day, time):
    """The instant from which a report of `day` is late."""
    return timezone.make_aware(datetime.combine(day, time))

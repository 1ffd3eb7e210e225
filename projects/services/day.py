"""Opening the rows of the day."""

from datetime import datetime, timedelta

from django.db.models import Count, DateField, F, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects import options
from projects.models import DailyReport, StageSpan
from projects.rules.day import owed_days
from projects.states import ProgrammeState, Stage
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options.queries import over_time

BATCH = 1000
LOOK_BACK = timedelta(days=45)


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
    """(project key, its unopened working days) of the projects in construction; two statements, usually one.

    Days after a project's last row are always looked at, however many; within LOOK_BACK days before `until` a gap
    is filled too, as a stage entered or corrected late leaves one.
    """
    window = until - LOOK_BACK
    gaps, found = {}, []
    for span in _spans(until, window):
        opened = span.pop("opened")
        have, project = span.pop("have"), span.pop("project_id")
        days = owed_days(
            working, until=until, opened_until=min(opened, window) if opened else None, **span
        )  # fmt: skip
        new = [day for day in days if opened is None or day > opened]
        old = len(days) - len(new)
        if old > have:
            gaps.setdefault(project, []).extend(days)
        elif new:
            found.append((project, new))
    if gaps:
        there = set(
            DailyReport.objects.filter(project__in=gaps, day__gt=window, day__lte=until).values_list("project", "day")
        )
        found += [(project, [day for day in days if (project, day) not in there]) for project, days in gaps.items()]
    return found


def _spans(until, window):
    """The stretches of construction up to `until`, each with its project's last opened day and the rows it has in the
    window, as dictionaries; one statement."""
    rows = DailyReport.objects.filter(project=OuterRef("project"), day__lte=until).order_by().values("project")
    last = Coalesce(OuterRef("until_on"), Value(until), output_field=DateField())
    inside = rows.filter(day__gt=window, day__gte=OuterRef("from_on"), day__lte=last)
    return (
        StageSpan.objects.filter(
            stage=Stage.BUILDING,
            from_on__lte=until,
            project__programme__state=ProgrammeState.RUNNING,
            project__programme__reporting_from__lte=until,
        )
        .annotate(
            opened=Subquery(rows.annotate(last=Max("day")).values("last")),
            have=Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0),
            span_from=F("from_on"),
            span_until=F("until_on"),
            reporting_from=F("project__programme__reporting_from"),
            reporting_until=F("project__programme__reporting_until"),
        )
        .order_by("from_on", "project_id")
        .values("project_id", "span_from", "span_until", "reporting_from", "reporting_until", "opened", "have")
    )


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

"""Read models of the day's pages: a constant number of statements each."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from cadres.models import Unit, in_force
from projects import options
from projects.models import DailyReport, Milestone, Photo, Progress, Project, ProjectUnit, Target
from projects.rules import day as rules
from projects.states import PersonRole, UnitRole
from projects.states import ReportState as S
from zhangdian.options import queries as settings

LOOK_BACK = timedelta(days=21)
RECENT = timedelta(days=10)


@dataclass
class LiaisonDay:
    """What a liaison has before the eyes: what is due today, what is still owed, what came in lately."""

    today: list = field(default_factory=list)
    owed: list = field(default_factory=list)
    recent: list = field(default_factory=list)
    due_at: Any = None

    @property
    def to_do(self):
        return [report for report in self.today if report.state in (S.OPEN, S.RETURNED)]


def is_liaison(user, day):
    """Does `user` report on any project on `day`?"""
    return Project.objects.carried_by(user, day, PersonRole.LIAISON).exists()


def liaison_day(user, *, day, at):
    """The reports that `user` speaks for, seen on `day`; one statement."""
    rows = (
        DailyReport.objects.spoken_for_by(user, day)
        .filter(Q(day=day) | Q(day__gte=day - RECENT) | Q(day__gte=day - LOOK_BACK, state__in=[S.OPEN, S.RETURNED]))
        .select_related("project")
        .with_photo_count()
        .annotate(catch_up=settings.stored(options.CATCH_UP, "day"))
        .order_by("-day", "project__code", "project_id")
    )
    page = LiaisonDay()
    for report in rows:
        report.can_revise = report.state == S.SUBMITTED and at < rules.open_until(report.due_at, report.return_due_at)
        if report.day == day:
            page.today.append(report)
            page.due_at = report.due_at
        elif report.state == S.RETURNED:
            page.owed.append(report)
        elif report.state == S.OPEN:
            report.until = rules.catch_up_day(report.day, settings.read(options.CATCH_UP, report.catch_up))
            if report.until >= day:
                page.owed.append(report)
        else:
            page.recent.append(report)
    return page


def targets_of(report):
    """The targets of a report's project with `done` (all days but this one) and `today` (as stored)."""
    return [
        _with_words(target)
        for target in Target.objects.filter(project=report.project_id).annotate(
            others=Coalesce(
                Sum("progress__amount", filter=~Q(progress__report=report.pk)), 0, output_field=_amount_field()
            ),
            today=Sum("progress__amount", filter=Q(progress__report=report.pk)),
        )
    ]


def _amount_field():
    return Target._meta.get_field("total")


def _with_words(target):
    target.done = target.done_before + target.others
    target.done_words = rules.amount(target.done + (target.today or 0))
    target.total_words = rules.amount(target.total)
    return target


def previous(report):
    """The last report of the project before this one that says something, or None."""
    return (
        DailyReport.objects.filter(project=report.project_id, day__lt=report.day, received_at__isnull=False)
        .order_by("-day")
        .first()
    )


def suggestions(report):
    """Texts that may be taken over with one tap: yesterday's plan first, then yesterday's progress."""
    last = previous(report)
    if last is None:
        return []
    return [
        {"kind": kind, "text": text, "day": last.day}
        for kind, text in (("plan", last.plan), ("text", last.text))
        if text.strip()
    ]


def open_milestones(report):
    """The milestones a report may name: not reached yet, or the one it names."""
    return list(
        Milestone.objects.filter(project=report.project_id).filter(Q(done_on__isnull=True) | Q(pk=report.milestone_id))
    )


# What everybody may read ----------------------------------------------------------------------


def with_unit(reports, day):
    """Adds `unit_name`: the (first) unit responsible for the project on `day`."""
    names = ProjectUnit.objects.filter(in_force(day), project=OuterRef("project"), role=UnitRole.RESPONSIBLE)
    return reports.annotate(
        unit_name=Subquery(names.order_by("pk").values("unit__name")[:1]),
        unit_position=Subquery(names.order_by("pk").values("unit__position")[:1]),
    )


def current_photos():
    """Prefetches the photos that the newest versions show."""
    return Prefetch("photos", Photo.objects.current().only("pk", "report", "thumb", "failed"), to_attr="shown_photos")


def amounts_in_words():
    """Prefetches the day's amounts with their targets."""
    return Prefetch("progress", Progress.objects.select_related("target").order_by("target__position", "target_id"))


def wall(day, *, opens, unit=None, project=None, by_unit=False):
    """The reports that came in for `day`, as the wall shows them: no problems, no matters to coordinate. opens: the
    expression of `scope.opens` for who reads it."""
    reports = with_unit(DailyReport.objects.filter(day=day, state=S.SUBMITTED), day).annotate(opens=opens)
    if unit:
        reports = reports.filter(
            project__in=ProjectUnit.objects.filter(in_force(day), unit=unit, role=UnitRole.RESPONSIBLE).values(
                "project"
            )
        )
    if project:
        reports = reports.filter(project=project)
    order = ("unit_position", "unit_name", "project__code") if by_unit else ("-received_at",)
    return (
        reports.select_related("project")
        .prefetch_related(current_photos(), amounts_in_words())
        .defer("problem", "coordination")
        .order_by(*order, "pk")
    )


def of_unit(unit, day):
    """Keys of the projects for which the unit with key `unit` is responsible on `day`."""
    return ProjectUnit.objects.filter(in_force(day), unit=unit, role=UnitRole.RESPONSIBLE).values("project")


def wall_days(day):
    """(the day with reports before, the day with reports after) `day`; either may be None."""
    days = DailyReport.objects.order_by().values_list("day", flat=True)
    return (
        days.filter(day__lt=day).order_by("-day").first(),
        days.filter(day__gt=day).order_by("day").first(),
    )


def wall_units(day):
    """The units that are responsible for a project with a row on `day`."""
    held = ProjectUnit.objects.filter(
        in_force(day), role=UnitRole.RESPONSIBLE, project__in=DailyReport.objects.filter(day=day).values("project")
    )
    return Unit.objects.filter(pk__in=held.values("unit")).only("pk", "name")


def not_in(user, day, reports_of):
    """What has not come in for `reports_of`, as far as it concerns `user`: the own unit's and projects', or all for
    the offices."""
    return (
        DailyReport.objects.visible_to(user, day)
        .filter(day=reports_of, state__in=[S.OPEN, S.RETURNED])
        .select_related("project")
        .order_by("project__code", "pk")
    )


def review_list(user, day):
    """The reports that concern `user`, with what a list shows; filters and pages come on top."""
    return (
        with_unit(DailyReport.objects.visible_to(user, day), day)
        .standing(user, day)
        .with_photo_count()
        .select_related("project", "reporter")
        .order_by("-day", "project__code", "pk")
    )


def tally(reports, at):
    """{came in, late, missing, returned, unread, exempt} of a queryset of reports; one statement."""
    return reports.order_by().aggregate(
        in_time=Count("pk", filter=Q(is_late=False)),
        late=Count("pk", filter=Q(is_late=True)),
        missing=Count("pk", filter=Q(state=S.OPEN, due_at__lte=at)),
        waiting=Count("pk", filter=Q(state=S.OPEN, due_at__gt=at)),
        returned=Count("pk", filter=Q(state=S.RETURNED)),
        unread=Count("pk", filter=Q(state=S.SUBMITTED, read_at__isnull=True)),
        exempt=Count("pk", filter=Q(state=S.EXEMPT)),
    )


def answer_of(report):
    """What a sender is told about a stored report: the same from the page and from the interface."""
    return {
        "id": report.pk,
        "project": report.project_id,
        "day": report.day.isoformat(),
        "state": report.state,
        "version": report.version,
        "due_at": _iso(report.due_at),
        "received_at": _iso(report.received_at),
        "is_late": report.is_late,
        "written_at": _iso(report.written_at),
        "channel": report.channel,
        "photos_expected": report.photos_expected,
    }


def _iso(at):
    return None if at is None else timezone.localtime(at).isoformat()


def alike_photos(report):
    """{photo key: an earlier photo} of the report's photos that look like an earlier one."""
    return {
        photo.pk: photo.alike
        for photo in Photo.objects.filter(report=report, alike__isnull=False).select_related("alike__report__project")
    }


def targets_of_many(reports):
    """{project key: its targets with running totals} for several reports; one statement."""
    found = {}
    rows = Target.objects.filter(project__in={report.project_id for report in reports}).annotate(
        others=Coalesce(Sum("progress__amount"), 0, output_field=_amount_field())
    )
    for target in rows:
        target.today = None
        found.setdefault(target.project_id, []).append(_with_words(target))
    return found


def milestones_of_many(reports):
    """{project key: its milestones not reached yet} for several reports; one statement."""
    found = {}
    for milestone in Milestone.objects.filter(
        project__in={report.project_id for report in reports}, done_on__isnull=True
    ):
        found.setdefault(milestone.project_id, []).append(milestone)
    return found

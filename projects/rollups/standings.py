"""Writing the standings: one row a project with its figures already written out, for cockpit, screen and lists."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateField, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cadres.models import in_force
from projects.models import DailyReport, Figure, Light, LightWeek, Project, ProjectUnit, Responsibility, Standing
from projects.rollups import lights
from projects.rules import health, periods, shown
from projects.states import LightColour, PersonRole, ProgrammeState, ReportState, Scope, Stage, UnitRole

BATCH = 500
LONG_AGO = Value(date(1, 1, 1), output_field=DateField())


def listed():
    """The projects that have a standing: all of the running programmes, withdrawn ones too: so counts agree."""
    return Project.objects.filter(programme__state=ProgrammeState.RUNNING)


@transaction.atomic
def write(*, at):
    """Write every project's standing at the instant `at`; a constant number of statements a thousand projects."""
    day = timezone.localdate(at)
    month = periods.first_day(periods.MONTH, day)
    last_week = periods.first_day(periods.WEEK, day) - timedelta(days=7)
    light_of = {light.project_id: light for light in Light.objects.filter(month=month)}
    week_of = {row.project_id: row for row in LightWeek.objects.filter(week=last_week)}
    figure_of = {
        row.scope_id: row for row in Figure.objects.filter(scope=Scope.PROJECT, period=periods.MONTH, starts_on=month)
    }
    unit_of, leader_of = _names(day)
    matter_of = open_matters()
    last_of = dict(
        DailyReport.objects.filter(received_at__isnull=False).order_by()
        .values("project").annotate(last=Max("day")).values_list("project", "last")
    )  # fmt: skip
    known = lights.facts(day, listed())
    rows = []
    for project in listed().order_by("pk"):
        light, week, figure = light_of.get(project.pk), week_of.get(project.pk), figure_of.get(project.pk)
        matter = matter_of.get(project.pk)
        if project.state == Stage.WITHDRAWN:
            light = week = matter = None  # it has left the list: nothing is measured, nobody is waited for
        unit_id, unit_name = unit_of.get(project.pk, (None, ""))
        owed = figure.expected - figure.exempt if figure else 0
        rows.append(
            Standing(
                project=project, programme_id=project.programme_id, code=project.code, name=project.name,
                kind=project.kind, stage=project.state, unit_id=unit_id, unit_name=unit_name,
                leader_name=leader_of.get(project.pk, ""),
                colour=light.colour if light else LightColour.GREY,
                is_confirmed=bool(light and light.confirmed), why=light.why if light else "",
                week_colour=week.colour if week else "", week_deviation=week.deviation if week else None,
                deviation=light.deviation if light else None,
                deviation_text=shown.points(light.deviation if light else None),
                scheduled_text=shown.percent(light.scheduled, 2) if light else "",
                done_text=shown.percent(light.done, 2) if light else "",
                invested_text=shown.amount(known[project.pk].invested),
                year_plan_text=shown.amount(project.year_plan),
                owed=owed, missing=figure.missing if figure else 0,
                rate_text=shown.percent(health.rate(figure.on_time, owed)) if figure else "",
                matter=matter["coordination"][:200] if matter else "",
                matter_with=matter["coordination_with"] if matter else "",
                matter_since=matter["since"] if matter else None, matter_report_id=matter["pk"] if matter else None,
                last_report_on=last_of.get(project.pk), computed_at=at,
            )
        )  # fmt: skip
    Standing.objects.exclude(project__in=listed().order_by().values("pk")).delete()
    fields = [field.name for field in Standing._meta.concrete_fields if not field.primary_key]
    Standing.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["project"], update_fields=fields
    )
    return len(rows)


def _names(day):
    """({project: (unit id, name)}, {project: leader's name}) on `day`: the first responsible unit, the first leader."""
    units: dict = {}
    leaders: dict = {}
    responsible = ProjectUnit.objects.filter(in_force(day), role=UnitRole.RESPONSIBLE).order_by("pk")
    for project, unit, name, short in responsible.values_list(
        "project_id", "unit_id", "unit__name", "unit__short_name"
    ):
        units.setdefault(project, (unit, short or name))
    carried = Responsibility.objects.filter(in_force(day), role=PersonRole.LEADER).order_by("pk")
    for project, name in carried.values_list("project_id", "cadre__name"):
        leaders.setdefault(project, name)
    return units, leaders


def open_matters():
    """{project id: the matter that waits}: named by the newest report that says anything about it.

    A matter stands from the first report that names one until a report no longer does; 今日无变化 leaves it standing.
    """
    said = DailyReport.objects.filter(received_at__isnull=False).exclude(
        Q(no_change=True, needs_coordination=False) | Q(state=ReportState.EXEMPT)
    )
    same = said.filter(project=OuterRef("project")).order_by("-day")
    newest = said.filter(needs_coordination=True, day=Subquery(same.values("day")[:1])).order_by("project")
    settled = same.filter(needs_coordination=False).values("day")[:1]
    rows = list(
        newest.annotate(settled=Coalesce(Subquery(settled), LONG_AGO)).values(
            "pk", "project_id", "coordination", "coordination_with", "settled"
        )
    )
    named = said.filter(project__in=[row["project_id"] for row in rows], needs_coordination=True)
    named = named.filter(day__gt=Coalesce(Subquery(settled), LONG_AGO)).order_by()
    since = dict(named.values("project_id").annotate(first=Min("day")).values_list("project_id", "first"))
    return {row["project_id"]: {**row, "since": since[row["project_id"]]} for row in rows}


def light_confirmed(light):
    """Carry a light that was just confirmed into the standing and the running week's light; two statements."""
    _carry(light, at=light.confirmed_at, is_confirmed=True)


def light_taken_back(light, *, at):
    """The computed light counts again, in the standing and in the running week; two statements."""
    _carry(light, at=at, is_confirmed=False)


def _carry(light, *, at, is_confirmed):
    Standing.objects.filter(project=light.project_id).update(colour=light.colour, is_confirmed=is_confirmed)
    week = periods.first_day(periods.WEEK, timezone.localdate(at))
    LightWeek.objects.filter(project=light.project_id, week=week).update(colour=light.colour)

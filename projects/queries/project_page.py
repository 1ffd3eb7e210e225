"""Read models of the project page and the unit page: a constant number of statements each."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum

from cadres.models import Cadre, Unit, in_force
from projects.models import (
    BranchMember,
    DailyReport,
    Figure,
    Light,
    Milestone,
    MonthlyPlan,
    Photo,
    Project,
    ProjectUnit,
    Responsibility,
    Standing,
    Target,
)
from projects.queries.cockpit import dress, month_words, plan_and_done, running
from projects.queries.lights import why_words
from projects.queries.scope import sees_district
from projects.rules import health, periods, shown
from projects.rules.lights import Step, missed
from projects.states import Period, Scope, UnitRole
from zhangdian import gathered

LAST_REPORTS = 8
LAST_PHOTOS = 9
# What the list of the last reports shows.
SHOWN = ("day", "received_at", "is_late", "no_change", "text", "has_problem", "problem", "reporter__name")
# Projects on the page of a unit at most.
MOST = 400


@dataclass
class ProjectPage:
    """Everything the page of one project shows, written out."""

    project: Project
    standing: Any = None
    light: Any = None
    why: str = ""
    units: list = field(default_factory=list)
    people: list = field(default_factory=list)
    members: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    milestones: list = field(default_factory=list)
    reports: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    series: list = field(default_factory=list)
    plan: list = field(default_factory=list)
    month: Any = None
    rate: str = ""


def find(user, day, pk):
    """The project of that key if `user` may see it on `day`, with programme, standing and branch; or None."""
    visible = Project.objects.visible_to(user, day)
    return visible.select_related("programme", "standing", "branch").filter(pk=pk).first()


def project_page(project, *, day):
    """The ProjectPage of `project` (as `find` gives it) on `day`; one statement."""
    page = ProjectPage(project, standing=getattr(project, "standing", None))
    if page.standing:
        dress([page.standing], day)
    month, year = periods.first_day(periods.MONTH, day), project.programme.year
    read = gathered.rows(
        units=ProjectUnit.objects.filter(in_force(day), project=project).select_related("unit").order_by("role", "id"),
        people=Responsibility.objects.filter(in_force(day), project=project)
        .select_related("cadre").order_by("role", "id"),
        members=BranchMember.objects.filter(in_force(day), branch__project=project).select_related("cadre"),
        lights=Light.objects.filter(project=project, month=month).select_related("confirmed_by"),
        targets=Target.objects.filter(project=project).annotate(reported=Sum("progress__amount")),
        milestones=Milestone.objects.filter(project=project),
        reports=DailyReport.objects.filter(project=project, received_at__isnull=False)
        .select_related("reporter").only(*SHOWN).order_by("-day")[:LAST_REPORTS],
        photos=Photo.objects.current().filter(report__project=project).exclude(thumb="")
        .select_related("report").only("report__day").order_by("-report__day", "-pk")[:LAST_PHOTOS],
        plans=MonthlyPlan.objects.filter(project=project, month__year=year)
        .values_list("month", "planned", "confirmed"),
        figures=Figure.objects.filter(
            scope=Scope.PROJECT, scope_id=project.pk, period=Period.MONTH, starts_on__in=periods.months_of(year)
        ),
    )  # fmt: skip
    page.units, page.people, page.members = read["units"], read["people"], read["members"]
    page.light = read["lights"][0] if read["lights"] else None
    page.why = why_words(page.light.why) if page.light else ""
    page.targets, page.milestones = targets(read["targets"]), milestones(read["milestones"], day)
    page.reports, page.photos = read["reports"], read["photos"]
    _curve(page, read["plans"], read["figures"], month)
    return page


def targets(rows):
    """The targets (with the sum `reported`) with `done` (running total), `done_text`, `total_text`, `share` in per
    cent."""
    for target in rows:
        target.done = target.done_before + (target.reported or Decimal(0))
        target.done_text, target.total_text = shown.amount(target.done), shown.amount(target.total)
        target.share = min(int(target.done * 100 / target.total), 100) if target.total else None
    return rows


def milestones(rows, day):
    """The milestones with `is_missed`: their day is over, they are not reached, no reason was accepted."""
    for row in rows:
        row.is_missed = missed(Step(row.name, row.planned_on, row.done_on, bool(row.excuse)), day)
    return rows


def _curve(page, plans, figures, month):
    """Running totals of the programme's year: plan over all twelve months, done up to this one. plans: (month, planned,
    confirmed); figures: those of its months."""
    year = page.project.programme.year
    confirmed = {first: settled for first, _planned, settled in plans}
    plans = {first: planned for first, planned, _settled in plans}
    figures = {row.starts_on: row for row in figures}
    planned, done = Decimal(0), page.project.invested_before
    plan_line, done_line = [], []
    for first in periods.months_of(year):
        planned += plans.get(first, Decimal(0))
        plan_line.append(planned)
        row = figures.get(first)
        done += row.invested if row else Decimal(0)
        done_line.append(done if first <= month else None)
        settled = confirmed.get(first)
        page.plan.append(
            (
                month_words(first.month), _amount(plans.get(first)),
                _amount(row.invested if row and first <= month else None), _amount(settled),
            )
        )  # fmt: skip
    if not plans:
        page.plan = []
    page.labels = [month_words(number) for number in range(1, 13)]
    page.series = plan_and_done(plan_line if any(plans.values()) else [None] * 12, done_line)
    page.month = figures.get(month)
    if page.month:
        page.rate = shown.percent(health.rate(page.month.on_time, page.month.expected - page.month.exempt))


def _amount(value):
    """An amount of a month as the grid shows it; a dash where there is none."""
    return "–" if value is None else f"{value:,.2f}"


@dataclass
class UnitPage:
    """Everything the page of one unit shows. week: the figure of the running week."""

    unit: Any
    rows: list = field(default_factory=list)
    others: list = field(default_factory=list)
    month: Any = None
    week: Any = None
    rate: str = ""
    labels: list = field(default_factory=list)
    series: list = field(default_factory=list)

    @property
    def due_in_week(self):
        """Reports whose cut-off has passed in the running week and that were not excused."""
        return self.week.expected - self.week.exempt


def units_seen(user, day):
    """The units whose page `user` may see on `day`: the offices all; else those that the person heads, belongs to, or
    that have to do with a project that concerns the person."""
    if sees_district(user):
        return Unit.objects.all()
    if user.administrator:
        return Unit.objects.none()
    mine = Project.objects.visible_to(user, day).order_by().values("pk")
    return Unit.objects.filter(
        Q(pk__in=Unit.objects.headed_by(user, day).order_by().values("pk"))
        | Exists(ProjectUnit.objects.filter(in_force(day), unit=OuterRef("pk"), project__in=mine))
        | Exists(Cadre.objects.filter(unit=OuterRef("pk"), user=user))
    )


def unit_page(user, unit, *, day):
    """The UnitPage of `unit` on `day`, its projects as far as `user` may see them."""
    page = UnitPage(unit)
    held = ProjectUnit.objects.filter(in_force(day), unit=unit)
    own = held.filter(role=UnitRole.RESPONSIBLE).order_by().values("project")
    visible = Standing.objects.visible_to(user, day).filter(project__in=held.order_by().values("project"))
    found = dress(list(visible.annotate(is_own=Q(project__in=own))[:MOST]), day)
    page.rows, page.others = [row for row in found if row.is_own], [row for row in found if not row.is_own]
    page.labels, page.series, page.month, page.week = year_of(Scope.UNIT, unit.pk, day)
    if page.month:
        page.rate = shown.percent(health.rate(page.month.on_time, page.month.expected - page.month.exempt))
    return page


def year_of(scope, key, day):
    """(labels, plan and done as running totals, this month's figure, this week's) of one unit or project in the year of
    `day`; one statement."""
    months, monday = periods.months_until(day), periods.first_day(periods.WEEK, day)
    spans = Q(period=Period.MONTH, starts_on__in=months) | Q(period=Period.WEEK, starts_on=monday)
    rows = list(Figure.objects.filter(spans, scope=scope, scope_id=key).order_by("starts_on"))
    labels, plan, done, this = running([row for row in rows if row.period == Period.MONTH], day)
    week = next((row for row in rows if row.period == Period.WEEK), None)
    return labels, plan_and_done(plan, done), this, week

"""Copying what the floors below say of a month into unsaved lines: the only place where a bulletin reads them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import translation

from cadres.models import UnitName, in_force
from cadres.states import Track
from evaluations.models import BulletinLine
from evaluations.queries import orders
from projects.models import Figure, Light, Milestone, Project, ProjectUnit
from projects.queries.lights import why_words
from projects.rollups.lights import facts, thresholds
from projects.rules import lights as light_rules
from projects.rules import periods
from projects.states import LightColour, LightState, Period, ProgrammeState, Scope, Stage, UnitRole

LANGUAGE = "zh-hans"  # a paper has one language, whoever draws it up
CENT = Decimal("0.01")


@dataclass
class Copied:
    """line: unsaved. units: [(unit, its name then)], the first responsible one first."""

    line: BulletinLine
    units: list[Any]


def projects_of(month):
    """The projects of a month's bulletin: of running programmes that reported in it, not withdrawn."""
    last = periods.last_day(periods.MONTH, month)
    return Project.objects.filter(
        programme__state=ProgrammeState.RUNNING, programme__reporting_from__lte=last,
        programme__reporting_until__gte=month, programme__year=month.year,
    ).exclude(state=Stage.WITHDRAWN)  # fmt: skip


def copy(month):
    """[Copied] of the month that begins on `month`, in a constant number of statements."""
    last = periods.last_day(periods.MONTH, month)
    projects = projects_of(month)
    rows = list(projects.order_by("code", "pk"))
    keys = [row.pk for row in rows]
    known, limits = facts(last, projects), thresholds(last)
    figures = {
        figure.scope_id: figure
        for figure in Figure.objects.filter(
            scope=Scope.PROJECT, period=Period.MONTH, starts_on=month, scope_id__in=keys
        )
    }
    lights = {light.project_id: light for light in Light.objects.filter(project__in=keys, month=month)}
    steps = _milestones(keys, month, last)
    units, counts = _units(keys, last), orders.counts(month, last, projects=keys)
    found = []
    with translation.override(LANGUAGE):
        for row in rows:
            line = BulletinLine(project=row, code=row.code, name=row.name, year_plan=row.year_plan)
            _investment(line, known.get(row.pk), figures.get(row.pk))
            _light(line, lights.get(row.pk), known.get(row.pk), limits, last)
            _milestone_words(line, steps.get(row.pk, ()), last)
            _orders(line, counts.get(row.pk, orders.Counts()))
            parts = units.get(row.pk, [])
            line.track = parts[0][0].track if parts else Track.OTHER
            line.unit_names = "、".join(name for _unit, name in parts)[:200]
            found.append(Copied(line, parts))
    return found


def _investment(line, fact, figure):
    line.invested = fact.invested.quantize(CENT) if fact else Decimal(0)
    if figure is None:
        return
    line.month_planned, line.month_invested = figure.planned, figure.invested
    line.milestones_due, line.milestones_done = figure.milestones_due, figure.milestones_done
    line.expected, line.excused = figure.expected, figure.exempt
    line.on_time, line.late, line.missing = figure.on_time, figure.late, figure.missing


def _light(line, light, fact, limits, last):
    """The month's light as confirmed, with its reason; where there is none, as it computes for the last day."""
    if light is not None:
        line.scheduled, line.done, line.deviation = light.scheduled, light.done, light.deviation
        line.computed, line.colour = light.computed, light.colour
        line.is_confirmed = light.state == LightState.CONFIRMED
        line.reason = (light.reason or why_words(light.why))[:400]
        return
    verdict = light_rules.light(fact, limits, last) if fact else light_rules.Verdict(LightColour.GREY, "no_plan")
    line.scheduled, line.done, line.deviation = verdict.scheduled, verdict.done, verdict.deviation
    line.computed = line.colour = verdict.colour
    line.is_confirmed = verdict.colour == LightColour.GREY
    line.reason = why_words(verdict.why)[:400]


def _milestones(keys, month, last):
    """{project: its milestones that were due in the month, reached in it, or still missed at its end}."""
    found = {}
    rows = Milestone.objects.filter(project__in=keys, planned_on__lte=last).filter(
        Q(planned_on__gte=month) | Q(done_on__isnull=True) | Q(done_on__gte=month)
    )
    for row in rows.order_by("planned_on", "pk"):
        found.setdefault(row.project_id, []).append(row)
    return found


def _milestone_words(line, steps, last):
    words = []
    for step in steps:
        if step.done_on and step.done_on <= last:
            words.append(f"{step.name}（{step.done_on.month}月{step.done_on.day}日完成）")
        elif step.excuse:
            words.append(f"{step.name}（未完成，已认可原因）")
        else:
            words.append(f"{step.name}（应于{step.planned_on.month}月{step.planned_on.day}日完成，未完成）")
    text = "；".join(words)
    line.milestones = text if len(text) <= 400 else text[:399] + "…"


def _orders(line, counts):
    line.orders_issued, line.orders_due, line.orders_in_time = counts.issued, counts.due, counts.in_time
    line.orders_overdue, line.orders_open, line.orders_closed = counts.overdue, counts.open, counts.closed


def _units(keys, day):
    """{project: [(responsible unit, its name on `day`)]}, in two statements."""
    rows = list(
        ProjectUnit.objects.filter(in_force(day), project__in=keys, role=UnitRole.RESPONSIBLE)
        .select_related("unit").order_by("pk")
    )  # fmt: skip
    past = dict(
        UnitName.objects.filter(in_force(day), unit__in={row.unit_id for row in rows}).values_list("unit", "name")
    )
    found = {}
    for row in rows:
        parts = found.setdefault(row.project_id, [])
        if row.unit_id not in {unit.pk for unit, _name in parts}:
            parts.append((row.unit, past.get(row.unit_id, row.unit.name)))
    return found

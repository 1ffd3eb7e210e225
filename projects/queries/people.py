"""What a person carries on projects: for the own file and the dossier. And who is there to carry one."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from cadres.models import Appointment, Cadre, in_force
from projects.models import BranchMember, Project, ProjectUnit, Responsibility
from projects.queries.cockpit import dress
from projects.rules import periods
from projects.rules.carrying import days_held


def carried(cadre, day, *, reader):
    """The responsibilities of `cadre`, those that hold on `day` first; each with `is_now`, `days_now` (in the quarter
    of `day`, up to it), `days_before` (earlier), whether `reader` may open the project (`is_open`), and then its
    standing (written out) where it has one. Two statements."""
    opens = Exists(Project.objects.visible_to(reader, day).filter(pk=OuterRef("project")))
    rows = list(
        Responsibility.objects.filter(cadre=cadre)
        .annotate(is_open=opens)
        .select_related("project__standing")
        .order_by("-from_on", "pk")
    )
    start = periods.first_day(periods.QUARTER, day)
    for row in rows:
        row.is_now = row.holds_on(day)
        row.days_now = days_held(row.from_on, row.until_on, start, day)
        row.days_before = days_held(row.from_on, row.until_on, row.from_on, start - timedelta(days=1))
        row.standing = getattr(row.project, "standing", None) if row.is_open else None
    dress([row.standing for row in rows if row.standing], day)
    memberships = BranchMember.objects.filter(cadre=cadre).select_related("branch__project").order_by("-from_on")
    return {
        "duties": sorted(rows, key=lambda row: not row.is_now), "branches": list(memberships),
        "projects": len({row.project_id for row in rows}),
    }  # fmt: skip


def of_its_units(project, day):
    """The serving cadres of the units that have a part in `project` on `day`, by post or by the roster."""
    units = ProjectUnit.objects.filter(in_force(day), project=project).order_by().values("unit")
    posted = Appointment.objects.filter(in_force(day), unit__in=units).order_by().values("cadre")
    return Cadre.objects.serving().filter(Q(unit__in=units) | Q(pk__in=posted)).select_related("unit")


def posts(project, day):
    """The responsibilities of `project` that hold on `day` or are to come, with their people; one statement."""
    return (
        Responsibility.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), project=project)
        .select_related("cadre", "stands_in_for__cadre")
        .order_by("role", "from_on", "pk")
    )

"""What a person carries on projects: for the own file and the dossier. And who is there to carry one."""

from django.db.models import Q

from cadres.models import Appointment, Cadre, in_force
from projects.models import BranchMember, ProjectUnit, Responsibility, Standing
from projects.queries.cockpit import dress


def carried(cadre, day):
    """The responsibilities of `cadre`, those that hold on `day` first; each with `is_now`, and the project's standing
    (written out) where it has one. Three statements."""
    rows = list(
        Responsibility.objects.filter(cadre=cadre).select_related("project__programme").order_by("-from_on", "pk")
    )
    keys = {row.project_id for row in rows}
    standings = {row.pk: row for row in dress(list(Standing.objects.filter(pk__in=keys)), day)}
    for row in rows:
        row.is_now = row.holds_on(day)
        row.standing = standings.get(row.project_id)
    memberships = BranchMember.objects.filter(cadre=cadre).select_related("branch__project").order_by("-from_on")
    return {"duties": sorted(rows, key=lambda row: not row.is_now), "branches": list(memberships)}


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

"""What a person carries on projects: for the own file and the dossier."""

from projects.models import BranchMember, Responsibility, Standing
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

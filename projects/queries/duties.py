"""What a cadre carries on projects, for the file and for the one who ends a service."""

from cadres.models import in_force
from cadres.registry import Duty
from projects.models import BranchMember, Responsibility
from projects.states import Stage

OVER = (Stage.ACCEPTED, Stage.WITHDRAWN)


def open_duties(cadre, day):
    """Duties of `cadre` on the day: roles on projects that are not over, places in site branches. Two queries."""
    roles = Responsibility.objects.filter(in_force(day), cadre=cadre).exclude(project__state__in=OVER)
    found = [
        Duty(f"{row.project} · {row.get_role_display()}", row.project.get_absolute_url(), row.from_on)
        for row in roles.select_related("project")
    ]
    members = BranchMember.objects.filter(in_force(day), cadre=cadre).exclude(branch__project__state__in=OVER)
    found += [
        Duty(str(row.branch), row.branch.project.get_absolute_url(), row.from_on)
        for row in members.select_related("branch__project")
    ]
    return found

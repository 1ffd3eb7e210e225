"""What stands in a programme, as far as a list speaks of it."""

from django.db.models import Q

from projects.models import (
    Branch,
    BranchMember,
    Milestone,
    MonthlyPlan,
    Project,
    ProjectUnit,
    Responsibility,
    Target,
)
from projects.services.roster_plan import BRANCH, MONTHS, PEOPLE, UNITS


class Stored:
    """What stands in the programme now, read in one query per kind and only for kinds the list speaks of."""

    def __init__(self, programme, fields, since):
        of = {"project__programme": programme} if programme.pk else {"project__in": []}
        self.projects = list(Project.objects.filter(programme=programme)) if programme.pk else []
        some = bool(self.projects)
        still = Q(until_on__isnull=True) | Q(until_on__gte=since)
        has = {
            "units": some and not fields.isdisjoint([*UNITS, *PEOPLE, *BRANCH]),
            "people": some and not fields.isdisjoint([*PEOPLE, *BRANCH]),
        }
        self.units = _grouped(ProjectUnit.objects.filter(still, **of).order_by("pk")) if has["units"] else {}
        people = Responsibility.objects.filter(still, stands_in_for__isnull=True, **of).order_by("pk")
        self.people = _grouped(people.select_related("cadre")) if has["people"] else {}
        self.branches, self.members = {}, {}
        if some and not fields.isdisjoint(BRANCH):
            self.branches = {branch.project_id: branch for branch in Branch.objects.filter(**of)}
            members = BranchMember.objects.filter(still, branch__in=[b.pk for b in self.branches.values()])
            for member in members.select_related("cadre").order_by("pk"):
                self.members.setdefault(member.branch_id, []).append(member)
        self.steps = _named(Milestone.objects.filter(**of)) if some and "steps" in fields else {}
        self.targets = _named(Target.objects.filter(**of)) if some and "targets" in fields else {}
        self.months = {}
        if some and not fields.isdisjoint(MONTHS):
            self.months = {(plan.project_id, plan.month): plan for plan in MonthlyPlan.objects.filter(**of)}


def _grouped(rows):
    found = {}
    for row in rows:
        found.setdefault((row.project_id, row.role), []).append(row)
    return found


def _named(rows):
    return {(row.project_id, row.name): row for row in rows}

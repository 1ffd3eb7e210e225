"""Rolling a programme over into a new year: what is unfinished goes on, with everybody on it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from projects.models import (
    Branch,
    BranchMember,
    Milestone,
    Programme,
    Progress,
    Project,
    ProjectUnit,
    Responsibility,
    StageSpan,
    Target,
)
from projects.permissions.roster import keeps_roster
from projects.states import Nature, ProgrammeState, ReportState, Stage
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

UNFINISHED = (Stage.IDEA, Stage.RESERVE, Stage.PREPARING, Stage.BUILDING, Stage.SUSPENDED)
COPIED = ("code", "name", "kind", "content", "location", "funding", "total_investment", "starts_on", "ends_on",
          "entry_document", "remarks")  # fmt: skip


@dataclass
class RollOver:
    """What a roll-over did."""

    copied: int
    there_already: int


@transaction.atomic
def roll_over(old, new, *, actor, at):
    """Copy the unfinished projects of `old` into the programme `new`; safe to repeat: a number is copied once.

    Units, people and branch as they stand on the last day of `old`, milestones not reached, and of each target what
    is left. The year's plan is left empty: it is the new year's. Returns a RollOver.
    """
    if actor is not None and not (actor.is_active and keeps_roster(actor)):
        raise MoveRefused(
            _("You are not the one who can “%(move)s” here.") % {"move": _("Roll over")}, MoveRefused.WRONG_PERSON
        )
    new = Programme.objects.select_for_update().get(pk=new.pk)
    if new.state == ProgrammeState.CLOSED or new.pk == old.pk:
        raise MoveRefused(
            _("The programme “%(name)s” takes no projects of another.") % {"name": new}, MoveRefused.WRONG_STATE
        )
    there = set(new.projects.values_list("code", flat=True))
    going = [project for project in old.projects.filter(state__in=UNFINISHED) if project.code not in there]
    unfinished = old.projects.filter(state__in=UNFINISHED).count()
    copies = {project.pk: _copy(project, new) for project in going}
    Project.objects.bulk_create(copies.values())
    StageSpan.objects.bulk_create(
        [StageSpan(project=copy, stage=copy.state, from_on=new.reporting_from) for copy in copies.values()]
    )
    _copy_people(copies, old, new)
    _copy_branches(copies, old, new)
    _copy_plans(copies, old)
    trail.record_many(
        trail.line(copies[project.pk], "roll_over", actor=actor, at=at, after={"from": old.name, "code": project.code})
        for project in going
    )
    return RollOver(copied=len(going), there_already=unfinished - len(going))


def _copy(project, new):
    fields = {name: getattr(project, name) for name in COPIED}
    return Project(programme=new, nature=Nature.CONTINUED, state=project.state, **fields)


def _last(old):
    """The condition that a dated row holds on the last day of the old programme or after."""
    return Q(until_on__isnull=True) | Q(until_on__gte=old.reporting_until)


def _until(row, new):
    """A row that is already known to end keeps its end; one that ends before the new programme is not copied."""
    return row.until_on is None or row.until_on >= new.reporting_from


def _copy_people(copies, old, new):
    units = ProjectUnit.objects.filter(_last(old), project__in=copies).order_by("pk")
    ProjectUnit.objects.bulk_create(
        ProjectUnit(
            project=copies[row.project_id], unit_id=row.unit_id, role=row.role, from_on=new.reporting_from,
            until_on=row.until_on,
        )
        for row in _once(units, ("project_id", "unit_id", "role")) if _until(row, new)
    )  # fmt: skip
    people = Responsibility.objects.filter(_last(old), project__in=copies, stands_in_for__isnull=True).order_by("pk")
    Responsibility.objects.bulk_create(
        Responsibility(
            project=copies[row.project_id], cadre_id=row.cadre_id, role=row.role, share=row.share,
            from_on=new.reporting_from, until_on=row.until_on,
        )
        for row in _once(people, ("project_id", "cadre_id", "role")) if _until(row, new)
    )  # fmt: skip


def _once(rows, names):
    """Each combination once: the copies all begin on one day."""
    return {tuple(getattr(row, name) for name in names): row for row in rows}.values()


def _copy_branches(copies, old, new):
    branches = {
        branch.pk: Branch(project=copies[branch.project_id], name=branch.name, founded_on=branch.founded_on)
        for branch in Branch.objects.filter(project__in=copies)
    }
    Branch.objects.bulk_create(branches.values())
    members = BranchMember.objects.filter(_last(old), branch__in=branches).order_by("pk")
    BranchMember.objects.bulk_create(
        BranchMember(
            branch=branches[row.branch_id], cadre_id=row.cadre_id, is_secretary=row.is_secretary,
            from_on=new.reporting_from, until_on=row.until_on,
        )
        for row in _once(members, ("branch_id", "cadre_id")) if _until(row, new)
    )  # fmt: skip


def _copy_plans(copies, old):
    Milestone.objects.bulk_create(
        Milestone(project=copies[row.project_id], name=row.name, planned_on=row.planned_on, weight=row.weight)
        for row in Milestone.objects.filter(project__in=copies, done_on__isnull=True)
    )
    done = defaultdict(Decimal)
    reported = Progress.objects.filter(target__project__in=copies, report__state=ReportState.SUBMITTED)
    for row in reported.order_by().values("target").annotate(amount=Sum("amount")):
        done[row["target"]] = row["amount"]
    left = []
    for row in Target.objects.filter(project__in=copies):
        rest = row.total - row.done_before - done[row.pk]
        if rest > 0:
            left.append(
                Target(
                    project=copies[row.project_id],
                    name=row.name,
                    measure=row.measure,
                    total=rest,
                    position=row.position,
                )
            )
    Target.objects.bulk_create(left)

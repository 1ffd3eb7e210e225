"""Read models of the roster: lists with filters and paging, the list as it is exported, one project's file."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum

from cadres.models import Unit, in_force
from projects.models import (
    Branch,
    BranchMember,
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    Responsibility,
    RosterImport,
    Target,
)
from projects.models.roster import SEES_ALL
from projects.roster import columns, names
from projects.roster.shapes import Amount, Person, Step
from projects.states import UNIT_OF, PersonRole, ProgrammeState, UnitRole

SORTS = {
    "code": ("-programme__year", "code"), "name": ("name",), "total": ("-total_investment", "code"),
    "plan": ("-year_plan", "code"), "start": ("starts_on", "code"), "end": ("ends_on", "code"),
}  # fmt: skip


def filtered(projects, day, *, programme=None, stage="", nature="", kind="", unit=None, track="", person=None, q=""):
    """The projects that fit every filter given; units by their part on `day`."""
    if programme:
        projects = projects.filter(programme=programme)
    if stage:
        projects = projects.filter(state=stage)
    if nature:
        projects = projects.filter(nature=nature)
    if kind:
        projects = projects.filter(kind=kind)
    if unit or track:
        rows = ProjectUnit.objects.filter(in_force(day), role=UnitRole.RESPONSIBLE, project=OuterRef("pk"))
        rows = rows.filter(unit=unit) if unit else rows
        rows = rows.filter(unit__track=track) if track else rows
        projects = projects.filter(Exists(rows))
    if person:
        rows = Responsibility.objects.filter(in_force(day), cadre=person, project=OuterRef("pk"))
        projects = projects.filter(Exists(rows))
    if q:
        projects = projects.filter(Q(name__icontains=q) | Q(code__icontains=q) | Q(location__icontains=q))
    return projects


def with_roles(projects, day):
    """The projects with programme, units and people of `day` at hand: `units_now` and `people_now`."""
    return projects.select_related("programme").prefetch_related(
        Prefetch(
            "project_units",
            ProjectUnit.objects.filter(in_force(day)).select_related("unit").order_by("pk"),
            to_attr="units_now",
        ),
        Prefetch(
            "responsibilities",
            Responsibility.objects.filter(in_force(day)).select_related("cadre").order_by("pk"),
            to_attr="people_now",
        ),
    )


def summary(project):
    """What a row of the list shows of a project made by `with_roles`."""
    units, people = defaultdict(list), defaultdict(list)
    for row in project.units_now:
        units[row.role].append(row.unit.name)
    for row in project.people_now:
        people[row.role].append(row.cadre.name)
    return {
        "project": project,
        "responsible": "、".join(units[UnitRole.RESPONSIBLE]),
        "leader": "、".join(people[PersonRole.LEADER]),
        "liaison": "、".join(people[PersonRole.LIAISON]),
    }


def programmes_for(user, day):
    """The programmes that hold a project the user may see, newest first; the offices see empty ones too."""
    if user.has_role(*SEES_ALL):
        return Programme.objects.all()
    return Programme.objects.filter(pk__in=Project.objects.visible_to(user, day).order_by().values("programme"))


def current_programme(programmes):
    """The newest running programme of those given, else the newest, else None."""
    found = list(programmes)
    running = [programme for programme in found if programme.state == ProgrammeState.RUNNING]
    return (running or found or [None])[0]


# The list as it is exported ------------------------------------------------------------------


def export_rows(projects, day, *, phones):
    """Dicts of field key -> value, one a project, in the columns of the export; eight statements for any number.

    day: on which units and people are asked, or later for what has not begun. phones: whether telephone numbers
    are written, which is for those who keep the list.
    """
    projects = list(projects)
    # A filter by keys would be as long as the list: the rows are asked by programme and sorted out here.
    of = {"project__programme__in": {project.programme_id for project in projects}}
    still = Q(until_on__isnull=True) | Q(until_on__gte=day)
    units, unit_of = defaultdict(list), {}
    for row in ProjectUnit.objects.filter(still, **of).select_related("unit").order_by("pk"):
        units[row.project_id, row.role].append(names.quote_unit(row.unit.name))
        unit_of.setdefault((row.project_id, row.role), row.unit_id)
    people = defaultdict(list)
    for row in (
        Responsibility.objects.filter(still, stands_in_for__isnull=True, **of)
        .select_related("cadre__unit").order_by("pk")
    ):  # fmt: skip
        expected = unit_of.get((row.project_id, UNIT_OF.get(row.role)))
        people[row.project_id, row.role].append(_person(row.cadre, expected, phones))
    branches = {branch.project_id: branch for branch in Branch.objects.filter(**of)}
    members = defaultdict(list)
    of_branch = {f"branch__{key}": value for key, value in of.items()}
    for row in BranchMember.objects.filter(still, **of_branch).select_related("cadre__unit", "branch").order_by("pk"):
        expected = unit_of.get((row.branch.project_id, UnitRole.RESPONSIBLE))
        members[row.branch.project_id, row.is_secretary].append(_person(row.cadre, expected, phones))
    steps, targets, months = defaultdict(list), defaultdict(list), {}
    for row in Milestone.objects.filter(**of):
        steps[row.project_id].append(names.format_step(Step(row.name, row.planned_on, row.weight)))
    for row in Target.objects.filter(**of):
        targets[row.project_id].append(names.format_target(Amount(row.name, row.total, row.measure)))
    for row in MonthlyPlan.objects.filter(**of):
        months[row.project_id, row.month.year, row.month.month] = row.planned
    for project in projects:
        key = project.pk
        row = {name: getattr(project, name) for name in PLAIN}
        row["nature"] = columns.NATURE_TEXT[project.nature]
        row["stage"] = columns.STAGE_TEXT[project.state]
        row["branch"] = branches[key].name if key in branches else None
        row["secretary"], row["members"] = "\n".join(members[key, True]), "\n".join(members[key, False])
        for role in UnitRole:
            row[role.value] = "\n".join(units[key, role])
        for role in PersonRole:
            row[role.value] = "\n".join(people[key, role])
        row["steps"], row["targets"] = "\n".join(steps[key]), "\n".join(targets[key])
        for month in range(1, 13):
            row[f"month_{month}"] = months.get((key, project.programme.year, month))
        yield {name: value for name, value in row.items() if value not in ("", None)}


PLAIN = (
    "code", "name", "kind", "content", "location", "funding", "total_investment", "year_plan", "invested_before",
    "starts_on", "ends_on", "entry_document", "remarks",
)  # fmt: skip


def _person(cadre, expected, phones):
    if phones and cadre.phone:
        return names.format_person(Person(cadre.name, cadre.phone))
    hint = cadre.unit.name if cadre.unit_id != expected else ""
    return names.format_person(Person(cadre.name, "", hint))


# For the pages --------------------------------------------------------------------------------


def responsible_units():
    """The units that are or were responsible for a project, for the filter."""
    return Unit.objects.filter(
        Exists(ProjectUnit.objects.filter(unit=OuterRef("pk"), role=UnitRole.RESPONSIBLE))
    ).order_by("position", "code")


def open_programmes():
    """The programmes that still take lists."""
    return Programme.objects.exclude(state=ProgrammeState.CLOSED)


def with_counts(programmes, user, day):
    """The programmes with `count` and `planned` of the projects that the person may see, in two statements."""
    seen = Project.objects.visible_to(user, day).order_by()
    found = {
        row["programme"]: row for row in seen.values("programme").annotate(count=Count("pk"), planned=Sum("year_plan"))
    }
    made = list(programmes)
    for programme in made:
        row = found.get(programme.pk, {})
        programme.count, programme.planned = row.get("count", 0), row.get("planned") or 0
    return made


def imports(most=20):
    """The newest lists that were uploaded."""
    return RosterImport.objects.select_related("programme", "uploaded_by").order_by("-pk")[:most]

"""Who holds a coordination slip: derived from the dated rows of the day, never stored as a right."""

from dataclasses import dataclass, field

from django.db.models import DateField, Exists, OuterRef, Q, Value
from django.db.models.functions import Trim

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, in_force
from evaluations.options import coordination as options
from evaluations.rules import coordination as rules
from evaluations.states.coordination import Level
from projects.models import ProjectUnit, Responsibility
from projects.states import Addressee, PersonRole, UnitRole
from zhangdian import gathered
from zhangdian.options import queries as settings

# The level at which a matter begins, by whom its report addresses.
BEGINS_AT = {
    Addressee.UNIT: Level.DEPUTY,
    Addressee.SUPPORT: Level.DEPUTY,
    Addressee.PLANNER: Level.DEPUTY,
    Addressee.LEADER: Level.LEADER,
}
ROLES = (PersonRole.DEPUTY, PersonRole.UNIT_HEAD, PersonRole.LEADER, PersonRole.SUPPORT_HEAD)


@dataclass(frozen=True)
class Person:
    """Somebody who stands at a level: the name, and the account where there is one."""

    name: str
    user_id: int | None = None


@dataclass
class Held:
    """Who holds a slip now. level: the one that really holds it (above the slip's own where nobody stands there)."""

    level: int | None
    people: list = field(default_factory=list)

    @property
    def names(self):
        """The names, as a page prints them."""
        return "、".join(person.name for person in self.people)

    @property
    def user_ids(self):
        return {person.user_id for person in self.people if person.user_id}


@dataclass
class _Rows:
    """The dated rows of some projects on one day and the offices, read once."""

    by_role: dict = field(default_factory=dict)  # (project, person role) -> [Person]
    heads: dict = field(default_factory=dict)  # (project, unit role) -> [Person]
    offices: dict = field(default_factory=dict)  # role -> [Person], of the two offices
    principals: list = field(default_factory=list)  # the inspection office for them where none is named


def held(slips, day):
    """{pk of the slip: Held} on `day`; one statement, none without slips. Who raised it never holds it."""
    slips = list(slips)
    if not slips:
        return {}
    rows = _rows({slip.project_id for slip in slips}, day)
    return {slip.pk: _held(slip, rows, slip.level) for slip in slips}


def held_above(slips, day):
    """{pk: Held} of the level above the one that holds each slip now."""
    slips = list(slips)
    if not slips:
        return {}
    rows = _rows({slip.project_id for slip in slips}, day)
    found = {}
    for slip in slips:
        now = _held(slip, rows, slip.level).level or rules.TOP
        found[slip.pk] = _held(slip, rows, now + 1) if now < rules.TOP else Held(None)
    return found


def _held(slip, rows, level):
    for step in range(level, rules.TOP + 1):
        people = _others(_at(slip, rows, step), slip.raised_by_id)
        if people:
            return Held(step, people)
    return Held(None)


def _others(people, raiser_id):
    """Everybody once, without who raised the slip."""
    return list({person: None for person in people if person.user_id is None or person.user_id != raiser_id})


def _at(slip, rows, level):
    project = slip.project_id
    if level == Level.PRINCIPAL:
        return rows.principals
    if level == Level.LEADER:
        return rows.by_role.get((project, PersonRole.LEADER), [])
    if level == Level.HEAD:
        return rows.heads.get((project, UnitRole.RESPONSIBLE), []) + rows.by_role.get(
            (project, PersonRole.UNIT_HEAD), []
        )
    if slip.addressed_to == Addressee.PLANNER:
        return rows.offices[Role.PLANNER]
    if slip.addressed_to == Addressee.SUPPORT:
        return rows.heads.get((project, UnitRole.SUPPORT), []) + rows.by_role.get(
            (project, PersonRole.SUPPORT_HEAD), []
        )
    return rows.by_role.get((project, PersonRole.DEPUTY), [])


def _rows(projects, day):
    """One statement."""
    heads = ProjectUnit.objects.filter(
        in_force(day), in_force(day, "unit__appointments__"), project__in=projects,
        role__in=[UnitRole.RESPONSIBLE, UnitRole.SUPPORT], unit__appointments__is_head=True,
    )  # fmt: skip
    named = Q(roles__contains=f",{Role.PLANNER},") | Q(roles__contains=f",{Role.SUPERVISOR},")
    read = gathered.rows(
        people=Responsibility.objects.filter(in_force(day), project__in=projects, role__in=ROLES)
        .order_by("pk").values_list("project", "role", "cadre__name", "cadre__user"),
        heads=heads.order_by("pk").values_list(
            "project", "role", "unit__appointments__cadre__name", "unit__appointments__cadre__user"
        ),
        offices=User.objects.filter(named, is_active=True).order_by("pk").values_list("roles", "name", "pk"),
        principals=principals(day),
    )  # fmt: skip
    found = _Rows(offices={Role.PLANNER: [], Role.SUPERVISOR: []})
    for project, role, name, user in read["people"]:
        found.by_role.setdefault((project, role), []).append(Person(name, user))
    for project, role, name, user in read["heads"]:
        found.heads.setdefault((project, role), []).append(Person(name, user))
    for roles, name, user in read["offices"]:
        for role, people in found.offices.items():
            if f",{role}," in roles:
                people.append(Person(name, user))
    found.principals = [Person(*row) for row in read["principals"]] or found.offices[Role.SUPERVISOR]
    return found


def principals(day):
    """(name, account) of the principal leaders of the district: the heads of the unit that the setting names; no
    evaluation."""
    rows = Appointment.objects.annotate(as_of=Value(day, DateField()))
    rows = rows.annotate(principal_unit=settings.stored(options.PRINCIPAL_UNIT, "as_of"))
    rows = rows.filter(in_force(day), is_head=True).exclude(unit__code="")
    return rows.filter(unit__code=Trim("principal_unit")).order_by("pk").values_list("cadre__name", "cadre__user")


def may_stand(user, day):
    """The condition under which `user` can possibly hold a slip on `day`: narrows what `held` is asked about."""
    mine = Responsibility.objects.filter(in_force(day), cadre__user=user, role__in=ROLES).order_by().values("project")
    headed = (
        ProjectUnit.objects.filter(
            in_force(day), in_force(day, "unit__appointments__"), unit__appointments__is_head=True,
            unit__appointments__cadre__user=user,
        ).order_by().values("project")
    )  # fmt: skip
    condition = Q(project__in=mine) | Q(project__in=headed)
    if user.has_role(Role.PLANNER):
        condition |= Q(addressed_to=Addressee.PLANNER, level=Level.DEPUTY)
    if user.has_role(Role.SUPERVISOR, Role.LEADER):
        # At the top, or where nobody but the raiser stands at the third level.
        leaders = Responsibility.objects.filter(in_force(day), project=OuterRef("project"), role=PersonRole.LEADER)
        condition |= Q(level=Level.PRINCIPAL) | ~Exists(leaders.exclude(cadre__user=OuterRef("raised_by")))
    return condition

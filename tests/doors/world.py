"""The world in which every door is tried: one project with everybody on it, one person of each role."""

from dataclasses import dataclass, field

from accounts.states import Role
from cadres.models import Unit
from projects.models import Branch, BranchMember, Project, ProjectUnit
from projects.states import PersonRole, UnitRole
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_unit, a_user, an_open_report, at, carries

NOW = at("2017-04-10 10:00:00")


@dataclass
class World:
    """people: {role: User}, without the stranger. things: {name: model instance or plain value}."""

    unit: Unit
    project: Project
    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)


def a_world():
    """The base; each room adds what its addresses need in `furnish`."""
    unit, support_unit = a_unit("青石镇政府"), a_unit("区水利局")
    people = {"liaison": a_user("door-liaison")}
    project = a_project("青禾路北延", unit=unit, liaison=people["liaison"])
    ProjectUnit.objects.create(project=project, unit=support_unit, role=UnitRole.SUPPORT, from_on=LONG_AGO)

    people["unit_head"] = a_user("door-unit")
    a_cadre(people["unit_head"].name, head_of=unit, user=people["unit_head"])
    people["support"] = a_user("door-support")
    a_cadre(people["support"].name, head_of=support_unit, user=people["support"])
    carries(people["support"], project, PersonRole.SUPPORT_HEAD)

    people["secretary"] = a_user("door-secretary")
    branch = Branch.objects.create(project=project, name="青禾路项目党支部", founded_on=LONG_AGO)
    secretary = a_cadre(people["secretary"].name, unit=unit, user=people["secretary"])
    member = BranchMember.objects.create(branch=branch, cadre=secretary, is_secretary=True, from_on=LONG_AGO)

    people["cadre"] = a_user("door-cadre")
    cadre = a_cadre(people["cadre"].name, user=people["cadre"])

    for role in Role.values:
        people[role] = a_user(f"door-{role}", role)
    for administrator in ("system", "security", "audit"):
        people[administrator] = a_user(f"door-{administrator}", administrator=administrator)

    world = World(unit=unit, project=project, people=people)
    world.things |= {
        "unit": unit, "support_unit": support_unit, "project": project, "programme": project.programme, "cadre": cadre,
        "branch": branch, "branch_member": member, "report": an_open_report(project, MONDAY),
        "liaison": people["liaison"],
    }  # fmt: skip
    return world

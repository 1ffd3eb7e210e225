"""Who does what on the demo's projects: units, people, site branches."""

from datetime import timedelta
from decimal import Decimal

from projects.models import Branch, BranchMember, ProjectUnit, Responsibility
from projects.states import PersonRole, UnitRole
from zhangdian.demo import words


def build(district, rng, works, first):
    """Units by role, people by role with their share, and the site branch of every project of `works`."""
    long_ago = first - timedelta(days=30)
    users = district.users
    logins = {
        cadre.user.username: cadre for cadre in _everybody(district) if cadre.user_id and cadre.user.username in users
    }
    units, people, branches, members = [], [], [], []
    carriers = district.assessed_units()
    load = {}
    for number, work in enumerate(works):
        project = work.project
        mine = number < 2
        names = words.KINDS[work.kind]["units"]
        unit = district.short["南溪街道" if mine else rng.choice(names)]
        work.unit, work.head = unit, district.heads[unit.pk]
        support = (
            district.short["文旅局"] if number in (0, 5, 9) else rng.choice([u for u in carriers if u is not unit])
        )
        service = rng.choice([district.short["审批局"], district.short["项目办"], district.short["财政局"]])
        roles = [(unit, UnitRole.RESPONSIBLE), (support, UnitRole.SUPPORT), (service, UnitRole.SERVICE)]
        if rng.random() < 0.12 and not mine:
            second = district.short[rng.choice([name for name in names if name != unit.short_name])]
            roles.append((second, UnitRole.RESPONSIBLE if rng.random() < 0.4 else UnitRole.BUILDER))
        for holder, role in roles:
            units.append(ProjectUnit(project=project, unit=holder, role=role, from_on=long_ago))
        pool = [cadre for cadre in district.staff[unit.pk] if cadre.user_id and cadre.user.username != "liaison"]
        # Nobody reports more than two projects while there is somebody else in the unit.
        pool.sort(key=lambda cadre: load.get(cadre.pk, 0))
        work.liaison = logins["liaison"] if mine else pool[0]
        load[work.liaison.pk] = load.get(work.liaison.pk, 0) + 1
        deputy = logins["cadre"] if number in (1, 4) else rng.choice(district.deputies[unit.pk])
        leader = district.leaders[0] if number in (0, 2, 3, 6, 12) else rng.choice(district.leaders[1:])
        rows = [
            (leader, PersonRole.LEADER, "0.1"),
            (work.head, PersonRole.UNIT_HEAD, "0.3"),
            (deputy, PersonRole.DEPUTY, "0.3"),
            (district.heads[support.pk], PersonRole.SUPPORT_HEAD, "0.15"),
            (work.liaison, PersonRole.LIAISON, "0.15"),
        ]
        rows += [(cadre, PersonRole.TEAM, "0") for cadre in district.teams[number % 4]]
        for cadre, role, share in rows:
            people.append(
                Responsibility(project=project, cadre=cadre, role=role, share=Decimal(share), from_on=long_ago)
            )
        if number % 9 == 4 and work.building:
            _handed_over(people, work, pool, first)
        work.liaisons = [row for row in people if row.project is project and row.role == PersonRole.LIAISON]
        branch = Branch(
            project=project,
            name=f"{project.name}项目党支部"[:60],
            founded_on=first + timedelta(days=rng.randint(0, 20)),
        )
        branches.append(branch)
        secretary = logins["branch"] if number == 0 else rng.choice(district.deputies[unit.pk])
        comrades = [cadre for cadre in dict.fromkeys([work.liaison, *pool[:3]]) if cadre is not secretary]
        members.append(BranchMember(branch=branch, cadre=secretary, is_secretary=True, from_on=branch.founded_on))
        members += [BranchMember(branch=branch, cadre=cadre, from_on=branch.founded_on) for cadre in comrades]
    ProjectUnit.objects.bulk_create(units)
    Responsibility.objects.bulk_create(people)
    Branch.objects.bulk_create(branches)
    BranchMember.objects.bulk_create(members)


def _handed_over(people, work, pool, first):
    """The liaison before the present one: a row with an end, so that days in the role count."""
    row = next(row for row in people if row.project is work.project and row.role == PersonRole.LIAISON)
    former = next((cadre for cadre in pool if cadre is not work.liaison), None)
    change = work.building[0][0] + timedelta(days=20)
    if former and change < work.building[0][1]:
        people.append(
            Responsibility(
                project=work.project,
                cadre=former,
                role=PersonRole.LIAISON,
                share=Decimal("0.15"),
                from_on=row.from_on,
                until_on=change - timedelta(days=1),
            )
        )
        row.from_on = change


def _everybody(district):
    yield from district.leaders
    yield from district.heads.values()
    for group in (district.deputies, district.staff):
        for cadres in group.values():
            yield from cadres

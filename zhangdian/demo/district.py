"""Units, people, posts and accounts of the demo district."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from pypinyin import lazy_pinyin

from accounts.demo import PASSWORD
from accounts.models import User
from accounts.states import Administrator, Role
from cadres.models import Appointment, Cadre, InfluencePeriod, Unit, UnitName
from cadres.states import CadreState, Gender, InfluenceKind, Level, Purpose, Track
from zhangdian.demo import words
from zhangdian.demo.clock import instant

OFFICIALS = {
    "planner": ("D21", Role.PLANNER),
    "supervisor": ("D20", Role.SUPERVISOR),
    "office": ("D04", Role.OFFICE),
    "discipline": ("D03", Role.DISCIPLINE),
}
ADMINISTRATORS = {
    "sysadmin": ("系统管理员", Administrator.SYSTEM),
    "secadmin": ("安全管理员", Administrator.SECURITY),
    "auditor": ("审计管理员", Administrator.AUDIT),
}


@dataclass
class District:
    """The people and units, by the handles that later steps ask for."""

    units: dict[str, Unit] = field(default_factory=dict)  # by code
    short: dict[str, Unit] = field(default_factory=dict)  # by short name
    heads: dict[int, Cadre] = field(default_factory=dict)  # unit pk → principal leader
    deputies: dict[int, list[Cadre]] = field(default_factory=dict)  # unit pk → deputies
    staff: dict[int, list[Cadre]] = field(default_factory=dict)  # unit pk → staff
    leaders: list[Cadre] = field(default_factory=list)
    teams: list[list[Cadre]] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)  # by log-in name

    def assessed_units(self):
        """The units that carry projects."""
        return [unit for unit in self.units.values() if unit.code not in {"D00", "D01", "D02", "D03", "D04", "D20"}]


class People:
    """Draws names that have not been drawn before."""

    def __init__(self, rng):
        self.rng = rng
        self.seen = set()

    def draw(self):
        """(name, gender) of somebody new."""
        while True:
            female = self.rng.random() < 0.3
            given = self.rng.choice(words.GIVEN_FEMALE if female else words.GIVEN_MALE)
            name = self.rng.choice(words.SURNAMES) + given
            if name not in self.seen:
                self.seen.add(name)
                return name, Gender.FEMALE if female else Gender.MALE


def build(day: date, cadres: int = 300) -> District:
    """Units with their past names, `cadres` people with their posts, and the accounts of who must be able to act."""
    rng = Random("zhangdian-district")
    district = District()
    _units(district, day)
    _people(district, rng, day, cadres)
    _accounts(district, day)
    return district


def _units(district, day):
    rows = [(code, name, short, above, track) for code, name, short, above, track in words.DEPARTMENTS]
    rows += [(code, name, short, above, Track.ENTERPRISE) for code, name, short, above in words.ENTERPRISES]
    rows += [(f"T{number:02}", name, name, "D00", Track.TOWN) for number, name in enumerate(words.TOWNS, 1)]
    made = Unit.objects.bulk_create(
        Unit(code=code, name=name, short_name=short, track=track, position=position)
        for position, (code, name, short, _above, track) in enumerate(rows, 1)
    )
    district.units = {unit.code: unit for unit in made}
    district.short = {unit.short_name: unit for unit in made}
    for unit, (_code, _name, _short, above, _track) in zip(made, rows, strict=True):
        unit.parent = district.units.get(above)
    Unit.objects.bulk_update([unit for unit in made if unit.parent_id], ["parent"], batch_size=100)
    UnitName.objects.bulk_create(
        UnitName(unit=district.units[code], name=name, from_on=date(2010, 1, 1), until_on=date(until, 12, 31))
        for code, name, until in words.PAST_NAMES
    )


def _people(district, rng, day, count):
    names = People(rng)
    plans = []  # (unit, post, level, is_head)
    apex = district.units["D00"]
    for post in ["副区长"] * 6 + ["区委常委"] * 3 + ["区人大常委会副主任"]:
        plans.append((apex, post, Level.DISTRICT, False))
    others = [unit for unit in district.units.values() if unit is not apex]
    for unit in others:
        head = {"town": "党委书记", "enterprise": "董事长"}.get(
            unit.track, "主任" if "室" in unit.name or "中心" in unit.name else "局长"
        )
        if unit.code == "D04":
            head = "部长"
        plans.append((unit, head, Level.CHIEF, True))
        deputies = {"town": "副镇长" if unit.name.endswith("镇") else "副主任", "enterprise": "副总经理"}.get(
            unit.track, "副" + head
        )
        plans += [(unit, deputies, Level.DEPUTY, False)] * (6 if unit.code == "D04" else 2)
    turn = 0
    while len(plans) < count:
        unit = others[turn % len(others)]
        plans.append(
            (
                unit,
                ["一级科员", "四级主任科员", "项目科科长", "办公室副主任"][turn // len(others) % 4],
                Level.STAFF,
                False,
            )
        )
        turn += 1
    cadres, posts = [], []
    for number, (unit, post, level, is_head) in enumerate(plans, 1):
        name, gender = names.draw()
        since = day - timedelta(days=rng.randint(420, 2200))
        older = {Level.DISTRICT: 22, Level.CHIEF: 20, Level.DEPUTY: 15, Level.STAFF: 6}[level]
        cadre = Cadre(
            name=name,
            gender=gender,
            born_in=date(day.year - 26 - older + rng.randint(-4, 4), rng.randint(1, 12), 1),
            phone=f"1390000{number:04}",
            unit=unit,
            post=post,
            level=level,
            is_assessed=level != Level.DISTRICT,
            pinyin="".join(lazy_pinyin(name))[:60],
        )
        cadres.append(cadre)
        posts.append((post, level, is_head, since.replace(day=1)))
    # A few have gone: their rows stay, with the post they held.
    for cadre in cadres[-6:]:
        cadre.state = CadreState.RETIRED if cadre is cadres[-1] else CadreState.LEFT
    Cadre.objects.bulk_create(cadres)
    appointments = []
    for number, (cadre, (post, level, is_head, since)) in enumerate(zip(cadres, posts, strict=True)):
        gone = cadre.state != CadreState.SERVING
        appointments.append(
            Appointment(
                cadre=cadre,
                unit=cadre.unit,
                post=post,
                level=level,
                is_head=is_head,
                from_on=since,
                until_on=day - timedelta(days=40) if gone else None,
                document_no=f"青组任〔{since.year}〕{number % 90 + 1}号",
            )
        )
        if number % 3 == 0:
            before = {Level.CHIEF: ("副局长", Level.DEPUTY), Level.DEPUTY: ("科长", Level.STAFF)}.get(
                level, ("科员", Level.STAFF)
            )
            earlier = others[(number * 7) % len(others)]
            appointments.append(
                Appointment(
                    cadre=cadre,
                    unit=earlier,
                    post=before[0],
                    level=before[1],
                    is_head=False,
                    from_on=date(since.year - 5, 3, 1),
                    until_on=since - timedelta(days=1),
                    document_no=f"青组任〔{since.year - 5}〕{number % 60 + 1}号",
                )
            )
        if not gone and cadre.unit is not apex:
            if is_head:
                district.heads[cadre.unit_id] = cadre
            elif level == Level.DEPUTY:
                district.deputies.setdefault(cadre.unit_id, []).append(cadre)
            else:
                district.staff.setdefault(cadre.unit_id, []).append(cadre)
    Appointment.objects.bulk_create(appointments)
    district.leaders = [cadre for cadre in cadres if cadre.unit is apex]
    # Four teams, each led by a deputy leader of the organisation department.
    organisers = district.deputies[district.units["D04"].pk][:4]
    members = [
        cadre for code in ("D04", "D03", "D01", "D02") for cadre in district.staff.get(district.units[code].pk, [])
    ]
    district.teams = [[leader, *members[number * 2 : number * 2 + 2]] for number, leader in enumerate(organisers)]


def _accounts(district, day):
    """An account for everybody who must act; only the demo log-ins have a password."""
    unusable = "!demo"
    password = make_password(PASSWORD)
    created = instant(day - timedelta(days=420), 12)
    users, owners, taken = [], [], set()

    def account(cadre, username=None, roles=()):
        base = username or cadre.pinyin[:30]
        name, number = base, 2
        while name in taken:
            name, number = f"{base}{number}", number + 1
        taken.add(name)
        user = User(
            username=name,
            name=cadre.name,
            phone=cadre.phone,
            roles=f",{','.join(roles)}," if roles else "",
            password=password if username else unusable,
            created_at=created,
            password_changed_at=created,
        )
        users.append(user)
        owners.append(cadre)

    pick = district.units
    logins = {
        "unit": (district.heads[district.short["南溪街道"].pk], ()),
        "support": (district.heads[district.short["文旅局"].pk], ()),
        "liaison": (district.staff[district.short["南溪街道"].pk][0], ()),
        "branch": (district.deputies[district.short["南溪街道"].pk][0], ()),
        "cadre": (district.deputies[district.short["城建中心"].pk][0], ()),
        "director": (district.heads[pick["D04"].pk], (Role.DIRECTOR,)),
        "leader": (district.leaders[0], (Role.LEADER,)),
        "team": (district.teams[0][0], (Role.TEAM,)),
    }
    for username, (code, role) in OFFICIALS.items():
        logins[username] = (district.deputies[pick[code].pk][-1], (role,))
    for username, (cadre, roles) in logins.items():
        account(cadre, username, roles)
    done = {id(cadre) for cadre in owners}
    members = {id(cadre) for team in district.teams for cadre in team}
    everybody = [
        *district.leaders,
        *district.heads.values(),
        *[c for some in district.deputies.values() for c in some],
        *[c for some in district.staff.values() for c in some],
    ]
    for cadre in everybody:
        if id(cadre) in done:
            continue
        roles = (Role.TEAM,) if id(cadre) in members else (Role.LEADER,) if cadre.level == Level.DISTRICT else ()
        account(cadre, None, roles)
    for username, (name, kind) in ADMINISTRATORS.items():
        users.append(
            User(
                username=username,
                name=name,
                administrator=kind,
                password=password,
                created_at=created,
                password_changed_at=created,
            )
        )
    User.objects.bulk_create(users)
    for user, cadre in zip(users, owners, strict=False):
        cadre.user = user
    Cadre.objects.bulk_update(owners, ["user"], batch_size=100)
    district.users = {user.username: user for user in users}


def influence(district, day):
    """A handful of influence periods: running, about to end, ended, lifted."""
    some = [cadres[-1] for cadres in district.deputies.values() if cadres[-1].user.username not in OFFICIALS]
    rows = [
        (
            InfluenceKind.ADMONITION,
            -70,
            180,
            "项目推进中把关不严",
            [Purpose.PROMOTION, Purpose.HONOUR, Purpose.RESERVE],
        ),
        (
            InfluenceKind.PARTY_WARNING,
            -200,
            365,
            "违反财经纪律",
            [Purpose.PROMOTION, Purpose.RANK, Purpose.MERIT, Purpose.RESERVE, Purpose.HONOUR],
        ),
        (InfluenceKind.REMINDER, -80, 92, "连续两月未完成节点", [Purpose.HONOUR]),
        (InfluenceKind.DEMERIT, -600, 540, "失职造成损失", [Purpose.PROMOTION, Purpose.RANK, Purpose.MERIT]),
        (InfluenceKind.OPEN_CASE, -25, None, "信访事项核查中", [Purpose.PROMOTION, Purpose.HONOUR]),
    ]
    made = []
    for cadre, (kind, start, length, reason, blocks) in zip(some[3:], rows, strict=False):
        begin = day + timedelta(days=start)
        until = begin + timedelta(days=length) if length else None
        made.append(
            InfluencePeriod(
                cadre=cadre,
                kind=kind,
                reason=reason,
                document_no=f"青纪〔{begin.year}〕{len(made) + 3}号",
                made_by="区纪委监委",
                blocks=[str(purpose.value) for purpose in blocks],
                from_on=begin,
                until_on=until,
                computed_until_on=until,
            )
        )
    lifted = made[2]
    lifted.lifted_on, lifted.lifted_reason = day - timedelta(days=10), "整改到位,提前解除"
    InfluencePeriod.objects.bulk_create(made)
    return made


def headed(day, *users):
    """Keys of the units that the users head: none of them runs or decides a case about somebody there."""
    return {key for user in users for key in Unit.objects.headed_by(user, day).values_list("pk", flat=True)}

"""A small cast: builders that walk the real road to a world. Every name is invented."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from accounts.models import User
from cadres.models import Appointment, Cadre, Unit
from projects.models import DailyReport, Programme, Project, ProjectUnit, Responsibility, StageSpan, Target
from projects.states import PersonRole, ProgrammeState, Stage, UnitRole

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "Right-horse-7"
MONDAY = date(2017, 4, 10)
LONG_AGO = date(2017, 1, 1)
_numbers = count(1)


def at(text):
    """An instant in Shanghai: at("2017-04-10 18:00:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def a_user(username=None, *roles, **fields):
    """An account that can log in with PASSWORD; `roles` are district-wide."""
    username = username or f"user{next(_numbers)}"
    fields.setdefault("name", f"陈{username}"[:40])
    fields.setdefault("roles", f",{','.join(roles)}," if roles else "")
    return User.objects.create_user(username, PASSWORD, **fields)


def a_unit(name=None, **fields):
    """A unit."""
    number = next(_numbers)
    fields.setdefault("code", f"U{number:04}")
    return Unit.objects.create(name=name or f"青石镇{number}", **fields)


def a_cadre(name=None, unit=None, user=None, head_of=None, **fields):
    """A cadre; `head_of` makes an appointment as the principal leader of that unit since LONG_AGO."""
    number = next(_numbers)
    unit = unit or head_of or a_unit()
    fields.setdefault("phone", f"139{number:08}")
    cadre = Cadre.objects.create(name=name or f"林{number}", unit=unit, user=user, **fields)
    if head_of:
        Appointment.objects.create(cadre=cadre, unit=head_of, post="主要负责人", is_head=True, from_on=LONG_AGO)
    return cadre


def a_programme(**fields):
    """A running programme of 2017."""
    number = next(_numbers)
    fields.setdefault("name", f"2017年重点项目{number}")
    fields.setdefault("year", 2017)
    fields.setdefault("reporting_from", LONG_AGO)
    fields.setdefault("reporting_until", date(2017, 12, 31))
    fields.setdefault("state", ProgrammeState.RUNNING)
    return Programme.objects.create(**fields)


def a_project(name=None, *, programme=None, unit=None, liaison=None, stage=Stage.BUILDING, since=LONG_AGO, **fields):
    """A project in `stage` since a day, with a responsible unit and, when given, a liaison (a user)."""
    number = next(_numbers)
    fields.setdefault("code", f"ZD-{number:03}")
    fields.setdefault("year_plan", Decimal("1200"))
    project = Project.objects.create(
        programme=programme or a_programme(), name=name or f"青禾路北延{number}", state=stage, **fields
    )
    StageSpan.objects.create(project=project, stage=stage, from_on=since)
    unit = unit or a_unit()
    ProjectUnit.objects.create(project=project, unit=unit, role=UnitRole.RESPONSIBLE, from_on=LONG_AGO)
    if liaison:
        carries(liaison, project, PersonRole.LIAISON, unit=unit)
    return project


def carries(user, project, role, *, unit=None, share=Decimal("0.1"), from_on=LONG_AGO):
    """Give a user (made a cadre if not one yet) a role on a project."""
    cadre = Cadre.objects.filter(user=user).first() or a_cadre(name=user.name, unit=unit, user=user)
    return Responsibility.objects.create(project=project, cadre=cadre, role=role, share=share, from_on=from_on)


def a_target(project, name="拆迁", measure="户", total=240, **fields):
    """A quantity to reach."""
    return Target.objects.create(project=project, name=name, measure=measure, total=Decimal(total), **fields)


def an_open_report(project=None, day=MONDAY, due_at=None, **fields):
    """A day's row as the sweep opens it."""
    return DailyReport.objects.create(
        project=project or a_project(), day=day, due_at=due_at or at(f"{day} 18:00:00"), **fields
    )

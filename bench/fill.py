"""Filling the bench's databases, set-based: `python -m bench.fill bare LINES` or `… product PROJECTS OPEN_DAYS [DAYS]`.

Prints one JSON object: the sessions to send requests with, and what there is to send them to.
"""

import json
import sys
import time
from datetime import date, datetime, timedelta

import django

USERS = 8
TOKEN = "b" * 32


def session_of(user):
    """The key of a signed-in session of `user`."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    # Of the backends only one knows persons; the others only watch or answer for permissions.
    backends = [path for path in settings.AUTHENTICATION_BACKENDS if not path.startswith(("axes.", "rules."))]
    store[BACKEND_SESSION_KEY] = next(path for path in backends if hasattr(load_backend(path), "get_user"))
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["seen_at"] = int(time.time()) + 1500  # spares the product its one write a minute: the anchor has none
    store.create()
    return store.session_key


def fill_from(model, source, /, **expressions):
    """INSERT INTO `model` SELECT `expressions` FROM `source`; columns not named get their empty value."""
    from django.db import connection, models

    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.column in expressions:
            value = expressions[field.column]
        elif field.primary_key or field.null:
            continue
        elif isinstance(field, models.BooleanField):
            value = "false"
        elif isinstance(field, models.CharField | models.TextField):
            value = "''"
        else:
            value = "0"
        columns.append(connection.ops.quote_name(field.column))
        values.append(value)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {source}"
        )


def analyze():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def bare(lines):
    """The anchors' tables: users, sessions, `lines` lines."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from bench.bare.models import Line

    call_command("migrate", verbosity=0)
    users = [User.objects.create_user(f"bench{number}", password="x") for number in range(USERS)]
    fill_from(
        Line,
        f"generate_series(1, {lines}) n",
        code="'P' || lpad(n::text, 6, '0')",
        name="'河湾片区道路改造工程 ' || n",
        unit="'南溪街道'",
        leader="'陈志远'",
        light="'正常'",
        planned="n * 3 + 1200",
        done="n * 3 + 1100.5",
        deviation="-3.25",
        owed="22",
        missing="n % 3",
        last_on="DATE '2026-11-20'",
    )
    analyze()
    return {"sessions": [session_of(user) for user in users]}


def product(projects, open_days, days_past=0):
    """`projects` projects with last month's and this month's reports; `open_days` days still to be reported.

    days_past: so many days on end up to yesterday instead, whatever the calendar says of them.
    """
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from cadres.models import Cadre, Unit
    from projects.models import (
        DailyReport,
        Milestone,
        MonthlyPlan,
        Programme,
        Project,
        ProjectUnit,
        Responsibility,
        StageSpan,
    )
    from zhangdian.calendar.queries import calendar
    from zhangdian.options.models import Option

    call_command("migrate", verbosity=0)
    today = timezone.localdate()
    long_ago = date(today.year, 1, 1)
    programme = Programme.objects.create(
        name="压测项目",
        year=today.year,
        reporting_from=long_ago,
        reporting_until=date(today.year + 1, 12, 31),
        state="RUNNING",
    )
    first_unit = Unit.objects.bulk_create(
        Unit(code=f"U{n:03}", name=f"第{n}街道", short_name=f"{n}街道", track="town", position=n) for n in range(40)
    )[0].pk
    # The anchor takes 400 characters; so shall the product.
    Option.objects.create(key="daily.text", value="400", effective_from=long_ago, reason="as the anchor")
    users = User.objects.bulk_create(User(username=f"bench{n}", name=f"联络员{n}", password="!") for n in range(USERS))
    leader = User.objects.create(username="leader", name="区领导", password="!", roles=",leader,")
    people = Cadre.objects.bulk_create(
        Cadre(name=user.name, unit_id=first_unit, phone=f"139{user.pk:08}", user=user) for user in [*users, leader]
    )
    fill_from(
        Project,
        f"generate_series(1, {projects}) n",
        programme_id=str(programme.pk),
        code="lpad(n::text, 6, '0')",
        name="'河湾片区道路改造工程' || n",
        kind="'道路交通'",
        nature="'new'",
        location="'南溪街道'",
        total_investment="n % 90 * 100 + 4000",
        year_plan="n % 90 * 60 + 1200",
        state="'BUILDING'",
    )
    table = Project._meta.db_table
    source = f"{table} p"
    since = f"DATE '{long_ago}'"
    fill_from(StageSpan, source, project_id="id", stage="'BUILDING'", from_on=since)
    fill_from(
        ProjectUnit, source, project_id="id", unit_id=f"{first_unit} + id % 40", role="'responsible'", from_on=since
    )
    liaison = f"{people[0].pk} + id % {USERS}"
    fill_from(Responsibility, source, project_id="id", cadre_id=liaison, role="'liaison'", share="0.15", from_on=since)
    fill_from(
        Responsibility,
        source,
        project_id="id",
        cadre_id=str(people[-1].pk),
        role="'leader'",
        share="0.1",
        from_on=since,
    )
    fill_from(
        MonthlyPlan,
        f"{table} p, generate_series(1, 12) m",
        project_id="p.id",
        month=f"make_date({today.year}, m, 1)",
        planned="p.year_plan / 12",
    )
    fill_from(
        Milestone,
        f"{table} p, generate_series(1, 5) m",
        project_id="p.id",
        name="'节点' || m",
        weight="20",
        planned_on=f"make_date({today.year}, m * 2 + 2, 10)",
        done_on=f"CASE WHEN m < 4 THEN make_date({today.year}, m * 2 + 2, 8) END",
    )
    working = calendar()
    begin = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    past = working.between(begin, today - timedelta(days=1))
    if days_past:
        past = [today - timedelta(days=n) for n in range(days_past, 0, -1)]
        begin = past[0]
    days = ", ".join(f"(DATE '{day}')" for day in past)
    late = "(p.id + (d.day - DATE '2020-01-01')) % 31 = 0"
    open_ = "(p.id + (d.day - DATE '2020-01-01')) % 43 = 0"
    fill_from(
        DailyReport,
        f"{table} p, (VALUES {days}) d(day) ORDER BY d.day, p.id",
        project_id="p.id",
        day="d.day",
        due_at="(d.day + TIME '18:00') AT TIME ZONE 'Asia/Shanghai'",
        state=f"CASE WHEN {open_} THEN 'OPEN' ELSE 'SUBMITTED' END",
        received_at=f"CASE WHEN NOT {open_} THEN (d.day + CASE WHEN {late} THEN TIME '19:20' ELSE TIME '16:40' END) "
        "AT TIME ZONE 'Asia/Shanghai' END",
        is_late=f"CASE WHEN NOT {open_} THEN {late} END",
        version=f"CASE WHEN {open_} THEN 0 ELSE 1 END",
        reporter_id=f"CASE WHEN NOT {open_} THEN {users[0].pk} END",
        channel=f"CASE WHEN {open_} THEN '' ELSE 'web' END",
        text=f"CASE WHEN {open_} THEN '' ELSE '完成雨水管安装120米,检查井4座;投入人员36人。' END",
        invested=f"CASE WHEN NOT {open_} THEN p.year_plan / 260 END",
    )
    keys = []
    if open_days:
        ahead = [today + timedelta(days=n) for n in range(1, open_days + 1)]
        days = ", ".join(f"(DATE '{day}')" for day in ahead)
        fill_from(
            DailyReport,
            f"{table} p, (VALUES {days}) d(day) ORDER BY d.day, p.id",
            project_id="p.id",
            day="d.day",
            due_at="(d.day + TIME '18:00') AT TIME ZONE 'Asia/Shanghai'",
            state="'OPEN'",
        )
        keys = list(
            DailyReport.objects.filter(day__gt=today)
            .order_by("day", "project")
            .values_list("pk", "project_id")
            .iterator()
        )
    analyze()
    fold(timezone.make_aware(datetime.combine(today, datetime.min.time())))
    analyze()
    return {
        "sessions": [session_of(user) for user in users],
        "leader": session_of(leader),
        "open": [(pk, project % USERS) for pk, project in keys],
        "month": begin.isoformat(),
        "reports": DailyReport.objects.count(),
    }


def fold(at):
    """What the sweep would have stored by now: this month's and the last one's figures, lights, standings."""
    from projects.rollups import folding, lights, standings

    today = at.date()
    folding.roll_up("month", today.replace(day=1) - timedelta(days=1), at=at)
    folding.roll_up("month", today, at=at)
    lights.compute(today)
    standings.write(at=at)


def scores(cadres):
    """A quarter of `cadres` cadres."""
    from bench import scores as work

    return work.fill(cadres)


if __name__ == "__main__":
    django.setup()
    kind, *numbers = sys.argv[1:]
    print(json.dumps({"bare": bare, "product": product, "scores": scores}[kind](*map(int, numbers))))

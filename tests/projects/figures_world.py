"""A district in bulk: projects, units, plans and weeks of reports, deterministic, for figures and their pages."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random

from cadres.models import Unit
from projects.models import DailyReport, Milestone, MonthlyPlan, Project, ProjectUnit, Responsibility, StageSpan, Target
from projects.states import Channel, PersonRole, ReportState, Stage, UnitRole
from tests.cast import LONG_AGO, a_cadre, a_programme, at

_codes = count(1)
NAMES = [
    "青禾路北延",
    "东岭片区拆迁",
    "南溪片区改造",
    "河湾污水处理",
    "云桥物流园",
    "松涛学校扩建",
    "石桥水厂",
    "北岸绿廊",
]
KINDS = ["基础设施", "产业发展", "民生改善", "生态环保"]


def working_days(first, count):
    """The first `count` weekdays from `first` on."""
    days, day = [], first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days


def a_district(projects=82, days=(), *, units=8, seed=1, leader=True):
    """A programme with `projects` in construction and a report row for each of `days`; returns the projects."""
    dice = Random(seed)
    programme = a_programme(name=f"2017年重点项目·{next(_codes)}")
    number = next(_codes)
    unit_rows = Unit.objects.bulk_create(
        Unit(code=f"W{number}-{n:03}", name=f"第{number}-{n}镇", position=n) for n in range(1, units + 1)
    )
    rows = Project.objects.bulk_create(
        Project(
            programme=programme, code=f"{number}-{n:05}", name=f"{NAMES[n % 8]}{n}", kind=KINDS[n % 4],
            year_plan=Decimal(1200 + 100 * (n % 9)), total_investment=Decimal(5000), state=Stage.BUILDING,
        )
        for n in range(projects)
    )  # fmt: skip
    StageSpan.objects.bulk_create(StageSpan(project=row, stage=Stage.BUILDING, from_on=LONG_AGO) for row in rows)
    ProjectUnit.objects.bulk_create(
        ProjectUnit(project=row, unit=unit_rows[n % units], role=UnitRole.RESPONSIBLE, from_on=LONG_AGO)
        for n, row in enumerate(rows)
    )
    if leader:
        leaders = [a_cadre(name=name, unit=unit_rows[0]) for name in ("周行远", "沈知秋", "方大同")]
        Responsibility.objects.bulk_create(
            Responsibility(project=row, cadre=leaders[n % 3], role=PersonRole.LEADER, from_on=LONG_AGO)
            for n, row in enumerate(rows)
        )
    MonthlyPlan.objects.bulk_create(
        MonthlyPlan(
            project=row, month=date(2017, month, 1), planned=(row.year_plan / 12).quantize(Decimal("0.01")),
            confirmed=(row.year_plan * dice.randrange(5, 13) / 120).quantize(Decimal("0.01")) if month < 4 else None,
        )
        for row in rows for month in range(1, 13)
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(
            project=row, name=name, planned_on=date(2017, month, 20),
            done_on=date(2017, month, 18) if month < 4 and dice.random() < 0.9 else None,
        )
        for row in rows for name, month in (("开工", 2), ("主体封顶", 5), ("竣工", 11))
    )  # fmt: skip
    Target.objects.bulk_create(Target(project=row, name="拆迁", measure="户", total=Decimal(240)) for row in rows[::2])
    fill(rows, days, dice)
    return rows


def fill(projects, days, dice):
    """A row a day for each project: mostly on time, some late, missing, exempt or returned."""
    reports = []
    for day in days:
        due_at = at(f"{day} 18:00:00")
        for project in projects:
            row = DailyReport(project=project, day=day, due_at=due_at)
            throw = dice.random()
            if throw < 0.05:
                row.state, row.exempt_reason = ReportState.EXEMPT, "停电"
            elif throw > 0.12:
                is_late = throw > 0.95
                row.state = ReportState.RETURNED if throw > 0.99 else ReportState.SUBMITTED
                row.return_reason = "请补充数量" if row.state == ReportState.RETURNED else ""
                row.received_at = due_at + timedelta(hours=2 if is_late else -2)
                row.is_late, row.channel, row.version = is_late, Channel.WEB, 1
                row.text = "完成路基填筑一百二十米,管沟开挖八十米。"
                row.invested = Decimal(dice.randrange(100, 900)) / 100
                row.needs_coordination = throw > 0.93
                if row.needs_coordination:
                    row.coordination, row.coordination_with = "杆线迁移方案待电力部门确认", "leader"
            reports.append(row)
    DailyReport.objects.bulk_create(reports, batch_size=1000)

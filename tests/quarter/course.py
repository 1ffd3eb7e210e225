"""The second quarter of 2017: a district as it stands on 31 March, and what its people do from day to day.

Nothing here writes a state by itself: sweeps are run by `manage.py sweep NAME --at`, people act through the moves.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from random import Random

from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from projects.models import DailyReport, Programme, Responsibility
from projects.states import PersonRole, ReportState, Stage
from projects.transitions import day as reports
from zhangdian.calendar.queries import calendar
from zhangdian.demo import district, roster
from zhangdian.trail import services as trail

FIRST, LAST = date(2017, 4, 1), date(2017, 6, 30)
TEXTS = ("路基填筑完成一百二十米", "雨水管安装完成", "清表与外运渣土", "桥台浇筑", "绿化带整理")


def instant(day, hour, minute=0, second=0):
    """An instant in the district's time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute, second)))


def sweep(name, at):
    """What `manage.py sweep NAME --at ISO` prints."""
    out = StringIO()
    call_command("sweep", name, at=at.isoformat(), stdout=out)
    return out.getvalue().strip()


@dataclass
class District:
    """The district on the eve of the quarter, and the dice of those who act in it."""

    people: object
    works: list
    projects: list
    rng: Random
    users: dict = field(default_factory=dict)  # {project id: the liaison's account}
    fates: Counter = field(default_factory=Counter)

    @property
    def building(self):
        return [project for project in self.projects if project.state == Stage.BUILDING]


def a_district(projects=82, cadres=300):
    """Units, people and projects as they stand on 31 March 2017, before the first row is opened."""
    eve = FIRST - timedelta(days=1)
    people = district.build(eve, cadres)
    programme, works, lines = roster.build(people, eve, date(2017, 1, 1), projects)
    Programme.objects.filter(pk=programme.pk).update(reporting_from=FIRST)
    roster.save_plans(works, {}, eve)
    trail.record_many(sorted((line for line in lines if line[0].at.date() <= eve), key=lambda line: line[0].at))
    trail.seal(at=instant(eve, 20))
    rows = [work.project for work in works]
    made = District(people, works, rows, Random("a quarter"))
    for held in Responsibility.objects.filter(
        project__in=rows, role=PersonRole.LIAISON, from_on__lte=eve, until_on__isnull=True
    ).select_related("cadre__user"):
        made.users[held.project_id] = held.cadre.user
    return made


def working_days(first=FIRST, last=LAST):
    """The working days of the quarter, make-up days among them."""
    return calendar().between(first, last)


def content(rng, number):
    """What a liaison types."""
    return {
        "no_change": False, "text": f"{rng.choice(TEXTS)},第{number}日", "percent": None,
        "invested": Decimal(rng.randint(1, 40)), "has_problem": False, "problem": "", "needs_coordination": False,
        "coordination": "", "coordination_with": "", "plan": "继续推进", "place": "", "photos_expected": 0,
        "milestone": None, "amounts": {},
    }  # fmt: skip


def report_the_day(made, day, number):
    """Rows are opened in the morning; by the evening most are in, some late, some never, some exempt."""
    sweep("open_daily_reports", instant(day, 6))
    planner = User.objects.get(username="planner")
    for report in DailyReport.objects.filter(day=day, state=ReportState.OPEN).order_by("project"):
        liaison = made.users.get(report.project_id)
        fate = made.rng.random()
        if liaison is None or fate < 0.02:
            made.fates["missing"] += 1
        elif fate < 0.035:
            reports.exempt(report, actor=planner, at=instant(day, 9), reason="大雨停工")
            made.fates["exempt"] += 1
        elif fate < 0.08:
            reports.submit(
                report, content(made.rng, number), actor=liaison, at=instant(day, 18, made.rng.randint(0, 59))
            )
            made.fates["late"] += 1
        else:
            second = made.rng.randint(0, 3599)
            reports.submit(
                report, content(made.rng, number), actor=liaison, at=instant(day, 17, second // 60, second % 60)
            )
            made.fates["on_time"] += 1
    sweep("fold_figures", instant(day, 19))

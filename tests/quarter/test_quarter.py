"""From the first daily row to the end of the quarter: what was expected is accounted for, everywhere alike."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from projects.models import DailyReport, Figure
from projects.states import Scope
from tests.quarter.course import FIRST, LAST, a_district, instant, report_the_day, sweep, working_days
from tests.quarter.months import Desk
from tests.quarter.review import review_the_quarter
from tests.quarter.weeks import Office, weeks_accounted_for
from zhangdian.trail import services as trail

COUNTS = ("expected", "exempt", "on_time", "late", "missing")


def shown(client, scope):
    """{name: counts} of the quarter as the page, the interface and the workbook show it; they are the same."""
    words = f"?scope={scope}&period=quarter&on=2017-05-02&sort=name"
    page, number = {}, 1
    while True:
        answer = client.get(f"/figures/{words}&page={number}")
        page |= {row.name: tuple(getattr(row, name) for name in COUNTS) for row in answer.context["page"].object_list}
        if not answer.context["page"].has_next():
            break
        number += 1
    told, address = {}, "/api/v1/figures/" + words
    while address:
        answer = client.get(address).json()
        told |= {row["name"]: tuple(row[name] for name in COUNTS) for row in answer["results"]}
        address = answer["next"]
    sheet = load_workbook(BytesIO(client.get("/figures/export/" + words).content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    book = {line[0]: tuple(line[1:6]) for line in lines}
    assert page == told == book
    return page


def accounted_for():
    """Expected − exempt = on time + late + missing: in page, interface and workbook, for all three scopes."""
    client = Client()
    client.force_login(User.objects.get(username="planner"))
    for scope in Scope.values:
        rows = shown(client, scope)
        assert rows
        for name, (expected, exempt, on_time, late, missing) in rows.items():
            assert expected - exempt == on_time + late + missing, (scope, name)
        if scope == Scope.DISTRICT:
            (district,) = rows.values()
        if scope == Scope.PROJECT:
            projects = [sum(column) for column in zip(*rows.values(), strict=True)]
    assert list(district) == projects
    return district


@pytest.mark.django_db(transaction=True)
def test_a_fortnight_of_eight_projects_is_accounted_for():
    if connection.vendor == "postgresql":
        pytest.skip("lived through on SQLite; the whole quarter is on both (make soak)")
    live(projects=8, last=date(2017, 4, 14))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_quarter_of_eighty_two_projects_is_accounted_for():
    assert live() == 62


def wake(at):
    """Beat wakes who must remind."""
    for name in ("draw_up_coordination", "climb_reports", "remind_orders", "remind_bulletins", "remind"):
        sweep(name, at)


def plan_next_week(office, day, coming):
    """On the last working day of a week the next one with working days in it is drawn."""
    if coming:
        office.plan(coming[0] - timedelta(days=coming[0].weekday()), instant(day, 16))


def live(projects=82, cadres=300, last=LAST):
    """The quarter until `last`; returns how many working days it had."""
    with time_machine.travel(instant(FIRST, 5), tick=False) as clock:
        made = a_district(projects, cadres)
        days = working_days(FIRST, last)
        office, desk = Office(made), Desk(made)
        for number, day in enumerate(days, 1):
            clock.move_to(instant(day, 8))
            wake(instant(day, 8))
            office.follow(day)
            office.visit(day)
            desk.go_on(day)
            if number > 1 and days[number - 2].month != day.month:
                desk.close(day)
            report_the_day(made, day, number)
            if number == len(days) or days[number].isocalendar().week != day.isocalendar().week:
                clock.move_to(instant(day, 16))
                plan_next_week(office, day, days[number:])
            clock.move_to(instant(day, 19))
            wake(instant(day, 19))
            trail.seal(at=instant(day, 20))
        reviewed_on = instant(last + timedelta(days=1), 9)
        clock.move_to(reviewed_on)
        review = review_the_quarter(made, clock, reviewed_on)
        assert review.state == "PUBLISHED"
        clock.move_to(instant(last, 23, 30))
        assert desk.unchanged() == last.month - FIRST.month
        assert weeks_accounted_for() >= len(days) // 5
        sweep("fold_figures", instant(last, 23))
        expected, exempt, on_time, late, missing = accounted_for()
        assert expected == DailyReport.objects.filter(day__range=(FIRST, last)).count()
        assert (exempt, on_time, late) == (made.fates["exempt"], made.fates["on_time"], made.fates["late"])
        assert missing == made.fates["missing"]
        assert Figure.objects.filter(scope="district", period="quarter").exists()
        trail.seal(at=reviewed_on + timedelta(hours=10))
        assert list(trail.verify()) == []
    return len(days)

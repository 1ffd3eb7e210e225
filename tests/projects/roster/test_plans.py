"""The plan of a year as one grid: written whole, one line on the trail, two clerks at once told of each other."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.states import Role
from projects.models import MonthlyPlan
from projects.services import plans
from tests.cast import a_programme, a_project, a_user, at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
APRIL, MAY = date(2017, 4, 1), date(2017, 5, 1)


@pytest.fixture
def project():
    project = a_project("石桥", programme=a_programme(year=2017))
    MonthlyPlan.objects.create(project=project, month=APRIL, planned=Decimal(400), confirmed=Decimal(250))
    return project


def stored(project):
    return {row.month: (row.planned, row.confirmed) for row in project.monthly_plans.all()}


def test_the_grid_is_written_whole_with_one_line(project):
    planner = a_user(None, Role.PLANNER)
    changed = plans.set_year(
        project, planned={APRIL: Decimal(300), MAY: Decimal("80.50")}, confirmed={APRIL: Decimal(250)}, actor=planner,
        at=NOW, reason="年中调整",
    )  # fmt: skip
    assert changed == [APRIL, MAY]
    assert stored(project) == {APRIL: (Decimal(300), Decimal(250)), MAY: (Decimal("80.50"), None)}
    line = Entry.objects.get()
    assert (line.verb, line.reason, line.content.before) == (
        "set_plan", "年中调整", {"2017-04": "400.00 / 250.00", "2017-05": "— / —"},
    )  # fmt: skip


def test_the_same_again_leaves_no_line_and_an_emptied_month_goes(project):
    planner = a_user(None, Role.PLANNER)
    same = {"planned": {APRIL: Decimal("400.00")}, "confirmed": {APRIL: Decimal(250)}}
    assert plans.set_year(project, **same, actor=planner, at=NOW) == []
    assert not Entry.objects.exists()
    assert plans.set_year(project, planned={}, confirmed={}, actor=planner, at=NOW) == [APRIL]
    assert stored(project) == {}


def test_only_the_office_writes_it_and_only_months_of_its_year(project):
    with pytest.raises(MoveRefused) as refusal:
        plans.set_year(project, planned={}, confirmed={}, actor=a_user(None, Role.OFFICE), at=NOW)
    assert refusal.value.why == MoveRefused.WRONG_PERSON
    with pytest.raises(ValidationError):
        plans.set_year(project, planned={date(2018, 1, 1): Decimal(1)}, confirmed={}, actor=None, at=NOW)
    assert stored(project) == {APRIL: (Decimal(400), Decimal(250))}


def signed_in(*roles):
    client, user = Client(), a_user(None, *roles)
    client.force_login(user)
    return client, user


def seen(page):
    return re.search(r'name="seen"[^>]* value="(\d+)"', page)[1]


def test_the_desk_shows_twelve_months_and_tells_the_second_clerk_of_the_first(project):
    url = reverse("admin:projects_project_move", args=[project.pk, "plan"])
    (one, first), (other, _user) = signed_in(Role.PLANNER), signed_in(Role.PLANNER)
    page = one.get(url).text
    assert all(f'name="planned-{month}"' in page and f'name="confirmed-{month}"' in page for month in range(1, 13))
    assert 'value="400.00"' in page
    number = seen(page)
    form = {"planned-4": "410", "confirmed-4": "250", "seen": number}
    assert one.post(url, form).status_code == 302
    typed = form | {"planned-4": "420", "reason": "另一处"}
    refused = other.post(url, typed)
    assert refused.status_code == 200
    for word in (first.name, "410.00", 'value="420"', "另一处"):
        assert word in refused.text
    assert stored(project)[APRIL][0] == 410
    assert other.post(url, typed | {"seen": seen(refused.text)}).status_code == 302
    assert stored(project)[APRIL][0] == 420


def test_a_wrong_amount_is_named_in_its_cell_and_the_rest_stays(project):
    url = reverse("admin:projects_project_move", args=[project.pk, "plan"])
    client, _user = signed_in(Role.PLANNER)
    page = client.post(url, {"planned-4": "viel", "planned-5": "80"}).text
    assert 'aria-invalid="true"' in page
    assert 'value="viel"' in page
    assert 'value="80"' in page
    assert stored(project)[APRIL][0] == 400


def test_the_project_page_shows_the_plan_to_whoever_sees_the_project(project):
    client, _user = signed_in(Role.LEADER)
    page = client.get(f"/projects/{project.pk}/").text
    assert "逐月计划" in page
    assert "400.00" in page
    assert "planned-4" not in page

"""From the liaison's form to the leader's cockpit through the processes a district runs, in production mode."""

import json
import re

import pytest

from tests.cast import PASSWORD
from tests.processes.district import Visitor, until

pytestmark = pytest.mark.processes

# A world by the builders every other test uses; today is declared a working day, whatever the calendar says.
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from zhangdian.trail import services as trail
from accounts.states import Role
from tests.cast import a_programme, a_project, a_user
from zhangdian.calendar.models import DayOff
today = timezone.localdate()
DayOff.objects.get_or_create(day=today, defaults={"is_working": True, "name": "test"})
programme = a_programme(name="e2e", year=today.year, reporting_from=today, reporting_until=today + timedelta(days=300))
trail.record(programme, "begin", actor=None, at=timezone.now(), from_state="DRAFT", to_state="RUNNING")
liaison, leader = a_user("liaison"), a_user("leader", Role.LEADER)
project = a_project("青禾路北延", programme=programme, liaison=liaison)
print(json.dumps([project.pk, str(today)]))
"""


@pytest.fixture(scope="module")
def world(district):
    project, today = district.python(WORLD)
    district.manage("sweep", "open_daily_reports", "--at", f"{today}T12:00")
    return project, today


def test_a_report_goes_from_the_form_to_the_cockpit_and_under_seal(district, world):
    project, today = world
    liaison = Visitor(district).sign_in("liaison", PASSWORD)
    page = liaison.get("/daily-reports/")
    assert page.status == 200, page.text[:1000]
    [(report,)] = district.rows(
        "SELECT id FROM projects_dailyreport WHERE project_id = %s AND day = %s", project, today
    )
    answer = liaison.post(
        f"/daily-reports/{report}/submit/", liaison.get(f"/daily-reports/{report}/fill/"),
        text="路基填筑三百米", has_problem="no", needs_coordination="no", has_matter="no",
    )  # fmt: skip
    assert answer.status == 302, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-1500:]
    [(state, received)] = district.rows("SELECT state, received_at FROM projects_dailyreport WHERE id = %s", report)
    assert state == "SUBMITTED"
    assert received is not None

    # The same in the interface, by a token.
    token = json.loads(Visitor(district).api("/api/v1/token/", {"username": "liaison", "password": PASSWORD}).text)[
        "token"
    ]
    listed = json.loads(Visitor(district, token).get(f"/api/v1/daily-reports/?day={today}").text)
    assert [(row["project"], row["state"]) for row in listed["results"]] == [(project, "SUBMITTED")]

    # The figures are folded and stand in the leader's cockpit.
    district.manage("sweep", "fold_figures")
    cockpit = Visitor(district).sign_in("leader", PASSWORD).get("/cockpit/")
    assert cockpit.status == 200
    assert "青禾路北延" in cockpit.text

    # Beat woke the worker, which sealed the lines; nobody called it.
    until(
        lambda: district.rows("SELECT 1 FROM trail_sealline") and not unsealed(district), seconds=150, every=1,
        said=f"the worker did not seal the trail\n{district.logs()}",
    )  # fmt: skip
    until(lambda: district.rows("SELECT 1 FROM notices_heartbeat WHERE name = 'beat'"), seconds=90, said="no heartbeat")
    district.manage("alive", "--within", "300")


def unsealed(district):
    return district.rows(
        "SELECT id FROM trail_entry e WHERE NOT EXISTS (SELECT 1 FROM trail_sealline s WHERE s.entry_number = e.id)"
    )


def test_in_production_pages_are_sent_to_tls_and_cookies_stay_there(district):
    plain = Visitor(district)
    answer = plain.send("GET", "/login/", X_Forwarded_Proto="http")
    # The front says https; a request that says otherwise is sent there.
    assert answer.status in (200, 301)
    page = plain.get("/login/")
    assert "Secure" in page.headers["Set-Cookie"]
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "demo-zhangdian" not in page.text


def test_static_files_are_served_under_their_digest(district):
    page = Visitor(district).get("/login/")
    style = re.search(r'href="(/static/zhangdian\.[0-9a-f]+\.css)"', page.text).group(1)
    answer = Visitor(district).get(style)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]

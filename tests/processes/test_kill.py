"""`kill -9` at any moment: every acknowledged report is there exactly once, and the sweeps catch up."""

import http.client
import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cast import PASSWORD
from tests.processes.district import Visitor, until
from tests.processes.test_district import unsealed

pytestmark = pytest.mark.processes

WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from zhangdian.trail import services as trail
from tests.cast import a_programme, a_project, a_unit, a_user, an_open_report, at
day = timezone.localdate()
programme = a_programme(year=day.year, reporting_from=day, reporting_until=day + timedelta(days=300))
trail.record(programme, "begin", actor=None, at=timezone.now(), from_state="DRAFT", to_state="RUNNING")
user, unit = a_user("{name}"), a_unit()
reports = []
for number in range({count}):
    project = a_project(programme=programme, unit=unit, liaison=user)
    reports.append(an_open_report(project, day, at(f"{{day}} 23:59:59")).pk)
print(json.dumps(reports))
"""


def hand_in(district, token, report, deadline):
    """Send one report until it is acknowledged, as the device does: same key, same content; the acknowledgement."""
    visitor, content = Visitor(district, token), {"no_change": True, "has_problem": False, "needs_coordination": False}
    while time.monotonic() < deadline:
        try:
            answer = visitor.api(f"/api/v1/daily-reports/{report}/submit/", content, key=f"device-1-report-{report}")
        except (OSError, http.client.HTTPException):
            time.sleep(0.3)
            continue
        if answer.status in (200, 201):
            return json.loads(answer.text)
        assert answer.status in (409, 429, 500, 502, 503), f"{answer.status}: {answer.text[:500]}"
        time.sleep(float(answer.headers.get("Retry-After") or 0.5))
    return None


def storm(district, name, count, kills, seconds):
    """`count` reports by six hands while processes are killed `kills` times; then what must be true."""
    reports = district.python(WORLD.format(name=name, count=count))
    token = json.loads(Visitor(district).api("/api/v1/token/", {"username": name, "password": PASSWORD}).text)["token"]
    before = district.rows("SELECT coalesce(max(id), 0) FROM trail_entry")[0][0]
    draw, done = random.Random(20170410), threading.Event()
    begun, killed = [], []

    def killer():
        victims = ["web worker", "worker", "beat"] * (kills // 3 + 1)
        draw.shuffle(victims)
        for victim in victims[:kills]:
            if done.wait(draw.uniform(0.3, 1.5)):
                return
            begun.append(victim)
            if victim == "web worker":
                district.kill_a_web_worker()
            else:
                district.kill(victim)
            killed.append(victim)

    hunter = threading.Thread(target=killer)
    hunter.start()
    deadline = time.monotonic() + seconds

    def paced(number, report):
        """A fast machine must not be done before the first kill: each share of the reports waits for one more."""
        while len(begun) < number * kills // count and hunter.is_alive() and time.monotonic() < deadline:
            time.sleep(0.02)
        return hand_in(district, token, report, deadline)

    with ThreadPoolExecutor(6) as hands:
        answers = list(hands.map(paced, range(count), reports))
    done.set()
    hunter.join()

    assert killed, "nothing was killed: the storm proved nothing"
    assert None not in answers, f"{answers.count(None)} reports were never acknowledged\n{district.logs()}"
    stored = district.rows(
        "SELECT id, state, version, (SELECT count(*) FROM projects_reportversion v WHERE v.report_id = r.id),"
        " (SELECT count(*) FROM trail_entry e WHERE e.id > %s AND e.label = 'projects.dailyreport'"
        "  AND e.key = r.id::text AND e.verb = 'submit')"
        " FROM projects_dailyreport r WHERE id = ANY(%s) ORDER BY id",
        before, reports,
    )  # fmt: skip
    assert stored == [(report, "SUBMITTED", 1, 1, 1) for report in sorted(reports)]
    assert {answer["version"] for answer in answers} == {1}
    until(
        lambda: not unsealed(district), seconds=200, every=1,
        said=f"the sweeps did not catch up after {killed}\n{district.logs()}",
    )  # fmt: skip
    district.manage("verify")


def test_sixty_reports_survive_a_few_kills(district):
    storm(district, "storm-small", 60, 4, 240)


@pytest.mark.slow
def test_a_thousand_reports_survive_many_kills(district):
    storm(district, "storm-large", 1000, 30, 900)

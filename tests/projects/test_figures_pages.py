"""Page, interface and workbook show the same number; pages of a project, a unit, and of lights."""

from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from accounts.states import Role
from projects.models import DailyReport, Light, Progress, Project, Standing
from projects.rollups import folding, sweeping
from projects.states import LightState, Period, PersonRole, Scope
from tests.cast import MONDAY, a_cadre, a_target, a_user, at, carries
from tests.counting import same_count, statements
from tests.projects.figures_world import a_district, working_days

NOW = at("2017-04-21 20:00:00")
pytestmark = pytest.mark.django_db
COUNTS = ("expected", "exempt", "on_time", "late", "missing")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def visitor(*roles, user=None):
    client = Client()
    client.force_login(user or a_user(None, *roles))
    return client


@pytest.fixture
def district(db):
    rows = a_district(9, working_days(MONDAY, 10), units=3)
    sweeping.fold(at=NOW)
    return rows


@pytest.mark.parametrize("scope", Scope.values)
@pytest.mark.parametrize("period", ["month", "week", "quarter"])
def test_page_interface_and_workbook_show_the_same_number(district, scope, period):
    client = visitor(Role.PLANNER)
    words = f"?scope={scope}&period={period}&sort=name"
    page = client.get("/figures/" + words)
    on_page = [
        [row.name, *(getattr(row, name) for name in COUNTS), row.rate_text] for row in page.context["page"].object_list
    ]
    told = client.get("/api/v1/figures/" + words).json()["results"]
    by_interface = [[row["name"], *(row[name] for name in COUNTS), f"{row['rate']}%"] for row in told]
    sheet = load_workbook(BytesIO(client.get("/figures/export/" + words).content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    in_workbook = [[line[0], *line[1:6], f"{line[6]:.1f}%"] for line in lines]
    assert on_page == by_interface == in_workbook
    assert on_page
    assert [str(row["rate"]) for row in told] == [f"{line[6]:.1f}" for line in lines]
    assert [float(row["invested"]) for row in told] == [float(line[7]) for line in lines]
    text = page.content.decode()
    for row in page.context["page"].object_list:
        assert f'<td class="num">{row.rate_text}</td>' in text


def test_the_district_row_equals_the_sum_of_the_projects_in_the_interface(district):
    client = visitor(Role.PLANNER)
    whole = client.get("/api/v1/figures/?scope=district").json()["results"][0]
    parts = client.get("/api/v1/figures/?scope=project&page_size=200").json()["results"]
    for name in COUNTS:
        assert whole[name] == sum(part[name] for part in parts)


def test_reporting_is_never_ranked(district):
    client = visitor(Role.PLANNER)
    assert "place" not in client.get("/api/v1/figures/").json()["results"][0]
    for order in ("permille", "-permille", "rate", "-rate"):
        page = client.get(f"/figures/?sort={order}")
        assert page.context["asked"].sort == "name"
    assert "place" not in dict(page.context["columns"])


def test_a_late_report_says_so_in_page_interface_and_workbook_alike(district):
    project = district[0]
    report = DailyReport.objects.filter(project=project).order_by("day").first()
    due = report.due_at
    DailyReport.objects.filter(project=project).delete()
    for second, is_late in ((-1, False), (0, True)):
        DailyReport.objects.create(
            project=project, day=MONDAY if is_late else working_days(MONDAY, 2)[1], due_at=due, state="SUBMITTED",
            received_at=due + (at("2017-04-10 00:00:01") - at("2017-04-10 00:00:00")) * second, is_late=is_late,
        )  # fmt: skip
    folding.roll_up(Period.MONTH, MONDAY, at=NOW)
    client = visitor(Role.PLANNER)
    told = client.get(f"/api/v1/figures/?q={project.name}").json()["results"][0]
    assert (told["on_time"], told["late"]) == (1, 1)


@pytest.mark.parametrize("words", ["?scope=x&period=y&of=z", "?of=2017-99", "?sort=-password", "?page=99&q=没有"])
def test_odd_words_in_the_address_are_passed_over(district, words):
    assert visitor(Role.PLANNER).get("/figures/" + words).status_code == 200
    assert visitor(Role.PLANNER).get("/lights/" + words).status_code == 200


def test_a_liaison_sees_the_figures_of_the_own_project_only(district):
    liaison = a_user("li")
    carries(liaison, district[3], PersonRole.LIAISON)
    client = visitor(user=liaison)
    assert [row.scope_id for row in client.get("/figures/").context["page"].object_list] == [district[3].pk]
    assert client.get("/api/v1/figures/?scope=district").json()["results"] == []
    assert client.get("/api/v1/figures/?scope=unit").json()["results"] == []
    assert [row["project"] for row in client.get("/api/v1/lights/").json()["results"]] == [district[3].pk]
    assert client.get(f"/projects/{district[3].pk}/").status_code == 200
    assert client.get(f"/projects/{district[2].pk}/").status_code == 404


def test_a_unit_head_sees_the_figures_of_the_own_unit(district):
    head = a_user("head")
    unit = district[1].project_units.get().unit
    a_cadre(head.name, head_of=unit, user=head)
    client = visitor(user=head)
    assert [row["scope_id"] for row in client.get("/api/v1/figures/?scope=unit").json()["results"]] == [unit.pk]
    page = client.get(f"/units/{unit.pk}/").context["page"]
    assert {row.unit_id for row in page.rows} == {unit.pk}
    assert client.get(f"/units/{district[0].project_units.get().unit_id}/").status_code == 404


def test_lists_ask_the_same_number_of_questions_for_82_and_2000_projects():
    a_district(82, working_days(MONDAY, 1), leader=False)
    sweeping.fold(at=NOW)
    client = visitor(Role.PLANNER)
    paths = ("/figures/", "/lights/", "/figures/?scope=unit", "/api/v1/figures/", "/api/v1/lights/")
    few = [len(statements(client, path)) for path in paths]
    a_district(1918, (), units=60, leader=False)
    sweeping.fold(at=NOW)
    many = [len(statements(client, path)) for path in paths]
    assert few == many
    assert max(many) <= 12


def test_the_project_page_shows_running_totals_and_asks_the_same_number_of_questions(district):
    project = district[1]
    target = a_target(project, "征地", "亩", 200, done_before=20)
    report = DailyReport.objects.filter(project=project, received_at__isnull=False).first()
    Progress.objects.create(report=report, target=target, amount="12.5")
    client = visitor(Role.LEADER)
    page = client.get(f"/projects/{project.pk}/")
    assert "32.5 亩" in page.content.decode()
    assert Standing.objects.get(pk=project.pk).invested_text in page.content.decode()

    def grow():
        for number in range(20):
            a_target(project, f"目标{number}")
            carries(a_user(), project, PersonRole.TEAM)

    same_count(client, f"/projects/{project.pk}/", grow)


def test_the_unit_page_asks_the_same_number_of_questions():
    rows = a_district(6, working_days(MONDAY, 2), units=1)
    sweeping.fold(at=NOW)
    unit = rows[0].project_units.get().unit

    def grow():
        for row in a_district(40, (), units=1):
            row.project_units.update(unit=unit)
        sweeping.fold(at=NOW)

    same_count(visitor(Role.LEADER), f"/units/{unit.pk}/", grow)


def test_the_planner_confirms_ticked_lights_and_one_with_a_reason(district):
    client = visitor(Role.PLANNER)
    first, second, *_rest = Light.objects.order_by("pk")
    answer = client.post("/lights/confirm/", {"light": [first.pk, "x"]}, follow=True)
    assert answer.status_code == 200
    other = "red" if second.computed != "red" else "green"
    client.post(f"/lights/{second.pk}/confirm/", {"confirmed": other, "reason": ""})
    assert Light.objects.get(pk=second.pk).state == LightState.COMPUTED
    client.post(f"/lights/{second.pk}/confirm/", {"confirmed": other, "reason": "征迁诉讼"})
    assert Light.objects.get(pk=second.pk).confirmed == other
    assert Light.objects.get(pk=first.pk).state == LightState.CONFIRMED
    assert Standing.objects.get(pk=second.project_id).colour == other


def test_the_planner_takes_a_confirmation_back_while_the_month_lasts(district):
    client = visitor(Role.PLANNER)
    light = Light.objects.order_by("pk").first()
    client.post(f"/lights/{light.pk}/confirm/", {"confirmed": light.computed})
    assert f"/lights/{light.pk}/take-back/" in client.get("/lights/").content.decode()
    client.post(f"/lights/{light.pk}/take-back/", {"reason": ""})
    assert Light.objects.get(pk=light.pk).state == LightState.CONFIRMED
    page = client.post(f"/lights/{light.pk}/take-back/", {"reason": "核对"}, follow=True).content.decode()
    assert "已撤回" in page
    assert Light.objects.get(pk=light.pk).state == LightState.COMPUTED
    assert visitor(Role.LEADER).post(f"/lights/{light.pk}/take-back/", {"reason": "核对"}).status_code == 403


def test_others_see_lights_and_cannot_confirm_them(district):
    light = Light.objects.first()
    client = visitor(Role.LEADER)
    assert "form__" not in client.get("/lights/").content.decode()
    assert client.post(f"/lights/{light.pk}/confirm/", {"confirmed": light.computed}).status_code == 403
    assert client.post("/lights/confirm/", {"light": [light.pk]}).status_code == 403


@pytest.mark.parametrize("administrator", ["system", "security", "audit"])
def test_administrators_see_no_figures(district, administrator):
    client = visitor(user=a_user(administrator, administrator=administrator))
    for path in ("/figures/", "/figures/export/", "/lights/", "/api/v1/figures/", "/api/v1/lights/"):
        assert client.get(path).status_code == 403
    assert client.get(f"/projects/{Project.objects.first().pk}/").status_code == 404
    assert client.get(f"/units/{district[0].project_units.get().unit_id}/").status_code == 404

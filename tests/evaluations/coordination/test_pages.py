"""The pages of coordination: what they show, what they keep, how many questions they ask."""

from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from evaluations.models import Coordination
from evaluations.services import coordination as services
from evaluations.transitions import coordination as moves
from tests.cast import MONDAY, a_project, at
from tests.counting import same_count
from tests.evaluations.coordination.scene import MATTER, Scene
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with time_machine.travel(at("2017-04-14 10:00:00"), tick=False):
        yield Scene()


def enter(client, user):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def text(client, url, status=200, **words):
    answer = client.get(url, **words)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_says_who_waits_for_whom_and_that_it_is_late(client, scene):
    slip = scene.raised()
    page = text(enter(client, scene.planner), "/coordination/")
    assert slip.number in page
    assert scene.deputy.name in page
    assert "已超时" in page or "超期" in page or "逾期" in page


def test_my_turn_is_the_holders_and_after_the_answer_the_raisers(client, scene):
    slip = scene.raised()
    for user, there in ((scene.deputy, True), (scene.head, False), (scene.liaison, False)):
        assert (slip.number in text(enter(client, user), "/coordination/?who=me")) is there
    moves.answer(slip, actor=scene.deputy, at=at("2017-04-11 09:00:00"), answer="已办")
    for user, there in ((scene.deputy, False), (scene.liaison, True)):
        assert (slip.number in text(enter(client, user), "/coordination/?who=me")) is there


def test_the_district_reads_the_median_with_n_and_others_do_not(client, scene):
    scene.answered(at("2017-04-11 10:00:00"))
    assert "n = 1" in text(enter(client, scene.planner), "/coordination/")
    assert "n = 1" not in text(enter(client, scene.liaison), "/coordination/")


def test_a_slip_offers_what_the_person_can_do(client, scene):
    slip = scene.raised()
    url = f"/coordination/{slip.pk}/"
    assert f'action="{url}accept/"' in text(enter(client, scene.deputy), url)
    page = text(enter(client, scene.liaison), url)
    assert f'action="{url}accept/"' not in page
    # Not taken up for two working days: escalation is offered to who raised it.
    assert f'action="{url}escalate/"' in page
    assert f'action="{url}withdraw/"' in page


def test_escalation_is_not_offered_to_the_raiser_before_its_time(client, scene):
    slip = scene.raised(when=at("2017-04-14 09:00:00"))
    url = f"/coordination/{slip.pk}/"
    assert f'action="{url}escalate/"' not in text(enter(client, scene.liaison), url)


def test_a_slip_is_raised_by_hand(client, scene):
    enter(client, scene.liaison)
    assert f'value="{scene.project.pk}" selected' in text(client, f"/coordination/raise/?project={scene.project.pk}")
    answer = client.post(
        "/coordination/raise/", {"project": scene.project.pk, "matter": MATTER, "addressed_to": "leader"}
    )
    slip = Coordination.objects.get()
    assert answer.url == f"/coordination/{slip.pk}/"
    assert (slip.raised_by, slip.origin, slip.level) == (scene.liaison, "hand", 3)


def test_what_was_typed_is_kept_when_something_is_missing(client, scene):
    answer = enter(client, scene.liaison).post("/coordination/raise/", {"matter": MATTER, "addressed_to": "unit"})
    assert answer.status_code == 422
    assert MATTER in answer.content.decode()
    slip = scene.raised()
    answer = enter(client, scene.deputy).post(f"/coordination/{slip.pk}/answer/", {"answer": " "})
    assert answer.status_code == 422
    assert "data-errors" in answer.content.decode()


def test_nobody_raises_on_a_project_that_does_not_concern_them(client, scene):
    other = a_project()
    answer = enter(client, scene.liaison).post(
        "/coordination/raise/", {"project": other.pk, "matter": MATTER, "addressed_to": "unit"}
    )
    assert answer.status_code == 422
    assert not Coordination.objects.exists()


def test_the_week_names_the_owner_of_then_though_another_took_over_since(client, scene):
    slip = scene.raised()
    moves.escalate(slip, actor=scene.deputy, at=at("2017-04-11 09:00:00"), reason="超出分管范围")
    enter(client, scene.planner)
    page = text(client, "/coordination/week/?of=2017-W15")
    assert scene.deputy.name in page
    assert scene.head.name in page
    assert slip.number not in text(client, "/coordination/week/?of=2017-W14")


def test_the_workbook_leaves_for_a_purpose_and_with_a_line(client, scene):
    slip = scene.raised(matter="=1+1")
    answer = enter(client, scene.planner).post("/coordination/export/", {"purpose": "调度会"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[1][0] == slip.number
    assert rows[1][3] == "'=1+1"
    assert Entry.objects.get(verb="export").reason == "调度会"


def many(scene):
    def grow():
        for number in range(30):
            project = a_project(unit=scene.unit, liaison=scene.liaison)
            slip = services.raise_slip(
                project, matter=f"{MATTER}{number}", addressed_to=("unit", "leader", "planner")[number % 3],
                raised_by=scene.liaison, actor=scene.liaison, at=at("2017-04-11 09:00:00"),
            )  # fmt: skip
            if number % 5 == 0 and slip.held.user_ids & {scene.planner.pk}:
                moves.accept(slip, actor=scene.planner, at=at("2017-04-12 09:00:00"))

    return grow


@pytest.mark.parametrize("url", [
    "/coordination/", "/coordination/?who=me", "/coordination/?who=raised", "/coordination/week/",
])  # fmt: skip
@pytest.mark.parametrize("who", ["planner", "head"])
def test_lists_ask_the_same_number_of_questions(client, scene, url, who):
    scene.raised()
    scene.raised(to="planner")
    scene.raised(to="leader")
    # One that lies at the very top: who the principal leaders are is asked only where a slip comes so far.
    project = a_project(unit=scene.unit, liaison=scene.liaison)
    services.raise_slip(
        project, matter=MATTER, addressed_to="leader", raised_by=scene.liaison, actor=scene.liaison,
        at=at("2017-04-11 09:00:00"),
    )  # fmt: skip
    same_count(enter(client, getattr(scene, who)), url, many(scene))


def test_the_page_of_a_slip_asks_a_constant_number_of_questions(client, scene):
    slip = scene.raised(origin="report")

    def grow():
        nonlocal slip
        for _again in range(4):
            slip = moves.answer(slip, actor=scene.deputy, at=at("2017-04-11 09:00:00"), answer="已办")
            slip = moves.send_back(slip, actor=scene.liaison, at=at("2017-04-11 09:00:00"), reason="未办")
        for number in range(3):
            scene.report(MONDAY.replace(day=10 + number))
        services.draw_up(at("2017-04-12 12:00:00"))

    same_count(enter(client, scene.liaison), f"/coordination/{slip.pk}/", grow)


def test_the_cockpit_says_who_waits_for_whom_with_real_numbers(client, scene):
    slip = scene.raised(when=at("2017-04-10 10:00:00"))
    page = enter(client, scene.planner).get("/cockpit/")
    stuck = page.context["stuck"]
    assert (stuck.total, stuck.overdue, stuck.longest) == (1, 1, 4)
    assert scene.deputy.name in page.content.decode()
    assert slip.get_absolute_url() in page.content.decode()


def test_the_cockpit_asks_the_same_number_of_questions_with_many_slips(client, scene):
    for to in ("unit", "planner", "leader"):
        project = a_project(unit=scene.unit, liaison=scene.liaison)
        services.raise_slip(
            project, matter=MATTER, addressed_to=to, raised_by=scene.liaison, actor=scene.liaison,
            at=at("2017-04-11 08:00:00"),
        )  # fmt: skip
    same_count(enter(client, scene.planner), "/cockpit/", many(scene))


def test_the_page_of_a_project_shows_its_open_slips_and_the_way_to_raise_one(client, scene):
    slip = scene.raised()
    page = text(enter(client, scene.liaison), f"/projects/{scene.project.pk}/")
    assert slip.number in page
    assert f"/coordination/raise/?project={scene.project.pk}" in page


def test_programs_read_the_list(client, scene):
    slip = scene.raised()
    found = enter(client, scene.planner).get("/api/v1/coordination/?only=overdue").json()
    assert [row["number"] for row in found["results"]] == [slip.number]
    assert found["results"][0]["waits_for"] == scene.deputy.name

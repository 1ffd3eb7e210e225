"""The burden page: what is asked of the sites, counted without keeping who."""

from statistics import median

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from projects.forms.day import ReportForm
from tests.cast import a_project, a_user, an_open_report, at
from tests.counting import same_count
from tests.evaluations.coordination.scene import MATTER, Scene
from zhangdian.burden import registry, rules, services
from zhangdian.burden.models import FormTime
from zhangdian.notices.models import Reminder
from zhangdian.options.models import Option

NINE = at("2017-04-10 09:00:00")


@pytest.fixture
def scene(db):
    with time_machine.travel(at("2017-04-14 10:00:00"), tick=False):
        yield Scene()


def enter(client, user):
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


@given(st.lists(st.integers(1, 7200), min_size=1, max_size=40))
def test_the_median_is_that_of_the_numbers(numbers):
    counts = {value: numbers.count(value) for value in numbers}
    assert abs(float(rules.median_minutes(counts)) - median(numbers) / 60) <= 0.0501


@pytest.mark.parametrize(("seconds", "kept"), [(0, 15), (15, 15), (16, 30), (7200, 7200), (7201, None), (-1, None)])
def test_times_are_rounded_up_and_what_is_none_is_not_counted(seconds, kept):
    assert rules.rounded(seconds) == kept


def test_the_declared_number_of_fields_is_that_of_the_form():
    shown = [field for field in ReportForm.base_fields.values() if not field.widget.is_hidden]
    assert registry.FORMS["daily_report"].most == len(shown)


def test_a_report_counts_its_minutes_and_nothing_else(client, scene):
    report = an_open_report(scene.project)
    with time_machine.travel(NINE, tick=False):
        page = enter(client, scene.liaison).get(f"/daily-reports/{report.pk}/fill/")
    opened = page.context["opened"]
    with time_machine.travel(at("2017-04-10 09:02:10"), tick=False):
        words = {"text": "路基完成", "has_problem": "no", "needs_coordination": "no", "opened": opened}
        assert client.post(f"/daily-reports/{report.pk}/submit/", words).status_code == 302
    row = FormTime.objects.get()
    assert (row.form, row.month.isoformat(), row.seconds, row.n) == ("daily_report", "2017-04-01", 135, 1)
    assert {field.name for field in FormTime._meta.fields} == {"id", "form", "month", "seconds", "n"}


def test_a_slip_counts_too_from_its_first_opening(client, scene):
    enter(client, scene.liaison)
    opened = services.stamp("coordination", at("2017-04-14 09:58:00"))
    words = {"matter": MATTER, "addressed_to": "unit", "opened": opened}
    refused = client.post("/coordination/raise/", words)
    assert refused.context["opened"] == opened
    client.post("/coordination/raise/", words | {"project": scene.project.pk})
    assert FormTime.objects.get().seconds == 120


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", None, "nonsense", "WzFd:1:x"])
def test_an_altered_stamp_counts_nothing_and_stands_in_nobodys_way(text):
    assert services.count("daily_report", text, at=NINE) is False
    assert services.count("daily_report", services.stamp("coordination", NINE), at=NINE) is False
    assert not FormTime.objects.exists()


@pytest.mark.django_db
def test_the_same_length_is_one_row():
    for _again in range(3):
        services.count("daily_report", services.stamp("daily_report", NINE), at=at("2017-04-10 09:01:00"))
    assert FormTime.objects.get().n == 3


def remind(slip, times, month="2017-04-12 09:00:00"):
    for number in range(times):
        Reminder.objects.create(
            kind="coordination", key=f"{slip.pk}.{number}.r", rung=1, user=a_user(), title="待受理", due_at=at(month),
            path=slip.get_absolute_url(), at=at(month),
        )  # fmt: skip


def test_reminders_are_counted_by_project_and_month_and_warned_of_above_the_ceiling(client, scene):
    Option.objects.create(key="burden.reminders", value="2", effective_from="2017-01-01", reason="试行")
    slip = scene.raised()
    remind(slip, 3)
    remind(slip, 5, "2017-03-12 09:00:00")
    page = enter(client, scene.planner).get("/burden/")
    assert [(row.pk, row.reminders, row.is_above) for row in page.context["page"]] == [(scene.project.pk, 3, True)]
    assert page.context["burden"].above == 1
    assert client.get("/burden/?of=2017-03").context["burden"].reminders == 5
    listed = client.get(f"/burden/{scene.project.pk}/?of=2017-04").context["reminders"]
    assert sum(row["n"] for row in listed) == 3
    assert "user" not in listed[0]


def test_a_median_is_shown_from_five_on(client, scene):
    enter(client, scene.planner)
    FormTime.objects.create(form="daily_report", month="2017-04-01", seconds=90, n=4)

    def shown():
        rows = client.get("/burden/").context["burden"].forms
        return next(row.minutes for row in rows if row.form.code == "daily_report")

    assert shown() is None
    FormTime.objects.update(n=5)
    assert str(shown()) == "1.5"


def test_the_page_asks_a_constant_number_of_questions(client, scene):
    remind(scene.raised(), 1)

    def grow():
        for _number in range(12):
            scene.project = a_project(unit=scene.unit, liaison=scene.liaison)
            remind(scene.raised(), 2)

    same_count(enter(client, scene.planner), "/burden/", grow)

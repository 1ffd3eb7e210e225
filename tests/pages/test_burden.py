"""The burden page: what is asked of the sites, counted without keeping who."""

import re
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from evaluations.forms.bulletins import ObjectionForm
from evaluations.forms.facts import FactForm
from evaluations.forms.orders import FORMS as order_forms
from evaluations.states.inspections import Aspect
from projects.forms.day import ReportForm
from tests.cast import a_project, a_user, an_open_report, at
from tests.counting import same_count
from tests.evaluations.bulletins_world import MAY_2, Month
from tests.evaluations.coordination.scene import MATTER, Scene
from tests.evaluations.week.scene import TUESDAY, Week
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


# Every form of the four ones -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "least", "shown"),
    [
        ("fact", 5, len(FactForm.base_fields)), ("bulletin.object", 3, len(ObjectionForm.base_fields)),
        ("order.report-done", 1, len(order_forms["report-done"].base_fields)),
        ("order.ask-extension", 2, len(order_forms["ask-extension"].base_fields)),
    ],
)  # fmt: skip
def test_the_declared_fields_are_those_of_the_forms(code, least, shown):
    form = registry.FORMS[code]
    assert (form.least, form.most) == (least, shown)


@pytest.mark.django_db
def test_every_form_says_what_for_on_what_basis_and_where_it_is_used_again(client):
    wanted = {
        "daily_report", "no_change", "coordination", "coordination.answer", "inspection.record", "order.sign",
        "order.report-done", "order.ask-extension", "bulletin.agree", "bulletin.object", "bulletin.receive", "fact",
    }  # fmt: skip
    assert wanted <= set(registry.FORMS)
    for form in registry.FORMS.values():
        assert all(str(words).strip() for words in (form.label, form.purpose, form.basis, form.reuse)), form.code
        assert len(form.code) <= FormTime._meta.get_field("form").max_length
    page = enter(client, a_user(None, "planner")).get("/burden/").content.decode()
    assert page.count("尚无计时") == len(registry.FORMS)


def field_of(page, address):
    """The stamp inside the form that goes to `address`."""
    form = re.search(rf'<form[^>]*action="{re.escape(address)}"[^>]*>(.*?)</form>', page, re.S).group(1)
    return re.search(r'name="opened" value="([^"]+)"', form).group(1)


@pytest.mark.django_db
def test_checking_objecting_and_signing_for_a_bulletin_are_timed(client):
    month = Month()
    row = month.checking()
    there = f"/bulletins/{row.pk}/check/{month.party(row).pk}/"
    with time_machine.travel(MAY_2, tick=False):
        page = enter(client, month.head).get(there).content.decode()
    stamps = {verb: field_of(page, f"{there}{verb}/") for verb in ("agree", "object")}
    words = {"line": month.line(row).pk, "claim": "应为60万元", "evidence": "凭证"}
    with time_machine.travel(MAY_2 + timedelta(seconds=50), tick=False):
        refused = client.post(f"{there}object/", {"claim": "应为60万元", "opened": stamps["object"]})
        assert field_of(refused.content.decode(), f"{there}object/") == stamps["object"]
        assert not FormTime.objects.exists()
    with time_machine.travel(MAY_2 + timedelta(seconds=80), tick=False):
        client.post(f"{there}object/", words | {"opened": stamps["object"]})
        client.post(f"{there}agree/", {"opened": stamps["agree"]})
        client.post(f"{there}agree/", {"opened": stamps["object"]})  # another form's stamp
    assert sorted(FormTime.objects.values_list("form", "seconds", "n")) == [
        ("bulletin.agree", 90, 1), ("bulletin.object", 90, 1),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_sheet_and_an_order_are_timed_and_a_draft_is_not(client):
    with time_machine.travel(TUESDAY, tick=False):
        week = Week()
        visit = week.begun()
        there = f"/inspections/{visit.pk}/record/"
        page = enter(client, week.one).get(there).content.decode()
        opened = re.search(r'name="opened" value="([^"]+)"', page).group(1)
        words = {"summary": "正在摊铺", "found": "none", "opened": opened}
        client.post(there, words | {"act": "save"})
        assert not FormTime.objects.exists()
        marks = {f"mark-{aspect}": "good" for aspect in Aspect.values}
        assert client.post(there, words | marks | {"act": "hand-in"}).status_code == 302
        order = f"/orders/{week.issued().pk}/"
        enter(client, week.chief)
        stamp = field_of(client.get(order).content.decode(), f"{order}sign/")
        client.post(f"{order}sign/", {"opened": stamp})
        page = client.get(order).content.decode()
        assert field_of(page, f"{order}ask-extension/")
        client.post(f"{order}report-done/", {"report": "已修复", "opened": field_of(page, f"{order}report-done/")})
    assert set(FormTime.objects.values_list("form", flat=True)) == {
        "inspection.record", "order.sign", "order.report-done",
    }  # fmt: skip


def test_answering_a_slip_is_timed(client, scene):
    slip = scene.accepted()
    stamp = services.stamp("coordination.answer", at("2017-04-14 09:59:00"))
    enter(client, scene.deputy)
    client.post(f"/coordination/{slip.pk}/answer/", {"answer": "已协调", "opened": stamp})
    assert list(FormTime.objects.values_list("form", "seconds")) == [("coordination.answer", 60)]


def test_one_tap_is_timed_by_page_and_by_device(client, scene):
    report = an_open_report(scene.project)
    stamp = services.stamp("no_change", NINE)
    enter(client, scene.liaison)
    with time_machine.travel(at("2017-04-10 09:00:10"), tick=False):
        page = client.get("/daily-reports/").content.decode()
        assert field_of(page, f"/daily-reports/{report.pk}/no-change/")
        said = client.post(
            f"/api/v1/daily-reports/{report.pk}/submit/", {"no_change": True}, content_type="application/json",
            headers={"X-Opened": stamp, "Idempotency-Key": "a-key-of-mine"},
        )  # fmt: skip
        assert said.status_code == 201
        again = client.post(
            f"/api/v1/daily-reports/{report.pk}/submit/", {"no_change": True}, content_type="application/json",
            headers={"X-Opened": stamp, "Idempotency-Key": "a-key-of-mine"},
        )  # fmt: skip
        assert again.content == said.content
    assert list(FormTime.objects.values_list("form", "seconds", "n")) == [("no_change", 15, 1)]


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

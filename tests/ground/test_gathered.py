"""Several reads in one statement give what each of them gives alone, for every model of ours."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Count, F, Q
from django.test.utils import CaptureQueriesContext

from projects.models import DailyReport, Project, ProjectUnit, Responsibility
from tests.cast import MONDAY, a_project, a_user
from tests.doors.world import a_world
from tests.test_doors import ROOMS
from zhangdian import gathered, waiting
from zhangdian.waiting import Line, Wait

pytestmark = pytest.mark.django_db
OURS = {"accounts", "cadres", "projects", "evaluations", "cases", "notices", "trail", "options", "papers", "calendar"}


def told(row, depth=2):
    """A row with the rows that came with it, as plain values; a one-to-one leads back, hence the depth."""
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    came = {name: each for name, each in row._state.fields_cache.items() if each is not None and depth}
    return values | {name: told(each, depth - 1) for name, each in came.items()}


def fits(model):
    """JSON carries no bytes, and SQLite takes so many columns at once."""
    fields = model._meta.concrete_fields
    return len(fields) < 100 and not any(isinstance(field, models.BinaryField) for field in fields)


@pytest.fixture
def world():
    made = a_world()
    for room in ROOMS:
        if hasattr(room, "furnish"):
            room.furnish(made)
    return made


def test_rows_are_what_the_querysets_give(world):
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS and fits(model)]
    full = 0
    for model in ours:
        rows = model._default_manager.order_by("pk")
        found = gathered.rows(some=rows)["some"]
        assert [told(row) for row in found] == [told(row) for row in rows], model
        full += bool(found)
    assert full > 40


def test_related_deferred_and_annotated_rows_come_along(world):
    a_project()
    asked = {
        "related": Responsibility.objects.select_related("project__programme", "cadre__user").order_by("-pk"),
        "only": DailyReport.objects.select_related("reporter").only("day", "reporter__name").order_by("pk"),
        "added": Project.objects.annotate(n=Count("project_units"), here=Q(pk__gt=0)).order_by("pk"),
        "listed": ProjectUnit.objects.order_by("pk").values_list("role", "unit__name", "from_on"),
        "cut": Project.objects.annotate(kindly=F("kind")).order_by("-pk")[:1],
        "none": Project.objects.none(),
        "nobody": Project.objects.filter(name="没有"),
    }
    with CaptureQueriesContext(connection) as captured:
        found = gathered.rows(**asked)
    assert len(captured) == 1
    for name, rows in asked.items():
        if name == "listed":
            assert found[name] == list(rows)
        else:
            assert [told(row) for row in found[name]] == [told(row) for row in rows], name
    assert found["only"][0].get_deferred_fields() == asked["only"][0].get_deferred_fields()


def test_counts_are_counted_in_one_statement():
    project = a_project()
    a_project(unit=project.project_units.get().unit)
    with CaptureQueriesContext(connection) as captured:
        found = gathered.counts(
            all=Project.objects.all(), none=Project.objects.none(),
            some=Project.objects.filter(pk=project.pk), units=ProjectUnit.objects.values("unit").distinct(),
        )  # fmt: skip
    assert found == {"all": 2, "none": 0, "some": 1, "units": 1}
    assert len(captured) == 1
    assert gathered.counts() == gathered.rows() == {}


def test_what_waits_is_said_in_its_order():
    a_project()
    every, none = Project.objects.all(), Project.objects.filter(pk=0)
    found = [
        Wait(every, "all", "/a/", urgent=True), Line(3, "counted before", "/b/"), Wait(none, "nothing", "/c/"),
        Wait(none, "stays", "/d/", urgent=True, stays=True), Wait(none, "lacks", "/e/", urgent=True, is_lack=True),
        Wait(every, "there", "/f/", is_lack=True), Wait(every, "late", "/g/", every, "/late/"),
        Wait(every, "not late", "/h/", none, "/late/"),
    ]  # fmt: skip
    assert waiting.lines(found) == [
        Line(1, "all", "/a/", True), Line(3, "counted before", "/b/"), Line(0, "stays", "/d/"),
        Line(1, "lacks", "/e/", True), Line(1, "late", "/late/", True), Line(1, "not late", "/h/"),
    ]  # fmt: skip


def test_quotes_percents_and_line_breaks_survive():
    odd = a_user(name="陈 \"引\" '号' 100%\n\\ {}")
    (found,) = gathered.rows(some=type(odd).objects.filter(pk=odd.pk))["some"]
    assert found.name == odd.name
    assert MONDAY.isoformat() not in found.name

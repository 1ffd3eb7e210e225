"""The desk: edits leave their trail, moves are buttons, nobody stands above the predicates."""

import re

import pytest
import rules
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.states import Administrator
from cadres.models import Unit
from tests.cast import a_unit, a_user, an_open_report, at
from zhangdian.desk.permissions import allow
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.desk_urls")]


@pytest.fixture(autouse=True)
def predicates():
    before = dict(rules.permissions.permissions)
    office = lambda user, thing=None: user.has_role("office", "planner")  # noqa: E731
    allow("cadres.unit", view=office, add=office, change=office, delete=office)
    allow("projects.dailyreport", view=office, change=office, delete=office)
    yield
    rules.permissions.permissions.clear()
    rules.permissions.permissions.update(before)


def signed_in(client, *roles, **fields):
    user = a_user(None, *roles, **fields)
    client.force_login(user)
    return user


def names(prefix="past_names", rows=()):
    """The management form of an inline, and its rows."""
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def unit_form(unit, **given):
    return {
        "code": unit.code, "name": unit.name, "track": unit.track, "position": unit.position, "is_active": "on",
        **names(), **given,
    }  # fmt: skip


def change_url(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def test_an_edit_leaves_one_line_with_before_after_and_reason(client):
    unit, user = a_unit("青石镇"), signed_in(client, "office")
    answer = client.post(change_url(unit), unit_form(unit, name="青石街道", trail_reason="撤镇设街道"))
    assert answer.status_code == 302
    line = Entry.objects.get()
    assert (line.actor, line.verb, line.reason) == (user, "change", "撤镇设街道")
    assert (line.content.before, line.content.after) == ({"name": "青石镇"}, {"name": "青石街道"})


def test_an_edit_without_its_reason_is_refused_and_keeps_what_was_typed(client):
    unit = a_unit("青石镇")
    signed_in(client, "office")
    answer = client.post(change_url(unit), unit_form(unit, name="青石街道"))
    assert answer.status_code == 200
    assert "青石街道" in answer.text
    assert (Unit.objects.get().name, Entry.objects.count()) == ("青石镇", 0)


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page.text)[1]


def test_the_second_of_two_clerks_is_told_what_the_first_stored_and_keeps_what_was_typed(client):
    unit = a_unit("青石镇", code="QS")
    other = Client()
    first, _second = signed_in(client, "office"), signed_in(other, "office")
    opened, too = seen(client.get(change_url(unit))), seen(other.get(change_url(unit)))
    form = unit_form(unit, trail_reason="核对代码", code="QS1", seen=opened)
    assert client.post(change_url(unit), form).status_code == 302
    typed = unit_form(unit, trail_reason="另一处核对", code="QS2", seen=too)
    refused = other.post(change_url(unit), typed)
    assert refused.status_code == 200
    for word in (first.name, "QS1", "QS2", "另一处核对", "仍在"):
        assert word in refused.text
    assert Unit.objects.get().code == "QS1"
    assert other.post(change_url(unit), typed | {"seen": seen(refused)}).status_code == 302
    assert Unit.objects.get().code == "QS2"


def test_a_look_at_a_row_is_no_change_of_it(client):
    unit = a_unit()
    signed_in(client, "office")
    opened = seen(client.get(change_url(unit)))
    trail.record(unit, "read", actor=a_user(), at=at("2017-04-10 09:00:00"))
    form = unit_form(unit, trail_reason="核对", position="7", seen=opened)
    assert client.post(change_url(unit), form).status_code == 302


def test_saving_without_a_change_leaves_no_line(client):
    unit = a_unit()
    signed_in(client, "office")
    assert client.post(change_url(unit), unit_form(unit, trail_reason="核对")).status_code == 302
    assert not Entry.objects.exists()


def test_a_new_row_leaves_a_line(client):
    signed_in(client, "office")
    answer = client.post(reverse("admin:cadres_unit_add"), unit_form(Unit(code="U9", name="红岩镇")))
    assert answer.status_code == 302
    assert Entry.objects.get().verb == "create"


def test_a_row_of_an_inline_leaves_its_line_on_the_parents_trail(client):
    unit = a_unit("青石街道")
    signed_in(client, "office")
    rows = [{"name": "青石镇", "from_on": "2010-01-01", "until_on": "2016-12-31"}]
    form = unit_form(unit, trail_reason="补录旧名", **names(rows=rows))
    assert client.post(change_url(unit), form).status_code == 302
    line = Entry.objects.about(unit).get()
    assert (line.verb, line.reason, line.content.after["name"]) == ("add_unitname", "补录旧名", "青石镇")


def test_deleting_asks_why_and_leaves_a_line(client):
    unit = a_unit("青石镇")
    signed_in(client, "office")
    url = reverse("admin:cadres_unit_delete", args=[unit.pk])
    assert "trail_reason" in client.get(url).text
    client.post(url, {"post": "yes"})
    assert Unit.objects.exists()
    client.post(url, {"post": "yes", "trail_reason": "重复录入"})
    line = Entry.objects.get()
    assert (Unit.objects.count(), line.verb, line.reason) == (0, "delete", "重复录入")
    assert line.content.before["name"] == "青石镇"


def test_what_is_open_is_a_button_and_what_is_not_says_why(client):
    report = an_open_report()
    signed_in(client, "office")
    page = client.get(change_url(report)).text
    assert f'href="{reverse("admin:projects_dailyreport_move", args=[report.pk, "exempt"])}"' in page
    assert "撤回免报" in page
    assert reverse("admin:projects_dailyreport_move", args=[report.pk, "reopen"]) not in page


def test_a_move_goes_through_its_form_and_the_rooms_function(client):
    report = an_open_report()
    user = signed_in(client, "office")
    url = reverse("admin:projects_dailyreport_move", args=[report.pk, "exempt"])
    page = client.get(url).text
    assert "免报后不再催报。" in page
    assert str(report) in page
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "停电"}).status_code == 302
    report.refresh_from_db()
    line = Entry.objects.get()
    assert (report.state, line.actor, line.reason) == ("EXEMPT", user, "停电")
    assert "停电" in client.get(change_url(report)).text


def test_a_stale_button_is_a_message(client):
    report = an_open_report(state="EXEMPT", exempt_reason="停电")
    signed_in(client, "office")
    url = reverse("admin:projects_dailyreport_move", args=[report.pk, "exempt"])
    answer = client.post(url, {"reason": "停电"}, follow=True)
    assert answer.redirect_chain[0][0] == change_url(report)
    assert [str(message) for message in answer.context["messages"]]


def test_the_wrong_person_gets_a_message_and_changes_nothing(client):
    report = an_open_report()
    signed_in(client, "planner")
    client.post(reverse("admin:projects_dailyreport_move", args=[report.pk, "exempt"]), {"reason": "停电"})
    report.refresh_from_db()
    assert report.state == "OPEN"


def test_columns_of_a_workflow_are_read_only_but_for_the_listed_ones(client):
    report = an_open_report()
    signed_in(client, "office")
    client.post(change_url(report), {"place": "三号地块", "text": "伪造", "state": "SUBMITTED"})
    report.refresh_from_db()
    assert (report.place, report.text, report.state) == ("三号地块", "", "OPEN")


def test_what_has_moved_cannot_be_deleted(client):
    report = an_open_report()
    signed_in(client, "office")
    assert client.get(reverse("admin:projects_dailyreport_delete", args=[report.pk])).status_code == 403


@pytest.mark.parametrize("administrator", [Administrator.SYSTEM, Administrator.SECURITY, Administrator.AUDIT])
def test_the_three_administrators_see_no_business_data(client, administrator):
    unit, report = a_unit(), an_open_report()
    signed_in(client, administrator=administrator)
    for thing in (unit, report):
        opts = thing._meta
        assert client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")).status_code == 403
        assert client.get(change_url(thing)).status_code in (302, 403)
    assert reverse("admin:cadres_unit_changelist") not in client.get(reverse("admin:index")).text


def test_somebody_without_a_desk_is_sent_home_and_a_stranger_to_log_in(client):
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/login/?next=/admin/"
    signed_in(client)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/"


def test_the_relaxed_policy_holds_on_the_desk_only(client):
    signed_in(client, "office")
    assert "unsafe-eval" in client.get("/admin/").headers["Content-Security-Policy"]
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


def test_a_list_takes_as_many_queries_for_two_rows_as_for_twenty(client):
    signed_in(client, "office")
    client.get(reverse("admin:cadres_unit_changelist"))  # the first request stamps the session
    counts = []
    for size in (2, 18):
        for _ in range(size):
            a_unit(parent=a_unit())
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("admin:cadres_unit_changelist"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8

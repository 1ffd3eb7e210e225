"""Statements written once store and return what the ORM would."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from projects.models import DailyReport, ReportVersion
from projects.states import PersonRole
from projects.transitions.day import rows_to_write
from tests.cast import MONDAY, a_project, a_user, an_open_report, at, carries
from zhangdian.prepared import Prepared, insert, together, update

NOW = at("2017-04-10 09:00:00")


@pytest.fixture
def lock():
    return Prepared(lambda asker, day, pk: rows_to_write(User(pk=asker), day).filter(pk=pk).order_by())


def test_a_prepared_row_is_the_row_of_the_queryset(db, lock):
    liaison, stranger = a_user(), a_user()
    report = an_open_report(a_project())
    carries(liaison, report.project, PersonRole.LIAISON, from_on=MONDAY)
    for user in (liaison, stranger, liaison):
        for day in (MONDAY, MONDAY - timedelta(days=1)):
            found = lock.get(asker=user.pk, day=day, pk=report.pk)
            expected = rows_to_write(user, day).get(pk=report.pk)
            assert found.__dict__.keys() == expected.__dict__.keys()
            assert (found.speaks, found.asker, found.text_limit) == (
                expected.speaks, expected.asker, expected.text_limit,
            )  # fmt: skip
            assert [getattr(found, f.attname) for f in found._meta.concrete_fields] == [
                getattr(expected, f.attname) for f in expected._meta.concrete_fields
            ]
            assert found.project == report.project
    assert lock.get(asker=liaison.pk, day=MONDAY, pk=report.pk).speaks
    assert not lock.get(asker=stranger.pk, day=MONDAY, pk=report.pk).speaks


def test_the_joined_row_costs_no_statement_of_its_own(db, lock, django_assert_num_queries):
    report = an_open_report()
    with django_assert_num_queries(1):
        assert lock.get(asker=1, day=MONDAY, pk=report.pk).project.name


def test_a_row_that_is_not_there_is_said_to_be_so(db, lock):
    with pytest.raises(DailyReport.DoesNotExist):
        lock.get(asker=1, day=MONDAY, pk=0)


def test_a_value_that_is_in_no_condition_is_an_error(db):
    with pytest.raises(TypeError, match="day"):
        Prepared(lambda pk, day: User.objects.filter(pk=pk)).get(pk=1, day=MONDAY)


def test_a_sign_of_percent_among_the_constants_stays_one(db):
    user = a_user("half")
    User.objects.filter(pk=user.pk).update(name="50%s")
    named = Prepared(lambda pk: User.objects.filter(pk=pk, name="50%s", username__contains="al"))
    assert [named.get(pk=user.pk).name for _ in range(7)] == ["50%s"] * 7


@pytest.mark.django_db(transaction=True)
def test_a_new_session_of_the_database_learns_the_plan_by_itself():
    user = a_user("again")
    known = Prepared(lambda pk: User.objects.filter(pk=pk))
    assert known.get(pk=user.pk) == user
    if connection.vendor == "postgresql":
        connection.close()
    assert known.get(pk=user.pk) == user


def test_an_inserted_row_is_there_with_its_key(db):
    report, user = an_open_report(), a_user()
    row = insert(
        ReportVersion(report=report, number=1, at=NOW, by=user, channel="web", content={"text": "路基", "n": 1})
    )
    stored = ReportVersion.objects.get(pk=row.pk)
    assert (stored.number, stored.at, stored.by, stored.content) == (1, NOW, user, {"text": "路基", "n": 1})


def test_an_update_touches_the_named_fields_only(db):
    report = an_open_report()
    report.text, report.plan = "一", "二"
    update(report, ["text"])
    report.refresh_from_db()
    assert (report.text, report.plan) == ("一", "")


def test_updating_a_row_that_is_gone_is_an_error(db):
    report = an_open_report()
    DailyReport.objects.filter(pk=report.pk).delete()
    with pytest.raises(DailyReport.DoesNotExist):
        update(report, ["text"])


def a_version(report, user, number):
    return ReportVersion(report=report, number=number, at=NOW, by=user, channel="web", content={})


def test_what_is_sent_together_is_stored_in_order_and_in_one_message_where_that_is_possible(db):
    from django.db import connection

    report, user = an_open_report(), a_user()
    with CaptureQueriesContext(connection) as captured, transaction.atomic(), together():
        insert(a_version(report, user, 1), keyless=True)
        report.text = "一"
        update(report, ["text"])
        insert(a_version(report, user, 2), keyless=True)
    sent = [query["sql"] for query in captured if "projects_" in query["sql"]]
    assert len(sent) == (1 if connection.vendor == "postgresql" else 3)
    assert list(ReportVersion.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert DailyReport.objects.get().text == "一"


def stored_together(*versions, and_then=lambda: None):
    """Send `versions` as one message, in a transaction of their own."""
    with transaction.atomic(), together():
        for version in versions:
            insert(version, keyless=True)
        and_then()


def test_nothing_is_sent_when_the_block_raises(db):
    report, user = an_open_report(), a_user()
    with pytest.raises(ZeroDivisionError):
        stored_together(a_version(report, user, 1), and_then=lambda: 1 / 0)
    assert not ReportVersion.objects.exists()


def test_what_the_database_refuses_undoes_the_whole(db):
    report, user = an_open_report(), a_user()
    with pytest.raises(IntegrityError):
        stored_together(a_version(report, user, 1), a_version(report, user, 1))
    assert not ReportVersion.objects.exists()


def test_a_plan_takes_no_name_that_another_had(db):
    user = a_user("named")
    for number in range(20):
        # Each is gone before the next is made, and may stand at the same place in memory.
        wanted = (
            Prepared(lambda pk: User.objects.filter(pk=pk))
            if number % 2
            else Prepared(lambda pk: DailyReport.objects.filter(pk=pk))
        )
        try:
            assert type(wanted.get(pk=user.pk)) is User
        except DailyReport.DoesNotExist:
            assert not number % 2
        del wanted

"""Two clerks at once, on a real server: every list is stored whole or refused in words, nothing twice."""

from datetime import date

import pytest

from cadres.models import Cadre, Unit
from projects.models import Programme, Project, RosterImport
from projects.services import roster
from projects.services.roster import ImportRefused, Outcome, import_file
from projects.states import ProgrammeState
from tests.cast import a_programme, a_user, at
from tests.projects.roster import lists
from tests.threads import at_once
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = at("2017-04-10 09:00:00")


def a_draft(**fields):
    return a_programme(state=ProgrammeState.DRAFT, reporting_from=date(2017, 3, 1), **fields)


def twins(model, *columns):
    """The rows of `model` that stand there twice by `columns`."""
    rows = list(model.objects.values_list(*columns))
    return [row for row in set(rows) if rows.count(row) > 1]


def test_one_list_imported_by_two_at_once_is_stored_once():
    programme, clerk = a_draft(), a_user(None, "planner")
    results = at_once(*[lambda: import_file(lists.town_halls(), programme, clerk, NOW)] * 2)
    assert sorted((result.new, result.unchanged) for result in results) == [(0, 4), (4, 0)]
    assert Project.objects.count() == 4
    assert Entry.objects.filter(verb="import").count() == 1
    assert not twins(Unit, "name")
    assert not twins(Cadre, "unit", "name")


def test_two_lists_that_name_the_same_people_share_them():
    one, other, clerk = a_draft(), a_draft(), a_user(None, "planner")
    results = at_once(
        lambda: import_file(lists.town_halls(), one, clerk, NOW),
        lambda: import_file(lists.town_halls(), other, clerk, NOW),
    )
    assert [result.new for result in results] == [4, 4]
    assert not twins(Unit, "name")
    assert not twins(Cadre, "unit", "name")


def test_a_new_programme_asked_for_by_two_at_once_is_made_once():
    clerk = a_user(None, "planner")
    draft = {"name": "2017年重点项目", "year": 2017, "reporting_from": "2017-03-01", "reporting_until": "2017-12-31"}
    kept = [roster.upload(lists.plain(3), "清单.xlsx", draft=draft, actor=clerk, at=NOW) for _number in range(2)]
    results = at_once(*[lambda each=each: roster.confirm(each, actor=clerk, at=NOW) for each in kept])
    stored = [result for result in results if isinstance(result, Outcome)]
    refused = [result for result in results if isinstance(result, ImportRefused)]
    assert (len(stored), len(refused)) == (1, 1)
    assert (Programme.objects.count(), Project.objects.count()) == (1, 3)
    assert RosterImport.objects.filter(confirmed_at__isnull=False).count() == 1


def test_one_preview_confirmed_by_two_at_once_is_stored_once():
    programme, clerk = a_draft(), a_user(None, "planner")
    kept = roster.upload(lists.plain(3), "清单.xlsx", programme=programme, actor=clerk, at=NOW)
    results = at_once(*[lambda: roster.confirm(kept, actor=clerk, at=NOW)] * 4)
    assert sum(isinstance(result, Outcome) for result in results) == 1
    assert sum(isinstance(result, ImportRefused) for result in results) == 3
    assert Project.objects.count() == 3


def test_an_import_and_its_undoing_at_once_end_in_one_of_two_states():
    programme, clerk = a_draft(), a_user(None, "planner")
    first = import_file(lists.plain(3), programme, clerk, NOW).roster
    results = at_once(
        lambda: import_file(lists.plain(5), programme, clerk, at("2017-04-10 09:01:00")),
        lambda: roster.undo(first, actor=clerk, at=at("2017-04-10 09:01:00")),
    )
    imported, undone = results
    assert isinstance(imported, Outcome)
    # Undone before the second list came, or refused because it had come.
    assert (imported.new, isinstance(undone, ImportRefused)) in ((5, False), (2, True))
    assert Project.objects.count() == 5

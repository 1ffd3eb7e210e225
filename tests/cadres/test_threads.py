"""Two clerks at once, on a real server: no account is made twice, no list is half stored."""

import pytest

from accounts.models import User
from cadres.models import Cadre, Unit
from cadres.resources import UnitResource
from cadres.services.accounts import issue_accounts
from tests.cadres.test_import import NOW, UNITS, book, run
from tests.cast import a_cadre, a_user
from tests.threads import at_once
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_people_get_one_account_each():
    office, people = a_user(None, "office"), [a_cadre(name).pk for name in ("林小满", "石有田", "高远")]
    results = at_once(*[lambda: issue_accounts(people, actor=office, at=NOW)] * 4)
    made = [result for result in results if isinstance(result, list)]
    refused = [result for result in results if isinstance(result, MoveRefused)]
    assert (len(made), len(refused)) == (1, 3)
    assert User.objects.count() == 4
    assert Cadre.objects.filter(user__isnull=True).count() == 0
    assert Entry.objects.filter(verb="give_account").count() == 3


def test_people_of_one_name_get_log_in_names_of_their_own():
    office, people = a_user(None, "office"), [a_cadre("林小满").pk for _number in range(4)]
    results = at_once(*[lambda pk=pk: issue_accounts([pk], actor=office, at=NOW) for pk in people])
    assert [len(result) for result in results] == [1, 1, 1, 1]
    names = set(User.objects.exclude(pk=office.pk).values_list("username", flat=True))
    assert len(names) == 4
    assert all(name.startswith("linxiaoman") for name in names)


def test_a_list_of_units_stored_by_two_at_once_is_stored_once():
    content = book(*UNITS)
    results = at_once(*[lambda: run(UnitResource, content)] * 2)
    assert Unit.objects.count() == 3
    assert Entry.objects.filter(verb="create", label="cadres.unit").count() == 3
    assert all(result.new == 3 or result.unchanged == 3 or result.faults for result in results)

"""Who sees what of which case: each kind, state and reader of `sight_tables`. Who is not named there sees nothing."""

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.utils import translation

from cases import registry
from cases.permissions.common import is_free, sees_desk
from cases.queries import lists
from cases.views.cases import find
from tests import lasting
from tests.cases import sight
from tests.cases.sight_tables import TABLES

pytestmark = pytest.mark.django_db
ROWS = [(name, state) for name, table in TABLES.items() for state in table.states]
# Blocks of another subject, which has rows of its own for them.
BESIDE = {"Error tolerance"}
BESIDE_THE_ROAD = ("DROPPED", "REVOKED", "DECLINED", "DISMISSED", "WITHDRAWN", "REMOVED")
AT_THE_DOORS = ("officer", "discipline", "subject", "head", "recused", "colleague", "leader", "audit")


@lasting.world
def made(name):
    """(the name of a Table, its people, its readers), once a Table."""
    people = TABLES[name].people()
    return name, people, sight.readers(people)


@pytest.fixture
def world(people):
    """The same for one test, with the Table itself."""
    name, *others = people
    return TABLES[name], *others


def seen_by(user, kind, pk):
    """The case as every door of it finds it for `user`, or None."""
    try:
        return find(sight.asked_by(user), kind.name, pk)[1]
    except Http404:
        return None


def shown(case, user, day):
    """(titles of the blocks, codes of the papers) that the page of a case has for `user`."""
    kind = registry.of(case)
    titles = {str(block.title) for block in kind.blocks(case, user, day)} - BESIDE
    return titles, {
        form.code.partition("-")[0] if "certificate" in form.code else form.code for form in papers(case, user)
    }


def papers(case, user):
    return [form for form in registry.of(case).papers(case, user) if form.when(case)]


@pytest.mark.parametrize(("made", "state"), ROWS, indirect=["made"], scope="module")
def test_each_reader_sees_what_the_table_says_and_nobody_more(world, state):
    table, people, readers = world
    kind, day, found, desk = registry.KINDS[table.kind], table.seen_at.date(), {}, set()
    with time_machine.travel(table.seen_at, tick=False), translation.override("en"):
        case = table.walk(people, state)
        assert case.state == state
        for name, user in readers.items():
            if not kind.model.objects.visible_to(user, day).filter(pk=case.pk).exists():
                continue
            row = seen_by(user, kind, case.pk)
            found[name] = shown(row, user, day)
            if sees_desk(user) and is_free(user, row):
                desk.add(name)
    assert found == table.row(state)
    assert desk == set(table.desk.split(", ")) & set(found), "who reads what happened"


@pytest.mark.once
@pytest.mark.parametrize("made", TABLES, indirect=True)
def test_lists_pages_papers_and_the_desk_go_by_the_same_rule(world):
    """At the end of the road, where most is to be seen; one reader of each manner."""
    table, people, readers = world
    kind, state = registry.KINDS[table.kind], [one for one in table.states if one not in BESIDE_THE_ROAD][-1]
    sees, reads = set(table.row(state)), set(table.desk.split(", "))
    with time_machine.travel(table.seen_at, tick=False):
        case = table.walk(people, state)
        path, desk = case.get_absolute_url(), f"/admin/cases/{case._meta.model_name}/{case.pk}"
        for name in AT_THE_DOORS:
            user, client = readers[name], Client()
            client.force_login(user)
            rows = lists.listed(user, day=table.seen_at.date(), at=table.seen_at, kind=kind.name, only_open=False)
            assert (path in {row.path for row in rows}) == (name in sees), name
            page = client.get(path)
            assert page.status_code == (200 if name in sees else 404), name
            offered = [form.code for form in papers(page.context["case"], user)] if name in sees else []
            others = [form.code for form in papers(case, people.officer) if form.code not in offered]
            for code in (*offered[:1], *others):
                status = client.get(f"{path}papers/{code}/").status_code
                assert status == (200 if code in offered else 404), (name, code)
            if name in sees:
                assert bool(page.context["entries"]) == (name in reads), name
            for address in (f"{desk}/change/", f"{desk}/history/"):
                assert (client.get(address).status_code == 200) == (name in sees & reads), (name, address)


def test_every_kind_has_a_table_of_all_its_states():
    assert {table.kind for table in TABLES.values()} == set(registry.KINDS), "a kind without a table in sight_tables"
    for name, table in TABLES.items():
        states = {code for code, _words in registry.KINDS[table.kind].model._meta.get_field("state").flatchoices}
        assert set(table.states) == states - set(table.elsewhere), name


@pytest.mark.parametrize("made", TABLES, indirect=True)
def test_the_rows_name_readers_that_there_are(world):
    table, _people, readers = world
    assert {reader for state in table.states for reader in table.row(state)} <= set(readers)
    assert set(table.desk.split(", ")) <= set(readers)


@pytest.mark.parametrize("made", ["card"], indirect=True)
def test_who_leaves_the_section_sees_no_case_any_more(world):
    table, people, _readers = world
    day = table.seen_at.date()
    case = table.walk(people, "NOTIFIED")
    people.second.roles = ""
    assert lists.listed(people.second, day=day, at=table.seen_at) == []
    rows = lists.listed(people.officer, day=day, at=table.seen_at)
    assert [row.path for row in rows] == [case.get_absolute_url()]

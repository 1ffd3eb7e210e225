"""No way round due process: every door is tried, one by one, from every earlier state of every kind that touches a
person. A kind adds its builder to BUILDERS."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from cases import registry
from cases.models import Honouree
from cases.models.guards import EFFECTIVE
from tests import lasting
from tests.cases.adjustment_scene import Cast, a_promotion, an_adjustment
from tests.cases.appeal_scene import an_appeal, more
from tests.cases.honours_scene import Scene
from tests.cases.scene import LATEST, People, a_card, ruled
from tests.cases.tolerance_scene import People as ToleranceCast
from tests.cases.tolerance_scene import a_tolerance

pytestmark = pytest.mark.django_db


# {kind: (states before the effective ones, builder (people, state) -> row, maker of the people)}
BUILDERS = {
    "card": (["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED"], a_card, lambda: ruled(more(People()))),
    "appeal": (
        ["LODGED", "QUESTIONED", "ADMITTED", "EXAMINED", "PROPOSED", "DECIDED"], an_appeal,
        lambda: ruled(more(People())),
    ),
    "adjustment": (["CLUE", "HEARD", "FORWARDED", "DECIDED"], an_adjustment, lambda: more(Cast())),
    "promotion": (["DRAFT", "FORWARDED"], a_promotion, lambda: more(Cast())),
    "tolerance": (["LODGED", "INQUIRY", "MEETING", "DECIDED"], a_tolerance, lambda: ruled(more(ToleranceCast()))),
    "honour": (["DRAFT", "PUBLICITY", "PROPOSED"], lambda people, state: people.batch(state), Scene),
    "withdrawal": (
        ["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED"], lambda people, state: people.withdrawal(state), Scene,
    ),
    "reserve": (["PROPOSED", "BEFORE"], lambda people, state: people.entry(state), Scene),
}  # fmt: skip
# What a form of any move could ask for.
GIVEN = {
    "manner": "signed", "statement": "x", "proposal": "x", "reason": "x", "rectification": "x", "verdict": "x",
    "earlier_rung": "x", "ruling": "x", "findings": "x", "doubt": "x",
}  # fmt: skip


GUARDED = {one.label: one.states for one in EFFECTIVE}


def effective(kind):
    """The states that the database guards: by the triggers of the kind."""
    return list(GUARDED[kind.key])


def test_every_kind_is_tried_here_and_guarded():
    assert set(registry.KINDS) == set(BUILDERS)
    assert {kind.key for kind in registry.KINDS.values()} <= set(GUARDED)


CASES = [(name, state) for name, (states, _build, _cast) in BUILDERS.items() for state in states]
# The people are made once a kind, the road to a state is walked once.
everywhere = pytest.mark.parametrize(("made", "stop"), CASES, indirect=True, scope="module")
made = lasting.world(lambda name: (name, BUILDERS[name][2]()))
stop = lasting.stop(lambda made, state: BUILDERS[made[0]][1](made[1], state))


@pytest.fixture
def tried(here):
    """(people, kind, row) of a kind at one of its earlier states."""
    (name, people), row = here
    return people, registry.KINDS[name], row


def still(kind, row, state):
    assert kind.model.objects.values_list("state", flat=True).get(pk=row.pk) == state


def last_moves(kind, row):
    """The moves that end in an effective state and do not start from where the row stands."""
    return [
        move for move in kind.transitions.MOVES if str(move.target) in effective(kind) and row.state not in move.sources
    ]


def everybody(people):
    return [
        people.officer, people.second, people.director, people.deputy, people.third, people.discipline, people.subject,
        people.head, people.stranger,
    ]  # fmt: skip


@pytest.mark.once
@everywhere
def test_no_page_leads_there(tried, client):
    people, kind, row = tried
    for user in everybody(people):
        client.force_login(user)
        for move in last_moves(kind, row):
            answer = client.post(reverse("cases:move", args=[kind.name, row.pk, move.name]), GIVEN)
            assert answer.status_code in (302, 403, 404)
            still(kind, row, row.state)


@pytest.mark.once
@everywhere
def test_no_move_of_the_desk_leads_there(tried, client):
    people, kind, row = tried
    meta = kind.model._meta
    for user in (people.officer, people.second, people.director, people.third, people.discipline):
        client.force_login(user)
        for move in last_moves(kind, row):
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_move", args=[row.pk, move.name])
            client.post(address, GIVEN)
            still(kind, row, row.state)
        # Nor the form of the row itself.
        change = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        client.post(change, {"state": effective(kind)[0]})
        still(kind, row, row.state)


@pytest.mark.parametrize("name", BUILDERS)
def test_neither_the_interface_for_programs_nor_an_import_has_a_door(name):
    kind = registry.KINDS[name]
    meta = kind.model._meta
    words = [str(pattern.pattern) for pattern in get_resolver("zhangdian.api_urls").url_patterns]
    assert not [word for word in words if "cases" in word or meta.model_name in word]
    desk = admin.site._registry[kind.model]
    for act in ("import", "add"):
        assert not any(getattr(url, "name", "") == f"cases_{meta.model_name}_import" for url in desk.get_urls()), act
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:cases_{meta.model_name}_import")


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def forged(kind, row, state):
    """The columns of `row`, every stamp of it filled, as somebody would write them who knows the table."""
    columns = {field.column: field.value_from_object(row) for field in kind.model._meta.concrete_fields}
    for field in kind.model._meta.concrete_fields:
        if columns[field.column] is not None:
            continue
        if field.name in kind.stamps or field.name in ("statement_due_at", "ended_at"):
            columns[field.column] = LATEST + timedelta(days=60)
        elif field.get_internal_type() == "DateField":
            columns[field.column] = (LATEST + timedelta(days=90)).date()
        elif field.name.endswith("_by"):
            columns[field.column] = row.handler_id
    columns["state"] = state
    is_over = state in kind.model.ENDED
    columns["due_at"], columns["ended_at"] = (None, LATEST) if is_over else (LATEST, None)
    for name in ("proposal", "statement", "rectification", "verdict", "findings"):
        if name in columns and not columns[name]:
            columns[name] = "x"
    if "heard" in columns:
        columns["heard"] = "given"
    if "result" in columns:
        columns["result"] = "revoked"
    return columns


@everywhere
def test_no_shell_leads_there(tried):
    _people, kind, row = tried
    model = kind.model
    for state in effective(kind):

        def save(state=state):
            fresh = model.objects.get(pk=row.pk)
            fresh.state = state
            fresh.save()

        def bulk(state=state):
            fresh = model.objects.get(pk=row.pk)
            fresh.state = state
            model.objects.bulk_update([fresh], ["state"])

        def create(state=state):
            columns = forged(kind, row, state)
            model.objects.bulk_create([model(**_fresh(columns))])

        refused(save)
        refused(lambda state=state: model.objects.filter(pk=row.pk).update(state=state))
        refused(bulk)
        refused(create)
        still(kind, row, row.state)


def _fresh(columns):
    """Columns of a further row: its own key and number, about another remedy where only one is allowed."""
    made = {name: value for name, value in columns.items() if name != "id"} | {
        "number": 900,
        "number_text": "伪〔2017〕900号",
    }
    if "remedy" in made:
        made["remedy"] = "appeal"
    if "source_key" in made:
        made["source_key"] = "900"
    if "honouree_id" in made:
        # Another honour in force: the first one has its running withdrawal.
        other = Honouree.objects.exclude(pk=made["honouree_id"]).filter(state="RECIPIENT").first()
        made |= {"honouree_id": other.pk, "cadre_id": other.cadre_id}
    return made


@everywhere
def test_no_plain_sql_leads_there(tried):
    _people, kind, row = tried
    table = kind.model._meta.db_table

    def run(sql, values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    for state in effective(kind):
        refused(lambda state=state: run(f"UPDATE {table} SET state = %s WHERE id = %s", [state, row.pk]))
        # With every stamp forged as well, what was never served and decided is still missing.
        columns = {name: value for name, value in forged(kind, row, state).items() if name != "id"}
        fields = {field.column: field for field in kind.model._meta.concrete_fields}
        values = {name: fields[name].get_db_prep_save(value, connection) for name, value in columns.items()}
        sets = ", ".join(f"{name} = %s" for name in values)
        refused(
            lambda sets=sets, values=values: run(f"UPDATE {table} SET {sets} WHERE id = %s", [*values.values(), row.pk])
        )
        fresh = {name: fields[name].get_db_prep_save(value, connection) for name, value in _fresh(columns).items()}
        names, places = ", ".join(fresh), ", ".join(["%s"] * len(fresh))
        refused(
            lambda names=names, places=places, fresh=fresh: run(
                f"INSERT INTO {table} ({names}) VALUES ({places})", list(fresh.values())
            )
        )
        still(kind, row, row.state)

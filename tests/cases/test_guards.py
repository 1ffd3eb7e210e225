"""What was decided, served or adopted stands: the database refuses changes, additions and taking away."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cases import registry
from cases.models import Attendee, Circumstance, Clock, Decision, DecisionItem, Figure, Measure, RuleSet, Served, guards
from cases.transitions.decisions import confirm
from tests import lasting
from tests.cases.scene import LATER, OPENED, People, a_card, a_decision, ruled

pytestmark = pytest.mark.django_db


ITEM = (
    "INSERT INTO cases_decisionitem (decision_id, label, key, title, path, outcome, note) "
    "VALUES (%s, 'cases.card', '999', '塞入', '', 'give', '')"
)
ATTENDEE = (
    "INSERT INTO cases_attendee (decision_id, name, is_recused, why) "
    "SELECT %s, '塞入', is_recused, '' FROM cases_attendee WHERE id = %s"
)


class Laying:
    """What the migration lays, laid again inside a test: a test database on SQLite goes without a part of it."""

    def __init__(self):
        self.connection = connection

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def laid(db):
    guards.lay(apps, Laying())


made = lasting.world(lambda: ruled(People()))


def refused(act):
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        act()


def plain(statement):
    def act():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return act


def test_the_triggers_of_the_lists_are_those_of_the_database(laid):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT event_object_table, trigger_name FROM information_schema.triggers")
        there = {(table, name) for table, name in cursor.fetchall() if table.startswith("cases_")}
    kept = {*guards.GUARD.names(), *((table, f"{name}_gone") for table, name in guards.GUARD.names())}
    wanted = kept | {pair for one in guards.TRIGGERS for pair in one.names()}
    assert wanted == there
    assert all(len(name) <= 30 for _table, name in wanted)


def test_every_kind_of_case_has_its_effective_states_listed():
    bound = {one.label: set(one.states) for one in guards.EFFECTIVE}
    for kind in registry.KINDS.values():
        effective = set(map(str, getattr(kind.model, "EFFECTIVE", ()))) or bound[kind.key]
        assert bound[kind.key] == effective, kind.name


def test_a_confirmed_decision_stands_and_a_draft_does_not_yet(laid, people):
    row = a_decision(people, (a_card(people, "PROPOSED"), "give"))
    Attendee.objects.create(decision=row, name="周衡")
    Attendee.objects.filter(decision=row).update(name="周恒")
    Decision.objects.filter(pk=row.pk).update(agreed=7)
    confirm(row, actor=people.deputy, at=LATER)
    other = a_decision(people, (a_card(people, "PROPOSED"), "give"), number="张组纪〔2017〕9号")
    item, attendee = row.items.get(), row.attendees.get()
    for rows, change in (
        (Decision.objects.filter(pk=row.pk), {"agreed": 9}), (DecisionItem.objects.filter(pk=item.pk), {"key": "77"}),
        (Attendee.objects.filter(pk=attendee.pk), {"is_recused": True, "why": "补记"}),
        (DecisionItem.objects.filter(decision=other), {"decision": row}),
    ):  # fmt: skip
        refused(lambda rows=rows, change=change: rows.update(**change))
    for statement in (
        f"UPDATE cases_decision SET document_no = '改' WHERE id = {row.pk}",
        f"UPDATE cases_decisionitem SET outcome = 'decline' WHERE id = {item.pk}",
        f"UPDATE cases_attendee SET name = '改' WHERE id = {attendee.pk}",
        f"DELETE FROM cases_attendee WHERE id = {attendee.pk}",
        f"DELETE FROM cases_decisionitem WHERE id = {item.pk}",
        ITEM % row.pk,
        ATTENDEE % (row.pk, attendee.pk),
    ):
        refused(plain(statement))
    refused(
        lambda: DecisionItem.objects.create(decision=row, label="cases.card", key="99", title="塞入", outcome="give")
    )


def test_what_was_served_stands(laid, people):
    a_card(people, "NOTIFIED")
    row = Served.objects.get()
    refused(lambda: Served.objects.filter(pk=row.pk).update(at=OPENED, manner="post"))
    refused(plain(f"UPDATE cases_served SET on_whom = '改' WHERE id = {row.pk}"))
    refused(plain(f"DELETE FROM cases_served WHERE id = {row.pk}"))


@pytest.mark.parametrize("model", [Clock, Figure, Measure, Circumstance])
def test_nothing_of_an_adopted_rule_set_changes(laid, people, model):
    adopted = RuleSet.objects.get(code="local")
    table, row = model._meta.db_table, model.objects.filter(rule_set=adopted).first()
    draft = RuleSet.objects.create(code="d", title="稿", from_on=OPENED, entered_at=OPENED, entered_by=people.officer)
    refused(lambda: model.objects.filter(pk=row.pk).update(code="x"))
    refused(plain(f"UPDATE {table} SET code = 'x' WHERE id = {row.pk}"))
    refused(plain(f"DELETE FROM {table} WHERE id = {row.pk}"))
    row.pk, row.code, row._state.adding = None, "new", True
    refused(lambda: model.objects.bulk_create([row]))
    row.rule_set = draft
    row.save(force_insert=True)
    refused(plain(f"UPDATE {table} SET rule_set_id = {adopted.pk} WHERE id = {row.pk}"))
    model.objects.filter(pk=row.pk).update(code="again")
    assert model.objects.get(pk=row.pk).code == "again"


def test_an_adopted_rule_set_stands_and_a_circumstance_goes_out_of_use(laid, people):
    adopted = RuleSet.objects.get(code="local")
    refused(plain(f"UPDATE cases_ruleset SET state = 'DRAFT' WHERE id = {adopted.pk}"))
    refused(lambda: RuleSet.objects.filter(pk=adopted.pk).update(from_on="2019-01-01"))
    for part in (Circumstance, Measure, Figure, Clock):
        refused(plain(f"DELETE FROM {part._meta.db_table} WHERE rule_set_id = {adopted.pk}"))
    assert adopted.circumstances.update(is_active=False) == 58


def test_forged_items_do_not_open_the_way_to_an_effective_state(laid, people):
    decided = a_decision(people, (a_card(people, "PROPOSED"), "give"))
    confirm(decided, actor=people.deputy, at=LATER)
    other = a_card(people, "PROPOSED")
    refused(
        plain(
            "INSERT INTO cases_decisionitem (decision_id, label, key, title, path, outcome, note) "
            f"VALUES ({decided.pk}, 'cases.card', '{other.pk}', '塞入', '', 'give', '')"
        )
    )

"""What is published stands: the database refuses changes and taking away, whoever asks."""

from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from evaluations.models import Batch, BatchLine, Bulletin, BulletinLine, BulletinParty, Objection, frozen, frozen_scores
from evaluations.services import batches
from evaluations.services import bulletins as services
from evaluations.services.score_entries import post_entry
from evaluations.transitions import batches as batch_moves
from tests.evaluations.bulletins_world import APRIL, MAY_2, MAY_3, MAY_8, Month
from tests.evaluations.scores.scene import AFTER, QUARTER, District

pytestmark = pytest.mark.django_db
GUARDS = (frozen.GUARD, frozen_scores.GUARD)


@pytest.fixture
def month():
    return Month()


class Laying:
    """What the migration lays, laid again inside a test: a test database on SQLite goes without a part of it."""

    def __init__(self):
        self.connection = connection

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.fixture
def laid(db):
    for guard in GUARDS:
        tables = {model._meta.db_table: model for model in apps.get_models() if model._meta.db_table in guard.kept}
        columns = {name: [field.column for field in m._meta.concrete_fields] for name, m in tables.items()}
        guard.create(Laying(), columns)


def test_what_is_published_cannot_be_taken_away_and_a_draft_can(laid, month):
    row = month.published()
    batch = batches.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    decided = batch_moves.publish(
        batch, meeting="专题会议", decided_on=date(2017, 5, 6), document_no="1号", actor=month.other, at=MAY_8
    )
    draft = services.correct(row, actor=month.planner, at=MAY_8, why="累计投资有误")
    Objection.objects.bulk_create([
        Objection(party=month.party(one), line=month.line(one), claim="有误", evidence="台账", raised_at=MAY_2,
                  raised_by=month.head, state="REJECTED", answer="不属实", answered_at=MAY_3, answered_by=month.planner)
        for one in (row, draft)
    ])  # fmt: skip
    for gone in (
        Objection.objects.filter(party__bulletin=row), BulletinLine.objects.filter(bulletin=row),
        BulletinParty.objects.filter(bulletin=row), Bulletin.objects.filter(pk=row.pk),
        BatchLine.objects.filter(batch=decided), Batch.objects.filter(pk=decided.pk),
    ):  # fmt: skip
        table = gone.model._meta.db_table
        keys = ", ".join(str(key) for key in gone.values_list("pk", flat=True))
        assert keys
        with pytest.raises(DatabaseError, match="correction"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({keys})")
    for gone in (Objection.objects.filter(party__bulletin=draft), draft.lines.all(), draft.parties.all()):
        gone.delete()
    draft.delete()
    assert list(Bulletin.objects.all()) == [row]


def test_the_triggers_of_the_list_are_those_of_the_database(laid):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT event_object_table, trigger_name FROM information_schema.triggers")
        there = set(cursor.fetchall())
    for guard in GUARDS:
        assert {*guard.names(), *((table, f"{name}_gone") for table, name in guard.names())} <= there


def test_a_frozen_score_an_adopted_scheme_and_an_entry_cannot_be_taken_away(laid):
    with time_machine.travel(AFTER, tick=False):
        district = District().work()
        fact = district.fact()
        entry = post_entry(district.head, QUARTER, 1, source=fact, reason="表扬", actor=district.office, at=AFTER)
        district.frozen()
    score = district.score(district.head)
    for table, keys in (
        ("scoreline", score.lines.values_list("pk", flat=True)), ("score", [score.pk]),
        ("scoring", [district.scoring.pk]), ("peergroup", district.scheme.peers.values_list("pk", flat=True)),
        ("scheme", [district.scheme.pk]), ("scoreentry", [entry.pk]),
    ):  # fmt: skip
        keys = ", ".join(str(key) for key in keys)
        assert keys
        with pytest.raises(DatabaseError, match="revision"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM evaluations_{table} WHERE id IN ({keys})")

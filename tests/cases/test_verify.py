"""`manage.py verify` about cases: silent on what was done by the moves, and naming what was forged by plain SQL."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.models import Card, Decision, DecisionItem, Served
from cases.services.checks import verify
from cases.transitions import cards
from evaluations.models import ScoreEntry
from tests import lasting
from tests.cases.appeal_scene import END, an_appeal, more
from tests.cases.scene import LATEST, People, a_card, ruled
from zhangdian.trail import services as trail

pytestmark = pytest.mark.django_db


made = lasting.world(lambda: ruled(more(People())))


def findings():
    with translation.override("en"):
        return [str(sentence) for sentence in verify()]


def test_silent_on_what_the_moves_did(people):
    a_card(people, "VALID")
    an_appeal(people, "CLOSED", target=a_card(people, "RECTIFIED", colour="red", facts="二"), outcome="changed:yellow")
    an_appeal(people, "CLOSED", target=a_card(people, "VALID", facts="三"))
    cards.withdraw(a_card(people, "VALID", facts="四"), reason="容错", actor=people.director, at=LATEST)
    for state in ("DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED"):
        a_card(people, state, facts=state)
    assert findings() == []
    trail.seal(at=END)
    assert list(trail.verify()) == []


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_row_whose_stamps_servings_and_decision_were_all_forged_is_named(people):
    """Everything by plain SQL, the state too; the database has nothing left to refuse, the trail has."""
    card = a_card(people, "DRAFT")
    when = LATEST + timedelta(hours=1)
    decision = Decision(
        meeting="department", held_on=when.date(), document_no="伪〔2017〕1号", expected=9, present=9, agreed=9,
        words="同意", state="DRAFT", entered_at=when, entered_by=people.officer, confirmed_at=when,
        confirmed_by=people.director,
    )  # fmt: skip
    _insert(decision)
    about = {"label": "cases.card", "key": str(card.pk)}
    _insert(DecisionItem(decision=decision, title="伪", path="/", cadre=people.cadre, outcome="give", **about))
    run("UPDATE cases_decision SET state = 'CONFIRMED' WHERE id = %s", decision.pk)
    for paper in ("facts", "decision"):
        _insert(Served(paper=paper, on_whom="王志远", manner="signed", at=when, by=people.officer, **about))
    stamps = dict.fromkeys(
        ("served_at", "statement_due_at", "heard_at", "proposed_at", "decided_at", "delivered_at"), when
    )
    people_by = dict.fromkeys(("served_by_id", "proposed_by_id", "delivered_by_id"), people.officer.pk)
    days = dict.fromkeys(("review_until", "appeal_until", "valid_until"), when.date())
    given = {
        **stamps, **people_by, **days, "state": "VALID", "heard": "waived", "proposal": "伪",
        "decision_id": decision.pk,
    }  # fmt: skip
    fields = {field.column: field for field in Card._meta.concrete_fields}
    sets = ", ".join(f"{name} = %s" for name in given)
    values = [fields[name].get_db_prep_save(value, connection) for name, value in given.items()]
    run(f"UPDATE cases_card SET {sets} WHERE id = %s", *values, card.pk)
    assert Card.objects.get(pk=card.pk).state == "VALID"
    said = "\n".join(findings())
    assert card.number_text in said
    assert "伪〔2017〕1号" in said
    for words in ("facts served at", "heard at", "proposed at", "decided at", "delivered at"):
        assert words in said
    assert "a serving has no line" in said
    assert "influence periods" in said
    assert any("DRAFT" in str(line) for line in trail._strayed_states())


def _insert(row):
    """Write a row by plain SQL, as somebody would who has the database and not the system."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(fields))}) RETURNING id",
            values,
        )
        row.pk = cursor.fetchone()[0]


def test_an_effect_without_a_case_and_a_case_without_its_effect_are_named(people):
    card = a_card(people, "VALID")
    with transaction.atomic():
        run("UPDATE cadres_influenceperiod SET lifted_on = from_on, lifted_reason = 'x'")
        assert "influence periods" in "\n".join(findings())
        transaction.set_rollback(True)
    cards.withdraw(card, reason="容错", actor=people.director, at=LATEST)
    assert findings() == []
    left = ScoreEntry.objects.get(reverses__isnull=True)
    left.pk, left.quarter, left.reverses = None, 3, None
    left.save(force_insert=True)
    assert "points are not" in "\n".join(findings())


def test_a_forged_outcome_of_an_appeal_is_named(people):
    row = an_appeal(people, "CLOSED", outcome="confirmed")
    run("UPDATE cases_appeal SET decided_at = delivered_at WHERE id = %s", row.pk)
    said = "\n".join(findings())
    assert "decided at" in said
    assert row.number_text in said


def test_the_number_of_statements_does_not_grow_with_the_cases(people):
    def asked():
        with CaptureQueriesContext(connection) as statements:
            findings()
        return len(statements)

    a_card(people, "VALID", facts="0")
    few = asked()
    for number in range(1, 6):
        a_card(people, "VALID", facts=str(number))
    assert asked() == few

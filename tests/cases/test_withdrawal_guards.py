"""Withdrawals of honours: what the database refuses, and what verify names."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from cases.models import Honouree
from cases.services.checks import verify
from cases.transitions import honourees
from evaluations.models import ScoreEntry
from tests.cases.honours_scene import Scene
from tests.cast import a_cadre, a_unit, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene(4)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(sql, *values)


@pytest.mark.parametrize("state", ["DRAFT", "DECIDED", "KEPT", "REVOKED"])
def test_nobody_is_withdrawn_without_a_delivered_withdrawal_of_the_own_honour(scene, state):
    case = scene.withdrawal(state)
    other = Honouree.objects.exclude(pk=case.honouree_id).filter(state="RECIPIENT").first()
    for pk in (case.honouree_id, other.pk):
        refused("UPDATE cases_honouree SET state = 'WITHDRAWN', withdrawn_at = honoured_at WHERE id = %s", pk)
    delivered = scene.withdrawal("DELIVERED", one=other)
    refused("UPDATE cases_honouree SET state = 'WITHDRAWN', withdrawn_at = honoured_at WHERE id = %s", case.honouree_id)
    # Nor is a delivered one hung on another honour, or ended while the honour is withdrawn.
    refused("UPDATE cases_honourwithdrawal SET honouree_id = %s WHERE id = %s", case.honouree_id, delivered.pk)
    refused("UPDATE cases_honourwithdrawal SET state = 'REVOKED' WHERE id = %s", delivered.pk)


def findings():
    with translation.override("en"):
        return "\n".join(str(sentence) for sentence in verify())


def test_verify_is_silent_on_what_the_moves_did(scene):
    for number, state in enumerate(("DRAFT", "HEARD", "DECIDED", "DELIVERED", "KEPT", "DROPPED", "REVOKED")):
        scene.cadre = a_cadre(f"某{number}", user=a_user(f"somebody{number}"), unit=a_unit(f"某{number}镇"))
        scene.withdrawal(state, one=scene.honoured(title=state))
    assert findings() == ""


def test_verify_names_a_forged_row(scene):
    case = scene.withdrawal("DELIVERED")
    run("UPDATE cases_honourwithdrawal SET heard_at = served_at, decided_at = delivered_at WHERE id = %s", case.pk)
    said = findings()
    for words in (case.number_text, "heard at", "decided at", "its decision does not name it"):
        assert words in said


def test_verify_names_an_honour_whose_state_or_points_are_not_those_of_its_withdrawals(scene):
    case = scene.withdrawal("DELIVERED")
    with transaction.atomic():
        run("UPDATE cases_honouree SET state = 'RECIPIENT', withdrawn_at = NULL WHERE id = %s", case.honouree_id)
        assert "its state is not what its withdrawals say" in findings()
        assert "its points are not those of an honour" in findings()
        transaction.set_rollback(True)
    entry = ScoreEntry.objects.filter(reverses__isnull=True, cadre=scene.cadre).get()
    entry.pk, entry.quarter = None, 4
    entry.save(force_insert=True)
    assert "its points are not those of an honour" in findings()


def test_no_person_restores_or_withdraws_an_honour_by_hand(scene):
    case = scene.withdrawal("DELIVERED")
    for move in (honourees.WITHDRAW, honourees.RESTORE):
        assert not any(move.may(user, case.honouree) for user in (scene.officer, scene.director, scene.subject))

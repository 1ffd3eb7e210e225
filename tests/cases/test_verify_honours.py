"""`manage.py verify` about the persons of a batch: silent on what the moves did, and naming what was forged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.models import Honouree
from cases.services.honour_checks import verify
from tests import lasting
from tests.cases.honours_scene import OUT, Scene

pytestmark = pytest.mark.django_db


made = lasting.world(Scene)


def findings():
    with translation.override("en"):
        return [str(sentence) for sentence in verify()]


@pytest.mark.parametrize("state", ["OPINED", "DECIDED", "PUBLISHED"])
def test_silent_on_what_the_moves_did(scene, state):
    scene.batch(state)
    assert findings() == []


@pytest.mark.parametrize("state", ["DELIVERED", "REVOKED", "KEPT"])
def test_silent_on_an_honour_withdrawn_given_back_or_kept(scene, state):
    scene.withdrawal(state)
    assert findings() == []


def test_a_forged_honour_is_named(scene):
    batch = scene.batch("DECIDED")
    one = scene.first(batch)
    Honouree.objects.filter(pk=one.pk).update(state="RECIPIENT", honoured_at=OUT)
    assert findings() == [
        f"{batch.number_text} {one.name}: no line of the trail stands behind “honoured at”.",
        f"{batch.number_text} {one.name}: honoured, but not with the publication of the batch.",
    ]


def test_a_recipient_made_a_candidate_again_or_put_out_is_named(scene):
    batch = scene.batch("PUBLISHED")
    one = scene.first(batch)
    Honouree.objects.filter(pk=one.pk).update(state="CANDIDATE")
    assert findings() == [
        f"{batch.number_text} {one.name}: neither honoured nor taken out, though the batch is published."
    ]
    Honouree.objects.filter(pk=one.pk).update(state="OUT", out_at=OUT + timedelta(minutes=1), out_why="改动")
    assert findings() == [f"{batch.number_text} {one.name}: no line of the trail stands behind “taken out at”."]


def test_two_statements_however_many_there_are(scene):
    scene.batch("PUBLISHED")
    with CaptureQueriesContext(connection) as asked:
        findings()
    assert len(asked) == 2

"""The demo district over some months: every workflow stands in every state somewhere."""

import pytest
from django.apps import apps
from django.db.models import Q

from cadres.models import Cadre
from evaluations.models import Batch, Bulletin, Objection
from evaluations.states.bulletins import BatchState, BulletinState, ObjectionState
from tests.demo.conftest import NOW
from zhangdian.engine import states
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.trail.titles import TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# States that no row of the demo has, each with the reason.
ABSENT = {}


def models_that_move():
    """[(model, its states)] of every model whose `state` is moved by a table of moves."""
    kinds = {tuple(kind.choices): kind for kind in states.moves()}
    return [
        (model, kinds[tuple(field.choices)])
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "state" and tuple(field.choices or ()) in kinds
    ]


def test_every_table_of_moves_has_its_model():
    assert {kind for _model, kind in models_that_move()} == set(states.moves())


def test_every_workflow_stands_in_every_state_somewhere(district):
    absent = {}
    for model, kind in models_that_move():
        missing = set(kind.values) - set(model.objects.values_list("state", flat=True).distinct())
        if missing - set(ABSENT.get(model._meta.label, ())):
            absent[model._meta.label] = sorted(missing)
    assert absent == {}, f"no row of the demo stands there: {absent}"


def test_the_trail_of_a_longer_history_has_nothing_to_say_against_it(district):
    trail.seal(at=NOW)
    assert [str(sentence) for sentence in trail.verify()] == []


def test_the_trail_names_nobody_whom_a_case_concerns(district):
    names = list(Cadre.objects.values_list("name", flat=True))
    lines = Entry.objects.filter(Q(label__in=TITLES) | Q(verb__endswith="_influence"))
    assert {"cases.card", "cadres.influenceperiod"} <= set(lines.values_list("label", flat=True))
    assert not {line.title for line in lines if any(name in line.title for name in names)}


def test_bulletins_of_past_months_are_out_and_the_newest_is_with_the_units(district):
    newest, *past = Bulletin.objects.filter(kind="monthly").order_by("-month")
    correction = Bulletin.objects.get(state="PUBLISHED")
    assert (newest.state, newest.number) == ("CHECKING", None)
    assert not newest.lines.filter(is_confirmed=False).exists()
    assert Objection.objects.filter(party__bulletin=newest).values_list("state", flat=True).get() == "RAISED"
    assert correction.corrects == past[0]
    assert {row.state for row in past} == {"ARCHIVED"}
    assert all(row.seal_hash and row.digest for row in [correction, *past])
    assert sorted(row.number for row in [correction, *past]) == list(range(1, len(past) + 2))
    assert set(Bulletin.objects.values_list("state", flat=True)) == set(BulletinState.values)
    assert set(Batch.objects.values_list("state", flat=True)) == set(BatchState.values)
    assert set(Objection.objects.values_list("state", flat=True)) == set(ObjectionState.values)

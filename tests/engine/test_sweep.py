"""A sweep by hand does what beat's wake-up does."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import a_unit, a_user, at
from zhangdian.engine import sweeps
from zhangdian.notices.models import Heartbeat
from zhangdian.trail import services as trail
from zhangdian.trail.models import Seal

pytestmark = pytest.mark.django_db


def said(*words):
    out = StringIO()
    call_command("sweep", *words, stdout=out)
    return out.getvalue()


def test_a_sweep_runs_as_of_the_given_instant_and_says_what_it_did():
    trail.record(a_unit(), "create", actor=a_user(), at=at("2017-04-10 09:00:00"))
    assert said("seal_trail", "--at", "2017-04-10T09:01+08:00").startswith("seal_trail: ")
    assert Seal.objects.get().at == at("2017-04-10 09:01:00")


def test_a_time_without_a_zone_is_the_districts():
    said("watch", "--at", "2017-04-01T06:00")
    assert Heartbeat.objects.get(name="beat").at == datetime.fromisoformat("2017-04-01T06:00+08:00")


def test_an_unknown_sweep_is_answered_with_the_list():
    with pytest.raises(CommandError, match="seal_trail"):
        said("nothing")


def test_what_is_no_time_is_answered_with_an_example():
    with pytest.raises(CommandError, match="2017-04-01T06:00"):
        said("watch", "--at", "tomorrow")


def test_every_entry_of_the_timetable_has_its_task():
    from zhangdian.celery import app

    assert {sweep.name for sweep in sweeps.known()} == set(app.conf.beat_schedule)

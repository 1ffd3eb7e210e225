"""What is saved can be brought back whole; what is not whole, or not wanted, is refused with a sentence."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from projects.states import ProgrammeState
from tests.cast import PASSWORD, a_programme, a_project, a_user, at
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry, Seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(tmp_path, settings, capsys):
    """A small district with a file and two lines of the trail, saved; returns the folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    Path(settings.MEDIA_ROOT, "photos").mkdir(parents=True)
    Path(settings.MEDIA_ROOT, "photos", "one.jpg").write_bytes(b"jpeg")
    liaison = a_user("liaison")
    project = a_project(liaison=liaison, programme=a_programme(state=ProgrammeState.DRAFT))
    for verb in ("create", "change"):
        trail.record(project, verb, actor=liaison, at=at("2017-04-10 09:00:00"), before={"a": 1}, after={"a": "二"})
    call_command("backup", str(tmp_path / "backup"))
    return tmp_path / "backup"


def test_a_backup_comes_back_whole_and_verify_is_silent(saved, settings):
    before = list(Entry.objects.order_by("pk").values())
    call_command("flush", interactive=False, verbosity=0)
    Path(settings.MEDIA_ROOT, "photos", "one.jpg").unlink()
    call_command("restore", str(saved), replace=True)
    assert list(Entry.objects.order_by("pk").values()) == before
    assert User.objects.get(username="liaison").check_password(PASSWORD)
    assert Path(settings.MEDIA_ROOT, "photos", "one.jpg").read_bytes() == b"jpeg"
    assert list(trail.verify()) == []
    # New rows get numbers of their own.
    assert a_user("later").pk > User.objects.get(username="liaison").pk


def test_the_trail_is_sealed_before_it_is_saved(saved):
    assert json.loads((saved / "manifest.json").read_text())["seal"] == Seal.objects.get().hash


def test_an_occupied_system_is_not_overwritten_unless_told(saved):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(saved))
    assert User.objects.filter(username="liaison").exists()


def test_a_backup_with_an_altered_file_is_refused(saved):
    (saved / "media" / "photos" / "one.jpg").write_bytes(b"other")
    with pytest.raises(CommandError, match=r"one\.jpg"):
        call_command("restore", str(saved), replace=True)


def test_a_backup_under_another_key_is_refused(saved, settings):
    settings.TRAIL_KEY = "another key of more than thirty-two characters"
    with pytest.raises(CommandError, match="TRAIL_KEY"):
        call_command("restore", str(saved), replace=True)


def test_a_backup_of_the_other_database_is_refused(saved):
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["database"] = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="sqlite"):
        call_command("restore", str(saved), replace=True)


def test_a_backup_never_goes_into_a_folder_that_holds_something(saved):
    with pytest.raises(CommandError, match="backup"):
        call_command("backup", str(saved))


def test_a_folder_without_a_manifest_is_no_backup(tmp_path):
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("restore", str(tmp_path), replace=True)

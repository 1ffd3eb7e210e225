"""What is saved can be brought back whole; what is not whole, or not wanted, is refused with a sentence."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from accounts.models import User
from evaluations.models import Bulletin, Talk, Tally
from evaluations.services import batches
from evaluations.services import bulletins as services
from evaluations.services.bulletin_paper import docx
from evaluations.services.tally import differences
from evaluations.transitions import batches as batch_moves
from projects.states import ProgrammeState
from tests.cast import PASSWORD, a_programme, a_project, a_user, at
from tests.evaluations.bulletins_world import APRIL, LATER, MAY_5, MAY_8, Month
from tests.evaluations.tally.scene import a_published
from tests.evaluations.teams.scene import Department
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry, Seal
from zhangdian.vault import unseal

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


# What is published, counted and sealed ---------------------------------------------------------------


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def everything():
    """{table: its rows} of the whole system; sessions end and are left out."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and table != "django_session":
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found[table] = sorted(repr([_plain(value) for value in row]) for row in cursor.fetchall())
    return found


@pytest.fixture
def district(tmp_path, settings):
    """A published bulletin and list, a counted and published review, sealed talks and a material."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    month = Month()
    row = month.published()
    batch = batches.draw(APRIL, APRIL, actor=month.planner, at=MAY_8)
    decided = {"meeting": "专题会议", "decided_on": MAY_5.date(), "document_no": "1号"}
    batch_moves.publish(batch, **decided, actor=month.other, at=MAY_8)
    a_published()
    Department().judged()
    trail.seal(at=LATER)
    return row


def test_what_is_published_counted_and_sealed_comes_back_row_by_row(district, tmp_path):
    paper, talk = docx(district), Talk.objects.earliest("pk")
    words = unseal(talk.sealed, talk)
    call_command("backup", str(tmp_path / "backup"))
    # The scenes' own rows begin without a line of the trail: verify says so before and after, and nothing else.
    before, said = everything(), [str(sentence) for sentence in trail.verify()]
    for table in ("bulletinline", "batchline", "ballot", "subjectresult", "talk", "material"):
        assert before[f"evaluations_{table}"], table
    # The system went on meanwhile; what is published there stands in the way of nothing.
    services.correct(district, actor=User.objects.get(username="planner1"), at=LATER, why="金额有误")
    call_command("restore", str(tmp_path / "backup"), replace=True)
    assert everything() == before
    assert docx(Bulletin.objects.get()) == paper
    assert unseal(talk.sealed, Talk.objects.get(pk=talk.pk)) == words
    assert [difference for tally in Tally.objects.all() for difference in differences(tally)] == []
    assert [str(sentence) for sentence in trail.verify()] == said


def test_what_came_back_is_as_still_as_before(district, tmp_path):
    call_command("backup", str(tmp_path / "backup"))
    call_command("restore", str(tmp_path / "backup"), replace=True)
    with pytest.raises(DatabaseError):
        Bulletin.objects.update(title="改")

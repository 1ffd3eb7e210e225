"""What is sealed: opens only with its key and in its row, stands nowhere in clear, and leaves a line when read."""

import gzip
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from evaluations.models import Check, MaterialVersion, Talk
from evaluations.queries import materials
from tests.cast import MONDAY
from tests.evaluations.teams.scene import NINE, WORDS, Department
from zhangdian import vault
from zhangdian.trail.models import Entry, EntryContent

NEW_KEY = "another-vault-key-of-more-than-thirty-two-characters"
pytestmark = pytest.mark.django_db
SECRETS = (WORDS["points"], WORDS["examples"], WORDS["shortcomings"], WORDS["person"], "未发现问题线索")


@pytest.fixture
def scene():
    return Department()


def test_what_was_sealed_opens_and_two_sealings_differ(scene):
    talk = scene.note(scene.on_site())
    assert vault.unseal(talk.sealed, talk)["points"] == WORDS["points"]
    assert vault.seal("甲", talk) != vault.seal("甲", talk)
    assert len(vault.seal("甲", talk)) == len(vault.seal("甲" * 100, talk))


def test_a_sealed_text_opens_in_its_own_row_only_and_not_when_altered(scene):
    row = scene.on_site()
    one, other = scene.note(row), scene.note(row)
    altered = one.sealed[:-6] + ("AAAA==" if not one.sealed.endswith("AAAA==") else "BBBB==")
    for text, at_row in ((one.sealed, other), (altered, one), ("v1:00000000:AAAA", one), ("", one)):
        with pytest.raises(vault.Unopenable):
            vault.unseal(text, at_row)


def test_nothing_of_it_stands_in_clear_in_the_database_the_trail_or_a_backup(scene, tmp_path):
    scene.judged()
    dump = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            dump += [str(row) for row in cursor.fetchall()]
    dump += [json.dumps([content.before, content.after], ensure_ascii=False) for content in EntryContent.objects.all()]
    for secret in SECRETS:
        assert not [line for line in dump if secret in line], secret


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_no_clear_words(tmp_path):
    Department().answered()
    folder = tmp_path / "backup"
    call_command("backup", str(folder), stdout=io.StringIO())
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    content += b"".join(packed.read(name) for name in packed.namelist())
            if path.suffix == ".gz":
                content += gzip.decompress(content)
            for secret in SECRETS:
                assert secret.encode() not in content
                assert json.dumps(secret)[1:-1].encode() not in content


def test_the_key_is_turned_without_losing_a_word(scene, settings):
    scene.material()
    old = settings.VAULT_KEY
    settings.VAULT_KEY, settings.VAULT_OLD_KEYS = NEW_KEY, [old]
    talk = Talk.objects.first()
    assert vault.unseal(talk.sealed, talk)["points"] == WORDS["points"]
    call_command("reseal", stdout=io.StringIO())
    settings.VAULT_OLD_KEYS = []
    for model in (Talk, Check, MaterialVersion):
        for row in model.objects.all():
            assert vault.unseal(row.sealed, row)
    before = list(Talk.objects.values_list("sealed", flat=True))
    call_command("reseal", stdout=io.StringIO())
    assert list(Talk.objects.values_list("sealed", flat=True)) == before


def test_resealing_without_the_old_key_says_so_and_changes_nothing(scene, settings):
    scene.note(scene.on_site())
    before = Talk.objects.get().sealed
    settings.VAULT_KEY = NEW_KEY
    with pytest.raises(CommandError, match="VAULT_OLD_KEYS"):
        call_command("reseal", stdout=io.StringIO())
    assert Talk.objects.get().sealed == before


def test_the_draft_counts_the_talks_names_no_speaker_and_each_source_has_its_line(scene):
    material = scene.material()
    version = material.versions.get()
    words = vault.unseal(version.sealed, version)
    assert "3" in words["talks"]
    assert WORDS["examples"] in words["achievement"]
    assert scene.project.name in words["achievement"]
    assert "未发现问题线索" in words["checks"]
    assert WORDS["person"] not in json.dumps(words, ensure_ascii=False)
    assert Entry.objects.filter(verb="unseal", actor=scene.one).count() == 4


def test_a_draft_with_nothing_heard_says_so(scene):
    sections, read = materials.drafted(scene.plan(), scene.cadre, day=MONDAY)
    assert read == []
    assert sections["talks"]


def test_the_trail_of_a_note_holds_no_content(scene):
    talk = scene.note(scene.on_site())
    assert not Entry.objects.about(talk).exclude(content_digest="").exists()
    assert Entry.objects.about(talk).get().at == NINE

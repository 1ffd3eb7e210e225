"""Attachments: what is taken in, what is refused, and who may have it back."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import a_unit, a_user, at
from zhangdian.options.models import Option
from zhangdian.papers import registry, rules, services
from zhangdian.papers.models import Attachment
from zhangdian.trail.models import Entry

NOW = at("2017-04-10 09:00:00")
PDF = b"%PDF-1.4 \xe4\xbb\xb6"


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(registry, "OWNERS", {})


def office_file(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


DOCX = office_file("[Content_Types].xml", "word/document.xml")


def attach(thing, content=PDF, name="佐证.pdf", actor=None, **words):
    words = {"not_secret": True, "at": NOW} | words
    return services.attach(thing, SimpleUploadedFile(name, content), actor=actor or a_user(), **words)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "a.PDF", "application/pdf"),
        (DOCX, "方案.docx", rules.ZIPPED["word/document.xml"][1]),
        (office_file("xl/workbook.xml"), "表.xlsx", rules.ZIPPED["xl/workbook.xml"][1]),
        (rules.OLE + b"x", "旧.doc", "application/msword"),
        (b"\xff\xd8\xff\xe0x", "图.jpeg", "image/jpeg"),
        ("名单".encode("gb18030"), "名单.txt", "text/plain"),
    ],
)
def test_files_are_known_by_their_content(content, name, kind):
    assert rules.kind_of(content, name)[1] == kind


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00", "a.pdf", "unknown"),
        (b"<html><script>", "a.html", "unknown"),
        (b"<svg/>", "a.svg", "unknown"),
        (DOCX, "a.pdf", "mismatch"),
        (PDF, "a.pdf.exe", "mismatch"),
        (office_file("word/document.xml", "word/vbaProject.bin"), "a.docx", "macro"),
        (office_file("run.sh"), "a.zip", "unknown"),
        (b"PK\x03\x04 broken", "a.docx", "unknown"),
        (b"a\x00b", "a.txt", "unknown"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content, name, why):
    with pytest.raises(rules.NotAllowed) as refused:
        rules.kind_of(content, name)
    assert refused.value.kind == why


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\桌面\\方案.docx", "方案.docx"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a:b*c?.pdf", "a_b_c_.pdf"), ("  佐 证 .pdf", "佐 证.pdf"), ("...", "file"), ("a\r\nb.pdf", "ab.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_made_safe(name, clean):
    assert rules.clean_name(name) == clean


@given(st.text(max_size=300))
def test_a_name_is_never_empty_long_or_a_path(name):
    clean = rules.clean_name(name)
    assert 0 < len(clean) <= rules.NAME_LIMIT
    assert not set(clean) & set('/\\:*?"<>|\r\n\x00')


@pytest.mark.django_db
def test_a_file_hangs_on_its_thing_with_its_digest_and_a_line():
    unit, actor = a_unit(), a_user()
    paper = attach(unit, actor=actor)
    assert (paper.name, paper.size, len(paper.sha256), paper.uploaded_by) == ("佐证.pdf", len(PDF), 64, actor)
    assert "佐证" not in paper.file.name
    line = Entry.objects.about(unit).get()
    assert (line.verb, line.content.after["sha256"]) == ("upload", paper.sha256)


@pytest.mark.django_db
def test_the_same_content_is_kept_once():
    unit = a_unit()
    assert attach(unit) == attach(unit, name="另名.pdf")
    assert Attachment.objects.count() == Entry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"not_secret": False}, "not_secret"),
        ({"name": "a.exe"}, "file"),
        ({"content": b"x" * (1024 * 1024 + 1)}, "file"),
    ],
)
def test_what_cannot_be_taken_in_leaves_nothing(words, field):
    Option.objects.create(key="papers.max_mb", value="1", effective_from=date(2017, 1, 1), reason="试行")
    with pytest.raises(ValidationError) as wrong:
        attach(a_unit(), **words)
    assert list(wrong.value.error_dict) == [field]
    assert Attachment.objects.count() == Entry.objects.count() == 0


def asks(client, paper, user=None):
    if user:
        client.force_login(user)
    return client.get(f"/papers/{paper.pk}/")


@pytest.mark.django_db
def test_a_file_is_served_by_the_owner_s_word_as_a_download_only(client):
    unit, friend = a_unit(), a_user()
    paper = attach(unit)
    registry.register("cadres.unit", lambda user, key, day: user == friend and key == str(unit.pk))
    assert asks(client, paper).status_code == 302
    assert asks(client, paper, a_user(None, "director")).status_code == 404
    answer = asks(client, paper, friend)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not Entry.objects.filter(verb="download").exists()


@pytest.mark.django_db
def test_what_no_floor_answers_for_is_seen_by_nobody(client):
    assert asks(client, attach(a_unit()), a_user(None, "office", "director")).status_code == 404


@pytest.mark.django_db
def test_reading_a_personal_file_leaves_a_line_each_time(client):
    paper, reader = attach(a_unit()), a_user()
    registry.register("cadres.unit", lambda user, key, day: True, personal=True)
    asks(client, paper, reader), asks(client, paper)
    assert list(Entry.objects.filter(verb="download").values_list("actor", flat=True)) == [reader.pk] * 2


@pytest.mark.django_db
def test_removing_needs_a_reason_and_keeps_name_and_digest_on_the_trail(django_capture_on_commit_callbacks):
    unit, actor = a_unit(), a_user()
    paper = attach(unit)
    storage, path = paper.file.storage, paper.file.name
    with pytest.raises(ValidationError):
        services.remove(paper, unit, actor=actor, at=NOW, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(paper, unit, actor=actor, at=NOW, reason="传错")
    assert not storage.exists(path)
    assert Entry.objects.get(verb="remove_file").content.before["name"] == "佐证.pdf"

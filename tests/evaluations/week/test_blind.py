"""While a visit is open nobody reads another's record: tried through every address of the house, and in every row that
could tell."""

import io
import re
import zipfile
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from evaluations.models import Evidence, Mark, Observation, Record
from evaluations.services import inspections as planning
from evaluations.transitions import inspections as visits
from tests.cast import a_user
from tests.evaluations.week.scene import NOON, TUESDAY, Week, saw
from tests.projects.day.scene import an_upload
from tests.test_doors import addresses

MARK = "暗记甲乙丙"


class Open(Week):
    """A site that `one` has handed in a record about, with a file, and `two` still writes about."""

    def __init__(self):
        super().__init__()
        self.visit = self.begun()
        self.mine = self.record(self.visit, self.one)
        upload = an_upload(name=f"{MARK}.jpg")
        self.evidence = planning.add_evidence(self.mine, upload, not_secret=True, actor=self.one, at=TUESDAY)
        said = saw(f"{MARK}一", summary=f"{MARK}二")
        said["marks"][0]["note"] = f"{MARK}三"
        visits.hand_in(self.mine, said, actor=self.one, at=TUESDAY)


@pytest.fixture
def world(db):
    with time_machine.travel(NOON, tick=False):
        yield Open()


def client_of(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def said(answer):
    """Everything an answer says, what is packed in a workbook too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:4] == b"PK\x03\x04":
        packed = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(packed.read(name) for name in packed.namelist())
    text = content.decode(errors="ignore") + str(answer.headers)
    # What JSON and file names write otherwise.
    return text + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), text)


def doors(world):
    """Every address with each key that could fit; lists also with a search for the mark."""
    keys = {
        world.visit.pk, world.visit.plan_id, world.mine.pk, world.evidence.pk, world.evidence.paper_id,
        world.project.pk, world.unit.pk, *Observation.objects.values_list("pk", flat=True),
        *Mark.objects.values_list("pk", flat=True)[:2],
    }  # fmt: skip
    for name, route in addresses():
        if not name or name in {"accounts:logout", "admin:logout"}:
            continue
        slots = re.findall(r"<(?:(\w+):)?(\w+)>", route)
        if not slots:
            path = reverse(name)
            yield path
            yield f"{path}?q={MARK}&search={MARK}"
        elif len(slots) == 1 and slots[0][1] in ("pk", "object_id"):
            for key in keys:
                yield reverse(name, kwargs={slots[0][1]: key})


# The colleague is nearest to it; the others come to every address in `make soak`.
@pytest.mark.once
@pytest.mark.parametrize("who", ["two", *(pytest.param(who, marks=pytest.mark.slow) for who in ("head", "audit"))])
def test_no_address_shows_anybody_the_others_marks(world, who):
    paths = list(dict.fromkeys(doors(world)))
    assert len(paths) > 300
    user = a_user(administrator="audit") if who == "audit" else getattr(world, who)
    leaks, client = [], client_of(user)
    for path in paths:
        # What one has typed into a search comes back in its own box.
        text = re.sub(rf"\?q={MARK}&(amp;)?search={MARK}", "", said(client.get(path)))
        text = re.sub(r'(value|href|action)="[^"]*"', "", text)
        if f"{MARK}一" in text or f"{MARK}二" in text or f"{MARK}三" in text or f"{MARK}.jpg" in text:
            leaks.append(f"{user.role_label or user.pk}: {path}")
    assert leaks == []


def test_the_file_itself_is_not_found_by_anybody_else(world):
    path = world.evidence.paper.get_absolute_url()
    assert client_of(world.one).get(path).status_code == 200
    for user in (world.two, world.head, world.chief, a_user(administrator="audit")):
        assert client_of(user).get(path).status_code == 404


def test_the_author_reads_the_own_record_on_the_page(world):
    answer = client_of(world.one).get(world.visit.get_absolute_url())
    assert f"{MARK}二" in answer.content.decode()


def test_once_both_are_in_they_read_each_other(world):
    visits.hand_in(world.record(world.visit, world.two), saw(), actor=world.two, at=NOON)
    for user in (world.one, world.two, world.head):
        text = client_of(user).get(world.visit.get_absolute_url()).content.decode()
        assert f"{MARK}一" in text
        assert client_of(user).get(world.evidence.paper.get_absolute_url()).status_code == 200
    assert MARK not in client_of(world.chief).get(world.visit.get_absolute_url()).content.decode()


def test_no_row_that_others_read_holds_the_words(world):
    """Notices, reminders, the trail: only the record's own rows and its file hold what was written."""
    own = {Record, Mark, Observation, Evidence}
    holding = set()
    for model in apps.get_models():
        texts = [
            field.name for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]  # fmt: skip
        for row in model._default_manager.values_list(*texts) if texts else ():
            if any(MARK in str(value) for value in row):
                holding.add(model)
    assert {model.__name__ for model in holding - own} == {"Attachment", "EntryContent"}


def test_the_trail_of_the_file_is_read_by_who_sees_the_record_only(world):
    """Its name stands in the contents of a line about the record; the trail shows contents to who sees the thing."""
    from zhangdian.desk.ground.permissions import reads_contents
    from zhangdian.trail.models import Entry

    line = Entry.objects.about(world.mine).get(verb="upload")
    for user in (world.two, world.head, a_user(None, "director"), a_user(administrator="audit")):
        assert not reads_contents(user, line, date(2017, 4, 11))

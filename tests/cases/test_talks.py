"""Clue, talks, evidence and opinions of an adjustment, and the files of a tolerance case: read by whom the table names,
whichever door is tried. No head of a unit, no district leader, no colleague, no administrator."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.services import tolerance as services
from tests.cases import sight
from tests.cases.adjustment_scene import an_adjustment
from tests.cases.scene import PDF
from tests.cases.sight import client_of, roles, text_of
from tests.cases.tolerance_scene import FILED, HEARD, a_tolerance, handler
from tests.cast import at
from zhangdian.papers.queries import attachments_of
from zhangdian.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECTION = {"officer", "office", "director"}
READ_BY = {
    "不称职票超过三成": SECTION,
    "本人接受组织安排": SECTION,
    "督办单两份": SECTION | {"discipline"},
    "未发现影响调整": SECTION | {"discipline"},
}
PAPERS = ("notice", "hearing", "talk-before", "letter-discipline", "reply-discipline", "letter-leader", "reply-leader")


def everybody(people):
    """The readers; the person and the head of the unit are of the office and leaders of the department besides."""
    found = {name: user for name, user in sight.readers(people).items() if "in the office" not in name}
    for user in (people.subject, people.head):
        roles(user, ",office,director,")
    return found


def test_clue_talks_and_opinions_are_read_by_whom_the_table_names():
    people = sight.of_adjustments()
    case, readers = an_adjustment(people, "FORWARDED"), everybody(people)
    desk, path, found = f"/admin/cases/adjustment/{case.pk}", case.get_absolute_url(), {word: set() for word in READ_BY}
    doors = [path, f"{desk}/change/", f"{desk}/history/", *(f"{path}papers/{code}/" for code in PAPERS)]
    doors += ["/me/", "/notices/", f"/cadres/{case.cadre_id}/", "/cases/decisions/agenda.docx"]
    doors += [f"/admin/trail/entry/{line.pk}/change/" for line in Entry.objects.about(case)]
    with time_machine.travel(at("2017-04-13 10:00:00"), tick=False):
        for name, user in readers.items():
            client = client_of(user)
            text = "".join(text_of(client.get(one)) for one in doors)
            for word in found:
                if word in text:
                    found[word].add(name)
    assert found == READ_BY


def test_a_file_is_read_inside_and_by_who_hung_it_on():
    people = sight.of_tolerance()
    case = a_tolerance(people, "INQUIRY")
    services.name_investigator(case, user=people.inspector, actor=handler(case), at=HEARD)
    for who, more in ((people.subject, b"\n"), (people.inspector, b"\n\n")):
        file = SimpleUploadedFile("证据.pdf", PDF + more, content_type="application/pdf")
        services.add_evidence(case, file=file, not_secret=True, actor=who, at=HEARD)
    own, of_organ = attachments_of(case).order_by("pk")
    inside = {"officer", "office", "director", "discipline", "investigator"}
    expected = {own: inside | {"subject"}, of_organ: inside}
    found = {paper: set() for paper in expected}
    with time_machine.travel(FILED, tick=False):
        for name, user in sight.readers(people).items():
            if "in the office" in name:
                continue
            client = client_of(user)
            page = text_of(client.get(case.get_absolute_url()))
            for paper, readers in found.items():
                is_given = client.get(paper.get_absolute_url()).status_code == 200
                assert is_given == (paper.get_absolute_url() in page), name
                if is_given:
                    readers.add(name)
    assert found == expected

"""Slips and the archive: what stands on them, and that they come out the same."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from docx import Document

from evaluations.documents import review_archive
from evaluations.documents.slips import slips
from evaluations.models import ReviewSubject
from tests.cast import at
from tests.evaluations.reviews.world import a_listed
from tests.evaluations.tally.scene import an_archived

pytestmark = pytest.mark.django_db


def cells(document):
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_every_slip_stands_once_with_group_unit_and_code_and_no_person():
    world = a_listed()
    content = slips(world.review, world.codes, "http://127.0.0.1/vote/")
    document = Document(io.BytesIO(content))
    texts = cells(document)
    for slip in world.codes:
        found = [text for text in texts if slip.code in text]
        assert len(found) == 1
        assert slip.group_name in found[0]
        assert slip.unit_name in found[0]
        assert "http://127.0.0.1/vote/" in found[0]
    everything = "\n".join(texts) + "\n".join(paragraph.text for paragraph in document.paragraphs)
    for person in (world.office, world.director, *world.officers.values()):
        assert person.name not in everything


def test_the_list_in_front_counts_the_slips_by_group_and_unit():
    world = a_listed()
    document = Document(io.BytesIO(slips(world.review, world.codes)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    assert sum(int(row[2]) for row in rows) == len(world.codes) == 18
    assert f"共 {len(world.codes)} 张" in document.paragraphs[1].text


def test_the_same_slips_are_the_same_bytes():
    world = a_listed()
    assert slips(world.review, world.codes) == slips(world.review, world.codes)


def test_the_archive_holds_paper_table_and_data_and_is_the_same_bytes_whenever_it_is_made():
    world = an_archived()
    content = review_archive.pack(world.again())
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert sorted(archive.namelist()) == ["校验.txt", "计票数据.json", "评议归档.docx", "评议结果.csv"]
    # What the living tables say later changes nothing.
    for subject in ReviewSubject.objects.filter(review=world.review).select_related("project"):
        subject.project.name = f"改名{subject.project.name}"[:40]
        subject.project.save()
    assert review_archive.pack(world.again()) == content


def test_the_archive_says_who_decided_what_when():
    world = an_archived()
    archive = zipfile.ZipFile(io.BytesIO(review_archive.pack(world.again())))
    document = Document(io.BytesIO(archive.read("评议归档.docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "区重点项目建设领导小组会议" in text
    assert "张组评〔2017〕2号" in text
    assert world.review.electorate_hash in text
    data = json.loads(archive.read("计票数据.json"))
    assert data["digest"] in text
    assert len(data["results"]) == world.review.subjects.count()
    for subject in world.review.subjects.all():
        assert any(subject.label in cell for cell in cells(document))


def test_the_table_of_results_cannot_carry_a_formula():
    world = an_archived()
    subject = world.review.subjects.first()
    ReviewSubject.objects.filter(pk=subject.pk).update(label="=1+1")
    archive = zipfile.ZipFile(io.BytesIO(review_archive.pack(world.again())))
    assert "'=1+1" in archive.read("评议结果.csv").decode("utf-8-sig")


def test_the_day_of_the_paper_is_the_districts():
    assert review_archive.moment(at("2017-06-30 23:30:00")) == "2017年6月30日 23:30"
    assert review_archive.moment(at("2017-06-30 23:30:00") + timedelta(hours=1)) == "2017年7月1日 00:30"

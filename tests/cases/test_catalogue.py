"""The catalogue of circumstances: laid as samples, out and in as a sheet, into drafts only."""

from collections import Counter
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Circumstance, RuleSet
from cases.resources.circumstances import CircumstanceResource
from cases.services.rulesets import copy_rules
from tests import lasting
from tests.cadres.test_import import book
from tests.cases.scene import OPENED, People, ruled
from tests.cast import at
from zhangdian.desk import sheets
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
HEAD = ("编码", "类别", "情形", "轻重", "通常亮牌")
LIST = "/admin/cases/circumstance/"


made = lasting.world(lambda: ruled(People()))


@pytest.fixture
def draft(people):
    return copy_rules(
        RuleSet.objects.get(code="2022"), code="own", title="本区办法", from_on=date(2027, 1, 1), actor=people.officer,
        at=OPENED,
    )  # fmt: skip


def run(draft, people, content, *, store=True, name="情形.xlsx"):
    resource = CircumstanceResource(rule_set=draft, actor=people.second, at=OPENED, day=OPENED.date())
    return resource.run(content, name, store=store)


def exported(people, rule_set, form="xlsx"):
    resource = CircumstanceResource(rule_set=rule_set, actor=people.second, at=OPENED, day=OPENED.date())
    headings, rows = resource.table(Circumstance.objects.filter(rule_set=rule_set))
    if form == "xlsx":
        return sheets.write_xlsx("情形", headings, rows)
    return sheets.write_csv(headings, rows, form)


def test_every_sample_version_has_fifty_eight_marked_entries_in_four_categories(people):
    for row in RuleSet.objects.all():
        found = row.circumstances.all()
        assert Counter(one.category for one in found) == {"politics": 12, "duty": 20, "style": 14, "integrity": 12}
        assert all(one.is_sample and one.clause.startswith("样例") for one in found)
        cards = {"", *row.measures.filter(kind="card").values_list("code", flat=True)}
        assert {one.default_card for one in found} <= cards
    assert "政治能力不过硬" in RuleSet.objects.get(code="2022").circumstances.get(code="Z01").clause
    assert RuleSet.objects.get(code="2015").circumstances.get(code="Z01").clause == "样例"


@pytest.mark.parametrize("form", ["xlsx", "utf-8-sig", "gb18030"])
def test_what_was_exported_comes_in_again_with_no_change(people, draft, form):
    draft.circumstances.filter(code="Z02").update(text="=1+1 的公式", clause="-减号", default_card="")
    lines = Entry.objects.count()
    report = run(draft, people, exported(people, draft, form), name="情形.csv" if form != "xlsx" else "情形.xlsx")
    assert (report.faults, report.changes, report.unchanged, report.notes) == ([], [], 58, [])
    assert Entry.objects.count() == lines
    assert draft.circumstances.get(code="Z02").text == "=1+1 的公式"


def test_active_texts_are_guarded_in_the_file(people, draft):
    for number, sign in enumerate("=+-@", 1):
        draft.circumstances.filter(code=f"G0{number}").update(text=f"{sign}SUM(A1)")
    cells = [cell for row in sheets.read(exported(people, draft))[0].rows for cell in row]
    raw = exported(people, draft, "utf-8-sig").decode("utf-8-sig")
    for sign in "=+-@":
        assert f"{sign}SUM(A1)" in cells
        assert f"'{sign}SUM(A1)" in raw


def test_one_bad_row_among_many_changes_nothing_and_every_bad_cell_is_named(people, draft):
    rows = [(f"Y{n:02}", "duty" if n % 2 else "style", f"本区情形{n}", "轻", "黄牌") for n in range(1, 30)]
    rows[4] = ("", "duty", "没有编码", "", "")
    rows[9] = ("Y10", "不存在的类别", "类别不对", "极重", "绿牌")
    rows[19] = ("Y01", "duty", "编码重复", "", "")
    rows[24] = ("Y25", "duty", "", "", "")
    rows[26] = ("Y27", "duty", "长" * 301, "", "")
    report = run(
        draft, people, book(HEAD, *[(*row[:3], "light" if row[3] == "轻" else row[3], row[4]) for row in rows])
    )
    named = {(fault.row, fault.column) for fault in report.faults}
    assert named == {
        (6, "编码"), (11, "类别"), (11, "轻重"), (11, "通常亮牌"), (21, "编码"), (26, "情形"), (28, "情形"),
    }  # fmt: skip
    assert report.sheet == "Sheet"
    assert all(fault.sentence for fault in report.faults)
    assert report.changes == []
    assert draft.circumstances.count() == draft.circumstances.filter(is_sample=True, is_active=True).count() == 58


def test_the_own_catalogue_puts_the_samples_that_it_does_not_name_out_of_use(people, draft):
    content = book(
        HEAD, ("Z01", "politics", "本区改写的第一条", "heavy", "red"), ("B01", "duty", "本区自己的情形", "", "")
    )
    seen = run(draft, people, content, store=False)
    assert (seen.new, len(seen.notes), draft.circumstances.filter(is_active=True).count()) == (1, 1, 58)
    assert "57" in seen.notes[0]
    report = run(draft, people, content)
    assert (report.faults, report.new, report.updated) == ([], 1, 58)
    kept = draft.circumstances.filter(is_active=True)
    assert sorted(kept.values_list("code", "is_sample", "severity", "default_card")) == [
        ("B01", False, "middle", ""), ("Z01", False, "heavy", "red"),
    ]  # fmt: skip
    draft.refresh_from_db()
    assert draft.changed_by == people.second
    assert Entry.objects.about(draft).last().verb == "import_catalogue"
    assert Entry.objects.filter(verb="out_of_use").count() == 57
    again = run(draft, people, content)
    assert (again.faults, again.changes, again.unchanged) == ([], [], 2)


def test_nothing_is_imported_into_an_adopted_rule_set(people):
    report = run(RuleSet.objects.get(code="2022"), people, book(HEAD, ("B01", "duty", "本区自己的情形", "", "")))
    assert [fault.sentence for fault in report.faults] != []
    assert not Circumstance.objects.filter(code="B01").exists()


@time_machine.travel(at("2017-04-12 09:00:00"), tick=False)
def test_on_the_desk_a_file_is_previewed_then_stored_by_its_token(client, people, draft):
    client.force_login(people.second)
    address = f"{LIST}import/?rule_set={draft.pk}"
    assert client.get(address).status_code == 200
    file = SimpleUploadedFile("情形.xlsx", book(HEAD, ("B01", "duty", "本区自己的情形", "", "")))
    page = client.post(address, {"file": file})
    token = page.context["token"]
    assert not Circumstance.objects.filter(code="B01").exists()
    assert page.context["report"].notes
    assert client.post(address, {"token": token}).status_code == 302
    assert draft.circumstances.get(code="B01").is_active


@time_machine.travel(at("2017-04-12 09:00:00"), tick=False)
def test_the_desk_asks_for_a_draft_to_import_into_and_for_one_rule_set_to_export(client, people):
    client.force_login(people.second)
    adopted = RuleSet.objects.get(code="2022")
    for address in (f"{LIST}import/", f"{LIST}import/?rule_set={adopted.pk}", f"{LIST}import/?rule_set=x"):
        assert client.get(address).url == "/admin/cases/ruleset/"
    assert client.get(f"{LIST}export/").url == LIST
    address = f"{LIST}export/?rule_set__id__exact={adopted.pk}"
    for form in ("xlsx", "csv", "csv-gb"):
        answer = client.post(address, {"purpose": "交局领导审阅情形目录", "format": form})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(verb="export").count() == 3


@time_machine.travel(at("2017-04-12 09:00:00"), tick=False)
def test_a_circumstance_of_an_adopted_rule_set_only_goes_in_and_out_of_use(client, people):
    client.force_login(people.second)
    row = Circumstance.objects.filter(rule_set__code="2022").first()
    page = client.get(f"{LIST}{row.pk}/change/")
    assert page.status_code == 200
    assert 'name="text"' not in page.content.decode()
    for verb, is_active in (("out-of-use", False), ("use-again", True)):
        address = f"{LIST}{row.pk}/move/{verb}/"
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": "经研究"}).status_code == 302
        row.refresh_from_db()
        assert row.is_active is is_active
    assert list(Entry.objects.about(row).values_list("verb", "reason")) == [
        ("out_of_use", "经研究"), ("use_again", "经研究"),
    ]  # fmt: skip

"""The unit list and the roster come in as offices keep them, and go out so that they come in again unchanged."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cadres.models import Appointment, Cadre, Unit
from cadres.resources import CadreResource, UnitResource
from tests.cast import MONDAY, a_cadre, a_unit, a_user, at
from zhangdian.desk import sheets
from zhangdian.trail.models import Entry

NOW = at("2017-04-10 09:00:00")


def book(*rows):
    """The bytes of an xlsx with these rows."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def run(resource, content, *, store=True, name="list.xlsx"):
    actor = getattr(run, "actor", None)
    return resource(actor=actor, at=NOW, day=MONDAY).run(content, name, store=store)


@pytest.fixture
def clerk(db):
    return a_user("clerk", "office")


UNITS = (
    ("张店区单位名册", None, None, None),
    ("2017年4月", None, None, None),
    ("序号", "单位\n名称", "上级单位", "单位类别"),
    (1, "青石镇 规划办", "青石镇", "镇办"),
    (2, "青 石\n镇", None, "镇办"),
    (3, "区水利局", "", "区直部门"),
    ("合计", 3, None, None),
)


@pytest.mark.django_db
def test_a_unit_list_with_titles_line_breaks_and_totals_comes_in():
    report = run(UnitResource, book(*UNITS))
    assert (report.faults, report.new) == ([], 3)
    assert Unit.objects.get(name="青石镇规划办").parent == Unit.objects.get(name="青石镇")
    assert set(Unit.objects.values_list("track", flat=True)) == {"town", "department"}
    assert report.unknown == ["序号"]
    assert Entry.objects.filter(verb="create", label="cadres.unit").count() == 3


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing():
    run(UnitResource, book(*UNITS))
    lines = Entry.objects.count()
    report = run(UnitResource, book(*UNITS))
    assert (report.faults, report.changes, report.unchanged) == ([], [], 3)
    assert Entry.objects.count() == lines


@pytest.mark.django_db
def test_a_preview_stores_nothing():
    report = run(UnitResource, book(*UNITS), store=False)
    assert (report.new, Unit.objects.count(), Entry.objects.count()) == (3, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_either_encoding_comes_in(encoding):
    text = "单位代码,名称,序列\nQS,青石镇,镇办\nSL,区水利局,区直部门\n"
    assert run(UnitResource, text.encode(encoding), name="units.csv").new == 2
    assert Unit.objects.get(code="SL").name == "区水利局"


@pytest.mark.django_db
def test_all_bad_rows_are_named_at_once_and_nothing_is_stored():
    content = book(
        ("单位名称", "上级单位", "序列", "在用"),
        ("青石镇", None, "镇办", "是"),
        ("红岩镇", "青石正", "镇办", "是"),
        ("黑水镇", None, "乡镇级", "也许"),
        (None, "青石镇", "镇办", "是"),
    )
    report = run(UnitResource, content)
    places = {(fault.row, fault.column) for fault in report.faults}
    assert places == {(3, "上级单位"), (4, "序列"), (4, "在用"), (5, "单位名称")}
    assert "青石镇" in next(fault.sentence for fault in report.faults if fault.row == 3)
    assert (Unit.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_unit_under_its_past_name_is_found_and_keeps_its_name(clerk):
    from cadres.services import rename_unit

    rename_unit(a_unit("青石镇"), name="青石街道", on=MONDAY, actor=clerk, at=NOW, reason="撤镇设街道")
    report = run(UnitResource, book(("单位名称", "简称"), ("青石镇", "青石")))
    assert report.faults == []
    assert (Unit.objects.get().name, Unit.objects.get().short_name) == ("青石街道", "青石")


@pytest.mark.django_db
def test_a_file_without_headings_is_told_what_it_needs():
    with pytest.raises(sheets.SheetError, match="单位名称"):
        run(UnitResource, book(("甲", "乙"), (1, 2)))


@pytest.mark.parametrize("content", [b"PK\x03\x04 damaged", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old xls"])
def test_a_file_that_cannot_be_read_gets_a_sentence(content):
    with pytest.raises(sheets.SheetError):
        sheets.read(content)


# The roster -----------------------------------------------------------------------------------

HEAD = ("序号", "姓 名", "所在单位", "联系电话", "性别", "出生\n年月", "现任职务", "级别", "任职时间", "一把手")


def roster(*rows):
    return book(("张店区干部名册",), HEAD, *rows)


@pytest.fixture
def units(db):
    return a_unit("青石镇"), a_unit("区水利局")


def test_a_roster_as_offices_keep_it_comes_in(units):
    content = roster(
        (1, "林 远", "青石镇", 13900000001, "男", "1975.03", "镇长", "正科级", "2016年9月", "是"),
        (2, "欧阳　明月", "区水 利局", "139 0000 0002", "女", "1980年10月", "副局长", "副科级", "", ""),
    )
    report = run(CadreResource, content)
    assert (report.faults, report.new) == ([], 2)
    lin = Cadre.objects.get(name="林远")
    assert (lin.phone, lin.born_in, lin.level, lin.pinyin) == ("13900000001", date(1975, 3, 1), "chief", "lin yuan")
    post = Appointment.objects.get()
    assert (post.cadre, post.is_head, post.from_on, post.post) == (lin, True, date(2016, 9, 1), "镇长")
    assert run(CadreResource, content).changes == []


def test_bad_cells_of_a_roster_are_all_named(units):
    report = run(
        CadreResource,
        roster(
            (1, "林远", "青石正", 13900000001, "男", "1975.13", "镇长", "正科级", "", ""),
            (2, "", "青石镇", "", "", "", "", "", "", ""),
            (3, "王路", "青石镇", "打听", "不明", "", "", "特级", "", ""),
        ),
    )
    places = {(fault.row, fault.column) for fault in report.faults}
    assert places >= {(3, "单位"), (3, "出生年月"), (4, "姓名"), (5, "电话")}
    assert Cadre.objects.count() == 0


def test_same_named_people_are_told_apart_or_named_with_the_candidates(units):
    town, bureau = units
    one, other = a_cadre("林远", town, phone="13900000001"), a_cadre("林远", town, phone="13900000002")
    elsewhere = a_cadre("林远", bureau, phone="")
    row = lambda unit, phone: (1, "林远", unit, phone, "", "", "科员", "", "", "")  # noqa: E731
    report = run(CadreResource, roster(row("青石镇", "13900000002")))
    other.refresh_from_db()
    assert (report.faults, other.post) == ([], "科员")
    assert run(CadreResource, roster(row("区水利局", ""))).faults == []
    elsewhere.refresh_from_db()
    assert elsewhere.post == "科员"
    faults = run(CadreResource, roster(row("青石镇", ""))).faults
    assert [fault.column for fault in faults] == ["姓名"]
    assert str(one.pk) in faults[0].sentence


def test_service_does_not_end_by_import(units):
    a_cadre("林远", units[0], phone="")
    report = run(CadreResource, book(("姓名", "单位", "任职状态"), ("林远", "青石镇", "离任")))
    assert [fault.column for fault in report.faults] == ["任职状态"]


def test_an_export_comes_back_without_a_change(units, clerk):
    town, bureau = units
    a_cadre("林远", head_of=town, born_in=date(1975, 3, 1), post="=镇长", phone="13900000001", gender="m")
    a_cadre("王路", bureau, born_in=date(1980, 10, 8), post="'-科员", phone="")
    a_cadre("王路", bureau, phone="+8613900000003", state="retired")
    for resource, rows in ((UnitResource, Unit.objects.all()), (CadreResource, Cadre.objects.all())):
        made = resource(actor=clerk, at=NOW, day=MONDAY)
        headings, table = made.table(rows)
        for content in (
            sheets.write_xlsx("名册", headings, table), sheets.write_csv(headings, table),
            sheets.write_csv(headings, table, "gb18030"),
        ):  # fmt: skip
            report = run(resource, content)
            assert (report.faults, report.changes) == ([], [])
            assert report.unchanged == rows.count()


def test_no_cell_of_an_export_is_a_formula(units):
    for post in ("=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1"):
        a_cadre(unit=units[0], post=post)
    made = CadreResource(at=NOW, day=MONDAY)
    headings, table = made.table(Cadre.objects.all())
    sheet = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx("名册", headings, table))).active
    assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    posts = [row[headings.index("职务")].value for row in sheet.iter_rows(min_row=2)]
    assert all(post.startswith("'") for post in posts)


@given(st.text(max_size=30) | st.from_regex(r"'{0,3}[=+\-@][0-9.]{0,4}", fullmatch=True))
@example("'-5")
def test_guarding_is_undone_whatever_the_text(text):
    assert sheets.unguard(sheets.guard(text)) == text
    assert not str(sheets.guard(text)).startswith(("=", "@", "\t", "\r"))

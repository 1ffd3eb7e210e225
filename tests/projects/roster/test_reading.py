"""Lists as offices keep them are read right, whatever their shape."""

from datetime import date
from decimal import Decimal

import pytest

from projects.roster import reading
from projects.roster.shapes import Amount, FileRefused, Person, Step
from tests.projects.roster import lists


def by_name(found):
    return {row.values["name"]: row.values for row in found.rows}


def test_the_project_offices_list_with_title_groups_sections_and_totals():
    found = reading.read(lists.project_office(), "一览表.xlsx", year=2017)
    assert found.problems == []
    rows = by_name(found)
    assert list(rows) == ["云岭水厂扩建", "青禾路北延", "荷塘小学"]
    assert rows["云岭水厂扩建"] == {
        "name": "云岭水厂扩建", "nature": "rebuilt", "total_investment": Decimal("12000.00"),
        "year_plan": Decimal("3000.00"), "responsible": ["青石镇", "区水务局"],
        "liaison": [Person("张三", "13900000001")], "starts_on": date(2017, 3, 1), "ends_on": date(2018, 5, 1),
    }  # fmt: skip
    assert rows["青禾路北延"]["total_investment"] == Decimal("5600.00")
    assert rows["青禾路北延"]["liaison"] == [Person("李四", "13900000002"), Person("王五", "13900000003")]
    assert rows["青禾路北延"]["responsible"] == ["区交通局", "青石镇"]
    assert rows["青禾路北延"]["ends_on"] == date(2018, 12, 31)
    assert rows["荷塘小学"]["starts_on"] == date(2017, 1, 1)
    assert rows["荷塘小学"]["liaison"] == [Person("欧阳明", "0533-2180001")]


def test_what_was_left_out_is_named():
    found = reading.read(lists.project_office(), year=2017)
    assert [words for _row, words in found.sheets[0].skipped] == [
        "一、工业项目（2个）", "小计", "二、民生项目（1个）", "合计", "填表人：某某",
    ]  # fmt: skip
    assert found.sheets[1].note


def test_several_sheets_synonyms_and_a_project_over_merged_rows():
    found = reading.read(lists.town_halls(), year=2017)
    assert found.problems == []
    rows = by_name(found)
    assert list(rows) == ["沣水河治理", "东苑安置房", "梅园路", "北郊物流园"]
    river = rows["沣水河治理"]
    assert river["leader"] == [Person("周海")]
    assert river["unit_head"] == [Person("马原")]
    assert river["support"] == ["区档案局", "区科协"]
    assert river["steps"] == [Step("清淤完成", date(2017, 6, 30)), Step("主体封顶", date(2017, 9, 30))]
    assert river["targets"] == [Amount("拆迁", Decimal("405.00"), "户"), Amount("苗木", Decimal("55000.00"), "株")]
    assert (river["month_1"], river["month_2"]) == (Decimal("100.00"), Decimal("120.50"))
    homes = rows["东苑安置房"]
    assert homes["responsible"] == ["河东镇", "河东建投公司"]
    assert homes["liaison"] == [Person("何青", "13900000012"), Person("吴桐", "13900000013")]
    assert homes["unit_head"] == [Person("石远"), Person("白杨")]
    assert rows["北郊物流园"]["total_investment"] == Decimal("15000.00")
    assert rows["北郊物流园"]["liaison"] == [Person("冯林", "13900000014")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_list_in_any_usual_encoding(encoding):
    found = reading.read(lists.old_csv(encoding), "清单.csv", year=2017)
    assert found.problems == []
    rows = by_name(found)
    assert rows["石桥大桥"] == {
        "name": "石桥大桥", "responsible": ["区交通局", "石桥镇"], "total_investment": Decimal("10000.00"),
        "year_plan": Decimal("2500.00"), "starts_on": date(2017, 1, 1), "ends_on": date(2018, 6, 30),
    }  # fmt: skip
    assert rows["石桥水库"]["year_plan"] == Decimal("0.16")
    assert rows["石桥水库"]["ends_on"] == date(2019, 12, 31)


def test_how_each_column_was_understood_is_told():
    found = reading.read(
        lists.book(
            ("表", [["项目名称", "责任单们", "总投资", "天气", "本月进展"], ["石桥", "区水务局", 5, "晴", "好"]], [])
        ),
        year=2017,
    )
    assert [(c.letter, c.field, c.how) for c in found.sheets[0].columns] == [
        ("A", "name", "exact"), ("B", "responsible", "near"), ("C", "total_investment", "exact"), ("D", "", "unknown"),
        ("E", "", "aside"),
    ]  # fmt: skip


def test_the_clerk_corrects_a_column():
    content = lists.book(("表", [["项目名称", "责任单位", "金额"], ["石桥", "区水务局", 5]], []))
    found = reading.read(content, year=2017, mapping={"表": {"2": "total_investment", "1": ""}})
    assert found.rows[0].values == {"name": "石桥", "total_investment": Decimal("5.00")}
    assert [c.how for c in found.sheets[0].columns] == ["exact", "chosen", "chosen"]


BAD = [
    ("总投资(万元)", "约300", "is not an amount"),
    ("总投资(万元)", "1,20", "separators"),
    ("总投资(万元)", -3, "cannot be negative"),
    ("总投资(万元)", "#REF!", "formula failed"),
    ("总投资(万元)", date(2017, 1, 1), "a day instead of an amount"),
    ("总投资(亿元)", 99999999999, "too large"),
    ("计划开工时间", "春节后", "is not a day"),
    ("计划开工时间", "2017-02-30", "no such day"),
    ("计划开工时间", "2017年13月", "no month 13"),
    ("计划开工时间", 2017.1, "January or October"),
    ("计划开工时间", "1917-02-03", "between 1980 and 2100"),
    ("建设性质", "神秘", "is not known here"),
    ("建设阶段", "神秘", "is not known here"),
    ("联络员", "张 三 李四", "where one name ends"),
    ("联络员", "张三(12345678901234)", "is not a telephone number"),
    ("联络员", "张三(139", "is not closed"),
    ("联络员", "A7", "does not look like a person"),
    ("联络员", "王某某某某某", "does not look like a person"),
    ("责任单位", "7", "does not look like the name of a unit"),
    ("节点计划", "主体封顶", "is not a milestone"),
    ("节点计划", "封顶：2017-06-01；封顶：2017-07-01", "twice in this cell"),
    ("征迁任务", "很多户", "is not a target"),
    ("项目编号", "长" * 31, "has 31 characters"),
]


@pytest.mark.parametrize(("heading", "value", "words"), BAD)
def test_each_kind_of_bad_cell_gets_its_sentence(heading, value, words):
    found = reading.read(lists.book(("表", [["项目名称", "备注", heading], ["石桥", "好", value]], [])), year=2017)
    assert [(p.sheet, p.row, p.column.split()[0]) for p in found.problems] == [("表", 2, "C")]
    assert words in found.problems[0].sentence


def test_a_month_without_a_year_needs_one():
    content = lists.book(("表", [["项目名称", "计划开工时间"], ["石桥", "3月"]], []))
    assert "has no year" in reading.read(content).problems[0].sentence
    assert reading.read(content, year=2017).rows[0].values["starts_on"] == date(2017, 3, 1)


def test_all_bad_rows_are_named_at_once():
    rows = [
        ["项目名称", "总投资(万元)", "责任单位"],
        [None, 5, "区水务局"],
        ["石桥", "x", "区水务局"],
        ["石桥", 7, "区水务局"],
        ["梅园", "y", "1"],
    ]
    found = reading.read(lists.book(("表", rows, [])), year=2017)
    assert [(p.row, p.column) for p in found.problems] == [
        (2, "A 项目名称"), (3, "B 总投资(万元)"), (5, "B 总投资(万元)"), (5, "C 责任单位"), (4, "项目名称"),
    ]  # fmt: skip


def test_more_telephones_than_people_is_a_bad_row():
    rows = [["项目名称", "联络员", "联系电话"], ["石桥", "张三", "13900000001、13900000002"]]
    found = reading.read(lists.book(("表", rows, [])), year=2017)
    assert "1 people and 2 telephone" in found.problems[0].sentence


def test_a_repetition_on_another_sheet_is_dropped_and_a_contradiction_named():
    head = ["项目编号", "项目名称", "总投资(万元)"]
    found = reading.read(
        lists.book(
            ("总表", [head, ["A1", "石桥", 5], ["A2", "梅园", 6]], []),
            ("分表", [head, ["A1", "石桥", 5], ["A2", "梅园", 7]], []),
        ),
        year=2017,
    )
    assert [row.values["code"] for row in found.rows] == ["A1", "A2"]
    assert [(p.sheet, p.row) for p in found.problems] == [("分表", 3)]
    assert "“总表”, row 3" in found.problems[0].sentence


FILES = [
    (b"", "is empty"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as"),
    (b"PK\x03\x04 something else", "not an Excel workbook"),
    (b"PK\x03\x04 xl/workbook broken", "damaged"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "neither an Excel workbook"),
    ("天气,温度\n晴,5\n".encode(), "No sheet has a row of headings"),
]


@pytest.mark.parametrize(("content", "words"), FILES)
def test_a_file_that_is_no_list_gets_a_sentence_how_to_mend_it(content, words):
    with pytest.raises(FileRefused, match=words):
        reading.read(content, "x")

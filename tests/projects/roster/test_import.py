"""A list is stored whole or not at all; twice is once; what goes out comes back; the last one can be undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.states import Role
from cadres.models import Cadre, Unit, UnitName
from projects.models import (
    BranchMember,
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    Responsibility,
    RosterImport,
    StageSpan,
    Target,
)
from projects.queries import roster as queries
from projects.roster import writing
from projects.services import roster
from projects.services.roster import ImportRefused, import_file
from projects.states import PersonRole, ProgrammeState, Stage, UnitRole
from tests.cast import a_cadre, a_programme, a_project, a_unit, a_user, an_open_report, at, carries
from tests.projects.roster import lists
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
TODAY = date(2017, 4, 10)
LISTS = [lists.project_office(), lists.town_halls(), lists.old_csv(), lists.plain(5)]


def a_draft(**fields):
    return a_programme(state=ProgrammeState.DRAFT, reporting_from=date(2017, 3, 1), **fields)


def a_planner():
    return a_user(None, Role.PLANNER)


def counts(outcome):
    return outcome.new, outcome.changed, outcome.unchanged


def exported(programme, kind="xlsx"):
    rows = list(queries.export_rows(programme.projects.select_related("programme"), TODAY, phones=True))
    return writing.xlsx(rows, "清单") if kind == "xlsx" else writing.csv_text(rows)


def refused(content, programme=None):
    """The sentences with which a list is refused."""
    with pytest.raises(ImportRefused) as caught:
        import_file(content, programme or a_draft(), None, NOW)
    return [problem.sentence for problem in caught.value.problems]


def a_list(*rows):
    return lists.book(("表", [list(row) for row in rows], []))


def test_a_messy_list_becomes_projects_units_and_people():
    programme = a_draft()
    outcome = import_file(lists.town_halls(), programme, a_planner(), NOW)
    assert counts(outcome) == (4, 0, 0)
    river = Project.objects.get(code="Q-01")
    assert (river.total_investment, river.year_plan, river.kind) == (Decimal("8000"), Decimal("2600"), "生态")
    assert river.state == Stage.PREPARING
    assert list(StageSpan.objects.filter(project=river).values_list("stage", "from_on")) == [
        (Stage.PREPARING, date(2017, 3, 1))
    ]
    assert {row.unit.name for row in river.project_units.filter(role=UnitRole.SUPPORT)} == {"区档案局", "区科协"}
    head = river.responsibilities.get(role=PersonRole.UNIT_HEAD)
    assert (head.cadre.name, head.cadre.unit.name, head.share) == ("马原", "河西街道", Decimal("0.4"))
    assert head.cadre.unit.track == "town"
    leader = river.responsibilities.get(role=PersonRole.LEADER)
    assert (leader.cadre.unit.name, leader.cadre.is_assessed) == ("区级领导", False)
    assert Responsibility.objects.filter(cadre=leader.cadre).count() == 2
    assert BranchMember.objects.get(branch=river.branch).cadre == head.cadre
    assert Milestone.objects.filter(project=river).count() == 2
    assert Target.objects.get(project=river, name="苗木").total == 55000
    assert MonthlyPlan.objects.get(project=river, month=date(2017, 2, 1)).planned == Decimal("120.5")


@pytest.mark.parametrize("content", LISTS)
def test_the_same_list_again_changes_nothing(content):
    programme, actor = a_draft(), a_planner()
    first = import_file(content, programme, actor, NOW)
    lines = Entry.objects.count()
    again = import_file(content, programme, actor, at("2017-04-11 09:00:00"))
    assert counts(again) == (0, 0, first.new)
    assert Entry.objects.count() == lines


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("content", LISTS)
def test_an_export_comes_back_with_no_change(content, kind):
    programme = a_draft()
    first = import_file(content, programme, None, NOW)
    out = exported(programme, kind)
    assert counts(import_file(out, programme, None, NOW)) == (0, 0, first.new)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_rebuilds_the_list_in_another_programme(kind):
    programme = a_draft()
    import_file(lists.town_halls(), programme, None, NOW)
    out = exported(programme, kind)
    other = a_draft()
    people, units = Cadre.objects.count(), Unit.objects.count()
    import_file(out, other, None, NOW)
    if kind == "csv":  # a workbook carries the time of its making
        assert exported(other, kind) == out
    assert list(queries.export_rows(other.projects.select_related("programme"), TODAY, phones=True)) == list(
        queries.export_rows(programme.projects.select_related("programme"), TODAY, phones=True)
    )
    assert (Cadre.objects.count(), Unit.objects.count()) == (people, units)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_names_that_look_like_formulas_go_out_safe_and_come_back(kind):
    programme = a_draft()
    project = a_project("=cmd|' /C calc'!A0", programme=programme, remarks="-1+2\n@x", location="'=1", kind="+甲")
    a_unit("区组织部/公务员局")
    ProjectUnit.objects.create(
        project=project, unit=Unit.objects.get(name="区组织部/公务员局"), role=UnitRole.SUPPORT, from_on=TODAY
    )
    out = exported(programme, kind)
    assert counts(import_file(out, programme, None, NOW)) == (0, 0, 1)
    if kind == "csv":
        assert b",=cmd" not in out


def test_one_bad_row_changes_nothing_and_all_are_named():
    programme = a_draft()
    rows = [
        ["项目名称", "总投资(万元)", "责任单位", "联络员"],
        ["石桥", 5, "区水务局", "孙禾"],
        ["梅园", "x", "区水务局", "A1"],
        ["荷塘", 1, None, "何青"],
    ]
    with pytest.raises(ImportRefused) as caught:
        import_file(a_list(*rows), programme, None, NOW)
    assert [(p.row, p.column) for p in caught.value.problems] == [(3, "B 总投资(万元)"), (3, "D 联络员"), (4, "联络员")]
    assert "names no unit" in caught.value.problems[2].sentence
    assert (Project.objects.count(), Unit.objects.count(), Entry.objects.count(), RosterImport.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_a_changed_cell_changes_that_field_and_leaves_one_line():
    programme = a_draft()
    rows = lists.plain_rows(3)
    import_file(lists.book(("表", rows, [])), programme, None, NOW)
    lines = Entry.objects.count()
    rows[2][3], rows[2][6] = 777, "区水务局"
    outcome = import_file(lists.book(("表", rows, [])), programme, a_planner(), NOW)
    assert counts(outcome) == (0, 1, 2)
    project = Project.objects.get(code="A0002")
    assert project.total_investment == 777
    entry = Entry.objects.about(project).last()
    assert entry.content.before == {"total_investment": "12002", "responsible": "青石镇2"}
    assert entry.content.after == {"total_investment": "777", "responsible": "区水务局"}
    # the project, the new unit, the list
    assert Entry.objects.count() == lines + 3


def test_who_is_replaced_while_reports_run_ends_the_day_before():
    programme = a_programme(reporting_from=date(2017, 3, 1))
    import_file(lists.plain(1), programme, None, at("2017-03-01 09:00:00"))
    rows = lists.plain_rows(1)
    rows[1][8] = "何青(13700000001)"
    import_file(lists.book(("表", rows, [])), programme, None, NOW)
    spans = Responsibility.objects.filter(role=PersonRole.LIAISON).order_by("from_on")
    assert [(row.cadre.name, row.from_on, row.until_on) for row in spans] == [
        ("李禾", date(2017, 3, 1), date(2017, 4, 9)),
        ("何青", TODAY, None),
    ]


def test_a_blank_cell_leaves_what_is_stored():
    programme = a_draft()
    import_file(a_list(["项目名称", "备注", "责任单位"], ["石桥", "好", "区水务局"]), programme, None, NOW)
    again = import_file(a_list(["项目名称", "备注", "责任单位"], ["石桥", None, None]), programme, None, NOW)
    assert counts(again) == (0, 0, 1)


def test_another_stage_in_the_list_is_told_not_stored():
    programme = a_draft()
    project = a_project("石桥", programme=programme, stage=Stage.BUILDING)
    outcome = import_file(a_list(["项目名称", "建设阶段"], ["石桥", "停工"]), programme, None, NOW)
    project.refresh_from_db()
    assert project.state == Stage.BUILDING
    assert len(outcome.notes) == 1


def test_a_unit_is_found_by_its_short_and_past_names():
    unit = a_unit("区交通运输局", short_name="区交通局")
    UnitName.objects.create(unit=unit, name="区公路局", from_on=date(2010, 1, 1), until_on=date(2016, 12, 31))
    import_file(a_list(["项目名称", "责任单位"], ["石桥", "区公路局"], ["梅园", "区 交通局"]), a_draft(), None, NOW)
    assert list(ProjectUnit.objects.values_list("unit", flat=True)) == [unit.pk, unit.pk]
    assert Unit.objects.count() == 1


def test_people_of_one_name_are_told_apart_by_unit():
    here, there = a_unit("青石镇"), a_unit("河东镇")
    right = a_cadre("李禾", unit=here)
    a_cadre("李禾", unit=there)
    import_file(a_list(["项目名称", "责任单位", "联络员"], ["石桥", "青石镇", "李禾"]), a_draft(), None, NOW)
    assert Responsibility.objects.get().cadre == right


def test_people_of_one_name_in_one_unit_are_told_apart_by_telephone():
    unit = a_unit("青石镇")
    a_cadre("李禾", unit=unit, phone="13900000001")
    right = a_cadre("李禾", unit=unit, phone="13900000002")
    import_file(
        a_list(["项目名称", "责任单位", "联络员"], ["石桥", "青石镇", "李禾(13900000002)"]), a_draft(), None, NOW
    )
    assert Responsibility.objects.get().cadre == right


def test_still_ambiguous_people_are_a_bad_row_naming_the_candidates():
    unit = a_unit("青石镇")
    a_cadre("李禾", unit=unit, phone="13900000001")
    a_cadre("李禾", unit=unit, phone="13900000002")
    sentence = refused(a_list(["项目名称", "责任单位", "联络员"], ["石桥", "青石镇", "李禾"]))
    assert "13900000001" in sentence[0]
    assert "13900000002" in sentence[0]


def test_a_known_person_under_another_number_is_a_bad_row():
    a_cadre("李禾", unit=a_unit("青石镇"), phone="13900000001")
    sentences = refused(a_list(["项目名称", "责任单位", "联络员"], ["石桥", "青石镇", "李禾(13900000002)"]))
    assert "another telephone number" in sentences[0]


def test_a_unit_name_that_several_bear_is_a_bad_row_naming_them():
    a_unit("区交通运输局", short_name="交通局")
    a_unit("市交通局", short_name="交通局")
    assert "区交通运输局 / 市交通局" in refused(a_list(["项目名称", "责任单位"], ["石桥", "交通局"]))[0]


def test_a_missing_telephone_is_filled_in():
    cadre = a_cadre("李禾", unit=a_unit("青石镇"), phone="")
    import_file(
        a_list(["项目名称", "责任单位", "联络员"], ["石桥", "青石镇", "李禾(13900000002)"]), a_draft(), None, NOW
    )
    cadre.refresh_from_db()
    assert cadre.phone == "13900000002"


def test_other_bad_rows_of_the_stored_world():
    programme = a_draft()
    a_project("石桥", programme=programme)
    a_project("石桥", programme=programme)
    assert "Several projects" in refused(a_list(["项目名称", "备注"], ["石桥", "好"]), programme)[0]
    assert (
        "before the start"
        in refused(
            a_list(["项目名称", "计划开工时间", "计划竣工时间"], ["荷塘", "2017-05-01", "2017-04-01"]), programme
        )[0]
    )
    assert "not taken into a list anew" in refused(a_list(["项目名称", "建设阶段"], ["荷塘", "验收"]), programme)[0]


def test_a_closed_programme_takes_no_list():
    with pytest.raises(ImportRefused, match="is closed"):
        import_file(lists.plain(1), a_programme(state=ProgrammeState.CLOSED), None, NOW)


def test_a_thousand_rows_are_stored_in_at_most_thirty_statements():
    programme = a_draft()
    content = lists.plain(1000)
    with CaptureQueriesContext(connection) as captured:
        import_file(content, programme, None, NOW)
    most = 30 if connection.vendor == "postgresql" else 300
    assert len(captured) <= most, [query["sql"][:80] for query in captured]


# Upload, preview, confirmation -----------------------------------------------------------------


def an_upload(content=None, programme=None, **words):
    return roster.upload(
        content or lists.plain(2), "清单.xlsx", programme=programme or a_draft(), actor=a_planner(), at=NOW, **words
    )


def test_nothing_is_stored_before_the_confirmation():
    planner = a_planner()
    kept = roster.upload(
        lists.plain(2),
        "清单.xlsx",
        actor=planner,
        at=NOW,
        draft={"name": "2017年新清单", "year": 2017, "reporting_from": TODAY, "reporting_until": date(2017, 12, 31)},
    )
    _found, plan = roster.preview(kept, day=TODAY)
    assert (len(plan.new), Project.objects.count(), Programme.objects.count(), Unit.objects.count()) == (2, 0, 0, 0)
    outcome = roster.confirm(kept, actor=planner, at=NOW, digest=plan.digest())
    assert (outcome.new, outcome.programme.name) == (2, "2017年新清单")


def test_a_list_is_stored_once():
    kept = an_upload()
    roster.confirm(kept, actor=None, at=NOW)
    with pytest.raises(ImportRefused, match="stored already"):
        roster.confirm(kept, actor=None, at=NOW)


def test_what_changed_since_the_preview_is_not_stored_unseen():
    programme = a_draft()
    kept = an_upload(programme=programme)
    _found, plan = roster.preview(kept, day=TODAY)
    a_project("青禾路1期", programme=programme, code="A0001")
    with pytest.raises(ImportRefused, match="since the preview"):
        roster.confirm(kept, actor=None, at=NOW, digest=plan.digest())


def test_a_file_altered_on_the_disk_is_not_stored():
    kept = an_upload()
    with open(kept.file.path, "ab") as stored:
        stored.write(b"x")
    with pytest.raises(ImportRefused, match="not the one that was uploaded"):
        roster.confirm(kept, actor=None, at=NOW)
    assert Project.objects.count() == 0


def test_a_corrected_column_is_kept_until_the_confirmation():
    kept = an_upload(a_list(["项目名称", "金额"], ["石桥", 5]))
    roster.remap(kept, {"表": {"1": "year_plan"}})
    roster.confirm(kept, actor=None, at=NOW)
    assert Project.objects.get().year_plan == 5


# Undo -------------------------------------------------------------------------------------------


def everything():
    models = [
        Project,
        StageSpan,
        ProjectUnit,
        Responsibility,
        Unit,
        Cadre,
        Milestone,
        MonthlyPlan,
        Target,
        BranchMember,
    ]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("day", ["2017-03-01", "2017-04-10"])
def test_undo_restores_the_world_before(day):
    programme = a_programme(reporting_from=date(2017, 3, 1))
    import_file(lists.town_halls(), programme, None, at("2017-03-01 08:00:00"))
    before = everything()
    rows = [
        [
            "编码",
            "重点项目名称",
            "总投资(万元)",
            "牵头单位",
            "联系人",
            "支部书记",
            "时间节点",
            "征迁任务",
            "1月",
            "3月",
        ],
        [
            "Q-01",
            "沣水河治理工程",
            9000,
            "河东镇",
            "郑岚",
            "白杨",
            "清淤完成：2017年7月；验收：2017-12-01",
            "拆迁：500户",
            70,
            30,
        ],
        ["Q-09", "新桥", 100, "新街道", "新来人", None, None, None, None, None],
    ]
    outcome = import_file(lists.book(("表", rows, [])), programme, None, at(f"{day} 09:00:00"))
    assert counts(outcome) == (1, 1, 0)
    assert everything() != before
    assert roster.undo(outcome.roster, actor=a_planner(), at=NOW) == (1, 1, 0)
    after = everything()
    # A row taken away and put back stands again under its own number.
    assert after == before


def test_only_the_last_import_can_be_undone():
    programme = a_draft()
    first = import_file(lists.plain(1), programme, None, NOW)
    import_file(lists.plain(2), programme, None, NOW)
    with pytest.raises(ImportRefused, match="Only the last"):
        roster.undo(first.roster, actor=None, at=NOW)


def test_an_import_is_not_undone_once_reports_hang_on_it():
    outcome = import_file(lists.plain(1), a_draft(), None, NOW)
    report = an_open_report(Project.objects.get())
    type(report).objects.update(state="EXEMPT", exempt_reason="雨")
    with pytest.raises(ImportRefused, match="has a report of 2017-04-10"):
        roster.undo(outcome.roster, actor=None, at=NOW)
    assert Project.objects.count() == 1


def test_rows_nobody_reported_on_go_with_the_undone_project():
    outcome = import_file(lists.plain(1), a_draft(), None, NOW)
    an_open_report(Project.objects.get())
    roster.undo(outcome.roster, actor=None, at=NOW)
    assert Project.objects.count() == 0


def test_an_import_is_not_undone_over_later_edits():
    programme = a_draft()
    import_file(lists.plain(1), programme, None, NOW)
    rows = lists.plain_rows(1)
    rows[1][3] = 5
    outcome = import_file(lists.book(("表", rows, [])), programme, None, NOW)
    Project.objects.update(total_investment=6)
    with pytest.raises(ImportRefused, match="was edited after it"):
        roster.undo(outcome.roster, actor=None, at=NOW)


def test_people_in_use_elsewhere_stay_when_an_import_is_undone():
    outcome = import_file(lists.plain(1), a_draft(), None, NOW)
    user = a_user()
    Cadre.objects.filter(name="李禾").update(user=user)
    carries(user, a_project(), PersonRole.LIAISON)
    assert roster.undo(outcome.roster, actor=None, at=NOW)[2] == 2
    assert Cadre.objects.filter(name="李禾").exists()

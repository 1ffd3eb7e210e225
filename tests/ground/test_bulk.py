"""Many rows at once are made and stored as the ORM would make and store them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from cadres.models import Cadre, Unit
from projects.models import (
    Branch,
    BranchMember,
    Milestone,
    MonthlyPlan,
    Programme,
    Project,
    ProjectUnit,
    ReportVersion,
    Responsibility,
    RosterImport,
    StageSpan,
    Target,
)
from projects.states import Nature, Stage
from tests.cast import MONDAY, a_programme, a_unit, a_user, an_open_report, at
from zhangdian.bulk import MANY, draw_keys, insert_many, insert_rows, unsaved
from zhangdian.papers.models import Attachment
from zhangdian.trail.models import Entry, EntryContent

NOW = at("2017-04-10 09:00:00")
# What might be taken for something else on its way into a stream.
NASTY = (
    "", " ", "\\N", "\\.", "\n\\.\n", '"', '""', "'", ",", "a,b", "两\n行", "两\r\n行", "\t", "\\", "\\n", "%s", "%",
    "NULL", "null", "项目“一”，二", "𠮷", "0", "1e5",
)  # fmt: skip
# What parts the cells and rows of a stream, and stands for no value: as a part of a text and as the whole of one.
PARTING = ("a\x1fb", "\x1f", "a\x1e\nb", "\x1e", "\x1d", "\\\x1d", "\x1c")


def plain(row):
    """The values of a row but its key."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def test_many_rows_are_stored_in_order_with_their_keys(db):
    report, user = an_open_report(), a_user()
    rows = [
        ReportVersion(report=report, number=number, at=NOW, by=user, channel="web", content={"n": number})
        for number in range(1, 8)
    ]
    insert_many(ReportVersion, rows, batch=3)
    stored = list(ReportVersion.objects.order_by("number"))
    assert [(row.pk, row.number, row.content, row.by) for row in stored] == [
        (row.pk, row.number, {"n": row.number}, user) for row in rows
    ]
    assert not any(row._state.adding for row in rows)


def test_rows_that_hang_on_rows_stored_meanwhile_find_their_keys(db):
    entries = [Entry(at=NOW, actor_name="系统", verb="add", label="x.y", key="1", title="题", mac="0" * 64)]
    contents = [EntryContent(entry=entries[0], salt="s", before={}, after={"a": "一"})]
    insert_many(Entry, entries)
    insert_many(EntryContent, contents)
    assert EntryContent.objects.get().entry == entries[0]
    with pytest.raises(ValueError, match="not stored"):
        insert_many(EntryContent, [EntryContent(entry=Entry(), salt="s", before={}, after={})])


def test_storing_no_rows_is_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_many(ReportVersion, []) == []


@pytest.mark.parametrize("count", [3, MANY + 2 * len(NASTY)])
@pytest.mark.parametrize("texts", [NASTY, *((sign, *NASTY) for sign in PARTING), NASTY + PARTING])
def test_every_text_is_stored_as_it_is(db, count, texts):
    unit = a_unit()
    rows = [
        Cadre(name=f"陈{number}", unit=unit, post=texts[number % len(texts)], is_assessed=number % 2 == 0,
              born_in=date(1975, 3, 1) if number % 3 else None)
        for number in range(count)
    ]  # fmt: skip
    insert_many(Cadre, rows)
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert [plain(row) for row in Cadre.objects.order_by("pk")] == [plain(row) for row in rows]


def test_many_values_of_every_kind_are_those_of_the_orm(db):
    """Choices, amounts, instants, JSON, an account or none: what two roads store is equal."""
    programme, report, user = a_programme(), an_open_report(), a_user()

    def versions(first):
        return [
            ReportVersion(report=report, number=number, at=NOW, by=user, channel="web", content={"n": [number, '"一"']})
            for number in range(first, first + MANY)
        ]

    def projects(kind):
        return [
            Project(programme=programme, code=f"{kind}{number}", name="路", nature=Nature.CONTINUED,
                    total_investment=number if number % 2 else Decimal("1200.50"), year_plan=number / 4,
                    starts_on=MONDAY if number % 3 else None, state=Stage.BUILDING)
            for number in range(MANY)
        ]  # fmt: skip

    ours, theirs = insert_many(Project, projects("A")), Project.objects.bulk_create(projects("B"))
    kept = Project.objects.in_bulk()
    for our, their in zip(ours, theirs, strict=True):
        assert plain(kept[our.pk]) | {"code": ""} == plain(kept[their.pk]) | {"code": ""}
    ours, theirs = insert_many(ReportVersion, versions(1)), ReportVersion.objects.bulk_create(versions(1000))
    kept = ReportVersion.objects.in_bulk()
    for number, (our, their) in enumerate(zip(ours, theirs, strict=True)):
        assert kept[our.pk].content == {"n": [number + 1, '"一"']}
        different = {"content": "", "number": 0}
        assert plain(kept[our.pk]) | different == plain(kept[their.pk]) | different


def test_many_rows_take_the_keys_of_what_was_stored_meanwhile(db):
    programme, unit = a_programme(), a_unit()
    projects = [Project(programme=programme, code=str(number), name="路") for number in range(MANY)]
    parts = [ProjectUnit(project=project, unit=unit, role="service", from_on=MONDAY) for project in projects]
    with pytest.raises(ValueError, match="not stored"):
        insert_many(ProjectUnit, parts)
    insert_many(Project, projects)
    insert_many(ProjectUnit, parts)
    assert {part.project_id: part.pk for part in parts} == dict(ProjectUnit.objects.values_list("project_id", "pk"))
    assert all(part.project is project for part, project in zip(parts, projects, strict=True))


def test_many_rows_of_which_one_cannot_be_are_none(db):
    programme = a_programme()
    for wrong, error in ({"code": "1"}, IntegrityError), ({"code": "x" * 31}, DataError):
        if error is DataError and connection.vendor != "postgresql":
            continue
        rows = [Project(programme=programme, code=str(number), name="路") for number in range(MANY)]
        rows.append(Project(programme=programme, name="路", **wrong))
        with pytest.raises(error), transaction.atomic():
            insert_many(Project, rows)
        assert not Project.objects.exists()


def test_many_rows_cost_two_statements_of_the_district_s_database(db, django_assert_num_queries):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes lists of values.")
    unit = a_unit()
    for count in (MANY, 3 * MANY):
        with django_assert_num_queries(2):
            insert_many(Cadre, [Cadre(name=f"陈{number}", unit=unit, phone=str(count)) for number in range(count)])


@pytest.mark.parametrize("count", [3, MANY])
def test_rows_of_plain_values_are_stored_with_their_keys(db, count):
    actor = a_user()
    names = ["at", "actor_id", "actor_name", "verb", "label", "key", "title", "mac", "role", "path", "from_state",
             "to_state", "reason", "request_id", "content_digest"]  # fmt: skip
    rows = [
        (NOW, actor.pk if n % 2 else None, "系统", "add", "x.y", str(n), NASTY[n % len(NASTY)], "0" * 64, *[""] * 7)
        for n in range(count)
    ]
    keys = insert_rows(Entry, names, rows)
    assert list(Entry.objects.order_by("pk").values_list("pk", *names)) == [
        (key, *row) for key, row in zip(keys, rows, strict=True)
    ]
    content = [(key, "s", "{}", '{"a":"一\\n\\"二\\""}') for key in keys]
    assert insert_rows(EntryContent, ["entry_id", "salt", "before", "after"], content) == []
    assert {(kept.entry_id, kept.salt, str(kept.before), kept.after["a"]) for kept in EntryContent.objects.all()} == {
        (key, "s", "{}", '一\n"二"') for key in keys
    }


@pytest.mark.parametrize("count", [3, MANY])
def test_rows_may_bring_keys_drawn_before_and_nobody_else_gets_those(db, count):
    names = ["id", "at", "actor_name", "verb", "label", "key", "title", "mac", "role", "path", "from_state", "to_state",
             "reason", "request_id", "content_digest"]  # fmt: skip
    Entry.objects.create(at=NOW, actor_name="系统", verb="add", label="x.y", key="0", title="题", mac="0" * 64)
    keys = [*draw_keys(Entry, count), *draw_keys(Entry, count)]
    between = Entry.objects.create(
        at=NOW, actor_name="系统", verb="add", label="x.y", key="0", title="题", mac="0" * 64
    )
    assert len({between.pk, *keys}) == 2 * count + 1
    rows = [(key, NOW, "系统", "add", "x.y", str(key), "题", "0" * 64, *[""] * 7) for key in keys]
    assert insert_rows(Entry, names, rows) == []
    assert set(keys) < set(Entry.objects.values_list("pk", flat=True))
    assert insert_rows(Entry, names[1:], [row[1:] for row in rows[:count]], keys=False) == []
    assert Entry.objects.count() == 3 * count + 2


def test_keys_are_drawn_for_a_table_that_never_held_a_row(db):
    first = draw_keys(StageSpan, 2)
    assert len({*first, *draw_keys(StageSpan, 1)}) == 3


@pytest.mark.parametrize("model", [
    Unit, Cadre, Project, StageSpan, ProjectUnit, Responsibility, Branch, BranchMember, Milestone, MonthlyPlan, Target,
])  # fmt: skip
def test_a_row_made_quickly_is_the_row_the_orm_makes(model):
    quick, slow = unsaved(model), model()
    assert {**quick.__dict__, "_state": None} == {**slow.__dict__, "_state": None}
    assert (quick._state.adding, quick._state.db, quick._state.fields_cache) == (True, None, {})


def test_a_row_made_quickly_holds_its_things_and_values():
    programme = Programme(pk=7, name="一")
    project = unsaved(Project, programme=programme, name="路", programme_id=7)
    assert (project.programme, project.programme_id, project.name) == (programme, 7, "路")
    span = unsaved(StageSpan, project=project, from_on=MONDAY)
    assert (span.project, span.project_id) == (project, None)
    assert (unsaved(Project).name, unsaved(Project)._state.fields_cache) == ("", {})


@pytest.mark.parametrize("model", [RosterImport, Attachment, EntryContent])
def test_what_cannot_be_made_quickly_is_refused(model):
    with pytest.raises(TypeError):
        unsaved(model)
    with pytest.raises(TypeError, match="colour"):
        unsaved(Project, colour="red")

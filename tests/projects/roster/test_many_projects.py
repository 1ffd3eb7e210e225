"""A list long enough to be stored by streams does what a short one does, down to the seals of its lines."""

import pytest
from django.db import connection

from cadres.models import Cadre, Unit
from projects.models import Project, ProjectUnit, Responsibility, RosterImport, StageSpan
from projects.services import roster
from projects.services.roster import import_file
from projects.states import ProgrammeState
from tests.cast import a_programme, a_user, at
from tests.projects.roster import lists
from zhangdian.bulk import MANY
from zhangdian.trail import queries
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
COUNT = MANY + 30
HEADINGS = ["项目编号", "项目名称", "建设性质", "建设内容", "总投资(万元)", "计划开工时间", "责任单位", "联络员"]


def a_name(number):
    return f"陈{chr(0x4E00 + number)}{chr(0x5B89 + number % 7)}"


def a_long_list():
    rows = [
        [f"B{n:04}", f"河湾道路{n}", "续建" if n % 2 else None, "“一”,\n二" if n % 3 else None, 100 + n,
         "2017-03-15" if n % 5 else None, f"第{n % 7}街道", a_name(n)]
        for n in range(COUNT)
    ]  # fmt: skip
    return lists.book(("表", [HEADINGS, *rows], []))


def test_a_long_list_is_stored_once_with_sealed_lines_and_can_be_undone():
    programme, actor = a_programme(state=ProgrammeState.DRAFT), a_user("planner", "planner")
    content, kinds = a_long_list(), (Project, StageSpan, ProjectUnit, Responsibility, Cadre, Unit)
    before = [kind.objects.count() for kind in kinds]
    first = import_file(content, programme, actor, NOW)
    assert (first.new, first.units, first.people) == (COUNT, 7, COUNT)
    stored = [COUNT] * 5 + [7]
    assert [kind.objects.count() for kind in kinds] == [had + new for had, new in zip(before, stored, strict=True)]
    project = Project.objects.get(code="B0001")
    assert (project.name, project.content, project.nature) == ("河湾道路1", "“一”,\n二", "continued")
    assert [part.unit.name for part in project.project_units.all()] == ["第1街道"]
    assert [part.cadre.name for part in project.responsibilities.all()] == [a_name(1)]
    (line,) = queries.timeline(project)
    told = {str(name): after for name, _before, after in line.changes}
    assert (line.actor_name, "河湾道路1" in told.values(), project.state in told.values()) == (actor.name, True, True)

    lines = Entry.objects.count()
    again = import_file(content, programme, actor, NOW)
    assert (again.new, again.changed, again.unchanged, Entry.objects.count()) == (0, 0, COUNT, lines)

    trail.seal(at=NOW)
    assert not list(trail.verify())
    about = Entry.objects.about(project).get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET title = 'x' WHERE id = %s", [about.pk])
    (sentence,) = map(str, trail.verify())
    assert str(about.pk) in sentence
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET title = %s WHERE id = %s", [project.name, about.pk])
        cursor.execute("UPDATE projects_project SET state = 'ACCEPTED' WHERE id = %s", [project.pk])
    assert [str(project.pk) in str(sentence) for sentence in trail.verify()] == [True]
    Project.objects.filter(pk=project.pk).update(state=project.state)

    assert roster.undo(RosterImport.objects.get(pk=first.roster.pk), actor=actor, at=NOW) == (COUNT, 0, 0)
    assert [kind.objects.count() for kind in kinds] == before

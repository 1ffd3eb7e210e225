"""Doubles made one take their projects along; who leaves is told what is still carried."""

from datetime import date

import pytest

from cadres import queries, services
from projects.models import Branch, BranchMember, ProjectUnit, Responsibility
from projects.states import PersonRole, Stage
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_unit, a_user, at
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")


def liaison_of(project, cadre, from_on=LONG_AGO):
    return Responsibility.objects.create(project=project, cadre=cadre, role=PersonRole.LIAISON, from_on=from_on)


def test_a_double_unit_takes_its_projects_along_and_none_stands_twice():
    kept, gone = a_unit("区水利局"), a_unit("区水务局")
    both, one = a_project(unit=kept), a_project(unit=gone)
    ProjectUnit.objects.create(project=both, unit=gone, role="responsible", from_on=LONG_AGO)
    services.merge_units(kept, gone, actor=a_user(None, "office"), at=NOW, reason="重复")
    rows = ProjectUnit.objects.order_by("project_id").values_list("project", "unit")
    assert list(rows) == [(both.pk, kept.pk), (one.pk, kept.pk)]
    assert Entry.objects.about(one).get().verb == "merge_unit"


def test_a_double_person_takes_roles_stand_ins_and_branches_along():
    unit = a_unit()
    kept, gone, stand_in = a_cadre("林远", unit, phone=""), a_cadre("林远", unit), a_cadre(unit=unit)
    both, one = a_project(), a_project()
    liaison_of(both, kept)
    doubled = liaison_of(both, gone)
    instead = liaison_of(both, stand_in, MONDAY)
    instead.stands_in_for = doubled
    instead.save()
    liaison_of(one, gone)
    branch = Branch.objects.create(project=one, name="青禾路项目党支部")
    BranchMember.objects.create(branch=branch, cadre=gone, from_on=LONG_AGO)
    services.merge_cadres(kept, gone, actor=a_user(None, "office"), at=NOW, reason="重复")
    assert set(Responsibility.objects.filter(cadre=kept).values_list("project", flat=True)) == {both.pk, one.pk}
    instead.refresh_from_db()
    assert instead.stands_in_for == Responsibility.objects.get(project=both, cadre=kept)
    assert BranchMember.objects.get().cadre == kept


def test_the_file_tells_what_is_carried_on_projects_that_are_not_over():
    cadre = a_cadre()
    liaison_of(a_project("青禾路北延"), cadre)
    liaison_of(a_project("旧桥加固", stage=Stage.ACCEPTED), cadre)
    ended = liaison_of(a_project("东渠清淤"), cadre)
    ended.until_on = date(2017, 4, 9)
    ended.save()
    duties = queries.file_of(cadre, MONDAY).duties
    assert [str(duty.what).split(" · ")[0] for duty in duties] == ["青禾路北延"]

"""`manage.py import_projects` is its own confirmation."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from projects.models import Programme, Project
from projects.states import ProgrammeState
from tests.cast import a_programme
from tests.projects.roster import lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def april():
    with time_machine.travel("2017-04-10 10:00:00+08:00", tick=False):
        yield


def kept(tmp_path, content, name="2017年重点项目.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return str(path)


def test_a_list_makes_and_starts_the_programme_of_its_year(tmp_path, capsys):
    call_command("import_projects", kept(tmp_path, lists.town_halls()))
    programme = Programme.objects.get()
    assert (programme.year, programme.state) == (2017, ProgrammeState.RUNNING)
    assert "4 new, 0 changed, 0 unchanged" in capsys.readouterr().out
    call_command("import_projects", kept(tmp_path, lists.town_halls()))
    assert "0 new, 0 changed, 4 unchanged" in capsys.readouterr().out


def test_a_list_of_an_earlier_year_holds_from_that_years_beginning(tmp_path):
    with time_machine.travel("2026-11-22 10:00:00+08:00", tick=False):
        call_command("import_projects", kept(tmp_path, lists.plain(1)))
    assert str(Programme.objects.get().reporting_from) == "2017-01-01"
    assert str(Project.objects.get().spans.get().from_on) == "2017-01-01"


def test_the_named_programme_is_taken(tmp_path):
    a_programme()
    programme = a_programme(name="二批")
    call_command("import_projects", kept(tmp_path, lists.plain(1)), programme="二批")
    assert programme.projects.count() == 1


def test_of_several_open_programmes_one_must_be_named(tmp_path):
    a_programme()
    a_programme()
    with pytest.raises(CommandError, match="--programme"):
        call_command("import_projects", kept(tmp_path, lists.plain(1)))


def test_bad_rows_are_all_named_and_nothing_is_stored(tmp_path, capsys):
    rows = [["项目名称", "总投资(万元)"], ["石桥", "x"], ["梅园", "y"]]
    with pytest.raises(CommandError, match="2 places"):
        call_command("import_projects", kept(tmp_path, lists.book(("表", rows, []))))
    told = capsys.readouterr().err
    assert "表 2 B" in told
    assert "表 3 B" in told
    assert not Programme.objects.exists()


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_projects", str(tmp_path / "none.xlsx"))


def test_a_cadre_roster_is_imported_by_its_own_command(tmp_path, capsys):
    from cadres.models import Cadre
    from tests.cast import a_unit

    a_unit("青石镇")
    good = lists.book(("花名册", [["姓名", "单位"], ["林 远", "青石镇"]], []))
    call_command("import_cadres", kept(tmp_path, good, "花名册.xlsx"))
    assert Cadre.objects.get().name == "林远"
    assert "1 new, 0 changed" in capsys.readouterr().out
    bad = lists.book(("花名册", [["姓名", "单位"], ["何青", "无此单位"]], []))
    with pytest.raises(CommandError, match="1 place"):
        call_command("import_cadres", kept(tmp_path, bad, "花名册.xlsx"))
    assert Cadre.objects.count() == 1

"""A list that nobody confirmed does not lie about: it goes after some days, and only it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from projects.models import Project, RosterImport
from projects.services import roster
from projects.tasks.roster import sweep_previews
from tests.cast import a_programme, a_user, at
from tests.projects.roster import lists
from zhangdian.desk import exports, tasks
from zhangdian.options.models import Option

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
WEEK = timedelta(days=7)


def a_preview(when=NOW, count=2):
    programme = a_programme(reporting_from="2017-03-01")
    clerk = a_user(None, "planner")
    return roster.upload(lists.plain(count), "清单.xlsx", programme=programme, actor=clerk, at=when)


def test_a_list_that_was_not_confirmed_goes_with_its_file_and_twice_is_once():
    old, young = a_preview(), a_preview(NOW + timedelta(days=1), count=3)
    later = NOW + WEEK + timedelta(seconds=1)
    assert sweep_previews(at=later) == 1
    assert list(RosterImport.objects.all()) == [young]
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(young.file.name)
    assert sweep_previews(at=later) == 0


def test_to_the_second_it_may_still_be_confirmed():
    kept = a_preview()
    assert sweep_previews(at=NOW + WEEK) == 0
    roster.confirm(kept, actor=kept.uploaded_by, at=NOW + WEEK)
    assert sweep_previews(at=NOW + 10 * WEEK) == 0
    assert (RosterImport.objects.count(), Project.objects.count()) == (1, 2)
    assert default_storage.exists(RosterImport.objects.get().file.name)


def test_how_long_is_a_setting():
    a_preview()
    Option.objects.create(key="roster.preview_days", value="1", effective_from="2017-04-01", reason="个人信息")
    assert sweep_previews(at=NOW + timedelta(days=1, seconds=1)) == 1


def test_a_file_that_cannot_be_deleted_does_not_stop_the_others(monkeypatch):
    a_preview()
    a_preview(count=3)
    stuck = RosterImport.objects.order_by("pk").first()
    delete = default_storage.delete

    def refuse(name):
        if name == stuck.file.name:
            raise PermissionError(name)
        return delete(name)

    monkeypatch.setattr(default_storage, "delete", refuse)
    assert sweep_previews(at=NOW + 2 * WEEK) == 1
    assert list(RosterImport.objects.all()) == [stuck]


def test_a_list_on_the_desk_goes_once_its_preview_is_too_old_to_be_confirmed():
    name = default_storage.save(f"{exports.PREVIEWS}/{'a' * 32}", ContentFile(b"x"))
    stored = default_storage.get_modified_time(name)
    assert tasks.sweep_previews(at=stored + timedelta(hours=2)) == 0
    assert tasks.sweep_previews(at=stored + timedelta(hours=25)) >= 1
    assert not Path(default_storage.path(name)).exists()
    assert tasks.sweep_previews(at=stored + timedelta(hours=25)) == 0

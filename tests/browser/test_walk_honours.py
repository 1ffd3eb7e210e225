"""A batch of honours walked in a real browser by its several roles, one dropped; an entry of the reserve list likewise.

ZHANGDIAN_PICTURES: a folder into which the pages are photographed at both widths.
"""

import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import time_machine

from accounts.models import User
from cases.models import Honour, ReserveEntry
from cases.transitions import honours, reserve
from tests.browser.visitor import DESK, PHONE, named
from tests.cases.scene import decided
from tests.cast import a_user, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class _People:
    def __init__(self, site):
        self.officer, self.deputy = site.people["office"], User.objects.get(username="door-honour-deputy")


@contextmanager
def on(instant):
    """The clock of person and server stands at the instant and ticks on."""
    with time_machine.travel(instant, tick=True):
        yield


def press(visitor, path, **given):
    """Open the page of a move, fill it in, send it; nothing may be wrong with the page at either width."""
    page = visitor.page
    seen(visitor, path)
    for name, value in given.items():
        place = page.locator(f"[name={name}]")
        kind = place.evaluate("thing => thing.tagName + (thing.type || '')")
        if kind.startswith("SELECT"):
            place.select_option(value)
        elif kind == "INPUTcheckbox":
            place.check()
        else:
            place.fill(value)
    with page.expect_navigation():
        page.locator("main form button.button--primary").last.click()


def seen(visitor, path, name=""):
    """The page at both widths, without faults; photographed where a name is given."""
    for label, size in (("1440", DESK), ("360", PHONE)):
        assert visitor.open(path, size) == 200, path
        if name and os.environ.get("ZHANGDIAN_PICTURES"):
            visitor.page.screenshot(
                path=Path(os.environ["ZHANGDIAN_PICTURES"]) / f"{name}-{label}.png", full_page=True
            )  # fmt: skip
        assert visitor.faults() == []
        assert set(visitor.latin()) - named() == set()


def test_a_batch_from_the_draw_to_the_certificate_and_one_dropped(visit, site):
    people, given = _People(site), {"places": "2", "minimum": "0", "facts": "0"}
    scoring = str(Honour.objects.first().scoring_id)
    with on(at("2017-04-10 10:05:00")):
        office, discipline = visit("office"), visit("discipline")
        press(office, "/cases/honour/new/", title="第9期红旗标兵", scoring=scoring, **given)
        batch = Honour.objects.latest("pk")
        path = batch.get_absolute_url()
        assert office.page.url.endswith(path)
        texts = {f"deeds_{one.pk}": "牵头征迁，连续驻点四十天。" for one in batch.people.filter(state="CANDIDATE")}
        press(office, f"{path}write-deeds/", **texts)
        seen(office, path, "honour-draft")
        press(office, f"{path}ask-opinion/")
        seen(discipline, f"{path}opine/", "honour-opinion")
        press(discipline, f"{path}opine/", rest_clear="on")
        press(office, f"{path}show/")
    with on(at("2017-04-11 09:00:00")):
        anybody, office = visit("leader"), visit("office")
        seen(anybody, path, "honour-shown")
        press(anybody, f"{path}object/", claim="驻点天数不足四十天。")
        one = batch.objections.get()
        press(office, f"{path}answer-objection/", objection=str(one.pk), verdict="reject", answer="签到记录无误。")
    # Five working days; the 12th is a day off in this world.
    with on(at("2017-04-19 09:00:00")):
        honours.sweep(at("2017-04-19 08:00:00"))
        batch.refresh_from_db()
        assert batch.state == "CHECKED"
        press(visit("office"), f"{path}propose/", proposal="公示无异议，建议表扬。")
    when = at("2017-04-20 09:00:00")
    batch.refresh_from_db()
    decided(people, (batch, "award"), held_on=date(2017, 4, 19), when=when, number="张组纪〔2017〕901号")
    with on(at("2017-04-20 15:00:00")):
        press(visit("office"), f"{path}publish/")
        seen(visit("office"), path, "honour-published")
        # Those of the world who are drawn have no account: the first of them is given one.
        cadre = batch.people.filter(state="RECIPIENT").first().cadre
        honoured = cadre.user = cadre.user or a_user("walk-honoured", name=cadre.name)
        cadre.save(update_fields=["user"])
        site.people[honoured.username] = honoured
        mine = visit(honoured.username)
        seen(mine, path, "honour-mine")
        assert mine.page.get_by_role("link", name="证书").count() == 1
        assert "90.00" not in mine.page.content()
        office = visit("office")
        press(office, "/cases/honour/new/", title="第10期红旗标兵", scoring=scoring, **given)
        dropped = Honour.objects.latest("pk")
        press(office, f"{dropped.get_absolute_url()}drop/", reason="与季度通报合并。")
    dropped.refresh_from_db()
    batch.refresh_from_db()
    assert (batch.state, dropped.state) == ("PUBLISHED", "DROPPED")


def test_an_entry_from_the_proposal_to_the_list_and_one_not_entered(visit, site):
    people, row = _People(site), ReserveEntry.objects.get(state="PROPOSED")
    path = row.get_absolute_url()
    with on(at("2017-04-10 11:00:00")):
        office = visit("office")
        seen(office, "/cases/reserve/new/", "reserve-new")
        press(office, f"{path}check/", annual_grade="excellent", check_note="档案、个人有关事项一致。")
        press(office, f"{path}propose/", proposal="建议列入。", maturity="near", measures="到指挥部任职。")
    row.refresh_from_db()
    when = at("2017-04-11 09:00:00")
    row = decided(people, (row, "enter"), held_on=date(2017, 4, 10), when=when, number="张组纪〔2017〕902号")
    with on(at("2017-04-11 10:00:00")):
        director, office = visit("director"), visit("office")
        press(director, f"{path}confirm-entry/")
        seen(office, path, "reserve-entry")
        seen(office, "/cases/reserve/list/", "reserve-list")
        assert visit("discipline").open(path) == 404
        assert visit("cadre").open(path) == 404
        press(office, f"{path}propose-exit/", reason="本人提出。")
        press(director, f"{path}remove/", reason="同意退出。")
    row.refresh_from_db()
    assert row.state == "REMOVED"
    assert reserve.sweep(when) == 0

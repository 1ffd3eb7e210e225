"""The forms of cases on the page of the burden: what they cost is timed where they are filled in."""

import re
from datetime import timedelta

import pytest
import time_machine

from cases.models import Card
from tests import lasting
from tests.cases import sight
from tests.cases.appeal_scene import LODGED, a_target
from tests.cases.scene import LATEST, NEXT_DAY, a_card
from tests.cases.sight import client_of
from zhangdian.burden import registry
from zhangdian.burden.models import FormTime
from zhangdian.burden.services import kept

pytestmark = pytest.mark.django_db
MINE = [code for code in registry.FORMS if code.startswith("case.")]
# The pages on which the section begins a case, by the code of their form.
BEGUN = {
    f"case.{name}": f"/cases/{name}/new/"
    for name in ("card", "adjustment", "promotion", "honour", "withdrawal", "reserve")
} | {"case.decision": "/cases/decisions/new/"}


made = lasting.world(sight.of_appeals)


def stamp(page):
    """What the hidden field of the form on a page holds."""
    return re.search(r'name="opened" value="([^"]+)"', page.text).group(1)


@pytest.mark.parametrize("code", BEGUN)
def test_the_page_that_begins_a_case_carries_the_time_of_its_form(people, code):
    a_card(people, "PROPOSED")
    with time_machine.travel(LATEST, tick=False):
        page = client_of(people.officer).get(BEGUN[code])
        assert kept(code, stamp(page)) == stamp(page)


def test_so_do_an_application_for_tolerance_and_a_review(people):
    card = a_target(people)
    with time_machine.travel(LODGED, tick=False):
        client = client_of(people.subject)
        assert kept("case.tolerance", stamp(client.get(f"/cases/tolerance/new/?card={card.pk}")))
        assert kept("case.appeal", stamp(client.get(f"/cases/appeal/new/?case=card:{card.pk}")))


def test_a_card_proposed_and_a_statement_are_timed_once_they_are_taken(people):
    officer, subject = client_of(people.officer), client_of(people.subject)
    with time_machine.travel(NEXT_DAY, tick=False):
        opened = stamp(officer.get("/cases/card/new/"))
    with time_machine.travel(NEXT_DAY + timedelta(seconds=100), tick=False):
        words = {"colour": "yellow", "cadre": people.cadre.pk, "opened": opened}
        refused = officer.post("/cases/card/new/", words)
        assert stamp(refused) == opened
        assert not FormTime.objects.exists()
        assert officer.post("/cases/card/new/", words | {"facts": "逾期未报结"}).status_code == 302
    assert Card.objects.count() == 1
    card = a_card(people, "NOTIFIED", facts="又一件")
    path = f"{card.get_absolute_url()}state/"
    with time_machine.travel(NEXT_DAY, tick=False):
        opened = stamp(subject.get(path))
    with time_machine.travel(NEXT_DAY + timedelta(seconds=200), tick=False):
        assert subject.post(path, {"statement": "材料未到。", "opened": opened}).status_code == 302
    assert sorted(FormTime.objects.values_list("form", "seconds")) == [("case.card", 105), ("case.card.state", 210)]


def test_every_form_named_by_a_move_is_one_of_that_kind():
    from cases import registry as kinds

    for code in MINE:
        _case, name, *verb = code.split(".")
        assert name in kinds.KINDS or code == "case.decision", code
        assert not verb or verb[0] in {move.name for move in kinds.KINDS[name].transitions.MOVES}, code

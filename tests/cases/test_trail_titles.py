"""No line of the trail says in its title whom a case concerns: who audits the trail reads the titles."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from cadres.models import Cadre
from cadres.services.merging import merge_cadres
from cases.services import handover, ladder, retention
from cases.transitions import cards
from cases.transitions.retention import carry_out
from tests.cases import sight
from tests.cases.appeal_scene import lodged
from tests.cases.scene import LATEST, PDF, a_card
from tests.cases.sight import client_of
from tests.cases.sight_tables import TABLES
from tests.cast import a_cadre, at
from zhangdian.papers.services import attach
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
# Who holds which post is announced, and that two rows are one person is no matter of a case.
OPEN = {"appoint", "end_appointment", "merge", "merged_away"}


def named():
    """The lines whose titles hold the name of somebody."""
    names = list(Cadre.objects.values_list("name", flat=True))
    lines = Entry.objects.exclude(verb__in=OPEN)
    return {(line.verb, line.title) for line in lines if any(name in line.title for name in names)}


@pytest.mark.parametrize("name", TABLES)
def test_no_step_of_a_case_names_whom_it_concerns(name):
    table = TABLES[name]
    people, verbs, found = table.people(), set(), set()
    with time_machine.travel(table.seen_at, tick=False):
        for state in table.states:
            with transaction.atomic():
                table.walk(people, state)
                ladder.remind(at=table.seen_at)
                verbs |= set(Entry.objects.values_list("verb", flat=True))
                found |= named()
                transaction.set_rollback(True)
    assert len(verbs) > 6
    assert not found


def test_nor_what_is_done_beside_the_steps():
    """Files, holds, hand-over, doubles made one, the effect taken back, disposal."""
    people = sight.of_appeals()
    clerk, boss = {"actor": people.officer, "at": LATEST}, {"actor": people.director, "at": LATEST}
    card = a_card(people, "VALID")
    paper = attach(card, SimpleUploadedFile("王志远谈话.pdf", PDF), not_secret=True, **clerk)
    assert client_of(people.officer).get(paper.get_absolute_url()).status_code == 200
    hold = retention.set_hold(card, reason="诉讼需要", **clerk)
    retention.lift_hold(hold, reason="诉讼已结", **boss)
    lodged(people, a_card(people, "VALID", facts="又一件"))
    double = a_cadre("王志远二", unit=people.unit)
    a_card(people, "DRAFT", facts="第三件", cadre=double)
    handover.hand_over_all(people.officer, people.second, reason="调离", **boss)
    card = cards.withdraw(card, reason="容错认定免责", **boss)
    merge_cadres(people.cadre, double, reason="同一人", **clerk)
    later = {"at": at("2027-04-22 09:00:00")}
    carry_out(retention.propose([card], why="按期销毁", actor=people.officer, **later), actor=people.third, **later)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"download", "begin_influence", "void_influence", "merge_cases", "dispose_contents"} <= verbs
    assert not named()

"""Nobody who may not see a case reads of it through another door: lists and their search, notices, the interface for
programs, exports, the dossier, decisions and agenda, holds, the desk, the trail."""

from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import User
from cases.models import Decision
from cases.services import ladder, retention
from cases.transitions import adjustment, cards
from tests import lasting
from tests.cases import sight
from tests.cases.honours_scene import OUT
from tests.cases.sight import client_of, roles, text_of
from tests.cast import at
from zhangdian.notices.models import Notice, Reminder
from zhangdian.trail.models import Entry

# A walk through pages and doors: the first database is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@lasting.world
def made():
    """A person about whom there are an entry of the reserve list, a clue and a card drafted, and who is on a draft of
    honours; the person is a leader of the department, the head of the unit is of the section."""
    with time_machine.travel(OUT, tick=False):
        scene = sight.of_honours()
        whom = {"cadre": scene.cadre, "actor": scene.officer, "at": OUT}
        made = SimpleNamespace(
            entry=scene.entry("IN"), batch=scene.batch("OPINION"),
            clue=adjustment.open_clue(trigger="petition", clue="匿名信反映其作风", **whom),
            card=cards.open_card(colour="yellow", facts="两次催办均未回复", **whom),
        )  # fmt: skip
        for case in (made.entry, made.clue, made.card):
            retention.set_hold(case, reason="备查", actor=scene.second, at=OUT)
        readers = sight.readers(scene)
        roles(scene.subject, ",director,")
        roles(scene.head, ",office,")
        roles(readers["recused"], ",discipline,")
        # Everything is overdue by then, the yearly review too.
        ladder.remind(at=at("2018-09-28 09:00:00"))
        return scene, made, readers


@pytest.fixture
def world(people):
    with time_machine.travel(OUT, tick=False):
        yield people


HIDDEN = ("subject", "head", "recused", "colleague", "another head", "leader", "team", "system", "security")


def doors(scene, made):
    """Addresses at which something of a case might stand."""
    yield from ("/", "/me/", "/notices/", "/cases/", "/cases/?all=1", f"/cases/?all=1&q={scene.cadre.name}")
    yield from ("/api/v1/cases/?all=1", f"/cadres/{scene.cadre.pk}/", "/scores/", "/cases/retention/")
    yield from (f"/cases/handover/?from={scene.officer.pk}", "/cases/reserve/list/", "/cases/adjustment/statistics/")
    yield from ("/cases/tolerance/new/", f"/cases/tolerance/new/?case=card:{made.card.pk}", "/cases/decisions/")
    yield from ("/cases/decisions/agenda.docx", *(f"/cases/decisions/{row.pk}/" for row in Decision.objects.all()))
    yield from (f"/admin/cases/decision/{row.pk}/change/" for row in Decision.objects.all())
    yield "/admin/cases/legalhold/"
    for case in vars(made).values():
        path, name = case.get_absolute_url(), case._meta.model_name
        yield from (path, f"{path}extend/", f"{path}papers/notice/", f"{path}papers/entry/")
        yield from (f"/admin/cases/{name}/?q={scene.cadre.name}", f"/admin/cases/{name}/{case.pk}/change/")
        yield from (f"/admin/cases/{name}/{case.pk}/history/", f"/cases/legal-holds/new/?case={case.KIND}:{case.pk}")


def read(user, scene, made):
    client = client_of(user)
    told = [(path, text_of(client.get(path))) for path in doors(scene, made)]
    for path in ("/cases/export/?all=1", "/cases/reserve/list/export/", "/cases/adjustment/statistics/export/"):
        told.append((path, text_of(client.post(path, {"purpose": "调度"}))))
    return told


def words(made):
    """What names a case, and what it says."""
    numbers = [case.number_text for case in vars(made).values()]
    return [*numbers, made.batch.title, "匿名信", "两次催办均未回复", "一线表现突出"]


@pytest.mark.parametrize("who", HIDDEN)
def test_no_other_door_tells_of_a_case(world, who):
    scene, made, readers = world
    told = read(readers[who], scene, made)
    found = [(path, word) for path, text in told for word in words(made) if word in text]
    if who == "head":
        # The list of honours is of many units: the head of one, who is of the section, works on it.
        found = [one for one in found if one[1] not in (made.batch.number_text, made.batch.title)]
    assert not found


def test_the_doors_do_tell_who_may_see(world):
    scene, made, readers = world
    told = "".join(text for _path, text in read(readers["director"], scene, made))
    asked = "".join(text for _path, text in read(readers["discipline"], scene, made))
    assert not [word for word in words(made) if word not in told]
    assert {word for word in words(made) if word in asked} == {made.batch.title, made.batch.number_text}


@pytest.mark.parametrize("who", ["audit", "subject"])
def test_the_trail_tells_numbers_and_neither_whom_nor_what(world, who):
    """Who audits the trail, and a leader of the department whom a case concerns, who reads the trail too."""
    scene, made, readers = world
    client, labels = client_of(readers[who]), [case._meta.label_lower for case in vars(made).values()]
    lines = Entry.objects.filter(label__in=[*labels, "cases.honouree"])
    told = [text_of(client.get(f"/admin/trail/entry/{line.pk}/change/")) for line in lines]
    told.append(text_of(client.get("/admin/trail/entry/")))
    told.append(text_of(client.get(f"/admin/trail/entry/?q={made.clue.number_text}")))
    told.append(text_of(client.post("/admin/trail/entry/chain/", {"purpose": "年度审计"})))
    named = client.get(f"/admin/trail/entry/?q={scene.cadre.name}")
    assert not [line for line in named.context["cl"].result_list if line.label in labels]
    assert len(told) > len(labels)
    assert made.clue.number_text in told[-1]
    # The reader's own name stands in the frame of every page, and beside what he did himself.
    secrets = ["匿名信", "两次催办均未回复", "一线表现突出", "备查", *([scene.cadre.name] if who == "audit" else [])]
    assert not [word for word in secrets for text in told if word in text]
    assert not [line.title for line in lines if scene.cadre.name in line.title]


def test_nobody_is_told_of_a_case_that_is_not_his_to_see(world):
    _scene, made, _readers = world
    seen = {
        case.get_absolute_url(): {
            user.pk
            for user in User.objects.filter(is_active=True)
            if type(case).objects.visible_to(user, OUT.date()).filter(pk=case.pk).exists()
        }
        for case in vars(made).values()
    }
    told = [
        *Notice.objects.filter(path__in=seen).select_related("user"),
        *Reminder.objects.filter(path__in=seen).select_related("user"),
    ]
    assert {row.path for row in told} == set(seen)
    assert not [(row.user.name, row.title) for row in told if row.user_id not in seen[row.path]]

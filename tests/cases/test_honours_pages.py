"""The pages of honours and of the reserve list: who reads what, how many statements, papers, the dossier."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cases import registry
from cases.models import Honour, Honouree, ReserveEntry
from cases.queries.dossier import section
from cases.services import honours
from cases.transitions import cards
from cases.transitions import honours as moves
from tests import lasting
from tests.cases.honours_scene import DRAWN, OUT, SHOWN, Scene
from tests.cases.scene import a_card
from tests.cast import a_cadre, a_user
from tests.counting import same_count, statements
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
BACKEND = "accounts.backends.PasswordBackend"
STATES = ["DRAFT", "OPINION", "OPINED", "PUBLICITY", "CHECKED", "PROPOSED", "DECIDED", "PUBLISHED"]
RESERVE = ["PROPOSED", "CHECKED", "BEFORE", "DECIDED", "IN", "LISTED", "USED"]


@lasting.world
def made():
    with time_machine.travel(OUT, tick=False):
        return Scene()


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(OUT, tick=False):
        yield


def get(user, path, **words):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(path, **words)


def post(user, path, data):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.post(path, data)


def words_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml").decode()


@pytest.mark.parametrize("state", STATES)
def test_a_batch_can_be_read_at_every_state_and_its_papers_are_made(scene, state):
    batch = scene.batch(state)
    answer = get(scene.officer, batch.get_absolute_url())
    assert answer.status_code == 200
    assert "赵启明" in answer.text
    forms = [form for form in registry.of(batch).papers(batch, scene.officer) if form.when(batch)]
    assert bool(forms) == (state not in ("DRAFT", "OPINION", "OPINED"))
    for form in forms:
        made = form.make(batch, OUT.date())
        assert made == form.make(batch, OUT.date())
        assert "95.00" not in words_of(made)


def test_everybody_reads_the_list_without_scores_opinions_or_who_was_taken_out(scene):
    batch = scene.batch("OPINION")
    people = scene.opinions(batch, adverse=[scene.cadres[1]])
    batch = moves.opine(batch, opinions=people, actor=scene.discipline, at=DRAWN + timedelta(days=1))
    batch = scene.walk(batch, "PUBLICITY")
    with time_machine.travel(SHOWN + timedelta(hours=1), tick=False):
        for user in (scene.stranger, scene.cadres[0].user, a_user(None, "leader")):
            text = get(user, batch.get_absolute_url()).text
            assert "赵启明" in text
            assert "东岭镇" in text
            for secret in ("孙若谷", "95.00", "甲组", "正在核查", "nothing known", "没有反映"):
                assert secret not in text, secret
        text = get(scene.officer, batch.get_absolute_url()).text
        for known in ("孙若谷", "95.00", "甲组"):
            assert known in text
        text = get(scene.discipline, batch.get_absolute_url()).text
        assert "95.00" not in text


def test_an_objection_comes_in_by_the_page_and_only_its_author_and_the_office_read_it(scene):
    batch = scene.batch("PUBLICITY")
    with time_machine.travel(SHOWN + timedelta(hours=1), tick=False):
        path = batch.get_absolute_url()
        assert get(scene.stranger, f"{path}object/").status_code == 200
        assert post(scene.stranger, f"{path}object/", {"claim": ""}).status_code == 422
        one = scene.first(batch)
        assert post(scene.stranger, f"{path}object/", {"claim": "征迁是集体完成的", "about": one.pk}).status_code == 302
        assert "征迁是集体完成的" in get(scene.stranger, path).text
        assert "征迁是集体完成的" in get(scene.officer, path).text
        assert "征迁是集体完成的" not in get(scene.cadres[1].user, path).text
        row = batch.objections.get()
        answer = post(
            scene.officer, f"{path}answer-objection/", {"objection": row.pk, "verdict": "reject", "answer": "已核实"}
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.state == "REJECTED"


def test_the_draft_is_worked_on_by_forms(scene):
    batch = scene.batch()
    path = batch.get_absolute_url()
    one = scene.first(batch)
    for verb in ("write-deeds", "add-person", "take-out"):
        assert get(scene.officer, f"{path}{verb}/").status_code == 200
    assert post(scene.officer, f"{path}write-deeds/", {f"deeds_{one.pk}": "新事迹"}).status_code == 302
    assert Honouree.objects.get(pk=one.pk).deeds == "新事迹"
    assert post(scene.officer, f"{path}take-out/", {"person": one.pk, "reason": "谦让"}).status_code == 302
    assert Honouree.objects.get(pk=one.pk).state == "OUT"
    added = {"cadre": scene.cadres[5].pk, "reason": "驻点", "deeds": "驻点四十天"}
    assert post(scene.officer, f"{path}add-person/", added).status_code == 302
    for rest in Honouree.objects.filter(honour=batch, state="CANDIDATE", deeds=""):
        honours.write_deeds(batch, deeds={rest.pk: "事迹"}, actor=scene.officer, at=DRAWN)
    assert post(scene.officer, f"{path}ask-opinion/", {}).status_code == 302
    assert get(scene.discipline, f"{path}opine/").status_code == 200
    assert post(scene.discipline, f"{path}opine/", {}).status_code == 422
    assert post(scene.discipline, f"{path}opine/", {"rest_clear": "on"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "OPINED"


def test_a_batch_is_drawn_by_a_page(scene):
    assert get(scene.stranger, "/cases/honour/new/").status_code == 403
    assert get(scene.officer, "/cases/honour/new/").status_code == 200
    data = {"sort": "flag", "title": "第1期", "scoring": scene.scoring.pk, "places": 2, "minimum": "80", "facts": 9}
    assert post(scene.officer, "/cases/honour/new/", data).status_code == 422
    assert post(scene.officer, "/cases/honour/new/", data | {"facts": 0}).status_code == 302
    assert Honour.objects.get().people.count() == 4


def test_a_certificate_is_for_who_runs_it_and_for_oneself(scene):
    batch = scene.batch("PUBLISHED")
    mine = Honouree.objects.get(honour=batch, cadre=scene.cadres[0])
    path = f"{batch.get_absolute_url()}papers/certificate-{mine.pk}/"
    answer = get(scene.cadres[0].user, path)
    assert answer.status_code == 200
    assert "赵启明同志" in words_of(answer.content)
    assert get(scene.officer, path).status_code == 200
    assert get(scene.cadres[1].user, path).status_code == 404
    assert get(scene.stranger, path).status_code == 404


@pytest.mark.parametrize("who", ["officer", "subject", "discipline", "director"])
def test_the_page_of_a_batch_asks_the_same_number_of_questions(scene, who):
    batch = scene.batch("PUBLICITY")
    user = scene.cadres[0].user if who == "subject" else getattr(scene, who)
    client = Client()
    client.force_login(user, backend=BACKEND)

    def grow():
        for number in range(8):
            cadre = a_cadre(f"某{number}", unit=scene.unit_of_all)
            Honouree.objects.create(honour=batch, cadre=cadre, name=cadre.name, unit=cadre.unit, deeds="x")
            honours.raise_objection(batch, claim="x", actor=user, at=SHOWN)

    same_count(client, batch.get_absolute_url(), grow)


@pytest.mark.parametrize("state", RESERVE)
def test_an_entry_can_be_read_at_every_state_and_its_paper_is_made(scene, state):
    entry = scene.entry(state)
    answer = get(scene.officer, entry.get_absolute_url())
    assert answer.status_code == 200
    assert "一线表现突出" in answer.text
    (form,) = registry.of(entry).papers(entry, scene.officer)
    assert form.make(entry, OUT.date()) == form.make(entry, OUT.date())
    assert "严格保密" in words_of(form.make(entry, OUT.date()))


def test_the_list_is_taken_out_for_a_purpose_only(scene):
    scene.entry("IN")
    for user, status in ((scene.officer, 200), (scene.director, 200), (scene.discipline, 404), (scene.stranger, 404)):
        for path in ("/cases/reserve/list/", "/cases/reserve/list/export/"):
            assert get(user, path).status_code == status
    assert "赵启明" in get(scene.officer, "/cases/reserve/list/?layer=principal").text
    assert "赵启明" not in get(scene.officer, "/cases/reserve/list/?layer=deputy").text
    assert post(scene.officer, "/cases/reserve/list/export/", {"purpose": ""}).status_code == 422
    assert not Entry.objects.filter(verb="export").exists()
    answer = post(scene.officer, "/cases/reserve/list/export/", {"purpose": "部务会研究"})
    assert answer.content[:2] == b"PK"
    line = Entry.objects.get(verb="export")
    assert (line.actor, line.reason) == (scene.officer, "部务会研究")


def test_an_entry_is_proposed_by_a_page(scene):
    assert get(scene.director, "/cases/reserve/new/").status_code == 403
    assert get(scene.discipline, "/cases/reserve/new/").status_code == 404
    assert get(scene.officer, "/cases/reserve/new/").status_code == 200
    data = {"layer": "deputy", "reason": "一线表现突出"}
    assert post(scene.officer, "/cases/reserve/new/", data).status_code == 422
    assert post(scene.officer, "/cases/reserve/new/", data | {"cadre": scene.cadres[2].pk}).status_code == 302
    assert ReserveEntry.objects.get().layer == "deputy"


@pytest.mark.parametrize("path", ["/cases/reserve/list/", "/cases/?all=1", "entry"])
def test_the_pages_of_the_list_ask_the_same_number_of_questions(scene, path):
    entry = scene.entry("IN")
    client = Client()
    client.force_login(scene.officer, backend=BACKEND)

    def grow():
        for cadre in scene.cadres[1:]:
            scene.entry("IN", cadre=cadre)

    same_count(client, entry.get_absolute_url() if path == "entry" else path, grow)


def test_honours_and_cards_in_force_stand_in_the_dossier_and_withdrawn_ones_vanish(scene):
    cadre = scene.cadres[0]
    assert section(cadre, scene.officer, OUT.date()) is None
    scene.batch("DECIDED")
    assert section(cadre, scene.officer, OUT.date()) is None
    scene.batch("PUBLISHED", title="2017年第2期红旗标兵")
    scene.entry("IN", cadre=cadre)
    scene.cadre, scene.subject = cadre, cadre.user
    card = cards.deliver(a_card(scene, "DECIDED"), manner="signed", actor=scene.officer, at=OUT)
    for reader in (scene.officer, cadre.user):
        found = section(cadre, reader, OUT.date())
        assert {row.kind for row in found.rows} == {"honour", "card"}
        assert len(found.lines) == 2
        assert not any("后备" in line for line in found.lines)
    assert [row.kind for row in section(cadre, scene.stranger, OUT.date()).rows] == ["honour"]
    text = get(scene.officer, f"/cadres/{cadre.pk}/").text
    assert "2017年第2期红旗标兵" in text
    assert card.number_text in text
    cards.withdraw(card, reason="容错", actor=scene.director, at=OUT)
    assert [row.kind for row in section(cadre, scene.officer, OUT.date()).rows] == ["honour"]


def test_the_section_of_the_dossier_is_one_statement(scene, django_assert_num_queries):
    scene.batch("PUBLISHED")
    with django_assert_num_queries(1):
        section(scene.cadres[0], scene.officer, OUT.date())
    client = Client()
    client.force_login(scene.officer, backend=BACKEND)
    assert len(statements(client, f"/cadres/{scene.cadres[0].pk}/")) <= 12

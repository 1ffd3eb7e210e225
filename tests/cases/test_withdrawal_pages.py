"""The pages of the withdrawal of an honour: how one begins, what each reader finds, papers, how often a page asks."""

import io
import zipfile

import pytest
import time_machine
from django.test import Client

from cases import registry
from cases.models import Honouree, HonourWithdrawal
from cases.services import honours
from tests import lasting
from tests.cases.honours_scene import DELIVERED, HEARD, PROPOSED, Scene
from tests.cases.test_withdrawal import red_card
from tests.cast import a_cadre, a_unit, a_user
from tests.counting import same_count, statements

pytestmark = pytest.mark.django_db
NEW = "/cases/withdrawal/new/"


@lasting.world
def made():
    with time_machine.travel(DELIVERED, tick=False):
        return Scene(4)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(DELIVERED, tick=False):
        yield


def come(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def words_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml").decode()


def test_it_begins_from_the_batch_with_the_facts_filled_in(scene):
    one = scene.honoured()
    card = red_card(scene)
    honours.watch(HEARD)
    path = f"{NEW}?honouree={one.pk}"
    page = come(scene.officer).get(one.get_absolute_url()).text
    assert path in page
    assert "需研究" in page
    text = come(scene.officer).get(path).text
    assert card.number_text in text
    assert "checked" in text
    data = {"honouree": one.pk, "facts": "授予后亮红牌。", "on_block": "on"}
    answer = come(scene.officer).post(NEW, data)
    case = HonourWithdrawal.objects.get()
    assert answer.headers["Location"] == case.get_absolute_url()
    assert (case.facts, case.source_key) == ("授予后亮红牌。", str(card.pk))
    # Being pursued, it is no longer a prompt, and cannot be begun again.
    page = come(scene.officer).get(one.get_absolute_url()).text
    assert path not in page
    assert "需研究" not in page
    assert case.number_text in page
    assert come(scene.officer).post(NEW, data).status_code == 422


def test_without_facts_or_a_block_that_is_said_it_is_not_begun(scene):
    one = scene.honoured()
    assert come(scene.officer).post(NEW, {"honouree": one.pk, "facts": " "}).status_code == 422
    answer = come(scene.officer).post(NEW, {"honouree": one.pk, "facts": "x", "on_block": "on"})
    assert answer.status_code == 422
    assert "影响期" in answer.text
    assert not HonourWithdrawal.objects.exists()


def test_whose_honour_it_is_or_who_heads_the_unit_is_offered_nothing(scene):
    one = scene.honoured()
    for user in (scene.subject, scene.head):
        user.roles = ",office,"
        user.save()
        assert f"{NEW}?honouree={one.pk}" not in come(user).get(one.get_absolute_url()).text
        answer = come(user).post(NEW, {"honouree": one.pk, "facts": "x"})
        assert answer.status_code == 422
    for user in (scene.director, scene.stranger):
        assert NEW not in come(user).get(one.get_absolute_url()).text


def test_the_batch_shows_each_reader_only_what_he_may_see(scene):
    drafted = scene.withdrawal()
    batch = drafted.honouree.honour
    seen = {"officer": 1, "director": 1, "discipline": 0, "subject": 0, "stranger": 0, "head": 0}
    for name, count in seen.items():
        assert come(getattr(scene, name)).get(batch.get_absolute_url()).text.count(drafted.number_text) == count
    scene.walked(drafted, "DECIDED")
    for name, count in (seen | {"discipline": 1, "subject": 1}).items():
        assert come(getattr(scene, name)).get(batch.get_absolute_url()).text.count(drafted.number_text) == count


def test_delivered_the_person_finds_the_ways_on_the_page_and_on_the_paper(scene):
    case = scene.withdrawal("DELIVERED")
    page = come(scene.subject).get(case.get_absolute_url()).text
    assert f"/cases/appeal/new/?case=withdrawal:{case.pk}" in page
    answer = come(scene.subject).get(f"{case.get_absolute_url()}papers/decision/")
    said = words_of(answer.content)
    for words in ("撤销称号决定书", "红旗标兵", "复核", "申诉", "2017年9月4日24:00", "部务会"):
        assert words in said
    # The certificate is gone, the batch shows it withdrawn.
    path = f"{case.honouree.honour.get_absolute_url()}papers/certificate-{case.honouree_id}/"
    assert come(scene.subject).get(path).status_code == 404
    assert "称号已撤销" in come(scene.stranger).get(case.honouree.get_absolute_url()).text


def test_the_papers_are_the_same_bytes_twice(scene):
    case = scene.withdrawal("DELIVERED")
    forms = [form for form in registry.of(case).papers(case, scene.officer) if form.when(case)]
    assert {form.code for form in forms} == {"notice", "hearing", "decision", "receipt"}
    for form in forms:
        assert form.make(case, DELIVERED.date()) == form.make(case, DELIVERED.date())


@pytest.mark.parametrize("who", ["officer", "director", "discipline", "subject"])
def test_the_pages_ask_at_most_twelve_times(scene, who):
    case = scene.withdrawal("DELIVERED")
    client = come(getattr(scene, who))
    for path in (case.get_absolute_url(), case.honouree.get_absolute_url()):
        assert len(statements(client, path)) <= 12


@pytest.mark.parametrize("path", ["batch", NEW, "/cases/?all=1&kind=withdrawal"])
def test_lists_ask_the_same_number_of_questions(scene, path):
    batch = scene.honoured().honour
    scene.withdrawal("NOTIFIED", one=Honouree.objects.get(honour=batch, cadre=scene.cadre))

    def grow():
        for one in Honouree.objects.filter(honour=batch).exclude(cadre=scene.cadre):
            scene.withdrawal("HEARD", one=one)
        for number in range(4):
            cadre = a_cadre(f"某{number}", user=a_user(f"somebody{number}"), unit=a_unit(f"某{number}镇"))
            Honouree.objects.create(
                honour=batch, cadre=cadre, name=cadre.name, unit=cadre.unit, deeds="x", state="RECIPIENT",
                opinion="clear", opinion_at=PROPOSED, honoured_at=PROPOSED,
            )  # fmt: skip

    same_count(come(scene.officer), batch.get_absolute_url() if path == "batch" else path, grow)

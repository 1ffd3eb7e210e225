"""The pages of error tolerance: the application, the case as each reader sees it, the library, statement counts."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from cases.kinds import tolerance as kind
from cases.models import Tolerance
from cases.services import tolerance as services
from tests import lasting
from tests.cases.scene import PDF, a_card, minutes, ruled
from tests.cases.tolerance_scene import FILED, LODGED, SELF, People, a_tolerance, handler, investigated, walk
from tests.counting import same_count
from zhangdian.papers.queries import attachments_of

pytestmark = pytest.mark.django_db
DAY = date(2017, 4, 21)


made = lasting.world(lambda: ruled(People()))
stop = lasting.stop(a_tolerance)


def client_of(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def typed(**words):
    given = {
        "post": "北岭镇副镇长", "project": "青禾路北延", "course": "汛期前赶工。", "basis": "会议纪要3号",
        "error": "延误", "remedy": "追回七天", "no_gain": "on",
    }  # fmt: skip
    for code in SELF:
        given |= {code: "yes", f"{code}_why": "首次采用新工艺。"}
    return given | words


def test_the_facts_of_the_card_are_filled_in_and_the_evidence_goes_along(people):
    card = a_card(people, "NOTIFIED")
    with time_machine.travel(LODGED, tick=False):
        client = client_of(people.subject)
        page = client.get(f"/cases/card/{card.pk}/").content.decode()
        address = f"/cases/tolerance/new/?case=card:{card.pk}"
        assert address.replace("&", "&amp;") in page
        assert card.facts in client.get(address).content.decode()
        answer = client.post(address, typed(file=minutes(), not_secret="on"))
    case = Tolerance.objects.get()
    assert answer["Location"] == f"/cases/tolerance/{case.pk}/"
    assert (case.origin, case.about_key, case.cadre, case.unit) == ("person", str(card.pk), people.cadre, people.unit)
    assert attachments_of(case).get().size == len(PDF)
    assert case.points.filter(side="self", holds=True).count() == 3


def test_nothing_typed_is_lost_and_a_secret_file_is_not_taken(people):
    card = a_card(people, "NOTIFIED")
    with time_machine.travel(LODGED, tick=False):
        client = client_of(people.subject)
        answer = client.post(f"/cases/tolerance/new/?card={card.pk}", typed(error="", no_gain="", file=minutes()))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "汛期前赶工。" in page
    assert not Tolerance.objects.exists()
    assert {"error", "no_gain", "not_secret"} == set(answer.context["form"].errors)


def test_who_opens_twice_is_led_to_the_open_one(people):
    card = a_card(people, "NOTIFIED")
    with time_machine.travel(LODGED, tick=False):
        client = client_of(people.subject)
        first = client.post(f"/cases/tolerance/new/?card={card.pk}", typed())
        assert client.get(f"/cases/tolerance/new/?card={card.pk}")["Location"] == first["Location"]


def test_the_organ_opens_one_about_nothing_on_record_but_not_about_itself(people):
    with time_machine.travel(LODGED, tick=False):
        client = client_of(people.officer)
        words = {"course": "经巡察发现。", "error": "延误"}
        assert client.post("/cases/tolerance/new/", words).status_code == 422
        assert client.post("/cases/tolerance/new/", words | {"cadre": people.cadre.pk}).status_code == 302
    case = Tolerance.objects.get()
    assert (case.origin, case.unit, handler(case)) == ("organ", people.unit, people.officer)


def test_others_are_told_where_to_start(people):
    with time_machine.travel(LODGED, tick=False):
        assert client_of(people.stranger).get("/cases/tolerance/new/").status_code == 200
        card = a_card(people, "NOTIFIED")
        assert client_of(people.stranger).get(f"/cases/tolerance/new/?card={card.pk}").status_code == 404
        assert f"case=card:{card.pk}" in client_of(people.head).get("/cases/tolerance/new/").content.decode()


INSIDE = ("如实说明情况", "开明意见", "动机为公")


def test_the_person_reads_the_finding_but_not_what_the_organs_wrote(people):
    case = walk(people, a_tolerance(people), "JOINT")
    from cases.transitions import tolerance as moves
    from tests.cases.tolerance_scene import OPINED

    case = moves.give_opinion(case, opinion="开明意见", agrees="yes", actor=people.discipline, at=OPINED)

    def read(user):
        with time_machine.travel(FILED, tick=False):
            return client_of(user).get(f"/cases/tolerance/{case.pk}/").content.decode()

    for user in (people.subject, people.head):
        assert not [word for word in INSIDE if word in read(user)]
    for user in (people.second, people.discipline, people.director):
        assert all(word in read(user) for word in INSIDE)
    # Who investigates reads it all, but is not on the desk.
    assert all(word in read(people.inspector) for word in INSIDE)
    case = walk(people, case, "FED_BACK")
    told = read(people.subject)
    assert "动机为公" in told
    assert "开明意见" not in told


@pytest.mark.parametrize("state", ["LODGED", "REFUSED", "JOINT", "DECIDED", "CORRECTED", "CLOSED"])
def test_papers_of_each_state_are_made_from_what_is_stored(people, state):
    case = a_tolerance(people, state)
    for form in kind.forms_of(read(case, people.second), people.second):
        if form.when(case):
            assert form.make(case, DAY) == form.make(case, DAY)


def read(case, user):
    rows = Tolerance.objects.standing(user, DAY).select_related("cadre__user", "unit", "decision", "handler")
    return rows.get(pk=case.pk)


def test_a_paper_is_chinese_whatever_the_reader_reads(people):
    import io
    import zipfile

    case = a_tolerance(people, "REFUSED")
    with override("en"):
        body = {form.code: form for form in kind.forms_of(read(case, people.second), people.second)}["refusal"].make(
            case, DAY
        )
    text = zipfile.ZipFile(io.BytesIO(body)).read("word/document.xml").decode()
    assert "谋取私利" in text
    assert "Private" not in text


@pytest.mark.parametrize("who", ["second", "subject", "discipline", "inspector"])
@pytest.mark.parametrize("stop", ["INQUIRY", "CLOSED"], indirect=True, scope="module")
def test_the_page_of_a_case_asks_constantly_and_little(people, case, who, django_assert_max_num_queries):
    if case.state == "INQUIRY":
        case = investigated(people, case)
    with time_machine.travel(FILED, tick=False):
        client = client_of(getattr(people, who))
        client.get(f"/cases/tolerance/{case.pk}/")
        with django_assert_max_num_queries(12):
            client.get(f"/cases/tolerance/{case.pk}/")


def test_the_card_page_with_the_prompt_asks_little(people, django_assert_max_num_queries):
    card = a_card(people, "NOTIFIED")
    with time_machine.travel(LODGED, tick=False):
        for user in (people.subject, people.officer):
            client = client_of(user)
            client.get(f"/cases/card/{card.pk}/")
            with django_assert_max_num_queries(12):
                client.get(f"/cases/card/{card.pk}/")


def test_the_library_asks_the_same_however_many_there_are(people):
    def more():
        case = a_tolerance(
            people, "FILED", card=a_card(people, "NOTIFIED", facts=f"另一事实{Tolerance.objects.count()}")
        )
        services.release_lesson(
            case, topic="site", title="新工艺", text="某镇改用新工艺，延误，免责。", actor=people.director, at=FILED
        )

    more()
    client = client_of(people.stranger)
    with time_machine.travel(FILED, tick=False):
        same_count(client, "/cases/tolerance/library/?outcome=exempt", more)
        assert "新工艺" in client.get("/cases/tolerance/library/").content.decode()
        assert "新工艺" not in client.get("/cases/tolerance/library/?outcome=denied").content.decode()

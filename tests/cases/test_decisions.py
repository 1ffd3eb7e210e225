"""Decisions: entered in one form with their minutes, confirmed by another person, carried into their cases."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Decision
from cases.queries import attendees
from cases.queries import decisions as queries
from cases.transitions import decisions as transitions
from tests import lasting
from tests.cases.scene import LATER, PDF, People, a_card, a_decision, minutes, ruled
from tests.cast import a_cadre, a_unit, a_user
from tests.counting import same_count
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
LIST, NEW = "/cases/decisions/", "/cases/decisions/new/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(LATER, tick=False):
        yield


made = lasting.world(lambda: ruled(People()))


def typed(card, **words):
    return {
        "meeting": "department", "held_on": "2017-04-18", "document_no": "张组纪〔2017〕8号", "expected": "9",
        "present": "8", "agreed": "7", "words": "会议同意。", "attendees": "周衡\n林岚，回避：与本人有亲属关系",
        f"outcome-card-{card.pk}": "give", f"note-card-{card.pk}": "情节属实", "not_secret": "on",
        "minutes": SimpleUploadedFile("纪要.pdf", PDF, content_type="application/pdf"),
    } | words  # fmt: skip


# Entering ----------------------------------------------------------------------------------------------


def test_one_form_enters_the_meeting_its_cases_people_and_minutes(client, people):
    card, other = a_card(people, "PROPOSED"), a_card(people, "PROPOSED")
    client.force_login(people.officer)
    page = client.get(NEW)
    assert page.status_code == 200
    assert f'name="outcome-card-{other.pk}"' in page.content.decode()
    lines = Entry.objects.count()
    answer = client.post(NEW, typed(card))
    made = Decision.objects.get()
    assert answer.url == made.get_absolute_url() == f"{LIST}{made.pk}/"
    assert (made.state, made.entered_by, made.agreed) == ("DRAFT", people.officer, 7)
    assert [(item.key, item.outcome, item.note) for item in made.items.all()] == [(str(card.pk), "give", "情节属实")]
    assert [(one.name, one.is_recused, one.why) for one in made.attendees.all()] == [
        ("周衡", False, ""), ("林岚", True, "与本人有亲属关系"),
    ]  # fmt: skip
    assert Entry.objects.count() == lines + 2
    assert set(Entry.objects.about(made).values_list("verb", flat=True)) == {"enter_decision", "upload"}
    page = client.get(NEW)
    assert [str(row.case) for row in page.context["form"].pending] == [str(card)]
    assert f'name="outcome-card-{card.pk}"' not in page.content.decode()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"meeting": ""}, "meeting"),
        ({"meeting": "appeals"}, "outcome-card"),
        ({"held_on": "2017-04-30"}, "held_on"),
        ({"held_on": "昨天"}, "held_on"),
        ({"document_no": "已有"}, "document_no"),
        ({"present": "10"}, "present"),
        ({"agreed": "9"}, "agreed"),
        ({"agreed": "8"}, "agreed"),
        ({"outcome-card": ""}, "__all__"),
        ({"outcome-card": "burn"}, "outcome-card"),
        ({"attendees": ""}, "attendees"),
        ({"attendees": "林岚，回避"}, "attendees"),
        ({"attendees": "周衡\n周衡"}, "attendees"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": SimpleUploadedFile("纪要.exe", b"MZ")}, "minutes"),
        ({"not_secret": ""}, "not_secret"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, people, words, field):
    card = a_card(people, "PROPOSED")
    a_decision(people, (a_card(people, "PROPOSED"), "give"), number="已有")
    client.force_login(people.officer)
    words = {f"{name}-{card.pk}" if name == "outcome-card" else name: value for name, value in words.items()}
    data = typed(card, **words)
    answer = client.post(NEW, {name: value for name, value in data.items() if value != ""})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert (f"{field}-{card.pk}" if field == "outcome-card" else field) in form.errors
    assert "minutes" in form.errors, "the file has to be chosen once more, and that is said"
    page = answer.content.decode()
    for name in ("document_no", "words"):
        assert data[name] in page
    assert "情节属实" in page
    assert Decision.objects.count() == 1


def test_nobody_enters_a_decision_about_the_own_case_and_only_the_cadre_section_enters(client, people):
    people.subject.roles = ",office,"
    people.subject.save()
    card = a_card(people, "PROPOSED")
    assert queries.waiting(people.subject, LATER.date()) == []
    client.force_login(people.subject)
    answer = client.post(NEW, typed(card))
    assert answer.status_code == 422
    for user, status in ((people.director, 403), (people.discipline, 403), (people.stranger, 403)):
        client.force_login(user)
        assert client.get(NEW).status_code == status


# Who sat there -----------------------------------------------------------------------------------------


def test_attendees_are_found_on_the_roster_and_who_is_not_plain_is_asked_for(people):
    town, water = a_unit("青禾镇"), a_unit("区水务局")
    one, two, only = a_cadre("李强", unit=town), a_cadre("李强", unit=water), a_cadre("赵敏", unit=water)
    found, wrong = attendees.read("赵敏\n李强（青禾镇）\n李强(区水务局), recused: brother\n李强（外）\n吴宪（省厅）\n")
    assert wrong == []
    assert found == [
        ("赵敏", only, ""), ("李强", one, ""), ("李强", two, "brother"), ("李强", None, ""), ("吴宪（省厅）", None, ""),
    ]  # fmt: skip
    for text in ("李强", "李强（青河镇）"):
        found, wrong = attendees.read(text)
        assert found == []
        assert "李强（青禾镇）" in wrong[0]
        assert "李强（区水务局）" in wrong[0]
    for text in ("赵敏，请假", "赵敏，回避：", "，回避：理由", "赵" * 41):
        assert len(attendees.read(text)[1]) == 1


# Confirming --------------------------------------------------------------------------------------------


def test_a_leader_sees_it_waiting_at_home_and_confirms_it(client, people):
    card = a_card(people, "PROPOSED")
    row = a_decision(people, (card, "give"))
    client.force_login(people.deputy)
    lines = [line for line in client.get("/").context["lines"] if line.path == f"{LIST}?state=DRAFT"]
    assert [line.count for line in lines] == [1]
    page = client.get(row.get_absolute_url())
    assert page.context["hindrances"] == []
    assert [button.url for button in page.context["panel"].open] == [
        f"{LIST}{row.pk}/confirm/", f"{LIST}{row.pk}/discard/",
    ]  # fmt: skip
    assert client.get(f"{LIST}{row.pk}/confirm/").status_code == 200
    before = Entry.objects.about(row).count()
    assert client.post(f"{LIST}{row.pk}/confirm/").url == row.get_absolute_url()
    row.refresh_from_db()
    card.refresh_from_db()
    assert (row.state, row.confirmed_by, card.state, card.decision) == ("CONFIRMED", people.deputy, "DECIDED", row)
    assert Entry.objects.about(row).count() == before + 1
    assert not [line for line in client.get("/").context["lines"] if line.path == f"{LIST}?state=DRAFT"]
    assert client.get(f"{LIST}{row.pk}/confirm/").status_code == 302


@pytest.mark.parametrize(
    ("words", "who", "why"),
    [
        ({}, "officer", MoveRefused.WRONG_PERSON),
        ({}, "discipline", MoveRefused.WRONG_PERSON),
        ({"present": 5, "agreed": 5}, "deputy", MoveRefused.WRONG_STATE),
        ({"agreed": 4}, "deputy", MoveRefused.WRONG_STATE),
    ],
)
def test_what_keeps_a_decision_from_being_confirmed(people, words, who, why):
    card = a_card(people, "PROPOSED")
    row = a_decision(people, (card, "give"), **words)
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refused:
        transitions.confirm(row, actor=getattr(people, who), at=LATER)
    assert refused.value.why == why
    if words:
        assert transitions.hindrances(row, actor=people.deputy, at=LATER) == [str(refused.value)]
    card.refresh_from_db()
    assert (card.state, Entry.objects.count()) == ("PROPOSED", lines)


def test_who_is_concerned_must_have_left_the_room(people):
    card = a_card(people, "PROPOSED")
    row = a_decision(people, (card, "give"))
    row.attendees.create(name="王志远", cadre=people.cadre)
    assert len(transitions.hindrances(row, actor=people.deputy, at=LATER)) == 1
    with pytest.raises(MoveRefused, match="王志远"):
        transitions.confirm(row, actor=people.deputy, at=LATER)
    row.attendees.update(is_recused=True, why="本人")
    assert transitions.hindrances(row, actor=people.deputy, at=LATER) == []
    assert transitions.confirm(row, actor=people.deputy, at=LATER).state == "CONFIRMED"


def test_one_case_that_went_on_meanwhile_keeps_the_whole_decision_back(people):
    first, second = a_card(people, "PROPOSED"), a_card(people, "PROPOSED")
    row = a_decision(people, (first, "give"), (second, "give"))
    transitions.confirm(a_decision(people, (second, "decline"), number="另一次"), actor=people.deputy, at=LATER)
    assert len(transitions.hindrances(row, actor=people.deputy, at=LATER)) == 1
    with pytest.raises(MoveRefused):
        transitions.confirm(row, actor=people.deputy, at=LATER)
    first.refresh_from_db()
    row.refresh_from_db()
    assert (first.state, row.state) == ("PROPOSED", "DRAFT")


def test_a_draft_is_discarded_with_its_reason_and_its_cases_wait_as_before(client, people):
    card = a_card(people, "PROPOSED")
    row = a_decision(people, (card, "give"))
    client.force_login(people.second)
    assert client.post(f"{LIST}{row.pk}/discard/", {"reason": "误录"}).status_code == 403
    client.force_login(people.officer)
    assert client.post(f"{LIST}{row.pk}/discard/", {"reason": ""}).status_code == 422
    assert client.post(f"{LIST}{row.pk}/discard/", {"reason": "误录"}).status_code == 302
    row.refresh_from_db()
    card.refresh_from_db()
    assert (row.state, card.state) == ("DISCARDED", "PROPOSED")
    assert [one.draft for one in queries.waiting(people.officer, LATER.date())] == [None]
    assert Entry.objects.about(row).filter(verb="discard").get().reason == "误录"


# Reading -----------------------------------------------------------------------------------------------


def test_the_list_is_filtered_and_keeps_the_decision_from_whom_it_concerns(client, people):
    draft = a_decision(people, (a_card(people, "PROPOSED"), "give"), number="甲号")
    other = a_decision(people, (a_card(people, "PROPOSED"), "give"), number="乙号", held_on=date(2016, 12, 30))
    transitions.confirm(other, actor=people.deputy, at=LATER)
    client.force_login(people.second)

    def shown(query):
        return [row.document_no for row in client.get(f"{LIST}?{query}").context["page"]]

    assert shown("") == ["甲号", "乙号"]
    assert shown("state=DRAFT") == shown("year=2017") == shown("q=甲") == ["甲号"]
    assert shown("meeting=appeals") == []
    assert shown("q=王志远") == ["甲号", "乙号"]
    assert shown("state=x&year=x&meeting=x") == ["甲号", "乙号"]
    people.subject.roles = ",office,"
    people.subject.save()
    client.force_login(people.subject)
    assert shown("") == []
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_list_of_matters_names_what_waits_and_leaves_a_line(client, people):
    card = a_card(people, "PROPOSED")
    a_card(people, "NOTIFIED")
    client.force_login(people.second)
    answer = client.get(f"{LIST}agenda.docx")
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert card.number_text in text
    assert "共1件" in text
    assert "逾期十二天未报结" in text
    assert Entry.objects.filter(verb="print_paper", label="cases.decision").count() == 1
    assert client.get(f"{LIST}agenda.docx").content == answer.content
    client.force_login(people.discipline)
    assert client.get(f"{LIST}agenda.docx").status_code == 403


def test_the_pages_ask_a_constant_number_of_statements(client, people):
    numbers = iter(range(100))

    def more():
        cards = [a_card(people, "PROPOSED") for _n in range(3)]
        a_decision(people, *[(card, "give") for card in cards[:2]], number=f"多{next(numbers)}")

    more()
    row = Decision.objects.get()
    client.force_login(people.deputy)
    same_count(client, LIST, more)
    client.force_login(people.officer)
    same_count(client, NEW, more)
    same_count(client, "/admin/cases/decision/", more)
    same_count(client, row.get_absolute_url(), more)


def test_the_desk_shows_a_decision_and_its_moves(client, people):
    row = a_decision(people, (a_card(people, "PROPOSED"), "give"))
    client.force_login(people.deputy)
    page = client.get("/admin/cases/decision/")
    assert page.status_code == 200
    page = client.get(f"/admin/cases/decision/{row.pk}/change/")
    assert page.status_code == 200
    assert "纪要.pdf" in page.content.decode()
    assert client.post(f"/admin/cases/decision/{row.pk}/move/confirm/").status_code == 302
    row.refresh_from_db()
    assert row.state == "CONFIRMED"


def test_minutes_are_read_by_who_sees_the_decision(client, people):
    row = a_decision(people, (a_card(people, "PROPOSED"), "give"))
    assert minutes().size == len(PDF)
    client.force_login(a_user("reader", "office", name="旁人"))
    page = client.get(row.get_absolute_url())
    path = page.context["files"][0].get_absolute_url()
    assert client.get(path).status_code == 200
    client.force_login(people.subject)
    assert client.get(path).status_code in (403, 404)

"""Keeping and disposing: two persons, no legal hold, once; the chain stays whole and an unlawful removal is named."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from cases.models import Card, Disposal, DisposalItem, LegalHold
from cases.queries.retention import due
from cases.services import retention
from cases.states.retention import BLANK
from cases.transitions import cards
from cases.transitions.retention import carry_out, discard
from tests import lasting
from tests.cases.appeal_scene import an_appeal, more
from tests.cases.scene import LATEST, OPENED, PDF, People, a_card, ruled
from tests.cast import at
from zhangdian.papers.models import Attachment
from zhangdian.papers.services import attach
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry, EntryContent
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
# Ten years and a day after the end.
LONG_AFTER = at("2027-04-22 09:00:00")


made = lasting.world(lambda: ruled(more(People())))


@pytest.fixture
def over(people):
    """A card withdrawn on 20 April 2017, with a file."""
    card = a_card(people, "VALID")
    attach(card, SimpleUploadedFile("证明.pdf", PDF), not_secret=True, actor=people.officer, at=LATEST)
    return cards.withdraw(card, reason="容错认定免责", actor=people.director, at=LATEST)


def proposed(people, *cases, when=LONG_AFTER):
    return retention.propose(list(cases), why="按期销毁", actor=people.officer, at=when)


def named():
    """What verify says, in English."""
    with translation.override("en"):
        return "\n".join(str(one) for one in trail.verify())


def test_texts_files_and_contents_are_gone_the_lines_stay_and_the_chain_is_whole(people, over, settings, tmp_path):
    trail.seal(at=LATEST)
    batch = proposed(people, over)
    count = Entry.objects.about(over).count()
    batch = carry_out(batch, actor=people.third, at=LONG_AFTER)
    assert batch.state == "DONE"
    over.refresh_from_db()
    assert over.facts == over.statement == over.proposal == over.ended_why == BLANK
    assert over.number_text.startswith("黄牌"), "the register stays"
    assert over.cadre == people.cadre
    assert not Attachment.objects.filter(label="cases.card").exists()
    assert not EntryContent.objects.filter(entry__in=Entry.objects.about(over).values("pk")).exists()
    assert list(Entry.objects.about(over).values_list("verb", flat=True))[count:] == ["remove_file", "dispose_contents"]
    trail.seal(at=LONG_AFTER)
    assert [str(line) for line in trail.verify()] == []


def test_an_unlawful_removal_is_named(people, over):
    other = a_card(people, "DRAFT", facts="另一件")
    carry_out(proposed(people, over), actor=people.third, at=LONG_AFTER)
    trail.seal(at=LONG_AFTER)
    assert list(trail.verify()) == []
    line = Entry.objects.about(other).get(verb="propose_card")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trail_entrycontent WHERE entry_id = %s", [line.pk])
    said = named()
    assert f"Entry {line.pk}" in said
    assert "contents were removed" in said
    # A line that the system did not sign covers nothing.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO trail_entry (at, actor_name, role, verb, label, key, title, path, from_state, to_state,"
            " reason, request_id, content_digest, mac) SELECT at, actor_name, role, 'dispose_contents', label, key,"
            " title, path, '', '', '', '', '', mac FROM trail_entry WHERE id = %s",
            [line.pk],
        )
    assert any(f"Entry {line.pk}" in one for one in named().splitlines() if "contents were removed" in one)


def test_it_takes_two_persons(people, over):
    batch = proposed(people, over)
    for who in (people.officer, people.second, people.subject, people.stranger):
        with pytest.raises(MoveRefused) as refused:
            carry_out(batch, actor=who, at=LONG_AFTER)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=batch.pk).update(state="DONE", confirmed_at=LONG_AFTER, confirmed_by=people.officer)
    with pytest.raises(MoveRefused):
        retention.propose([over], why="按期", actor=people.director, at=LONG_AFTER)


def test_not_before_its_time(people, over):
    with pytest.raises(ValidationError):
        proposed(people, over, when=at("2027-04-20 09:00:00"))
    assert due(at("2027-04-20 09:00:00").date()) == []
    assert [one.case for one in due(LONG_AFTER.date())] == [over]


def test_what_is_open_or_disputed_is_kept(people):
    with pytest.raises(ValidationError):
        proposed(people, a_card(people, "VALID"))


@pytest.mark.parametrize("step", ["before", "between"])
def test_nothing_under_a_legal_hold_is_disposed_of(people, over, step):
    batch = None if step == "before" else proposed(people, over)
    hold = retention.set_hold(over, reason="诉讼需要", actor=people.discipline, at=LATEST)
    assert retention.set_hold(over, reason="又一次", actor=people.discipline, at=LATEST) == hold
    if batch is None:
        with pytest.raises(ValidationError) as refused:
            proposed(people, over)
        assert over.number_text in str(refused.value)
        assert due(LONG_AFTER.date()) == []
    else:
        with pytest.raises(ValidationError):
            carry_out(batch, actor=people.third, at=LONG_AFTER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Disposal.objects.filter(pk=batch.pk).update(
                state="DONE", confirmed_at=LONG_AFTER, confirmed_by=people.third
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            DisposalItem.objects.update(done_at=LONG_AFTER)
    with pytest.raises(MoveRefused):
        retention.lift_hold(hold, reason="结案", actor=people.discipline, at=LONG_AFTER)
    hold = retention.lift_hold(hold, reason="结案", actor=people.third, at=LONG_AFTER)
    assert LegalHold.objects.standing().count() == 0
    carry_out(batch or proposed(people, over), actor=people.third, at=LONG_AFTER)


def test_the_database_takes_no_held_case_into_a_batch(people, over):
    batch = proposed(people, over)
    other = cards.drop(a_card(people, "DRAFT", facts="二"), reason="不实", actor=people.officer, at=OPENED)
    retention.set_hold(other, reason="诉讼", actor=people.officer, at=OPENED)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisposalItem.objects.create(
            disposal=batch, label="cases.card", key=str(other.pk), number_text="x", path="/", ended_at=OPENED, years=10
        )


def test_once_is_enough(people, over):
    batch, twin = proposed(people, over), proposed(people, over)
    carry_out(batch, actor=people.third, at=LONG_AFTER)
    count = Entry.objects.about(over).count()
    with pytest.raises(MoveRefused):
        carry_out(batch, actor=people.third, at=LONG_AFTER)
    with pytest.raises(ValidationError):
        carry_out(twin, actor=people.third, at=LONG_AFTER)
    assert Entry.objects.about(over).count() == count
    assert due(LONG_AFTER.date()) == []
    assert discard(twin, actor=people.officer, at=LONG_AFTER, reason="已销毁").state == "DISCARDED"


def test_a_leader_whom_a_case_concerns_does_not_carry_it_out(people):
    from tests.cast import a_cadre

    card = a_card(people, "DRAFT", cadre=a_cadre("陆明", user=people.director))
    card = cards.drop(card, reason="不实", actor=people.officer, at=OPENED)
    with pytest.raises(MoveRefused):
        carry_out(proposed(people, card), actor=people.director, at=LONG_AFTER)


def test_a_disposed_appeal_still_stands_before_verify(people):
    row = an_appeal(people, "CLOSED")
    row.refresh_from_db()
    after = at("2027-06-01 09:00:00")
    carry_out(proposed(people, row, Card.objects.get(), when=after), actor=people.director, at=after)
    row.refresh_from_db()
    assert row.grounds == row.target_title == BLANK
    trail.seal(at=LONG_AFTER)
    assert list(trail.verify()) == []


def test_the_pages_walk_it(people, over, client, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LONG_AFTER)
    client.force_login(people.subject)
    assert client.get(reverse("cases:retention")).status_code == 403
    client.force_login(people.officer)
    client.get(reverse("cases:retention"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("cases:retention")).content.decode()
    assert over.number_text in page
    answer = client.post(reverse("cases:retention"), {"why": "按期"})
    assert answer.status_code == 422
    answer = client.post(reverse("cases:retention"), {"why": "按期", "case": [f"card:{over.pk}"]})
    batch = Disposal.objects.get()
    assert answer.headers["Location"] == batch.get_absolute_url()
    assert client.post(reverse("cases:disposal_move", args=[batch.pk, "carry-out"])).status_code == 403
    client.force_login(people.third)
    assert client.post(reverse("cases:disposal_move", args=[batch.pk, "carry-out"])).status_code == 302
    assert Card.objects.get(pk=over.pk).facts == BLANK

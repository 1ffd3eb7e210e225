"""The voting page: a slip's code, a screen a subject, a summary, the urn; and nothing of the voter anywhere."""

import json
import re
import threading
from html import unescape

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connections, transaction
from django.test import Client

from evaluations.models import Ballot, Ticket, Urn
from evaluations.rules import sealing
from evaluations.services import booth, tickets
from evaluations.transitions import reviews as moves
from evaluations.transitions import urns
from tests.cast import a_user, at
from tests.evaluations.reviews.world import LATER, NOW, PHRASES, a_listed, an_open, answers, votes
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
OPEN_AT = "2017-06-27 10:00:00"


@pytest.fixture
def travel(time_machine):
    time_machine.move_to(at(OPEN_AT), tick=False)
    cache.clear()


def hidden(answer, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


class Voter:
    """Somebody with a slip and a browser."""

    def __init__(self, client=None):
        self.client = client or Client()
        self.answer = None

    def enters(self, code):
        self.answer = self.client.post("/vote/", {"code": code, "step": "enter"})
        return self.answer

    def presses(self, step, **fields):
        carried = {name: hidden(self.answer, name) for name in ("pass", "kept", "here", "subject")}
        data = {name: value for name, value in carried.items() if value or name == "kept"}
        self.answer = self.client.post("/vote/", {**data, "step": step, **fields})
        return self.answer

    def fills(self, world, mark="full", step="next", reason="", comment=""):
        fields = {
            f"m-{item.pk}": str(int(item.full_mark)) if mark == "full" else mark for item in world.review.items.all()
        }
        return self.presses(step, **fields, reason=reason, comment=comment)

    @property
    def page(self):
        return unescape(self.answer.content.decode())


def opened(world):
    review = moves.close(world.again(), actor=None, at=LATER, reason="到时")
    review = urns.peel(review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    return urns.open_urns(review, actor=world.officers["second"], at=LATER, passphrase=PHRASES["second"])


def test_a_vote_from_the_slip_to_the_urn(travel):
    world = an_open(subjects=2)
    voter = Voter()
    voter.enters(world.codes[0].code.lower().replace("-", " "))
    for number, subject in enumerate(world.review.subjects.all(), 1):
        assert subject.label in voter.page
        assert f'value="{number}"' in voter.page
        voter.fills(world)
    assert all(subject.label in voter.page for subject in world.review.subjects.all())
    assert Ticket.objects.filter(used=1).count() == 0
    answer = voter.presses("cast")
    assert answer.status_code == 200
    assert "data-done" in voter.page
    assert Ticket.objects.get(used=1).digest == tickets.digest(world.codes[0].code)
    assert "data-done" not in Voter().enters(world.codes[0].code).content.decode()


def test_what_was_written_comes_out_of_the_urn(travel):
    world = an_open(subjects=2)
    for slip in world.codes[1:]:
        votes(world, slip)
    voter = Voter()
    voter.enters(world.codes[0].code)
    voter.fills(world, mark="10", reason="进度偏慢", comment="盼加快 “二标段”\u2028<b>")
    voter.fills(world, mark="")
    voter.presses("cast")
    review = opened(world)
    assert (Ballot.objects.count(), sum(group.damaged for group in review.groups.all())) == (len(world.codes), 0)
    first, second = review.subjects.all()
    mine = next(ballot for ballot in Ballot.objects.all() if ballot.answers[str(first.pk)]["r"])
    assert mine.answers[str(first.pk)]["c"] == "盼加快 “二标段” <b>"
    assert set(mine.answers[str(first.pk)]["m"].values()) == {"10"}
    assert mine.answers[str(second.pk)] == {"m": {}, "r": "", "c": ""}


def test_the_own_unit_is_not_on_the_ballot():
    world = an_open(raters="A 无 6\nB 单位1 5\nB 局1 5")
    own = next(slip for slip in world.codes if slip.unit_name == world.own[0].name)
    sheet = booth.enter(own.code, at=NOW)
    assert [subject.unit for subject in sheet.subjects] == world.own[1:]
    given = answers(sheet)
    left_out = world.review.subjects.get(unit=world.own[0])
    given[str(left_out.pk)] = next(iter(given.values()))
    assert set(booth.checked(sheet, given)) == {str(subject.pk) for subject in sheet.subjects}


def test_less_than_full_marks_asks_why_and_keeps_what_was_typed(travel):
    world = an_open(subjects=2)
    voter = Voter()
    voter.enters(world.codes[0].code)
    voter.fills(world, mark="9", comment="要注意扬尘")
    subject = world.review.subjects.first()
    assert f"<h1>{subject.label}</h1>" in voter.page
    assert 'role="alert"' in voter.page
    assert "要注意扬尘" in voter.page
    assert voter.page.count('value="9"') == world.review.items.count()
    voter.fills(world, mark="9", reason="扬尘", comment="要注意扬尘")
    assert f"<h1>{subject.label}</h1>" not in voter.page


def test_going_back_shows_what_was_answered(travel):
    world = an_open(subjects=2)
    voter = Voter()
    voter.enters(world.codes[0].code)
    voter.fills(world, mark="9", reason="扬尘")
    voter.fills(world, mark="八", step="back")
    assert voter.page.count('value="9"') == world.review.items.count()
    assert "扬尘" in voter.page
    voter.presses("next", **{f"m-{item.pk}": "9" for item in world.review.items.all()}, reason="扬尘")
    assert "八" in voter.page


@pytest.mark.parametrize("mark", ["-1", "41", "9.5", "x", "１２"])
def test_a_mark_that_is_none_is_named_and_kept(travel, mark):
    world = an_open(subjects=1)
    voter = Voter()
    voter.enters(world.codes[0].code)
    voter.fills(world, mark=mark, reason="试", step="next")
    assert 'role="alert"' in voter.page
    assert f'value="{mark}"' in voter.page


def test_without_the_reason_the_ballot_cannot_be_cast_by_hand_either(travel):
    world = an_open(subjects=1)
    sheet = booth.enter(world.codes[0].code, at=at(OPEN_AT))
    given = answers(sheet, mark="0.5")
    for one in given.values():
        one["r"] = "  "
    with pytest.raises(booth.Incomplete):
        booth.cast(world.codes[0].code, given, at=at(OPEN_AT))
    assert not Ticket.objects.filter(used=1).exists()


def test_more_words_than_a_paper_holds_are_refused_and_not_cut_off(monkeypatch):
    from zhangdian.options.models import Option

    Option.objects.create(key="review.paper_bytes", value="2000", effective_from=NOW.date(), reason="试")
    world = an_open(subjects=12)
    code = world.codes[0].code
    sheet = booth.enter(code, at=NOW)
    with pytest.raises(booth.Incomplete) as refused:
        booth.cast(code, answers(sheet, reason="一" * 100, comment="二" * 100), at=NOW)
    assert "" in refused.value.faults
    assert booth.enter(code, at=NOW)


def test_all_papers_of_an_urn_are_of_one_length_whatever_is_on_them():
    world = an_open(raters="A 无 12\nB 局1 12")
    slips = [slip for slip in world.codes if slip.group_code == "A"]
    votes(world, slips[0])
    lengths = [len(bytes(Urn.objects.get(group__code="A").for_both))]
    votes(world, slips[1], mark="0.5", reason="理" * 90, comment="由" * 90)
    lengths.append(len(bytes(Urn.objects.get(group__code="A").for_both)))
    assert lengths[1] == 2 * lengths[0] == 2 * (world.review.whole_size + 2 * sealing.OVERHEAD)


def test_voting_is_bound_to_its_time():
    world = an_open()
    code = world.codes[0].code
    booth.enter(code, at=at("2017-06-30 17:59:59"))
    for instant in (at("2017-06-26 08:59:59"), at("2017-06-30 18:00:00")):
        with pytest.raises(booth.NotLetIn):
            booth.enter(code, at=instant)
    with pytest.raises(booth.NotLetIn):
        booth.enter(a_listed().codes[0].code, at=NOW)


def test_a_closed_vote_takes_no_ballot():
    world = an_open()
    sheet = booth.enter(world.codes[0].code, at=NOW)
    moves.close(world.review, actor=world.office, at=NOW, reason="提前")
    with pytest.raises(booth.NotLetIn):
        booth.cast(world.codes[0].code, answers(sheet), at=NOW)


def test_a_second_use_is_refused_by_the_database():
    world = an_open()
    votes(world, world.codes[0])
    with pytest.raises(booth.NotLetIn):
        votes(world, world.codes[0])
    digest = tickets.digest(world.codes[0].code)
    with pytest.raises(booth.NotLetIn):
        booth._mark(Ticket.objects.get(pk=digest).group, digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=digest).update(used=2)


def test_a_refused_cast_leaves_the_urn_as_it_was():
    world = an_open()
    code = world.codes[0].code
    sheet = booth.enter(code, at=NOW)
    Ticket.objects.filter(pk=tickets.digest(code)).update(used=1)
    before = [bytes(urn.for_both) for urn in Urn.objects.order_by("pk")]
    with pytest.raises(booth.NotLetIn):
        booth.cast(code, answers(sheet), at=NOW)
    assert [bytes(urn.for_both) for urn in Urn.objects.order_by("pk")] == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_code_cast_many_times_at_once_makes_one_ballot():
    world = an_open()
    code = world.codes[0].code
    given = answers(booth.enter(code, at=NOW))
    done, start = [], threading.Barrier(8)

    def votes_now():
        start.wait()
        try:
            booth.cast(code, given, at=NOW)
            done.append("cast")
        except booth.NotLetIn:
            done.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=votes_now) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["cast"] + ["refused"] * 7
    urn = Urn.objects.get(group__code="A")
    assert len(bytes(urn.for_both)) == world.review.whole_size + 2 * sealing.OVERHEAD
    assert Ticket.objects.filter(used=1).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_vote_at_once_all_find_their_ballots_counted():
    world = an_open()
    start = threading.Barrier(len(world.codes))
    faults = []

    def votes_now(slip):
        start.wait()
        try:
            votes(world, slip)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=votes_now, args=(slip,)) for slip in world.codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    opened(world)
    assert Ballot.objects.count() == len(world.codes)


# Nothing of the voter ---------------------------------------------------------------------------


def test_the_booth_sets_no_cookie_reads_no_session_and_writes_no_line(travel, django_assert_num_queries, caplog):
    world = an_open(subjects=1)
    client = Client(REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="Phone of Zhang", HTTP_X_REQUEST_ID="abcdefgh12345678")
    client.force_login(a_user("rater"), backend="accounts.backends.PasswordBackend")
    from django.contrib.sessions.models import Session

    sessions = list(Session.objects.values())
    before = Entry.objects.count()
    voter = Voter(client)
    for answer in (
        client.get("/vote/"), voter.enters("WRON-GCOD-EEEE"), voter.enters(world.codes[0].code), voter.fills(world),
        voter.presses("cast"),
    ):  # fmt: skip
        assert not answer.cookies
        assert "X-Request-ID" not in answer
        assert answer["Cache-Control"] == "no-store"
        assert "陈rater" not in answer.content.decode()
    assert Ticket.objects.filter(used=1).count() == 1
    assert Entry.objects.count() == before
    assert list(Session.objects.values()) == sessions
    assert not [record for record in caplog.records if "vote" in record.getMessage() and record.levelname != "DEBUG"]


def test_no_code_ever_stands_in_an_address(travel):
    world = an_open(subjects=1)
    voter = Voter()
    voter.enters(world.codes[0].code)
    assert 'method="post"' in voter.page
    assert 'method="get"' not in voter.page
    assert not re.search(r'(href|action)="[^"]*(?:\?|pass|code)[^"]*"', voter.page.replace("?v=", ""))


def test_the_log_of_the_application_drops_what_concerns_the_booth(rf):
    import logging

    from evaluations.silence import NotTheBooth

    record = logging.makeLogRecord({"request": rf.post("/vote/")})
    other = logging.makeLogRecord({"request": rf.get("/")})
    assert not NotTheBooth().filter(record)
    assert NotTheBooth().filter(other)
    assert NotTheBooth().filter(logging.makeLogRecord({}))


def test_gunicorn_writes_no_access_line_for_the_booth(monkeypatch):
    import runpy
    from types import SimpleNamespace

    from gunicorn.glogging import Logger

    said = []
    monkeypatch.setattr(Logger, "access", lambda self, resp, req, environ, time: said.append(req.path))
    logger = runpy.run_path("deploy/gunicorn.conf.py")["logger_class"]
    quiet = logger.__new__(logger)
    for path in ("/vote/", "/reviews/"):
        quiet.access(None, SimpleNamespace(path=path), {}, None)
    assert said == ["/reviews/"]


def test_who_guesses_codes_is_barred_for_a_while_and_those_inside_are_not(travel):
    world = an_open(subjects=1)
    voter = Voter(Client(REMOTE_ADDR="10.1.1.1"))
    voter.enters(world.codes[0].code)
    guesser = Voter(Client(REMOTE_ADDR="10.1.1.1"))
    statuses = [guesser.enters(f"AAAA-BBBB-{number:04}").status_code for number in range(22)]
    assert statuses[:20] == [200] * 20
    assert statuses[20:] == [429] * 2
    assert guesser.enters(world.codes[1].code).status_code == 429
    voter.fills(world)
    assert "data-done" in voter.presses("cast").content.decode()
    elsewhere = Voter(Client(REMOTE_ADDR="10.1.1.2"))
    assert elsewhere.enters(world.codes[1].code).status_code == 200
    assert not any("10.1.1" in str(key) for key in cache._cache)


def test_a_page_that_was_tampered_with_leads_back_to_the_door(travel):
    world = an_open(subjects=1)
    voter = Voter()
    voter.enters(world.codes[0].code)
    assert "code" in voter.presses("next", **{"pass": "forged:sign"}).content.decode()
    voter.enters(world.codes[0].code)
    for kept in ("[1]", "{broken", '{"x": 1}', '{"1": {"m": []}}', "null"):
        assert voter.client.post(
            "/vote/", {"pass": hidden(voter.answer, "pass"), "kept": kept, "step": "summary"}
        ).status_code == 200  # fmt: skip


def test_the_summary_names_what_is_still_to_be_mended(travel):
    world = an_open(subjects=2)
    voter = Voter()
    voter.enters(world.codes[0].code)
    first = world.review.subjects.first()
    bad = {str(first.pk): {"m": {str(world.review.items.first().pk): "1"}, "r": "", "c": ""}}
    answer = voter.client.post(
        "/vote/", {"pass": hidden(voter.answer, "pass"), "kept": json.dumps(bad), "step": "cast"}
    )
    assert "booth__line--bad" in answer.content.decode()
    assert not Ticket.objects.filter(used=1).exists()


def test_a_cut_ballot_puts_a_paper_into_the_urn_of_every_subject_that_is_judged():
    world = an_open(raters="A 无 6\nB 单位1 2\nB 局1 8")
    own = next(slip for slip in world.codes if slip.unit_name == world.own[0].name)
    votes(world, own)
    sizes = {urn.subject.unit: len(bytes(urn.for_both)) for urn in Urn.objects.filter(group__code="B")}
    paper = world.review.piece_size + 2 * sealing.OVERHEAD
    assert sizes == {world.own[0]: 0, world.own[1]: paper, world.own[2]: paper}


def test_the_slips_come_as_a_page_or_a_paper_and_every_code_on_them_is_valid(client, travel):
    world = a_listed()
    client.force_login(world.office, backend="accounts.backends.PasswordBackend")
    page = client.post(f"/reviews/{world.review.pk}/slips/").content.decode()
    codes = re.findall(r"<code>([^<]+)</code>", page)
    assert len(set(codes)) == len(world.codes)
    assert set(Ticket.objects.values_list("pk", flat=True)) == {tickets.digest(code) for code in codes}
    paper = client.post(f"/reviews/{world.review.pk}/slips/", {"as": "docx"})
    assert paper.content.startswith(b"PK")
    assert not Ticket.objects.filter(pk__in=map(tickets.digest, codes)).exists()

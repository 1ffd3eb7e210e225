"""The attacker: every row of the database with ctid, xmin and row order, copied between any two votes; the trail; the
web log; one officer's passphrase. Ties ballots to tickets no better than chance.

The attacker knows from the copies which ticket was marked by which vote, and which box came into the urn with it. What
is tried is to go on from there to the ballot: by order, position, key, length, bytes. Each way names one ticket for
each ballot; by chance one of them is right, whatever the number of ballots: so it is with random permutations.
"""

import random
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client

from evaluations.forms.voting import as_text
from evaluations.models import Ballot
from evaluations.rules import sealing
from evaluations.services import booth, dropping, tickets
from evaluations.transitions import reviews as moves
from evaluations.transitions import urns
from evaluations.views.voting import PASS
from tests.cast import at
from tests.evaluations.reviews.world import LATER, PHRASES, an_open

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TICKETS, URNS = "evaluations_ticket", "evaluations_urn"
VOTERS, ROUNDS = 16, 5
# Hits of one way over all rounds are Poisson-like with mean ROUNDS; more than this comes by chance less than once in
# a hundred thousand times.
MOST = 19


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def copy(name):
    """Every row of a table in the order in which it lies there, with what PostgreSQL notes of row and version."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text, xmin::text, xmax::text, * FROM "{name}"')
        columns = [column.name for column in cursor.description]
        return [
            {
                key: bytes(value) if isinstance(value, memoryview) else value
                for key, value in zip(columns, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


def without_lock(rows):
    """The rows but for who locked them last: the review's row is held while a ballot is cast, and not written."""
    return [{key: value for key, value in row.items() if key != "xmax"} for row in rows]


@dataclass
class Loot:
    """What the attacker has of one group. voted: tickets in the order of their use. boxes: {ticket: the box that came
    with its use}. truth: {ballot key: ticket}, for the judge only."""

    voted: list = field(default_factory=list)
    boxes: dict = field(default_factory=dict)
    copies: list = field(default_factory=list)
    before_peel: list = field(default_factory=list)
    peeled: list = field(default_factory=list)
    ballots: list = field(default_factory=list)
    truth: dict = field(default_factory=dict)
    inner_of: dict = field(default_factory=dict)


def boxes(row, size):
    return sealing.split(row["for_both"], size)


def a_ballot_of(sheet, number):
    """Answers that differ for every voter: the judge tells ballots apart by them, the attacker need not."""
    given = {}
    for subject in sheet.subjects:
        marks = {str(item.pk): str(int(item.full_mark)) for item in sheet.items}
        marks[str(sheet.items[0].pk)] = str(number % 40)
        given[str(subject.pk)] = {"m": marks, "r": "", "c": "评" * (number % 7)}
        if number % 40 < 40:
            given[str(subject.pk)]["r"] = f"理由{number}"
    return given


def a_vote_watched(rng, monkeypatch, caplog, knows=None):
    """Let everybody vote over the web in a random order, copying the whole database between any two votes."""
    monkeypatch.setattr(sealing, "SystemRandom", lambda: rng)
    world = an_open(subjects=2, raters=f"A 无 {VOTERS}\nB 局1 6", groups=(("A", 60), ("B", 40)))
    size = world.review.whole_size + 2 * sealing.OVERHEAD
    loot, said_by = Loot(), {}
    names = tables()
    before = {name: copy(name) for name in names}
    order = list(enumerate(world.codes))
    rng.shuffle(order)
    caplog.clear()
    for number, slip in order:
        sheet = booth.enter(slip.code, at=at("2017-06-27 10:00:00"))
        said_by[f"理由{number}"] = tickets.digest(slip.code)
        answer = Client().post(
            "/vote/", {"pass": PASS.sign(slip.code), "kept": as_text(a_ballot_of(sheet, number)), "step": "cast"}
        )
        assert b"data-done" in answer.content
        after = {name: copy(name) for name in names}
        changed = {name for name in names if without_lock(before[name]) != without_lock(after[name])}
        assert changed == {TICKETS, URNS}, "a vote leaves its mark elsewhere"
        if slip.group_code == "A":
            watch(loot, before, after, size)
        before = after
    assert not [record for record in caplog.records if record.levelname in ("INFO", "WARNING", "ERROR")]
    review = moves.close(world.again(), actor=None, at=LATER, reason="到时")
    loot.before_peel = boxes(whole_urn(copy(URNS)), size)
    if knows == "first":
        private = sealing.unlock(key_of(review, "first"), PHRASES["first"])
        loot.inner_of = {box: sealing.unseal(box, private) for box in loot.before_peel}
    review = urns.peel(review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    loot.peeled = sealing.split(whole_urn(copy(URNS))["peeled"], size - sealing.OVERHEAD)
    review = urns.open_urns(review, actor=world.officers["second"], at=LATER, passphrase=PHRASES["second"])
    group = review.groups.get(code="A").pk
    loot.ballots = [row for row in copy("evaluations_ballot") if row["group_id"] == group]
    for ballot in Ballot.objects.filter(group=group):
        loot.truth[ballot.pk] = said_by[next(iter(ballot.answers.values()))["r"]]
    return loot


def whole_urn(rows):
    """The urn of group A: the one with most papers."""
    return max(rows, key=lambda row: len(row["for_both"]))


def key_of(review, seat):
    officer = review.officers.get(seat=seat)
    return sealing.LockedKey(officer.public_key, officer.salt, officer.nonce, officer.locked_key)


def watch(loot, before, after, size):
    """What the copies before and after a vote tell: the ticket that was marked, and the box that is new."""
    used = {row["digest"] for row in before[TICKETS] if row["used"]}
    (ticket,) = [row for row in after[TICKETS] if row["used"] and row["digest"] not in used]
    old = {box for row in before[URNS] for box in boxes(row, size)}
    (box,) = [box for row in after[URNS] for box in boxes(row, size) if box not in old]
    loot.voted.append(ticket["digest"])
    loot.boxes[ticket["digest"]] = box
    group = ticket["group_id"]
    mine = [row for row in after[TICKETS] if row["group_id"] == group]
    assert len({row["xmin"] for row in mine}) == 1, "the version of a row tells which ticket was used last"
    assert len({row["xmin"] for row in after[URNS] if row["group_id"] == group}) == 1
    loot.copies.append(mine)


def page(row):
    """The place of a row: (page, line)."""
    return tuple(map(int, row["ctid"].strip("()").split(",")))


def ways(loot):
    """{name of a way: [ticket guessed for the ballot], in the order of `loot.ballots`}."""
    by_place = sorted(loot.ballots, key=page)
    by_key = sorted(loot.ballots, key=lambda row: row["id"])
    ticket_of = {box: ticket for ticket, box in loot.boxes.items()}
    at_close = [ticket_of[box] for box in loot.before_peel]
    last = [row["digest"] for row in sorted(loot.copies[-1], key=page)]
    by_bytes = [ticket_of[box] for box in sorted(loot.before_peel)]
    lists = {
        "order of votes": loot.voted,
        "order of votes, backwards": loot.voted[::-1],
        "position in the urn at the close": at_close,
        "position in the urn, backwards": at_close[::-1],
        "place of the ticket's row": last,
        "digest of the ticket": sorted(loot.voted),
        "bytes of the box": by_bytes,
    }
    if loot.inner_of:
        outer_of = {inner: box for box, inner in loot.inner_of.items()}
        lists["position after the first seal"] = [ticket_of[outer_of[inner]] for inner in loot.peeled]
        lists["bytes after the first seal"] = [ticket_of[outer_of[inner]] for inner in sorted(loot.peeled)]
    found = {}
    for name, guess in lists.items():
        found[f"{name} / place"] = dict(zip((row["id"] for row in by_place), guess, strict=True))
        found[f"{name} / key"] = dict(zip((row["id"] for row in by_key), guess, strict=True))
        by_length = sorted(loot.ballots, key=lambda row: len(str(row["answers"])))
        found[f"{name} / length"] = dict(zip((row["id"] for row in by_length), guess, strict=True))
    return found


def hits(loots):
    """{way: right ties over all rounds}."""
    counted = {}
    for loot in loots:
        for name, guess in ways(loot).items():
            right = sum(guess[ballot] == ticket for ballot, ticket in loot.truth.items())
            counted[name] = counted.get(name, 0) + right
    return counted


@pytest.fixture
def travel(time_machine):
    time_machine.move_to(at("2017-06-27 10:00:00"), tick=False)


@pytest.mark.parametrize("knows", [None, "first"])
def test_no_way_ties_ballots_to_tickets_better_than_chance(travel, monkeypatch, caplog, knows):
    rng = random.Random(f"attacker {knows}")
    loots = [a_vote_watched(rng, monkeypatch, caplog, knows) for _round in range(ROUNDS)]
    assert all(len(loot.truth) == VOTERS for loot in loots)
    counted = hits(loots)
    assert max(counted.values()) <= MOST, counted
    # Nor do all ways together: each is a permutation, with one right on average.
    mean = sum(counted.values()) / len(counted) / ROUNDS
    assert 0.4 < mean < 1.8, counted


def test_all_boxes_of_an_urn_are_of_one_length(travel, monkeypatch, caplog):
    loot = a_vote_watched(random.Random(3), monkeypatch, caplog)
    assert len({len(box) for box in loot.before_peel}) == len({len(inner) for inner in loot.peeled}) == 1
    assert not {box[:32] for box in loot.before_peel} & {inner[:32] for inner in loot.peeled}


def test_the_attacker_is_no_fool(travel, monkeypatch, caplog):
    """Without the shuffling the very same attack ties every ballot: the test above has teeth."""
    monkeypatch.setattr(sealing, "shuffled", lambda papers, rng=None: list(papers))
    monkeypatch.setattr(dropping, "SHUFFLED_BY", "n")
    loot = a_vote_watched(random.Random(5), monkeypatch, caplog)
    assert hits([loot])["order of votes / place"] == VOTERS

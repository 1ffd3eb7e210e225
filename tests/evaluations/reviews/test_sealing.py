"""Keys, boxes, padding, shuffling; the form of a paper."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evaluations.rules import ballots, duties, sealing, validity
from evaluations.states.reviews import Seat

PHRASE = "一句只有自己知道的话"


def a_private(key):
    return sealing.unlock(key, PHRASE)


@pytest.fixture
def pair():
    return sealing.make_key(PHRASE), sealing.make_key(PHRASE)


def test_a_key_opens_with_its_passphrase_only(pair):
    key, other = pair
    assert len(sealing.unlock(key, f" {PHRASE} ")) == 32
    with pytest.raises(sealing.WrongPassphrase):
        sealing.unlock(key, PHRASE + "。")
    mixed = sealing.LockedKey(other.public, key.salt, key.nonce, key.locked)
    with pytest.raises(sealing.WrongPassphrase):
        sealing.unlock(mixed, PHRASE)


def test_two_boxes_of_the_same_paper_have_nothing_in_common(pair):
    inner, outer = pair
    boxes = {sealing.seal_twice(b"x" * 64, inner.public, outer.public) for _number in range(20)}
    assert len(boxes) == 20
    assert len({len(box) for box in boxes}) == 1
    assert len({box[:32] for box in boxes}) == 20


def test_the_outer_key_alone_reads_nothing_and_the_inner_alone_neither(pair):
    inner, outer = pair
    box = sealing.seal_twice(b"secret" * 20, inner.public, outer.public)
    peeled = sealing.unseal(box, a_private(outer))
    assert b"secret" not in peeled
    with pytest.raises(sealing.Damaged):
        sealing.unseal(box, a_private(inner))
    with pytest.raises(sealing.Damaged):
        sealing.unseal(peeled, a_private(outer))
    assert sealing.unseal(peeled, a_private(inner)) == b"secret" * 20


def test_a_box_that_was_touched_is_damaged_and_the_others_are_not(pair):
    inner, outer = pair
    size = 64
    papers = b""
    for number in range(6):
        box = sealing.seal_twice(sealing.pad(bytes([number]) * 5, size), inner.public, outer.public)
        papers = sealing.dropped(papers, box, len(box))
    assert sorted(sealing.split(sealing.dropped(papers, None, len(box)), len(box))) == sorted(
        sealing.split(papers, len(box))
    )
    touched = bytearray(papers)
    touched[40] ^= 1
    peeled, damaged = sealing.peel(bytes(touched), size + 2 * sealing.OVERHEAD, a_private(outer))
    assert damaged == 1
    plain, lost = sealing.open_all(peeled, size + sealing.OVERHEAD, a_private(inner))
    assert (len(plain), lost) == (5, 0)


@given(some.binary(max_size=200), some.integers(min_value=0, max_value=60))
def test_padding_gives_back_what_it_took_at_one_length(plain, more):
    size = len(plain) + sealing.LENGTH + more
    padded = sealing.pad(plain, size)
    assert len(padded) == size
    assert sealing.unpad(padded) == plain


def test_what_is_longer_than_its_envelope_is_refused():
    with pytest.raises(ValueError, match="longer"):
        sealing.pad(b"x" * 10, 10)
    with pytest.raises(sealing.Damaged):
        sealing.unpad((3).to_bytes(4, "big") + b"abcd")


def test_shuffling_favours_no_place():
    counts = [[0] * 5 for _number in range(5)]
    rng = random.Random(7)
    for _number in range(5000):
        for place, value in enumerate(sealing.shuffled(range(5), rng)):
            counts[value][place] += 1
    assert all(850 < count < 1150 for row in counts for count in row)


ANSWER = some.fixed_dictionaries(
    {
        "m": some.dictionaries(some.sampled_from(["7", "8"]), some.sampled_from(["0", "18", "100"])),
        "r": some.text(max_size=40),
        "c": some.text(max_size=40),
    }
)


@given(some.dictionaries(some.sampled_from(["1", "2", "3"]), ANSWER))
def test_a_ballot_reads_as_it_was_written(answers):
    subjects, items = ["1", "2", "3"], ["7", "8"]
    try:
        paper = ballots.written(answers, subjects, items)
    except UnicodeEncodeError:
        return
    assert ballots.read(paper, subjects, items) == answers


@pytest.mark.parametrize(
    "paper",
    [
        b"", b"[]x", b"{}x", b'[["9",["",""],"",""]]', b'[["1",[""],"",""]]', b"[1]",
        b'[["1",["",""],"",""],["1",["",""],"",""]]',
    ],
)  # fmt: skip
def test_a_paper_of_another_review_is_damaged(paper):
    with pytest.raises(sealing.Damaged):
        ballots.read(paper, ["1", "2"], ["7", "8"])


@given(some.integers(1, 90), some.integers(1, 6))
def test_a_paper_without_words_always_fits(subjects, items):
    keys = [str(900000 + number) for number in range(subjects)]
    names = [str(number) for number in range(items)]
    answers = {key: {"m": dict.fromkeys(names, "100.00"), "r": "", "c": ""} for key in keys}
    size = ballots.paper_size(subjects, items, 100, 0, 6)
    assert len(ballots.written(answers, keys, names)) + sealing.LENGTH <= size


@given(some.dictionaries(some.integers(0, 8), some.integers(0, 12), min_size=1), some.integers(3, 6))
def test_groups_are_opened_together_until_nobody_stands_alone(counts, fewest):
    if sum(counts.values()) < fewest:
        with pytest.raises(ValueError, match="too few"):
            ballots.merged(counts, fewest)
        return
    goes = ballots.merged(counts, fewest)
    together = dict(counts)
    for group, into in goes.items():
        assert into not in goes
        together[into] += together.pop(group)
    assert all(count == 0 or count >= fewest for count in together.values())


def test_who_is_on_duty():
    assert duties.pair([]) == duties.BOTH
    assert duties.pair([Seat.RESERVE]) == duties.BOTH
    assert duties.pair([Seat.FIRST]).papers == "without_first"
    assert duties.pair([Seat.SECOND]).papers == "without_second"
    assert duties.pair([Seat.FIRST, Seat.SECOND]) is None


def test_when_a_vote_is_valid():
    from decimal import Decimal

    limits = validity.Limits(Decimal("66.67"), Decimal("80"), Decimal("50"))
    assert validity.judge(30, 30, 24, limits).is_valid
    assert not validity.judge(30, 30, 23, limits).is_valid
    assert not validity.judge(30, 20, 20, limits).is_valid
    assert validity.judge(30, 21, 21, limits).is_valid
    assert not validity.judge(30, 30, 31, limits).is_valid
    assert not validity.judge(0, 0, 0, limits).is_valid
    half = validity.Limits(Decimal("0"), Decimal("0"), Decimal("50"))
    assert not validity.judge(30, 30, 15, half).is_valid
    assert validity.judge(30, 30, 16, half).is_valid

"""The moves of a review: each moves, refuses the wrong state and person, and leaves one line."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from evaluations.models import Ballot, Officer, RaterSeats, Review, SubjectUnit, Ticket, Urn
from evaluations.services import reviews, tickets
from evaluations.states.reviews import ReviewState as S
from evaluations.transitions import reviews as moves
from evaluations.transitions import urns
from tests.cast import a_user, at
from tests.evaluations.reviews.world import (
    LATER,
    NOW,
    PHRASES,
    a_closed,
    a_listed,
    a_peeled,
    a_plan,
    an_open,
    an_opened,
    with_keys,
)
from zhangdian.trail import services as trail
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
REASON = "测试"

# (verb, how the world comes about, who, what is given, where it ends)
WALKS = [
    ("lock", a_plan, "office", {}, S.LISTED),
    ("unlock", a_listed, "office", {"reason": REASON}, S.PLANNED),
    ("start", a_listed, "director", {}, S.OPEN),
    ("close", an_open, "office", {"reason": REASON}, S.CLOSED),
    ("resume", a_closed, "director", {"reason": REASON, "closes_at": at("2017-07-03 18:00:00")}, S.OPEN),
    ("void", a_closed, "director", {"reason": REASON}, S.VOID),
    ("peel", a_closed, "first", {"passphrase": PHRASES["first"]}, S.PEELED),
    ("open_urns", a_peeled, "second", {"passphrase": PHRASES["second"]}, S.OPENED),
    ("reseat", a_closed, "director", {"seat": "first", "reason": REASON}, S.CLOSED),
]
IDS = [walk[0] for walk in WALKS]


def function(verb):
    return getattr(moves, verb, None) or getattr(urns, verb)


def person(world, who):
    return world.officers.get(who) or getattr(world, who)


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_moves_and_leaves_one_line(verb, build, who, given, ends):
    world = build()
    before = Entry.objects.count()
    row = function(verb)(world.review, actor=person(world, who), at=LATER if verb != "start" else NOW, **given)
    assert row.state == world.again().state == ends
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("pk").verb == verb
    trail.seal(at=LATER)
    assert [sentence for sentence in trail.verify() if "review" in sentence] == []


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_refuses_the_wrong_state(verb, build, who, given, ends):
    world = an_opened()
    before = Entry.objects.count()
    with pytest.raises(MoveRefused) as refused:
        function(verb)(world.review, actor=person(world, who), at=LATER, **given)
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert Entry.objects.count() == before


@pytest.mark.parametrize(("verb", "build", "who", "given", "ends"), WALKS, ids=IDS)
def test_it_refuses_the_wrong_person(verb, build, who, given, ends):
    world = build()
    for nobody in (a_user(None, "planner"), a_user(None, "leader"), a_user(administrator="system")):
        with pytest.raises(MoveRefused) as refused:
            function(verb)(world.review, actor=nobody, at=LATER, **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert world.again().state == world.review.state


def test_only_the_officer_on_duty_breaks_a_seal():
    world = a_closed()
    for who in ("second", "reserve"):
        with pytest.raises(MoveRefused) as refused:
            urns.peel(world.review, actor=world.officers[who], at=LATER, passphrase=PHRASES[who])
        assert refused.value.why == MoveRefused.WRONG_PERSON
    world.review = urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    for who in ("first", "reserve"):
        with pytest.raises(MoveRefused):
            urns.open_urns(world.review, actor=world.officers[who], at=LATER, passphrase=PHRASES[who])


def test_a_wrong_passphrase_opens_nothing_and_says_so():
    world = a_closed()
    with pytest.raises(MoveRefused) as refused:
        urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase="不是这一句，也不是那一句")
    assert refused.value.why == MoveRefused.MISSING
    assert world.again().state == S.CLOSED


@pytest.mark.parametrize(("lost", "peeler", "opener"), [("first", "reserve", "second"), ("second", "first", "reserve")])
def test_with_a_lost_passphrase_the_reserve_opens_what_is_in_the_urns(lost, peeler, opener):
    world = a_closed()
    world.review = urns.reseat(world.review, actor=world.officers[lost], at=LATER, seat=lost, reason="遗忘口令")
    world.review = urns.peel(world.review, actor=world.officers[peeler], at=LATER, passphrase=PHRASES[peeler])
    world.review = urns.open_urns(world.review, actor=world.officers[opener], at=LATER, passphrase=PHRASES[opener])
    assert world.again().state == S.OPENED
    assert Ballot.objects.count() == len(world.codes)
    with pytest.raises(MoveRefused):
        urns.reseat(world.review, actor=world.director, at=LATER, seat=opener, reason="又一句")


def test_a_passphrase_lost_after_the_first_seal_has_the_first_seal_broken_anew():
    world = a_peeled()
    world.review = urns.reseat(world.review, actor=world.officers["second"], at=LATER, seat="second", reason="遗忘口令")
    assert world.review.state == S.CLOSED
    assert world.review.peeled_at is None
    world.review = urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    urns.open_urns(world.review, actor=world.officers["reserve"], at=LATER, passphrase=PHRASES["reserve"])
    assert Ballot.objects.count() == len(world.codes)


def test_without_two_officers_the_urns_stay_shut():
    world = a_closed()
    urns.reseat(world.review, actor=world.officers["first"], at=LATER, seat="first", reason="遗忘口令")
    with pytest.raises(MoveRefused, match=r"fewer than two|不足两"):
        urns.reseat(world.review, actor=world.officers["second"], at=LATER, seat="second", reason="遗忘口令")


def test_opening_leaves_no_paper_and_no_key_behind():
    world = an_opened()
    for urn in Urn.objects.filter(group__review=world.review):
        assert not any(map(bytes, (urn.for_both, urn.without_first, urn.without_second, urn.peeled)))
    assert not any(bytes(officer.locked_key) for officer in Officer.objects.filter(review=world.review))


def test_a_plan_that_lacks_something_says_all_of_it():
    world = a_plan()
    world.review.groups.filter(code="A").update(weight=30)
    world.review.items.first().delete()
    RaterSeats.objects.filter(group__code="A").update(expected=4, slips=4)
    with pytest.raises(MoveRefused) as refused:
        moves.lock(world.review, actor=world.office, at=NOW)
    assert str(refused.value).count("；") == 2


def test_locking_writes_down_whose_own_a_subject_is():
    world = a_listed()
    found = set(SubjectUnit.objects.values_list("unit_id", flat=True))
    assert found == {unit.pk for unit in world.own}


def test_the_form_of_the_ballot_follows_from_who_shares_what_is_left_out():
    whole = a_listed(raters="A 无 6\nB 单位1 5\nB 单位2 5\nB 局1 5")
    assert [group.is_cut for group in whole.review.groups.all()] == [False, False]
    cut = a_listed(raters="A 无 6\nB 单位1 4\nB 局1 8")
    assert [group.is_cut for group in cut.review.groups.all()] == [False, True]


def test_the_vote_does_not_open_without_slips_and_keys():
    world = a_plan()
    world.review = moves.lock(world.review, actor=world.office, at=NOW)
    with pytest.raises(MoveRefused) as refused:
        moves.start(world.review, actor=world.office, at=NOW)
    assert str(refused.value).count("；") == 1
    with_keys(world)
    tickets.issue(world.review, actor=world.office, at=NOW)
    assert moves.start(world.review, actor=world.office, at=NOW).state == S.OPEN


def test_new_slips_take_the_old_ones_validity():
    world = a_listed()
    old = {slip.code for slip in world.codes}
    new = {slip.code for slip in tickets.issue(world.review, actor=world.office, at=NOW)}
    assert not old & new
    assert not Ticket.objects.filter(digest__in=map(tickets.digest, old)).exists()
    assert Ticket.objects.filter(digest__in=map(tickets.digest, new)).count() == len(new)
    started = moves.start(world.review, actor=world.office, at=NOW)
    with pytest.raises(MoveRefused):
        tickets.issue(started, actor=world.office, at=NOW)


def test_the_lists_stand_under_a_digest_from_the_opening_on():
    world = a_closed()
    line = Entry.objects.get(verb="start")
    assert line.content.after == {"electorate": world.review.electorate_hash}
    Ticket.objects.filter(used=1).first().delete()
    with pytest.raises(MoveRefused):
        urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])


def test_a_paper_slipped_in_or_taken_out_is_noticed():
    world = a_closed()
    urn = Urn.objects.filter(group__review=world.review).first()
    urn.for_both = bytes(urn.for_both) + bytes(urn.for_both)[: len(bytes(urn.for_both)) // 6]
    urn.save()
    with pytest.raises(MoveRefused, match=r"as many papers|不一致|不符"):
        urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])


def test_too_few_votes_are_not_opened_and_voting_may_go_on():
    world = a_closed(share=0.5)
    with pytest.raises(MoveRefused, match=r"not valid|无效"):
        urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    row = moves.resume(
        world.review, actor=world.director, at=LATER, closes_at=at("2017-07-03 18:00:00"), reason="参评不足"
    )
    assert row.state == S.OPEN


def test_the_end_of_voting_closes_it_once():
    world = an_open()
    assert moves.close_due(at("2017-06-30 17:59:59")) == 0
    assert moves.close_due(LATER) == 1
    assert moves.close_due(LATER) == 0
    assert world.again().state == S.CLOSED


def test_a_void_vote_keeps_no_papers():
    world = a_closed()
    moves.void(world.review, actor=world.director, at=LATER, reason="名单有误")
    assert not any(bytes(urn.for_both) for urn in Urn.objects.filter(group__review=world.review))
    assert Ballot.objects.count() == 0


def test_a_group_with_too_few_ballots_is_opened_together_with_another():
    world = an_open(raters="A 无 8\nB 局1 14\nB 局2 14")
    slips = [slip for slip in world.codes if slip.group_code == "B"]
    slips += [slip for slip in world.codes if slip.group_code == "A"][:3]
    from tests.evaluations.reviews.world import votes

    for slip in slips:
        votes(world, slip)
    review = moves.close(world.again(), actor=None, at=LATER, reason="到时")
    review = urns.peel(review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    review = urns.open_urns(review, actor=world.officers["second"], at=LATER, passphrase=PHRASES["second"])
    a, b = review.groups.all()
    assert (a.merged_into, a.cast, b.merged_into, b.cast) == (b, 3, None, 28)
    assert Ballot.objects.filter(group=b).count() == 31


def test_whole_ballots_of_which_too_few_share_what_they_leave_out_are_cut_when_opened():
    world = an_open(raters="A 无 6\nB 单位1 5\nB 局1 15")
    from tests.evaluations.reviews.world import votes

    slips = [slip for slip in world.codes if slip.unit_name != world.own[0].name]
    slips += [slip for slip in world.codes if slip.unit_name == world.own[0].name][:2]
    for slip in slips:
        votes(world, slip)
    review = moves.close(world.again(), actor=None, at=LATER, reason="到时")
    review = urns.peel(review, actor=world.officers["first"], at=LATER, passphrase=PHRASES["first"])
    review = urns.open_urns(review, actor=world.officers["second"], at=LATER, passphrase=PHRASES["second"])
    group = review.groups.get(code="B")
    assert group.is_cut
    counts = sorted(Ballot.objects.filter(group=group, subject=subject).count() for subject in review.subjects.all())
    assert counts == [15, 17, 17]
    assert not Ballot.objects.filter(group=group, subject=None).exists()


def test_the_stamps_must_accompany_the_states():
    world = a_plan()
    for state in (S.LISTED, S.OPEN, S.PUBLISHED, S.VOID, "ELSEWHERE"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=world.review.pk).update(state=state)


def test_who_is_judged_neither_leads_nor_keeps_a_key():
    world = a_plan(kind="cadre")
    cadre = world.review.subjects.first().cadre
    cadre.user = world.office
    cadre.save()
    with pytest.raises(MoveRefused) as refused:
        moves.lock(world.review, actor=world.office, at=NOW)
    assert refused.value.why == MoveRefused.WRONG_PERSON
    with pytest.raises(ValidationError):
        reviews.appoint(
            world.review, first=world.office, second=world.officers["second"], reserve=world.officers["reserve"],
            actor=world.director, at=NOW,
        )  # fmt: skip


def test_bad_lines_of_raters_are_named_at_once():
    world = a_plan()
    with pytest.raises(ValidationError) as wrong:
        reviews.set_raters(
            world.review, raters="Z 无 3\nA 没有这个局 3\nA 无 many\nA 无 3 4\n\nA 无", actor=world.office, at=NOW
        )
    assert len(wrong.value.message_dict["raters"]) == 5
    assert RaterSeats.objects.count() == 3


def test_three_different_people_keep_the_keys():
    world = a_plan()
    first = world.officers["first"]
    with pytest.raises(ValidationError):
        reviews.appoint(world.review, first=first, second=first, reserve=first, actor=world.office, at=NOW)
    with pytest.raises(ValidationError):
        reviews.appoint(
            world.review,
            first=first,
            second=a_user(None, "planner"),
            reserve=world.director,
            actor=world.office,
            at=NOW,
        )

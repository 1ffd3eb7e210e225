"""Withdrawals of honours: the road, what is withdrawn and given back, what they rest on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cadres.models import InfluencePeriod
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Honour, Honouree, HonourWithdrawal
from cases.queries import appeals as remedies
from cases.queries import honours as queries
from cases.queries.promotion import pack
from cases.services import honours
from cases.services.checks import verify
from cases.transitions import cards
from cases.transitions import withdrawal as moves
from cases.transitions.decisions import confirm
from evaluations.models import ScoreEntry
from tests.cases.appeal_scene import an_appeal
from tests.cases.honours_scene import DELIVERED, HEARD, JUDGED, OUT, PROPOSED, Scene
from tests.cases.scene import a_card, a_decision, decided
from tests.cases.tolerance_scene import lodged
from tests.cases.tolerance_scene import walk as examined
from tests.cast import at
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
# Of the facts served on 31 July: five working days.
OVER = at("2017-08-08 00:00:00")
# From the card of the appeals' scene to a decision delivered on 4 August.
LATER = timedelta(days=105)


@pytest.fixture
def scene():
    return Scene(4)


def lines(row):
    return list(Entry.objects.about(row).order_by("id").values_list("verb", flat=True))


def again(case):
    return HonourWithdrawal.objects.get(pk=case.pk)


def points(cadre):
    return sum(entry.points for entry in ScoreEntry.objects.filter(cadre=cadre))


# verb: (from, to, who, call)
ROAD = {
    "serve-facts": ("DRAFT", "NOTIFIED", "officer",
                    lambda c, who: moves.serve_facts(c, manner="signed", actor=who, at=PROPOSED)),
    "state": ("NOTIFIED", "HEARD", "subject", lambda c, who: moves.state(c, statement="请核实。", actor=who, at=HEARD)),
    "waive": ("NOTIFIED", "HEARD", "subject", lambda c, who: moves.waive(c, actor=who, at=HEARD)),
    "propose": ("HEARD", "PROPOSED", "officer", lambda c, who: moves.propose(c, proposal="建议", actor=who, at=HEARD)),
    "deliver": ("DECIDED", "DELIVERED", "officer",
                lambda c, who: moves.deliver(c, manner="signed", actor=who, at=DELIVERED)),
    "drop": ("HEARD", "DROPPED", "officer", lambda c, who: moves.drop(c, reason="不属实", actor=who, at=HEARD)),
    "revoke": ("DELIVERED", "REVOKED", "director",
               lambda c, who: moves.revoke(c, reason="申诉", actor=who, at=DELIVERED)),
}  # fmt: skip
BY_MEETING, BY_SYSTEM = {"decide", "decline"}, {"expire", "excuse"}


def test_the_table_names_every_move():
    assert {move.name for move in moves.MOVES} == set(ROAD) | BY_MEETING | BY_SYSTEM


@pytest.mark.parametrize("verb", ROAD)
def test_a_move_moves_and_leaves_one_line(scene, verb):
    source, target, who, call = ROAD[verb]
    case = scene.withdrawal(source)
    before = lines(case)
    assert call(case, getattr(scene, who)).state == target
    assert lines(case) == [*before, verb]


@pytest.mark.parametrize("verb", ROAD)
def test_a_move_refuses_the_wrong_state(scene, verb):
    source, _target, who, call = ROAD[verb]
    case = scene.withdrawal("PROPOSED" if source in ("DRAFT", "HEARD") else "DRAFT")
    before = lines(case)
    with pytest.raises(MoveRefused) as refused:
        call(case, getattr(scene, who))
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert lines(again(case)) == before


@pytest.mark.parametrize("verb", ROAD)
def test_a_move_refuses_the_wrong_person(scene, verb):
    source, _target, who, call = ROAD[verb]
    case = scene.withdrawal(source)
    before = lines(case)
    # The person concerned in any office, and the head of the unit in any office, among them.
    for user in (scene.subject, scene.head):
        user.roles = ",office,director,discipline,"
        user.save()
    wrong = ["stranger", "second", "discipline", "head", *(["subject"] if who != "subject" else [])]
    for name in wrong:
        if name in ("head", "subject"):
            HonourWithdrawal.objects.filter(pk=case.pk).update(handler=getattr(scene, name))
        with pytest.raises(MoveRefused) as refused:
            call(again(case), getattr(scene, name))
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert (again(case).state, lines(case)) == (source, before)


@pytest.mark.parametrize(("outcome", "state", "verb"), [("withdraw", "DECIDED", "decide"), ("keep", "KEPT", "decline")])
def test_a_meeting_decides_and_another_person_confirms(scene, outcome, state, verb):
    case = scene.withdrawal("PROPOSED")
    before = lines(case)
    draft = a_decision(scene, (case, outcome), held_on=date(2017, 8, 2), when=JUDGED)
    for who in (scene.officer, scene.subject, scene.discipline, scene.stranger):
        with pytest.raises(MoveRefused):
            confirm(draft, actor=who, at=JUDGED)
    confirm(draft, actor=scene.deputy, at=JUDGED)
    assert again(case).state == state
    assert lines(case) == [*before, verb]
    with pytest.raises(MoveRefused):
        a_decision(scene, (again(case), outcome), held_on=date(2017, 8, 2), when=DELIVERED)


def test_who_awarded_withdraws_or_the_standing_committee(scene):
    case = scene.withdrawal("PROPOSED")
    words = {"held_on": date(2017, 8, 2), "when": JUDGED}
    with pytest.raises(ValidationError):
        a_decision(scene, (case, "withdraw"), meeting="joint", **words)
    assert decided(scene, (case, "withdraw"), meeting="standing", **words).state == "DECIDED"


def test_the_period_expires_by_the_sweep_and_by_nobody_else(scene):
    case = scene.withdrawal("NOTIFIED")
    assert moves.sweep(OVER - timedelta(seconds=1)) == 0
    with pytest.raises(MoveRefused):
        moves.expire(case, at=OVER - timedelta(seconds=1))
    before = lines(case)
    assert (moves.sweep(OVER), moves.sweep(OVER)) == (1, 0)
    assert (again(case).state, again(case).heard, lines(case)) == ("HEARD", "expired", [*before, "expire"])


@pytest.mark.parametrize("state", ["DRAFT", "NOTIFIED", "HEARD", "PROPOSED", "DECIDED", "KEPT", "DROPPED"])
def test_the_honour_stands_with_its_points_until_the_delivery(scene, state):
    case = scene.withdrawal(state)
    assert queries.counted([scene.cadre]).count() == 1
    assert (case.honouree.state, points(scene.cadre)) == ("RECIPIENT", 1)
    assert [words for words, _path in queries.of_cadre(scene.cadre, DELIVERED.date())]
    assert Honour.objects.get(pk=case.honouree.honour_id).state == "PUBLISHED"


def test_delivered_the_honour_is_out_of_every_figure_and_its_points_are_reversed(scene):
    case = scene.withdrawal("DELIVERED")
    one = Honouree.objects.get(pk=case.honouree_id)
    assert (one.state, one.withdrawn_at) == ("WITHDRAWN", DELIVERED)
    assert lines(one) == ["award-honour", "withdraw-honour"]
    assert queries.counted([scene.cadre]).count() == 0
    assert points(scene.cadre) == 0
    assert queries.of_cadre(scene.cadre, DELIVERED.date()) == []
    assert pack(scene.cadre, scene.officer, DELIVERED.date())["honours"] == []
    # The others of the batch keep theirs; the batch stays published.
    assert queries.counted().count() == 4
    assert Honour.objects.get(pk=one.honour_id).state == "PUBLISHED"
    assert (case.review_until, case.appeal_until) == (date(2017, 9, 4), date(2017, 9, 4))


def test_the_honours_in_force_stand_in_the_evidence_for_a_promotion(scene):
    one = scene.honoured()
    (item,) = pack(scene.cadre, scene.officer, OUT.date())["honours"]
    assert one.honour.title in str(item)


def test_review_and_appeal_lie_against_what_was_delivered_and_against_no_batch(scene):
    case = scene.withdrawal("DECIDED")
    assert remedies.ways(case, DELIVERED) == []
    case = moves.deliver(case, manner="signed", actor=scene.officer, at=DELIVERED)
    assert [str(way.remedy) for way in remedies.ways(case, DELIVERED)] == ["review", "appeal"]
    assert remedies.ways(case.honouree.honour, DELIVERED) == []


@pytest.mark.parametrize("remedy", ["review", "appeal"])
def test_an_appeal_that_revokes_gives_the_honour_back_with_exactly_its_points(scene, remedy):
    case = scene.withdrawal("DELIVERED")
    before = points(scene.cadre)
    row = an_appeal(scene, "CLOSED", target=case, remedy=remedy, later=LATER)
    assert row.involved.isdisjoint({row.handler_id, row.decided_by_id})
    assert again(case).state == "REVOKED"
    one = Honouree.objects.get(pk=case.honouree_id)
    assert (one.state, one.withdrawn_at, one.honoured_at) == ("RECIPIENT", None, OUT)
    assert queries.counted([scene.cadre]).count() == 1
    assert (before, points(scene.cadre)) == (0, 1)
    # In the quarter of the honour, and by an entry beside those that stand.
    entries = ScoreEntry.objects.filter(cadre=scene.cadre).order_by("pk")
    assert [(entry.year, entry.quarter, entry.points) for entry in entries] == [
        (2017, 3, 1), (2017, 3, -1), (2017, 3, 1),
    ]  # fmt: skip
    assert lines(one) == ["award-honour", "withdraw-honour", "restore-honour"]
    assert list(verify()) == []


def test_an_appeal_that_confirms_changes_nothing(scene):
    case = scene.withdrawal("DELIVERED")
    an_appeal(scene, "CLOSED", target=case, outcome="confirmed", later=LATER)
    assert (again(case).state, points(scene.cadre)) == ("DELIVERED", 0)


def test_given_back_it_may_be_withdrawn_and_given_back_again(scene):
    case = scene.withdrawal("REVOKED")
    second = scene.walked(
        moves.open_withdrawal(case.honouree, facts="另有新事实。", actor=scene.officer, at=PROPOSED), "PROPOSED"
    )
    second = decided(scene, (second, "withdraw"), held_on=date(2017, 8, 2), when=JUDGED, number="张组纪〔2017〕再1号")
    second = moves.deliver(second, manner="signed", actor=scene.officer, at=DELIVERED + timedelta(hours=1))
    assert points(scene.cadre) == 0
    moves.revoke(second, reason="申诉", actor=scene.director, at=DELIVERED + timedelta(hours=2))
    assert points(scene.cadre) == 1
    assert list(verify()) == []


# Opening --------------------------------------------------------------------------------------------------------------


def test_one_honour_has_one_withdrawal_that_runs(scene):
    case = scene.withdrawal("NOTIFIED")
    one = case.honouree
    with pytest.raises(MoveRefused, match=case.number_text):
        moves.open_withdrawal(one, facts="又一件", actor=scene.second, at=HEARD)
    case.pk, case.number = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(force_insert=True)
    running = HonourWithdrawal.objects.get(honouree=one)
    moves.drop(running, reason="重新核实", actor=scene.officer, at=HEARD)
    assert moves.open_withdrawal(one, facts="核实后", actor=scene.second, at=HEARD).state == "DRAFT"


def test_a_delivered_one_leaves_no_honour_to_withdraw(scene):
    case = scene.withdrawal("DELIVERED")
    with pytest.raises(MoveRefused) as refused:
        moves.open_withdrawal(case.honouree, facts="再撤", actor=scene.officer, at=DELIVERED)
    assert refused.value.why == MoveRefused.WRONG_STATE


def test_a_candidate_has_nothing_to_withdraw_and_facts_are_needed(scene):
    one = scene.first(scene.batch("PROPOSED"))
    with pytest.raises(MoveRefused) as refused:
        moves.open_withdrawal(one, facts="x", actor=scene.officer, at=OUT)
    assert refused.value.why == MoveRefused.WRONG_STATE
    with pytest.raises(ValidationError):
        scene.withdrawal(facts="  ", one=scene.honoured(title="二"))


def test_proposed_by_the_cadre_section_free_of_the_person(scene):
    one = scene.honoured()
    for user in (scene.director, scene.discipline, scene.stranger):
        with pytest.raises(MoveRefused):
            moves.open_withdrawal(one, facts="x", actor=user, at=OUT)
    # The person, and the head of the person's unit, of the section or not.
    for user in (scene.subject, scene.head):
        user.roles = ",office,"
        user.save()
        with pytest.raises(MoveRefused) as refused:
            moves.open_withdrawal(one, facts="x", actor=user, at=OUT)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    assert moves.open_withdrawal(one, facts="x", actor=scene.second, at=OUT).handler == scene.second


# A later block --------------------------------------------------------------------------------------------------------


def red_card(scene):
    """A red card of the people's own cadre, in force since 1 August 2017."""
    card = a_card(scene, "HEARD", colour="red")
    card = cards.propose(card, proposal="建议", earlier_rung="提醒谈话", actor=scene.officer, at=PROPOSED)
    card = decided(scene, (card, "give"), meeting="joint", held_on=date(2017, 7, 31), when=PROPOSED)
    return cards.deliver(card, manner="signed", actor=scene.officer, at=HEARD)


def test_a_red_card_is_noticed_and_leads_by_hand_to_the_withdrawal(scene):
    one = scene.honoured()
    card = red_card(scene)
    assert (honours.watch(HEARD), honours.watch(HEARD)) == (1, 0)
    one.refresh_from_db()
    assert (one.state, one.flagged_at) == ("RECIPIENT", HEARD)
    assert not HonourWithdrawal.objects.exists()
    notice = Notice.objects.get(kind=f"case.flag{one.pk}")
    assert (notice.user, notice.path) == (scene.officer, f"/cases/withdrawal/new/?honouree={one.pk}")
    case = moves.open_withdrawal(one, facts="授予后亮红牌。", on_block=True, actor=scene.officer, at=HEARD)
    assert (case.source_label, case.source_key) == ("cases.card", str(card.pk))
    # The card withdrawn, the officer hears that the ground is gone; nothing follows by itself.
    cards.withdraw(card, reason="申诉撤销", actor=scene.director, at=JUDGED)
    assert (honours.watch(JUDGED), honours.watch(JUDGED)) == (1, 0)
    assert again(case).state == "DRAFT"
    assert Notice.objects.filter(kind="case.lifted", user=scene.officer, path=case.get_absolute_url()).exists()
    one.refresh_from_db()
    assert lines(one) == ["award-honour", "flag_honour", "unflag_honour"]


def test_without_a_block_none_is_named(scene):
    one = scene.honoured()
    assert blocks(scene.cadre, Purpose.HONOUR, HEARD.date()) is None
    with pytest.raises(ValidationError):
        moves.open_withdrawal(one, facts="x", on_block=True, actor=scene.officer, at=HEARD)
    InfluencePeriod.objects.create(
        cadre=scene.cadre, kind="admonition", from_on=date(2017, 8, 1), until_on=date(2018, 1, 31), reason="x",
        document_no="诫〔2017〕7号", made_by="区纪委", blocks=["honour"],
    )  # fmt: skip
    case = moves.open_withdrawal(one, facts="x", on_block=True, actor=scene.officer, at=HEARD)
    assert case.source_label == "cadres.influenceperiod"


def test_kept_by_the_meeting_it_is_not_noticed_again_for_the_same_block(scene):
    one = scene.honoured()
    red_card(scene)
    honours.watch(HEARD)
    scene.decide(scene.walked(scene.withdrawal(one=one), "PROPOSED"), "keep")
    assert honours.watch(JUDGED) == 0
    assert Notice.objects.filter(kind=f"case.flag{one.pk}").count() == 1


def test_while_tolerance_about_the_card_is_examined_the_withdrawal_waits(scene):
    one = scene.honoured()
    card = red_card(scene)
    case = moves.open_withdrawal(one, facts="x", on_block=True, actor=scene.officer, at=HEARD)
    case = scene.walked(case, "HEARD")
    suspended = examined(scene, lodged(scene, card, when=HEARD), "INQUIRY")
    with pytest.raises(MoveRefused, match=suspended.number_text):
        moves.propose(case, proposal="建议", actor=scene.officer, at=HEARD)


@pytest.mark.parametrize(
    ("state", "outcome", "ends"),
    [
        ("DRAFT", "exempt", "DROPPED"), ("DECIDED", "exempt", "DROPPED"), ("DELIVERED", "exempt", "REVOKED"),
        ("PROPOSED", "lighter", "PROPOSED"), ("KEPT", "exempt", "KEPT"),
    ],
)  # fmt: skip
def test_a_tolerance_finding_lets_the_honour_stay_or_gives_it_back(scene, state, outcome, ends):
    case = scene.withdrawal(state)
    said = moves.tolerated(case, outcome, reason="容错认定免责", actor=scene.director, at=DELIVERED)
    assert again(case).state == ends
    assert bool(said) == (state != ends)
    assert (Honouree.objects.get(pk=case.honouree_id).state, points(scene.cadre)) == ("RECIPIENT", 1)

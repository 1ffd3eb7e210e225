"""Proposals for promotion: the road, the frozen evidence, the hard refusal while an influence period blocks."""

from datetime import date

import pytest

from cadres.queries import blocks
from cadres.services.influence import begin_influence
from cases import registry
from cases.models import Promotion
from cases.queries.promotion import SECTIONS, pack
from cases.services.checks import verify
from cases.states.promotion import PromotionState as S
from cases.transitions import promotion
from evaluations.models import Fact
from evaluations.states.facts import FactState
from tests import lasting
from tests.cases.adjustment_scene import GIVEN, MET, NEXT, OPENED, THEN, Cast, a_promotion, an_adjustment
from tests.cases.scene import decided
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db


made = lasting.world(Cast)


def verbs(case):
    rows = Entry.objects.filter(label="cases.promotion", key=str(case.pk)).order_by("id")
    return list(rows.values_list("verb", flat=True))


CALLS = {
    "ask_opinion": (S.DRAFT, S.CONSULTING, "officer", {}, OPENED),
    "advise": (S.CONSULTING, S.ADVISED, "discipline", {"stance": "agree", "opinion": "无"}, NEXT),
    "forward": (S.ADVISED, S.FORWARDED, "officer", {"proposal": "建议提任"}, THEN),
    "appoint": (
        S.DECIDED, S.APPOINTED, "officer", {"document_no": "9号", "post_from_on": date(2017, 4, 20)}, GIVEN,
    ),
    "drop": (S.ADVISED, S.DROPPED, "officer", {"reason": "另有安排"}, THEN),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_every_move_moves_and_leaves_one_line_and_refuses_the_wrong_person_and_state(people, name):
    source, target, who, given, when = CALLS[name]
    make = getattr(promotion, name)
    case = a_promotion(people, source)
    before = len(verbs(case))
    for wrong in {"second", "stranger", "subject", "head", "director", "discipline", "officer"} - {who}:
        with pytest.raises(MoveRefused) as refused:
            make(case, actor=getattr(people, wrong), at=when, **given)
        assert refused.value.why == MoveRefused.WRONG_PERSON
    moved = make(case, actor=getattr(people, who), at=when, **given)
    assert moved.state == target
    assert verbs(case)[before:] == [name.replace("_", "-")]
    with pytest.raises(MoveRefused) as refused:
        make(moved, actor=getattr(people, who), at=when, **given)
    assert refused.value.why == MoveRefused.WRONG_STATE


def test_appointed_the_roster_knows_the_post(people):
    case = a_promotion(people, S.APPOINTED)
    people.cadre.refresh_from_db()
    assert (people.cadre.unit, people.cadre.post) == (people.elsewhere, "馆长")
    assert verbs(case) == ["propose_promotion", "ask-opinion", "advise", "forward", "decide", "appoint"]


def test_a_rank_leaves_the_post(people):
    a_promotion(people, S.APPOINTED, target="rank", to_post="三级调研员")
    assert people.cadre.appointments.get(until_on__isnull=True).post == "副镇长"


def test_only_the_standing_committee_decides_and_it_may_decline(people):
    case = a_promotion(people, S.FORWARDED)
    with pytest.raises(Exception, match=r"standing|常委"):
        decided(people, (case, "promote"), meeting="department", when=MET)
    assert a_promotion(people, S.DECLINED, target="rank").state == S.DECLINED


def test_an_objection_of_the_discipline_commission_ends_it(people):
    case = a_promotion(people, S.ADVISED, stance="object")
    with pytest.raises(MoveRefused):
        promotion.forward(case, proposal="建议提任", actor=people.officer, at=THEN)


def blocked(people, kind="admonition"):
    begin_influence(
        people.cadre, kind=kind, from_on=date(2017, 4, 1), reason="诫勉", document_no="张纪〔2017〕1号",
        made_by="区纪委监委", actor=people.discipline, at=OPENED,
    )  # fmt: skip


def test_an_influence_period_is_a_hard_refusal_at_every_step(people):
    cases = dict.fromkeys((S.DRAFT, S.ADVISED, S.FORWARDED, S.DECIDED))
    for state in cases:
        cases[state] = a_promotion(people, state)
        Promotion.objects.filter(pk=cases[state].pk).update(target="rank") if state == S.DRAFT else None
        if state != S.DECIDED:
            cases[state] = promotion.drop(cases[state], reason="另起", actor=people.officer, at=THEN)
    blocked(people)
    assert blocks(people.cadre, "promotion", date(2017, 4, 10)) is not None
    with pytest.raises(MoveRefused, match="张纪〔2017〕1号"):
        a_promotion(people)
    with pytest.raises(MoveRefused, match="张纪〔2017〕1号"):
        promotion.appoint(
            cases[S.DECIDED], document_no="9号", post_from_on=date(2017, 4, 20), actor=people.officer, at=GIVEN
        )


@pytest.mark.parametrize("state", [S.DRAFT, S.ADVISED, S.FORWARDED])
def test_a_period_that_begins_on_the_way_stops_the_next_step(people, state):
    case = a_promotion(people, state)
    blocked(people)
    go = {
        S.DRAFT: lambda: promotion.ask_opinion(case, actor=people.officer, at=THEN),
        S.ADVISED: lambda: promotion.forward(case, proposal="建议提任", actor=people.officer, at=THEN),
        S.FORWARDED: lambda: decided(people, (case, "promote"), meeting="standing", when=MET),
    }
    with pytest.raises(MoveRefused, match="张纪〔2017〕1号"):
        go[state]()


def test_an_adjustment_blocks_the_way_up_and_revoked_it_opens_again(people):
    case = an_adjustment(people, "FOLLOW_UP")
    with pytest.raises(MoveRefused):
        promotion.open_promotion(
            cadre=people.cadre, target="promotion", to_unit=people.elsewhere, to_post="馆长", grounds="突出",
            actor=people.officer, at=GIVEN,
        )  # fmt: skip
    registry.of(case).revoked(case, appeal="复核1号", actor=people.director, at=GIVEN)
    assert promotion.open_promotion(
        cadre=people.cadre, target="promotion", to_unit=people.elsewhere, to_post="馆长", grounds="突出",
        actor=people.officer, at=GIVEN,
    ).state == S.DRAFT  # fmt: skip


def test_the_evidence_is_copied_once(people, monkeypatch):
    Fact.objects.create(
        cadre=people.cadre, day=date(2017, 4, 1), what="提前完成征迁", kind="achievement", source="reports",
        evidence="台账", state=FactState.VERIFIED, verified_by=people.director, verified_at=OPENED, made_at=OPENED,
    )  # fmt: skip
    monkeypatch.setattr(registry, "HONOURS", [lambda cadre, day: [("红旗标兵2016年第4期", "/cases/honour/1/")]])
    case = a_promotion(people)
    assert [item["words"] for item in case.pack["facts"]] == ["2017-04-01 提前完成征迁"]
    assert case.pack["honours"] == [{"words": "红旗标兵2016年第4期", "path": "/cases/honour/1/"}]
    Fact.objects.update(what="改过的话")
    case.refresh_from_db()
    assert case.pack["facts"][0]["words"] == "2017-04-01 提前完成征迁"
    assert set(pack(people.cadre, people.officer, date(2017, 4, 10))) == {*SECTIONS, "taken_on"}


def test_one_open_proposal_a_person_and_target(people):
    a_promotion(people)
    with pytest.raises(MoveRefused):
        a_promotion(people)
    people.cadre.user = people.officer
    people.cadre.save()
    with pytest.raises(MoveRefused):
        a_promotion(people, target="rank")


@pytest.mark.parametrize("state", [S.APPOINTED, S.DECLINED])
def test_the_check_of_the_trail_has_nothing_to_say_against_it(people, state):
    a_promotion(people, state)
    assert [str(sentence) for sentence in verify()] == []

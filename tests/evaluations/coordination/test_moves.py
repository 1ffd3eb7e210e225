"""The moves of a coordination slip: each moves, refuses the wrong state and the wrong person, leaves one line."""

import pytest
from django.db import IntegrityError, transaction

from evaluations.models import Coordination, CoordinationStep
from evaluations.states.coordination import CoordinationState as S
from evaluations.transitions import coordination as moves
from projects.models import Responsibility
from projects.states import PersonRole
from tests.cast import a_user, at, carries
from tests.evaluations.coordination.scene import TEN, Scene
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
ELEVEN = at("2017-04-10 11:00:00")


@pytest.fixture
def scene():
    return Scene()


def refused(why, act, *args, **words):
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refusal:
        act(*args, **words)
    assert refusal.value.why == why
    assert Entry.objects.count() == lines


def line_of(slip, verb):
    return Entry.objects.about(slip).get(verb=verb)


def others(scene, *who):
    names = ("liaison", "deputy", "head", "leader", "planner", "supervisor", "stranger")
    return [user for user in (getattr(scene, name) for name in names) if user not in who]


# raise


def test_a_slip_begins_with_the_leader_in_charge_and_two_working_days(scene):
    slip = scene.raised()
    assert (slip.state, slip.level, slip.held.names) == (S.RAISED, 1, scene.deputy.name)
    assert (slip.due_at, slip.escalate_at) == (at("2017-04-13 00:00:00"), at("2017-04-18 00:00:00"))
    assert line_of(slip, "raise").to_state == S.RAISED
    assert [notice.user for notice in Notice.objects.filter(kind="coordination")] == [scene.deputy]
    assert CoordinationStep.objects.get().owners == scene.deputy.name


def test_numbers_have_no_gaps(scene):
    assert [scene.raised().number, scene.raised().number] == ["协调〔2017〕1号", "协调〔2017〕2号"]


@pytest.mark.parametrize(("to", "level", "who"), [
    ("unit", 1, "deputy"), ("planner", 1, "planner"), ("leader", 3, "leader"), ("support", 1, "head"),
])  # fmt: skip
def test_whom_it_addresses_says_where_it_begins(scene, to, level, who):
    # No supporting unit is named here: the next level above holds it.
    slip = scene.raised(to=to)
    assert (slip.level, slip.held.user_ids) == (level, {getattr(scene, who).pk})


def test_who_raised_it_never_holds_it(scene):
    slip = scene.raised(by=scene.deputy)
    assert slip.held.user_ids == {scene.head.pk}
    refused("person", moves.accept, slip, actor=scene.deputy, at=ELEVEN)


def test_nobody_named_anywhere_leaves_it_with_the_inspection_office(scene):
    Responsibility.objects.exclude(role=PersonRole.LIAISON).delete()
    scene.unit.appointments.all().delete()
    assert scene.raised().held.user_ids == {scene.supervisor.pk}


# accept


def test_the_holder_takes_it_up_and_that_is_its_response(scene):
    row = moves.accept(scene.raised(), actor=scene.deputy, at=at("2017-04-12 09:00:00"))
    assert (row.state, row.response_days, row.due_at) == (S.ACCEPTED, 2, at("2017-04-18 00:00:00"))
    assert CoordinationStep.objects.get().accepted_by == scene.deputy


def test_it_is_taken_up_once(scene):
    refused("state", moves.accept, scene.accepted(), actor=scene.deputy, at=ELEVEN)


def test_only_the_holder_takes_it_up(scene):
    slip = scene.raised()
    for user in others(scene, scene.deputy):
        refused("person", moves.accept, slip, actor=user, at=ELEVEN)


def test_who_was_deputy_before_no_longer_holds_it(scene):
    slip = scene.raised()
    Responsibility.objects.filter(role=PersonRole.DEPUTY).update(until_on="2017-04-10")
    new = a_user()
    carries(new, scene.project, PersonRole.DEPUTY, from_on="2017-04-11")
    refused("person", moves.accept, slip, actor=scene.deputy, at=at("2017-04-11 09:00:00"))
    assert moves.accept(slip, actor=new, at=at("2017-04-11 09:00:00")).state == S.ACCEPTED


def test_taking_up_leaves_one_line(scene):
    line = line_of(scene.accepted(), "accept")
    assert (line.from_state, line.to_state, line.actor) == (S.RAISED, S.ACCEPTED, scene.deputy)


def test_for_the_leaders_of_the_district_the_offices_enter_it(scene):
    slip = scene.raised(to="leader")
    assert moves.accept(slip, actor=scene.supervisor, at=ELEVEN).state == S.ACCEPTED


# coordinate


def test_progress_is_noted(scene):
    row = moves.coordinate(scene.accepted(), actor=scene.deputy, at=ELEVEN, note="已约供电公司周三到现场")
    assert (row.state, row.note) == (S.WORKING, "已约供电公司周三到现场")
    assert line_of(row, "coordinate").reason == row.note


def test_noting_needs_words_a_taken_up_slip_and_the_holder(scene):
    slip = scene.raised()
    refused("state", moves.coordinate, slip, actor=scene.deputy, at=ELEVEN, note="x")
    moves.accept(slip, actor=scene.deputy, at=ELEVEN)
    refused("missing", moves.coordinate, slip, actor=scene.deputy, at=ELEVEN, note=" ")
    for user in others(scene, scene.deputy):
        refused("person", moves.coordinate, slip, actor=user, at=ELEVEN, note="x")


# answer


def test_an_answer_waits_for_who_raised_it(scene):
    row = scene.answered()
    assert (row.state, row.answered_by, row.due_at) == (S.ANSWERED, scene.deputy, at("2017-04-14 00:00:00"))
    assert row.response_days == 0
    assert CoordinationStep.objects.get().end == "answered"
    assert Notice.objects.filter(user=scene.liaison, kind="coordination").count() == 1
    assert line_of(row, "answer").reason == "供电公司15日进场"


def test_it_is_answered_once_by_the_holder(scene):
    slip = scene.raised()
    for user in others(scene, scene.deputy):
        refused("person", moves.answer, slip, actor=user, at=ELEVEN, answer="x")
    refused("missing", moves.answer, slip, actor=scene.deputy, at=ELEVEN, answer="")
    moves.answer(slip, actor=scene.deputy, at=ELEVEN, answer="已办")
    refused("state", moves.answer, slip, actor=scene.deputy, at=ELEVEN, answer="x")


# confirm and send back


def test_who_raised_it_confirms(scene):
    row = moves.confirm(scene.answered(), actor=scene.liaison, at=at("2017-04-12 09:00:00"))
    assert (row.state, row.solved_by, row.solved_days, row.due_at) == (S.SOLVED, scene.liaison, 2, None)
    assert line_of(row, "confirm").to_state == S.SOLVED


@pytest.mark.parametrize("act", ["confirm", "send_back"])
def test_nobody_else_settles_it_least_of_all_who_answered(scene, act):
    slip = scene.answered()
    words = {"reason": "未解决"} if act == "send_back" else {}
    for user in others(scene, scene.liaison):
        refused("person", getattr(moves, act), slip, actor=user, at=ELEVEN, **words)
    fresh = scene.raised()
    refused("state", getattr(moves, act), fresh, actor=scene.liaison, at=ELEVEN, **words)


def test_a_liaison_who_came_after_confirms_a_matter_of_a_report_but_not_one_raised_by_hand(scene):
    new = a_user()
    carries(new, scene.project, PersonRole.LIAISON)
    by_hand = scene.answered()
    refused("person", moves.confirm, by_hand, actor=new, at=ELEVEN)
    scene.liaison.is_active = False
    scene.liaison.save()
    assert moves.confirm(by_hand, actor=new, at=ELEVEN).state == S.SOLVED
    reported = moves.answer(scene.raised(origin="report"), actor=scene.deputy, at=ELEVEN, answer="已办")
    assert moves.confirm(reported, actor=new, at=ELEVEN).solved_by == new


def test_who_answered_never_confirms_though_become_liaison(scene):
    slip = moves.answer(scene.raised(origin="report"), actor=scene.deputy, at=TEN, answer="已办")
    Responsibility.objects.filter(role=PersonRole.DEPUTY).update(until_on="2017-04-10")
    carries(scene.deputy, scene.project, PersonRole.LIAISON, from_on="2017-04-11")
    refused("person", moves.confirm, slip, actor=scene.deputy, at=at("2017-04-11 09:00:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Coordination.objects.filter(pk=slip.pk).update(
            state="SOLVED", solved_at=ELEVEN, solved_by=scene.deputy, solved_days=0, due_at=None
        )


def test_sent_back_it_begins_anew_and_is_counted(scene):
    row = moves.send_back(scene.answered(), actor=scene.liaison, at=at("2017-04-12 09:00:00"), reason="线路还在")
    assert (row.state, row.sent_back, row.step, row.level) == (S.WORKING, 1, 2, 1)
    assert row.due_at == row.escalate_at == at("2017-04-20 00:00:00")
    assert [step.end for step in row.steps.all()] == ["answered", ""]
    assert line_of(row, "send-back").reason == "线路还在"
    refused("missing", moves.send_back, scene.answered(), actor=scene.liaison, at=ELEVEN, reason="")


# escalate


def test_the_holder_passes_it_up(scene):
    row = moves.escalate(scene.accepted(), actor=scene.deputy, at=ELEVEN, reason="超出分管范围")
    assert (row.state, row.level, row.step, row.held.user_ids) == (S.ESCALATED, 2, 2, {scene.head.pk})
    assert row.due_at == at("2017-04-13 00:00:00")
    assert [(step.level, step.end) for step in row.steps.all()] == [(1, "escalated"), (2, "")]
    assert line_of(row, "escalate").reason == "超出分管范围"
    assert moves.accept(row, actor=scene.head, at=ELEVEN).state == S.ACCEPTED


def test_who_raised_it_escalates_only_when_that_is_prompted(scene):
    slip = scene.accepted()
    refused("state", moves.escalate, slip, actor=scene.liaison, at=at("2017-04-17 23:59:59"), reason="无进展")
    assert moves.escalate(slip, actor=scene.liaison, at=at("2017-04-18 00:00:00"), reason="无进展").level == 2


def test_not_taken_up_in_time_prompts_it_too(scene):
    slip = scene.raised()
    refused("state", moves.escalate, slip, actor=scene.liaison, at=at("2017-04-12 23:59:59"), reason="无人受理")
    assert moves.escalate(slip, actor=scene.liaison, at=at("2017-04-13 00:00:00"), reason="无人受理").level == 2


def test_it_climbs_all_four_levels_and_no_further(scene):
    slip = scene.raised()
    for level in (2, 3, 4):
        slip = moves.escalate(slip, actor=scene.planner, at=ELEVEN, reason="急")
        assert slip.level == level
    assert slip.held.user_ids == {scene.supervisor.pk}
    refused("state", moves.escalate, slip, actor=scene.planner, at=ELEVEN, reason="急")


def test_a_level_where_nobody_stands_is_passed_over(scene):
    scene.unit.appointments.all().delete()
    assert moves.escalate(scene.raised(), actor=scene.deputy, at=ELEVEN, reason="急").level == 3


def test_strangers_and_the_next_level_do_not_escalate(scene):
    slip = scene.raised()
    for user in (scene.stranger, scene.head, scene.leader, scene.supervisor):
        refused("person", moves.escalate, slip, actor=user, at=ELEVEN, reason="急")
    refused("state", moves.escalate, scene.answered(), actor=scene.deputy, at=ELEVEN, reason="急")
    refused("missing", moves.escalate, slip, actor=scene.deputy, at=ELEVEN, reason="")


# withdraw


def test_who_raised_it_withdraws_it_with_a_reason(scene):
    row = moves.withdraw(scene.accepted(), actor=scene.liaison, at=ELEVEN, reason="已自行解决")
    assert (row.state, row.due_at, row.withdraw_reason) == (S.WITHDRAWN, None, "已自行解决")
    assert line_of(row, "withdraw").reason == "已自行解决"
    assert row.steps.get().end == "withdrawn"


def test_others_do_not_withdraw_it_nor_when_it_is_answered(scene):
    slip = scene.raised()
    for user in others(scene, scene.liaison):
        refused("person", moves.withdraw, slip, actor=user, at=ELEVEN, reason="x")
    refused("missing", moves.withdraw, slip, actor=scene.liaison, at=ELEVEN, reason="")
    refused("state", moves.withdraw, scene.answered(), actor=scene.liaison, at=ELEVEN, reason="x")

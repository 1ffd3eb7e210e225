"""Programmes and projects move by their tables, each move with its day; the spans follow."""

from datetime import date

import pytest

from accounts.states import Role
from projects.models import StageSpan
from projects.states import PersonRole, ProgrammeState, Stage
from projects.transitions import programmes, stages
from tests.cast import a_cadre, a_programme, a_project, a_unit, a_user, at, carries
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
BEGAN, TODAY = date(2017, 1, 1), date(2017, 4, 10)

STAGES = [
    (move, source, {"reason": "雨季"} if "reason" in move.needs else {})
    for move in stages.MOVES
    for source in sorted(move.sources)
]
PROGRAMMES = [
    (move, source, {"reason": "年度结束"} if "reason" in move.needs else {})
    for move in programmes.MOVES
    for source in sorted(move.sources)
]
IDS = {"ids": lambda value: getattr(value, "name", None) or (value if isinstance(value, str) else "")}


def a_planner():
    return a_user(None, Role.PLANNER)


def spans(project):
    return list(StageSpan.objects.filter(project=project).values_list("stage", "from_on", "until_on"))


@pytest.mark.parametrize(("move", "source", "words"), STAGES, **IDS)
def test_a_stage_moves_and_leaves_one_line_and_a_new_span(move, source, words):
    project = a_project(stage=source, since=BEGAN)
    moved = getattr(stages, move.name)(project, actor=a_planner(), at=NOW, on=TODAY, **words)
    assert moved.state == move.target
    assert spans(project) == [(source, BEGAN, date(2017, 4, 9)), (move.target, TODAY, None)]
    entry = Entry.objects.about(project).get()
    assert (entry.verb, entry.from_state, entry.to_state) == (move.name, source, move.target)
    assert entry.content.after == {"on": "2017-04-10"}


@pytest.mark.parametrize("move", stages.MOVES, **IDS)
def test_a_stage_does_not_move_from_elsewhere(move):
    wrong = next(stage for stage in Stage if stage not in move.sources)
    project = a_project(stage=wrong)
    with pytest.raises(MoveRefused) as refused:
        stages._go(move, project, actor=a_planner(), at=NOW, on=TODAY, reason="雨季")
    assert refused.value.why == MoveRefused.WRONG_STATE
    assert not Entry.objects.exists()


@pytest.mark.parametrize("move", stages.MOVES, **IDS)
def test_a_stage_is_not_moved_by_others(move):
    liaison = a_user()
    project = a_project(stage=sorted(move.sources)[0], liaison=liaison)
    for person in (liaison, a_user(None, Role.LEADER), None):
        with pytest.raises(MoveRefused) as refused:
            stages._go(move, project, actor=person, at=NOW, on=TODAY, reason="雨季")
        assert refused.value.why == MoveRefused.WRONG_PERSON


def test_a_stage_needs_its_day_and_where_due_a_reason():
    project = a_project()
    for words in ({"on": None, "reason": "雨季"}, {"on": TODAY, "reason": " "}):
        with pytest.raises(MoveRefused) as refused:
            stages.suspend(project, actor=a_planner(), at=NOW, **words)
        assert refused.value.why == MoveRefused.MISSING


@pytest.mark.parametrize("on", [date(2017, 4, 11), date(2016, 12, 31)])
def test_a_stage_holds_neither_from_tomorrow_nor_from_before_the_last(on):
    project = a_project(since=BEGAN)
    with pytest.raises(MoveRefused):
        stages.complete(project, actor=a_planner(), at=NOW, on=on)
    assert spans(project) == [(Stage.BUILDING, BEGAN, None)]


def test_a_second_move_of_the_same_day_takes_the_place_of_the_first():
    project = a_project(since=BEGAN)
    planner = a_planner()
    stages.suspend(project, actor=planner, at=NOW, on=TODAY, reason="雨季")
    stages.resume(project, actor=planner, at=NOW, on=TODAY)
    assert spans(project) == [(Stage.BUILDING, BEGAN, date(2017, 4, 9)), (Stage.BUILDING, TODAY, None)]


@pytest.mark.parametrize(("move", "source", "words"), PROGRAMMES, **IDS)
def test_a_programme_moves_and_leaves_one_line(move, source, words):
    programme = a_programme(state=source)
    moved = getattr(programmes, move.name)(programme, actor=a_planner(), at=NOW, **words)
    assert moved.state == move.target
    assert Entry.objects.about(programme).get().verb == move.name


@pytest.mark.parametrize("move", programmes.MOVES, **IDS)
def test_a_programme_does_not_move_from_elsewhere_nor_by_others(move):
    words = {"reason": "年度结束"} if "reason" in move.needs else {}
    wrong = next(state for state in ProgrammeState if state not in move.sources)
    function = getattr(programmes, move.name)
    with pytest.raises(MoveRefused) as refused:
        function(a_programme(state=wrong), actor=a_planner(), at=NOW, **words)
    assert refused.value.why == MoveRefused.WRONG_STATE
    with pytest.raises(MoveRefused) as refused:
        function(a_programme(state=sorted(move.sources)[0]), actor=a_user(None, Role.OFFICE), at=NOW, **words)
    assert refused.value.why == MoveRefused.WRONG_PERSON


def test_only_who_keeps_the_list_or_heads_the_unit_settles_people():
    from projects.permissions.roster import settles_people

    unit, head = a_unit(), a_user()
    a_cadre(head.name, head_of=unit, user=head)
    liaison = a_user()
    project = a_project(unit=unit, liaison=liaison)
    leader = a_user()
    carries(leader, project, PersonRole.LEADER)
    assert [settles_people(person, project) for person in (a_planner(), head, liaison, leader)] == [
        True, True, False, False,
    ]  # fmt: skip

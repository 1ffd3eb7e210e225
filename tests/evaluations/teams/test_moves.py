"""The moves of an evaluation, its notes, verifications and materials: each moves, refuses state and person, leaves one
line. Nobody who is concerned or recused makes any of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cadres.models import Cadre
from evaluations.models import Examination, ExaminedCadre, TeamMember
from evaluations.services import talks as services
from evaluations.states.teams import CheckKind, CheckState, Finding, MaterialState, Outcome, TalkKind, TalkState
from evaluations.states.teams import ExaminationState as S
from evaluations.transitions import talks, teams
from tests.cast import a_user, at
from tests.evaluations.teams.scene import NINE, SECTIONS, Department
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused


@pytest.fixture
def scene(db):
    return Department()


def refused(why, act, *args, **words):
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refusal:
        act(*args, **words)
    assert refusal.value.why == why, str(refusal.value)
    assert Entry.objects.count() == lines
    return str(refusal.value)


def everybody(scene, *but):
    people = (
        scene.office, scene.other_office, scene.director, scene.discipline, scene.stranger, scene.chief, scene.leader,
        scene.one, scene.apart,
    )  # fmt: skip
    return [user for user in people if user not in but]


def as_(thing, user):
    """The row as a page finds it, without what an earlier asker left on it."""
    return type(thing).objects.get(pk=thing.pk)


# name -> (how to come there, who may, the words it needs, the state after)
EXAMINATION = {
    "submit": ("plan", ("office", "other_office"), {}, S.SUBMITTED),
    "return_": ("submitted", ("director",), {"reason": "请补充方式"}, S.DRAFT),
    "approve": ("submitted", ("director",), {}, S.APPROVED),
    "form": ("approved", ("office", "other_office"), {}, S.FORMED),
    "begin": ("formed", ("leader", "one", "two"), {}, S.ON_SITE),
    "call_off": ("on_site", ("director",), {"reason": "项目停工"}, S.ABANDONED),
    "archive": ("judged", ("office", "other_office"), {}, S.ARCHIVED),
}


@pytest.mark.parametrize("verb", EXAMINATION)
def test_a_move_of_an_evaluation_moves_once_for_whom_it_is_and_leaves_one_line(scene, verb):
    came, allowed, words, target = EXAMINATION[verb]
    row, act = getattr(scene, came)(), getattr(teams, verb)
    for user in everybody(scene, *(getattr(scene, name) for name in allowed)):
        refused("person", act, as_(row, user), actor=user, at=NINE, **words)
    lines = Entry.objects.count()
    assert act(as_(row, None), actor=getattr(scene, allowed[0]), at=NINE, **words).state == target
    assert Entry.objects.count() == lines + 1
    refused("state", act, as_(row, None), actor=getattr(scene, allowed[0]), at=NINE, **words)


def test_whoever_drafts_a_plan_does_not_approve_it(scene):
    both = a_user(None, "office", "director")
    row = teams.submit(scene.plan(drafted_by=both), actor=both, at=NINE)
    refused("person", teams.approve, row, actor=both, at=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Examination.objects.filter(pk=row.pk).update(state=S.APPROVED, approved_by=both, approved_at=NINE)


def test_the_database_refuses_a_state_without_its_stamps(scene):
    row = scene.plan()
    for state in (S.APPROVED, S.FORMED, S.JUDGED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Examination.objects.filter(pk=row.pk).update(state=state)


def test_a_plan_without_cadres_is_not_handed_up(scene):
    row = scene.plan()
    row.subjects.all().delete()
    refused("missing", teams.submit, row, actor=scene.office, at=NINE)


def test_the_drafter_is_told_when_a_plan_is_returned_and_the_director_when_it_is_handed_up(scene):
    row = scene.submitted()
    teams.return_(row, actor=scene.director, at=NINE, reason="请补充")
    assert {notice.user for notice in Notice.objects.all()} == {scene.director, scene.office}


def test_forming_leaves_out_who_is_recused_and_tells_the_others(scene):
    row = scene.formed()
    assert scene.apart.name not in row.formed_of
    assert row.formed_of.startswith(scene.leader.name)
    told = set(Notice.objects.filter(kind="examination").values_list("user", flat=True))
    assert told == {scene.leader.pk, scene.one.pk, scene.two.pk}


def test_a_team_too_small_without_the_recused_is_not_formed(scene):
    row = scene.approved()
    for user in (scene.one, scene.two):
        scene.recuse(user, project=scene.project)
    assert "1" in refused("missing", teams.form, row, actor=scene.office, at=NINE)


def test_a_team_whose_leader_is_recused_is_not_formed(scene):
    row = scene.approved()
    scene.recuse(scene.leader, project=scene.project)
    refused("missing", teams.form, row, actor=scene.office, at=NINE)


def test_who_left_the_team_no_longer_moves_it(scene):
    row = scene.formed()
    TeamMember.objects.filter(cadre__user=scene.one).update(until_on="2017-04-09")
    refused("person", teams.begin, row, actor=scene.one, at=NINE)


def test_who_is_recused_during_the_work_stops_acting_the_same_day(scene):
    row = scene.on_site()
    note = scene.note(row)
    scene.recuse(scene.one, cadre=scene.cadre)
    refused("person", talks.file, note, actor=scene.one, at=NINE)
    refused("person", services.write_note, row, scene.content(), actor=scene.one, at=NINE)


def test_a_member_who_is_looked_at_neither_writes_nor_moves(scene):
    row = scene.on_site()
    ExaminedCadre.objects.create(examination=row, cadre=Cadre.objects.get(user=scene.two))
    refused("person", services.write_note, as_(row, None), scene.content(), actor=scene.two, at=NINE)
    scene_row = as_(row, None)
    refused("person", teams.extend, scene_row, actor=scene.two, at=NINE)


def test_a_team_leaves_the_site_only_with_enough_talks(scene):
    row = scene.on_site()
    scene.filed(row)
    scene.filed(row)
    scene.note(row)
    refused("missing", teams.extend, row, actor=scene.leader, at=NINE)
    scene.filed(row)
    refused("person", teams.extend, row, actor=scene.one, at=NINE)
    assert teams.extend(row, actor=scene.leader, at=NINE).state == S.VERIFYING


def test_materials_begin_once_discipline_has_answered(scene):
    row = scene.verifying()
    refused("missing", teams.write_up, row, actor=scene.leader, at=NINE)
    scene.answered(row)
    refused("person", teams.write_up, row, actor=scene.one, at=NINE)
    assert teams.write_up(row, actor=scene.leader, at=NINE).state == S.MATERIAL


def test_the_meeting_is_recorded_once_every_material_is_signed_with_a_finding_for_each(scene):
    row = scene.handed_up().examination
    refused("missing", teams.judge, row, **scene.minutes(), actor=scene.director, at=NINE)
    talks.sign(row.materials.get(), actor=scene.leader, at=NINE)
    for user in everybody(scene, scene.director):
        refused("person", teams.judge, as_(row, user), **scene.minutes(), actor=user, at=NINE)
    for wrong in ({"outcomes": {}}, {"agreed": 9}, {"met_on": at("2017-04-11 09:00").date()}):
        with pytest.raises(ValidationError):
            teams.judge(as_(row, None), **scene.minutes(**wrong), actor=scene.director, at=NINE)
    assert row.subjects.get().outcome == ""
    lines = Entry.objects.count()
    row = teams.judge(as_(row, None), **scene.minutes(), actor=scene.director, at=NINE)
    assert (row.state, row.subjects.get().outcome, Entry.objects.count()) == (S.JUDGED, Outcome.IN_VIEW, lines + 1)


# Notes


def test_a_note_is_handed_in_by_its_recorder_and_then_stands(scene):
    row = scene.on_site()
    note = scene.note(row)
    for user in everybody(scene, scene.one):
        refused("person", talks.file, as_(note, user), actor=user, at=NINE)
    lines = Entry.objects.count()
    assert talks.file(note, actor=scene.one, at=NINE).state == TalkState.FILED
    assert Entry.objects.count() == lines + 1
    refused("state", talks.file, note, actor=scene.one, at=NINE)
    refused("state", services.write_note, row, scene.content(), actor=scene.one, at=NINE, talk=note)


def test_a_note_is_declared_void_by_the_leader_with_a_reason(scene):
    note = scene.filed(scene.on_site())
    for user in everybody(scene, scene.leader):
        refused("person", talks.void, as_(note, user), actor=user, at=NINE, reason="重复")
    refused("missing", talks.void, note, actor=scene.leader, at=NINE, reason="")
    assert talks.void(note, actor=scene.leader, at=NINE, reason="重复").state == TalkState.VOID
    refused("state", talks.void, note, actor=scene.leader, at=NINE, reason="重复")


def test_a_note_is_about_what_the_evaluation_looks_at_and_not_of_the_future(scene):
    row = scene.on_site()
    for wrong in ({"cadre": Cadre.objects.get(user=scene.two)}, {"held_at": at("2017-04-10 09:00:01")}):
        with pytest.raises(ValidationError):
            services.write_note(row, scene.content(**wrong), actor=scene.one, at=NINE)


def test_notes_end_when_the_team_leaves_the_site(scene):
    row = scene.verifying()
    refused("state", services.write_note, row, scene.content(), actor=scene.one, at=NINE)


def test_a_member_recused_from_one_cadre_may_write_about_the_site(scene):
    row = scene.on_site()
    note = scene.note(row, actor=scene.apart, kind=TalkKind.SITE, cadre=None, relation="")
    assert note.recorder == scene.apart
    refused("person", services.write_note, row, scene.content(), actor=scene.apart, at=NINE)


# Verifications


def test_discipline_answers_and_nobody_else(scene):
    check = scene.asked()
    words = {"finding": Finding.CLEAR, "words": "未发现"}
    for user in everybody(scene, scene.discipline):
        refused("person", talks.reply, as_(check, user), actor=user, at=NINE, **words)
    with pytest.raises(ValidationError):
        talks.reply(check, finding="", words="x", actor=scene.discipline, at=NINE)
    lines = Entry.objects.count()
    row = talks.reply(check, actor=scene.discipline, at=NINE, **words)
    assert (row.state, row.replied_by, Entry.objects.count()) == (CheckState.ANSWERED, scene.discipline, lines + 1)
    refused("state", talks.reply, check, actor=scene.discipline, at=NINE, **words)


def test_discipline_does_not_answer_about_its_own(scene):
    check = scene.asked()
    Cadre.objects.filter(pk=scene.cadre.pk).update(user=scene.discipline)
    refused("person", talks.reply, check, finding=Finding.CLEAR, words="好", actor=scene.discipline, at=NINE)


def test_the_cadre_section_withdraws_what_it_asked(scene):
    check = scene.asked()
    for user in everybody(scene, scene.office, scene.other_office):
        refused("person", talks.withdraw, as_(check, user), actor=user, at=NINE, reason="已撤换")
    assert talks.withdraw(check, actor=scene.office, at=NINE, reason="已撤换").state == CheckState.WITHDRAWN
    refused("state", talks.withdraw, check, actor=scene.office, at=NINE, reason="已撤换")


def test_asking_twice_asks_nothing_more_and_the_clock_counts_working_days(scene):
    check = scene.asked()
    # Five working days after Monday the 10th end with Monday the 17th.
    assert (check.due_at, str(check.due_on)) == (at("2017-04-18 00:00:00"), "2017-04-17")
    assert not check.is_late(at("2017-04-17 23:59:59"))
    assert check.is_late(at("2017-04-18 00:00:00"))
    refused("state", services.ask, check.examination, CheckKind.INTEGRITY, actor=scene.office, at=NINE)
    for user in everybody(scene, scene.office, scene.other_office):
        refused("person", services.ask, as_(check.examination, user), CheckKind.ARCHIVE, actor=user, at=NINE)


# Materials


def test_a_member_drafts_and_the_leader_signs(scene):
    row = scene.writing()
    refused("person", services.begin_material, row, scene.cadre, actor=scene.office, at=NINE)
    material = scene.material(row)
    for user in everybody(scene, scene.one):
        refused("person", talks.hand_up, as_(material, user), actor=user, at=NINE)
        refused("person", services.save_material, material, SECTIONS, base=1, actor=user, at=NINE)
    assert services.save_material(material, SECTIONS, base=1, actor=scene.two, at=NINE).version == 2
    refused("state", services.save_material, material, SECTIONS, base=1, actor=scene.two, at=NINE)
    refused("state", talks.sign, material, actor=scene.leader, at=NINE)
    row = talks.hand_up(material, actor=scene.one, at=NINE)
    for user in everybody(scene, scene.leader):
        refused("person", talks.sign, as_(row, user), actor=user, at=NINE)
        refused("person", talks.give_back, as_(row, user), actor=user, at=NINE, reason="请补事例")
    assert talks.give_back(row, actor=scene.leader, at=NINE, reason="请补事例").state == MaterialState.DRAFT
    row = talks.hand_up(row, actor=scene.one, at=NINE)
    lines = Entry.objects.count()
    assert talks.sign(row, actor=scene.leader, at=NINE).signed_by == scene.leader
    assert Entry.objects.count() == lines + 1
    refused("state", services.save_material, row, SECTIONS, base=2, actor=scene.two, at=NINE)

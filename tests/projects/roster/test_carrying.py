"""Milestones, stand-ins, hand-overs and the roll-over into a new year."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.states import Role
from cadres.models import Cadre
from cadres.states import CadreState
from projects.models import Branch, BranchMember, Milestone, Progress, Project, Responsibility
from projects.services import milestones, programmes, responsibilities
from projects.states import PersonRole, ProgrammeState, Stage
from tests.cast import LONG_AGO, a_cadre, a_programme, a_project, a_target, a_user, an_open_report, at
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = pytest.mark.django_db
NOW = at("2017-04-10 09:00:00")
TODAY = date(2017, 4, 10)


def a_planner():
    return a_user(None, Role.PLANNER)


def a_milestone(**fields):
    return Milestone.objects.create(project=a_project(), name="主体封顶", planned_on=date(2017, 3, 31), **fields)


def a_head(project):
    head = a_user()
    a_cadre(head.name, head_of=project.project_units.first().unit, user=head)
    return head


def head_cadre(head):
    return Cadre.objects.get(user=head)


# Milestones -------------------------------------------------------------------------------------


def test_a_milestone_is_reached_by_the_head_of_the_unit_and_leaves_one_line():
    step = a_milestone()
    saved = milestones.reach(step, on=TODAY, actor=a_head(step.project), at=NOW, evidence="验收单")
    assert (saved.done_on, saved.evidence) == (TODAY, "验收单")
    assert Entry.objects.about(step.project).get().verb == "reach"


def test_a_milestone_is_not_reached_twice_nor_tomorrow_nor_by_others():
    step = a_milestone()
    with pytest.raises(MoveRefused):
        milestones.reach(step, on=TODAY, actor=a_user(), at=NOW)
    with pytest.raises(ValidationError):
        milestones.reach(step, on=date(2017, 4, 11), actor=a_planner(), at=NOW)
    milestones.reach(step, on=TODAY, actor=a_planner(), at=NOW)
    with pytest.raises(ValidationError):
        milestones.reach(step, on=TODAY, actor=a_planner(), at=NOW)


def test_a_milestone_noted_by_mistake_is_taken_back_with_a_reason():
    step = a_milestone(done_on=TODAY)
    with pytest.raises(ValidationError):
        milestones.take_back(step, actor=a_planner(), at=NOW, reason=" ")
    assert milestones.take_back(step, actor=a_planner(), at=NOW, reason="误记").done_on is None
    assert Entry.objects.about(step.project).get().reason == "误记"


def test_a_reason_for_delay_is_accepted_by_the_office_not_by_who_gave_it():
    step, planner = a_milestone(), a_planner()
    head = a_head(step.project)
    own, headed = a_cadre(user=planner), head_cadre(head)
    for person, asked in ((head, None), (planner, own)):
        with pytest.raises(MoveRefused):
            milestones.accept_excuse(step, excuse="连续降雨", actor=person, at=NOW, asked_by=asked)
    saved = milestones.accept_excuse(step, excuse="连续降雨", actor=planner, at=NOW, asked_by=headed)
    assert (saved.excuse, saved.excused_by) == ("连续降雨", planner)
    assert Entry.objects.about(step.project).get().content.after["asked_by"] == headed.name


# Standing in ------------------------------------------------------------------------------------


def a_post():
    liaison = a_user()
    project = a_project(liaison=liaison)
    return project.responsibilities.get()


def stood_in(held, **words):
    words = {"from_on": date(2017, 4, 10), "until_on": date(2017, 4, 14), "actor": None, "at": NOW, **words}
    cadre = words.pop("cadre", None) or a_cadre(user=a_user())
    return responsibilities.stand_in(held, cadre, **words)


def test_a_stand_in_carries_the_project_on_those_days_alone():
    held = a_post()
    made = stood_in(held)
    mine = [
        Project.objects.carried_by(made.cadre.user, date(2017, 4, day), PersonRole.LIAISON).exists()
        for day in (9, 10, 14, 15)
    ]
    assert mine == [False, True, True, False]
    assert (made.share, held.cadre.responsibilities.get().until_on) == (0, None)
    assert Entry.objects.about(held.project).get().verb == "stand_in"


def test_the_head_of_the_unit_may_name_a_stand_in_and_others_may_not():
    held = a_post()
    stood_in(held, actor=a_head(held.project))
    for person in (held.cadre.user, a_user(None, Role.LEADER)):
        with pytest.raises(MoveRefused):
            stood_in(a_post(), actor=person)


def test_a_stand_in_that_cannot_be_is_refused_with_a_sentence():
    held = a_post()
    made = stood_in(held)
    wrong = [
        (held, {}), (held, {"cadre": held.cadre, "from_on": date(2017, 5, 1), "until_on": date(2017, 5, 2)}),
        (made, {}), (held, {"from_on": date(2017, 5, 2), "until_on": date(2017, 5, 1)}),
        (held, {"from_on": date(2016, 5, 2), "until_on": date(2016, 5, 3)}),
        (held, {"cadre": a_cadre(state=CadreState.LEFT), "from_on": date(2017, 5, 1), "until_on": date(2017, 5, 2)}),
    ]  # fmt: skip
    for row, words in wrong:
        with pytest.raises(ValidationError):
            stood_in(row, **words)
    assert Responsibility.objects.filter(stands_in_for__isnull=False).count() == 1


def test_a_standing_in_ends_early():
    made = stood_in(a_post())
    responsibilities.end_stand_in(made, on=date(2017, 4, 11), actor=a_planner(), at=NOW)
    made.refresh_from_db()
    assert made.until_on == date(2017, 4, 11)


# Handing over -----------------------------------------------------------------------------------


def test_a_post_is_handed_over_from_a_day_on():
    held = a_post()
    stood_in(held)
    after = a_cadre(user=a_user())
    made = responsibilities.hand_over(held, after, on=date(2017, 4, 12), actor=a_planner(), at=NOW, reason="调任")
    held.refresh_from_db()
    assert (held.until_on, made.from_on, made.share) == (date(2017, 4, 11), date(2017, 4, 12), held.share)
    assert held.stand_ins.get().until_on == date(2017, 4, 11)
    day = date(2017, 4, 12)
    assert Project.objects.carried_by(after.user, day, PersonRole.LIAISON).exists()
    assert not Project.objects.carried_by(held.cadre.user, day, PersonRole.LIAISON).exists()
    assert Entry.objects.about(held.project).last().verb == "hand_over"


def test_the_days_left_open_are_owed_by_the_successor():
    from projects.models import DailyReport

    held = a_post()
    an_open_report(held.project, date(2017, 4, 12))
    after = a_cadre(user=a_user())
    responsibilities.hand_over(held, after, on=date(2017, 4, 12), actor=a_planner(), at=NOW)
    seen = DailyReport.objects.visible_to(after.user, date(2017, 4, 12))
    assert seen.owed().count() == 1


def test_a_hand_over_that_cannot_be_is_refused():
    held = a_post()
    with pytest.raises(MoveRefused):
        responsibilities.hand_over(held, a_cadre(), on=TODAY, actor=a_user(), at=NOW)
    for cadre, on in ((held.cadre, TODAY), (a_cadre(), LONG_AGO), (a_cadre(state=CadreState.RETIRED), TODAY)):
        with pytest.raises(ValidationError):
            responsibilities.hand_over(held, cadre, on=on, actor=a_planner(), at=NOW)


# A new year -------------------------------------------------------------------------------------


def a_year():
    old = a_programme()
    liaison = a_user()
    going = a_project("石桥", programme=old, liaison=liaison, code="A1", total_investment=Decimal(900))
    a_project("梅园", programme=old, stage=Stage.COMPLETED, code="A2")
    branch = Branch.objects.create(project=going, name="石桥项目党支部")
    BranchMember.objects.create(branch=branch, cadre=a_cadre(), is_secretary=True, from_on=LONG_AGO)
    Milestone.objects.create(project=going, name="封顶", planned_on=date(2018, 3, 1))
    Milestone.objects.create(project=going, name="开工", planned_on=date(2017, 3, 1), done_on=date(2017, 3, 2))
    target = a_target(going, total=240, done_before=40)
    a_target(going, name="苗木", measure="株", total=10, done_before=10)
    report = an_open_report(going)
    type(report).objects.update(state="SUBMITTED", received_at=NOW, is_late=False)
    Progress.objects.create(report=report, target=target, amount=50)
    new = a_programme(
        year=2018, reporting_from=date(2018, 1, 2), reporting_until=date(2018, 12, 31), state=ProgrammeState.DRAFT
    )
    return old, new, liaison


def test_what_is_unfinished_goes_on_with_everybody_on_it_and_what_is_left_to_do():
    old, new, liaison = a_year()
    done = programmes.roll_over(old, new, actor=a_planner(), at=NOW)
    assert (done.copied, done.there_already) == (1, 0)
    copy = new.projects.get()
    assert (copy.code, copy.nature, copy.state, copy.year_plan) == ("A1", "continued", Stage.BUILDING, 0)
    assert Project.objects.carried_by(liaison, date(2018, 1, 2), PersonRole.LIAISON).filter(pk=copy.pk).exists()
    assert copy.project_units.count() == 1
    assert copy.branch.members.get().is_secretary
    assert [step.name for step in copy.milestones.all()] == ["封顶"]
    assert [(target.name, target.total) for target in copy.targets.all()] == [("拆迁", Decimal(150))]
    assert Entry.objects.about(copy).get().verb == "roll_over"


def test_rolling_over_twice_is_rolling_over_once():
    old, new, _liaison = a_year()
    programmes.roll_over(old, new, actor=a_planner(), at=NOW)
    lines = Entry.objects.count()
    again = programmes.roll_over(old, new, actor=a_planner(), at=NOW)
    assert (again.copied, again.there_already, Entry.objects.count()) == (0, 1, lines)


def test_only_the_office_rolls_over_and_not_into_a_closed_programme():
    old, new, _liaison = a_year()
    with pytest.raises(MoveRefused):
        programmes.roll_over(old, new, actor=a_user(None, Role.LEADER), at=NOW)
    with pytest.raises(MoveRefused):
        programmes.roll_over(old, a_programme(state=ProgrammeState.CLOSED), actor=a_planner(), at=NOW)


def test_a_unit_that_left_before_the_end_does_not_go_on():
    old, new, _liaison = a_year()
    row = old.projects.get(code="A1").project_units.get()
    row.until_on = date(2017, 6, 30)
    row.save()
    programmes.roll_over(old, new, actor=a_planner(), at=NOW)
    assert not new.projects.get().project_units.exists()

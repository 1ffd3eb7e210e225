"""Lights: the formula, the settings it obeys, and the person who confirms."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.states import Role
from projects.models import Light, LightWeek, Milestone, MonthlyPlan, Standing
from projects.rollups import lights, standings, sweeping
from projects.rules import lights as rules
from projects.rules.lights import GREEN, GREY, ORDER, RED, YELLOW, Facts, Step, Thresholds
from projects.states import LightColour, LightState, Stage
from projects.transitions.figures import confirm, confirm_as_computed, take_back
from tests.cast import MONDAY, a_project, a_user, at
from tests.projects.figures_world import a_district, working_days
from zhangdian.options.models import Option
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NOW = at("2017-04-30 20:00:00")
END = date(2017, 4, 30)
LIMITS = Thresholds()


def known(invested, planned=400, **words):
    """Facts of a project of which 400 of 1,000 are planned to the end of April."""
    return Facts(2017, Decimal(1000), Decimal(str(invested)), {date(2017, 4, 1): Decimal(planned)}, **words)


@pytest.mark.parametrize(
    ("invested", "colour"),
    [(400, GREEN), (300.1, GREEN), (300, YELLOW), (100, YELLOW), (99.9, RED), (0, RED), (900, GREEN)],
)
def test_ten_points_behind_is_yellow_and_more_than_thirty_red(invested, colour):
    assert rules.light(known(invested), LIMITS, END).colour == colour


def test_the_running_month_counts_by_its_elapsed_days():
    assert rules.scheduled(known(0), date(2017, 4, 15)) == Decimal("20.00")


def test_without_a_monthly_plan_the_days_of_the_year_are_what_was_scheduled():
    facts = Facts(2017, Decimal(1000), Decimal(0), {}, date(2017, 4, 1), date(2017, 4, 10))
    assert [rules.scheduled(facts, date(2017, 4, day)) for day in (1, 5, 10, 20)] == [10, 50, 100, 100]


def test_nothing_due_and_no_plan_are_grey():
    assert rules.light(Facts(2017, Decimal(0), Decimal(5)), LIMITS, END).why == "no_plan"
    later = Facts(2017, Decimal(100), Decimal(0), {date(2017, 6, 1): Decimal(100)})
    assert (rules.light(later, LIMITS, END).colour, rules.light(later, LIMITS, END).why) == (GREY, "not_due")
    assert rules.light(known(0, is_measured=False), LIMITS, END).colour == GREY


@pytest.mark.parametrize(
    ("step", "colour"),
    [
        (Step("开工", date(2017, 4, 30)), GREEN),
        (Step("开工", date(2017, 4, 29)), YELLOW),
        (Step("开工", date(2017, 1, 31)), YELLOW),
        (Step("开工", date(2017, 1, 30)), RED),
        (Step("开工", date(2017, 1, 1), date(2017, 4, 1)), GREEN),
        (Step("开工", date(2017, 1, 1), date(2017, 5, 2)), RED),
        (Step("开工", date(2017, 1, 1), None, True), GREEN),
    ],
)
def test_a_missed_milestone_is_yellow_and_red_after_three_months(step, colour):
    limits = Thresholds(months=3)
    found = rules.light(known(400, steps=(step,)), limits, END)
    # 31 January + 3 months is 30 April: the last day of that month stands in for a day it does not have.
    expected = RED if step.planned_on == date(2017, 1, 31) else colour
    assert found.colour == expected


amounts = st.decimals(0, 5000, places=2)


@given(amounts, amounts, st.integers(1, 30))
def test_more_done_never_makes_a_light_worse(one, other, day):
    less, more = sorted((one, other))
    when = date(2017, 4, day)
    worse, better = rules.light(known(less), LIMITS, when), rules.light(known(more), LIMITS, when)
    assert ORDER[better.colour] <= ORDER[worse.colour] or GREY in (worse.colour, better.colour)


@given(amounts, st.integers(1, 30))
def test_the_light_follows_from_the_deviation_as_shown(invested, day):
    found = rules.light(known(invested), LIMITS, date(2017, 4, day))
    assert found.deviation == found.done - found.scheduled
    behind = -found.deviation
    assert found.colour == (GREEN if behind < 10 else YELLOW if behind <= 30 else RED)


@given(st.lists(st.tuples(st.dates(date(2016, 1, 1), date(2018, 1, 1)), st.booleans()), max_size=5))
def test_an_excused_milestone_never_counts(steps):
    facts = known(400, steps=tuple(Step("节点", day, None, True) for day, _flag in steps))
    assert rules.light(facts, LIMITS, END).colour == GREEN


@pytest.fixture
def project(db):
    project = a_project(year_plan=Decimal(1000))
    MonthlyPlan.objects.create(project=project, month=date(2017, 4, 1), planned=Decimal(400), confirmed=Decimal(250))
    lights.compute(END)
    return project


@pytest.fixture
def light(project):
    return project.lights.get()


@pytest.fixture
def planner(db):
    return a_user("planner", Role.PLANNER)


def test_a_light_is_computed_from_the_rows_of_the_project(light):
    assert (light.computed, light.scheduled, light.done, light.deviation) == (
        LightColour.YELLOW, Decimal("40.00"), Decimal("25.00"), Decimal("-15.00"),
    )  # fmt: skip


def test_the_settings_of_the_day_decide(project):
    Option.objects.create(key="light.yellow", value="20", effective_from=date(2017, 4, 1), reason="区里定")
    lights.compute(END)
    assert project.lights.get().computed == LightColour.GREEN


def test_a_milestone_accepted_as_excused_is_not_held_against_the_project(project):
    MonthlyPlan.objects.update(confirmed=Decimal(400))
    step = Milestone.objects.create(project=project, name="开工", planned_on=date(2017, 4, 3))
    lights.compute(END)
    assert project.lights.get().why.endswith("开工")
    step.excuse = "征迁诉讼"
    step.save()
    lights.compute(END)
    assert project.lights.get().computed == LightColour.GREEN


def test_a_suspended_project_is_grey(db):
    project = a_project(stage=Stage.SUSPENDED)
    lights.compute(END)
    assert project.lights.get().computed == LightColour.GREY


def test_the_planner_confirms_a_light(light, planner):
    row = confirm(light, actor=planner, at=NOW, colour=LightColour.YELLOW)
    stored = Light.objects.get(pk=light.pk)
    assert (row.state, stored.state, stored.colour, stored.confirmed_by) == (
        LightState.CONFIRMED, LightState.CONFIRMED, LightColour.YELLOW, planner,
    )  # fmt: skip


def test_a_confirmed_light_is_not_confirmed_again(light, planner):
    confirm(light, actor=planner, at=NOW, colour=LightColour.YELLOW)
    with pytest.raises(MoveRefused) as refusal:
        confirm(light, actor=planner, at=NOW, colour=LightColour.RED, reason="x")
    assert refusal.value.why == MoveRefused.WRONG_STATE


def test_nobody_else_confirms_a_light(light):
    with pytest.raises(MoveRefused) as refusal:
        confirm(light, actor=a_user("office", Role.OFFICE), at=NOW, colour=LightColour.YELLOW)
    assert refusal.value.why == MoveRefused.WRONG_PERSON


def test_confirming_leaves_one_line(light, planner):
    confirm(light, actor=planner, at=NOW, colour=LightColour.GREEN, reason="上级资金未到位")
    line = Entry.objects.get()
    assert (line.verb, line.from_state, line.to_state, line.reason) == (
        "confirm", LightState.COMPUTED, LightState.CONFIRMED, "上级资金未到位",
    )  # fmt: skip


def test_departing_from_the_computed_light_needs_a_reason(light, planner):
    with pytest.raises(MoveRefused) as refusal:
        confirm(light, actor=planner, at=NOW, colour=LightColour.GREEN, reason="  ")
    assert refusal.value.why == MoveRefused.MISSING
    assert Light.objects.get().state == LightState.COMPUTED


def test_a_confirmation_is_taken_back_within_its_month(light, planner):
    lights.compute(END)
    standings.write(at=NOW)
    confirmed = confirm(light, actor=planner, at=NOW, colour=LightColour.RED, reason="资料有误")
    row = take_back(confirmed, actor=planner, at=NOW, reason="核对后更正")
    stored = Light.objects.get()
    assert (row.state, stored.confirmed, stored.confirmed_by, stored.reason) == (LightState.COMPUTED, "", None, "")
    assert (Standing.objects.get().colour, Standing.objects.get().is_confirmed) == (LightColour.YELLOW, False)
    assert confirm(stored, actor=planner, at=NOW, colour=LightColour.YELLOW).state == LightState.CONFIRMED


def test_when_the_month_is_over_its_lights_stand(light, planner):
    confirm(light, actor=planner, at=NOW, colour=LightColour.YELLOW)
    with pytest.raises(MoveRefused) as refusal:
        take_back(light, actor=planner, at=at("2017-05-01 00:00:00"), reason="核对")
    assert refusal.value.why == MoveRefused.WRONG_STATE
    assert Light.objects.get().state == LightState.CONFIRMED


def test_what_is_not_confirmed_is_not_taken_back(light, planner):
    with pytest.raises(MoveRefused) as refusal:
        take_back(light, actor=planner, at=NOW, reason="核对")
    assert refusal.value.why == MoveRefused.WRONG_STATE


def test_nobody_else_takes_a_confirmation_back_and_nobody_without_a_reason(light, planner):
    confirm(light, actor=planner, at=NOW, colour=LightColour.YELLOW)
    for actor, reason, why in (
        (a_user("office", Role.OFFICE), "核对", MoveRefused.WRONG_PERSON), (planner, " ", MoveRefused.MISSING),
    ):  # fmt: skip
        with pytest.raises(MoveRefused) as refusal:
            take_back(light, actor=actor, at=NOW, reason=reason)
        assert refusal.value.why == why


def test_taking_back_leaves_one_line_with_what_stood(light, planner):
    confirmed = confirm(light, actor=planner, at=NOW, colour=LightColour.GREEN, reason="上级资金未到位")
    take_back(confirmed, actor=planner, at=NOW, reason="资金已到位")
    line = Entry.objects.get(verb="take_back")
    assert (line.from_state, line.to_state, line.reason) == (LightState.CONFIRMED, LightState.COMPUTED, "资金已到位")
    assert line.content.before == {"confirmed": LightColour.GREEN, "reason": "上级资金未到位"}


def test_computing_again_never_touches_a_confirmed_light(light, planner):
    confirm(light, actor=planner, at=NOW, colour=LightColour.GREEN, reason="天气")
    MonthlyPlan.objects.update(confirmed=Decimal(0))
    before = Light.objects.values().get()
    lights.compute(END)
    assert Light.objects.values().get() == before


def test_many_lights_are_confirmed_as_computed_at_once(db, planner):
    a_district(5, [], units=2)
    lights.compute(END)
    keys = list(Light.objects.values_list("pk", flat=True))
    assert confirm_as_computed(keys, actor=planner, at=NOW) == 5
    assert confirm_as_computed(keys, actor=planner, at=NOW) == 0
    assert Entry.objects.count() == 5


def test_the_week_before_is_kept_so_that_a_change_can_be_told(project):
    lights.compute(date(2017, 4, 14))
    MonthlyPlan.objects.update(confirmed=Decimal(10))
    lights.compute(date(2017, 4, 21))
    standings.write(at=at("2017-04-21 20:00:00"))
    row = Standing.objects.get()
    assert (row.week_colour, row.colour) == (LightColour.GREEN, LightColour.YELLOW)
    assert LightWeek.objects.count() == 3


def test_the_sweep_writes_lights_and_standings_and_twice_is_once(db):
    a_district(4, working_days(MONDAY, 5), units=2)
    when = at("2017-04-14 19:00:00")
    sweeping.fold(at=when)
    first = list(Light.objects.values()), list(Standing.objects.values())
    sweeping.fold(at=when)
    assert (list(Light.objects.values()), list(Standing.objects.values())) == first
    assert len(first[1]) == 4
    assert all(row["invested_text"] for row in first[1])


def test_a_matter_waits_until_a_report_no_longer_names_it(db):
    from tests.cast import an_open_report

    project = a_project()
    said = [(10, False, False), (11, False, True), (12, True, False), (13, False, True), (14, True, False)]
    for day, no_change, needs in said:
        report = an_open_report(project, day=date(2017, 4, day))
        type(report).objects.filter(pk=report.pk).update(
            state="SUBMITTED", received_at=report.due_at - timedelta(hours=1), is_late=False, no_change=no_change,
            needs_coordination=needs, coordination="杆线迁移" if needs else "",
        )  # fmt: skip
    matter = standings.open_matters()[project.pk]
    assert (matter["since"], matter["coordination"]) == (date(2017, 4, 11), "杆线迁移")
    report = an_open_report(project, day=date(2017, 4, 17))
    type(report).objects.filter(pk=report.pk).update(
        state="SUBMITTED", received_at=report.due_at, is_late=True, text="已迁改"
    )
    assert standings.open_matters() == {}

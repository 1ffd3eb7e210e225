"""The week's plan, the visits, and what inspectors write: moves, and what must not be seen too early."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from evaluations.models import Evidence, Finding, Inspection, Record
from evaluations.queries import inspections as queries
from evaluations.services import inspections as planning
from evaluations.states.inspections import Choice, PlanState, RecordState, Speed
from evaluations.states.inspections import InspectionState as S
from evaluations.transitions import inspections as visits
from tests.cast import a_cadre, a_project, a_user, at
from tests.evaluations.week.scene import MONDAY, NOON, SUNDAY, TUESDAY, Week, saw, together
from tests.projects.day.scene import an_upload
from zhangdian.notices.models import Notice
from zhangdian.papers import registry
from zhangdian.papers.models import Attachment
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused


@pytest.fixture
def week(db):
    return Week()


def refused(why, act, *args, **words):
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refusal:
        act(*args, **words)
    assert refusal.value.why == why
    assert Entry.objects.count() == lines


def lines(thing, verb):
    return Entry.objects.about(thing).filter(verb=verb)


# The plan


def test_the_draw_can_be_done_again_from_seed_and_basis(week):
    for _number in range(12):
        a_project()
    plan = planning.draw(MONDAY, actor=week.head, at=SUNDAY)
    stored = list(plan.inspections.order_by("pk").values_list("project", "how"))
    assert stored == [(pick.candidate.key, pick.how) for pick in queries.replay(plan)]
    assert [how for _key, how in stored].count(Choice.OLDEST) == 4
    assert len(stored) == 8
    assert lines(plan, "draw").count() == 1


def test_drawing_again_needs_a_reason_and_both_draws_stay_on_the_trail(week):
    plan = planning.draw(MONDAY, actor=week.head, at=SUNDAY)
    refused("missing", planning.draw, MONDAY, actor=week.head, at=SUNDAY)
    again = planning.draw(MONDAY, actor=week.head, at=SUNDAY, reason="名单有误")
    assert (again.pk, again.draws) == (plan.pk, 2)
    assert lines(plan, "redraw").get().content.before["seed"] == plan.seed != again.seed


def test_only_the_office_draws_and_no_week_that_is_over(week):
    refused("person", planning.draw, MONDAY, actor=week.chief, at=SUNDAY)
    refused("state", planning.draw, MONDAY, actor=week.head, at=at("2017-04-17 00:00:00"))


def test_who_has_to_do_with_the_project_stands_aside(week):
    visit = week.planned()
    inside = a_user(None, "supervisor")
    a_cadre(inside.name, user=inside, unit=week.unit)
    for people in ([week.one, inside], [week.one, week.stranger], [week.one]):
        with pytest.raises(ValidationError):
            planning.assign(visit, people, week.one, actor=week.head, at=SUNDAY)


def test_a_plan_is_published_in_advance_and_those_concerned_are_told(week):
    visit = week.published()
    assert visit.plan.state == PlanState.PUBLISHED
    told = set(Notice.objects.filter(kind="inspection.planned").values_list("user", flat=True))
    assert told == {week.chief.pk, week.liaison.pk, week.one.pk, week.two.pk}
    refused("state", visits.publish, visit.plan, actor=week.head, at=SUNDAY)
    assert lines(visit.plan, "publish").count() == 1


def test_a_plan_without_inspectors_or_on_the_day_itself_is_not_published(week):
    plan = planning.draw(MONDAY, actor=week.head, at=SUNDAY)
    refused("missing", visits.publish, plan, actor=week.head, at=SUNDAY)
    visit = plan.inspections.get()
    planning.assign(visit, [week.one, week.two], week.one, date(2017, 4, 10), actor=week.head, at=SUNDAY)
    refused("missing", visits.publish, plan, actor=week.head, at=at("2017-04-10 08:00:00"))
    refused("person", visits.publish, plan, actor=week.chief, at=SUNDAY)


def test_a_site_is_added_with_a_reason_and_taken_out_of_a_draft_with_one(week):
    plan = planning.draw(MONDAY, actor=week.head, at=SUNDAY)
    other = a_project()
    with pytest.raises(ValidationError):
        planning.add_site(plan, other, date(2017, 4, 12), actor=week.head, at=SUNDAY, reason="")
    made = planning.add_site(plan, other, date(2017, 4, 12), actor=week.head, at=SUNDAY, reason="信访反映")
    assert (made.how, made.why) == (Choice.ADDED, "信访反映")
    refused("missing", planning.drop_site, made, actor=week.head, at=SUNDAY, reason="")
    planning.drop_site(made, actor=week.head, at=SUNDAY, reason="已核实")
    assert lines(plan, "drop_site").get().reason == "已核实"


def test_who_was_visited_often_is_left_out_and_shown(week):
    for monday in (date(2017, 3, 20), date(2017, 3, 27)):
        plan = planning.draw(monday, actor=week.head, at=at(f"{monday} 00:00:00"))
        Inspection.objects.filter(plan=plan).update(state=S.OPEN, begun_at=NOON)
    a_project()
    page = queries.week(week.head, planning.draw(MONDAY, actor=week.head, at=SUNDAY).week_on, MONDAY)
    assert week.project.pk in [row[0] for row in page.left]
    assert week.project.pk not in [row.project_id for row in page.rows]
    assert queries.visits(date(2017, 3, 1), date(2017, 3, 31)) == {(week.project.pk, date(2017, 3, 1)): 2}


# The visit


def test_a_visit_begins_on_its_day_with_a_record_for_each(week):
    visit = week.published()
    refused("person", visits.begin, visit, actor=week.three, at=TUESDAY)
    refused("state", visits.begin, visit, actor=week.one, at=at("2017-04-10 23:59:59"))
    visit = visits.begin(visit, actor=week.one, at=TUESDAY)
    assert (visit.state, visit.records.count()) == (S.OPEN, 2)
    refused("state", visits.begin, visit, actor=week.two, at=TUESDAY)
    assert lines(visit, "begin").count() == 1


def test_a_draft_is_kept_and_nobody_elses_is_written(week):
    visit = week.begun()
    record = week.record(visit, week.one)
    half = saw("缺警示牌") | {"summary": "", "nothing_found": None, "marks": []}
    planning.save_draft(record, half, actor=week.one, at=TUESDAY)
    planning.save_draft(record, half, actor=week.one, at=TUESDAY)
    assert [seen.text for seen in record.observations.all()] == ["缺警示牌"]
    refused("person", planning.save_draft, record, half, actor=week.two, at=TUESDAY)


def test_an_empty_answer_is_no_answer(week):
    record = week.record(week.begun(), week.one)
    for wrong, name in (
        (saw() | {"nothing_found": None}, "nothing_found"), (saw("有") | {"nothing_found": True}, "nothing_found"),
        (saw() | {"nothing_found": False}, "nothing_found"), (saw() | {"marks": []}, "marks"),
        (saw() | {"summary": " "}, "summary"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            visits.hand_in(record, wrong, actor=week.one, at=TUESDAY)
        assert name in refusal.value.message_dict


def test_with_the_last_record_they_open_to_each_other(week):
    visit = week.begun()
    visits.hand_in(week.record(visit, week.one), saw(), actor=week.one, at=TUESDAY)
    assert Inspection.objects.get().state == S.OPEN
    refused("person", visits.hand_in, week.record(visit, week.two), saw(), actor=week.one, at=NOON)
    visits.hand_in(week.record(visit, week.two), saw(), actor=week.two, at=NOON)
    assert Inspection.objects.get().state == S.GATHERED
    assert lines(visit, "gather").get().actor is None
    assert lines(week.record(visit, week.two), "hand-in").count() == 1
    assert Notice.objects.filter(kind="inspection.gathered").count() == 2
    refused("state", visits.hand_in, week.record(visit, week.two), saw(), actor=week.two, at=NOON)


def test_the_result_is_confirmed_by_one_who_went(week):
    visit = week.gathered("围挡破损")
    refused("person", visits.confirm, visit, together("围挡破损"), actor=week.three, at=NOON)
    done = visits.confirm(visit, together("围挡破损"), actor=week.two, at=NOON)
    assert (done.state, done.version, done.confirmed_by, done.nothing_found) == (S.CONFIRMED, 1, week.two, False)
    kept = done.versions.get().content
    assert [record["author"] for record in kept["records"]] == [week.one.name, week.two.name]
    assert lines(visit, "confirm").count() == 1
    refused("state", visits.confirm, visit, together(), actor=week.two, at=NOON)


def test_the_common_result_says_explicitly_that_nothing_was_found(week):
    visit = week.gathered()
    for wrong in (together() | {"nothing_found": None}, together("有") | {"nothing_found": True}):
        with pytest.raises(ValidationError):
            visits.confirm(visit, wrong, actor=week.one, at=NOON)
    assert visits.confirm(visit, together(), actor=week.one, at=NOON).nothing_found


def test_a_change_after_confirming_voids_it_and_keeps_the_earlier_version(week):
    visit = week.confirmed("围挡破损")
    refused("person", visits.revise, visit, actor=week.three, at=NOON, reason="补充")
    refused("missing", visits.revise, visit, actor=week.one, at=NOON, reason=" ")
    visits.revise(visit, actor=week.two, at=NOON, reason="补充扬尘问题")
    visit = Inspection.objects.get()
    assert (visit.state, visit.confirmed_at, visit.confirmed_by) == (S.GATHERED, None, None)
    (earlier,) = visit.versions.all()
    assert (earlier.void_reason, earlier.content["findings"][0][2]) == ("补充扬尘问题", "围挡破损")
    finding = visit.findings.get()
    again = visits.confirm(
        visit, together("扬尘", keep=[(finding.pk, "围挡破损两处", Speed.AT_ONCE)]), actor=week.one, at=NOON
    )
    assert again.version == 2
    assert [one.text for one in again.findings.all()] == ["围挡破损两处", "扬尘"]
    assert [one.content["findings"][0][2] for one in again.versions.all()] == ["围挡破损两处", "围挡破损"]
    assert lines(visit, "revise").count() == 1


def test_a_finding_that_an_order_rests_on_keeps_its_words(week):
    visit = week.confirmed("围挡破损")
    finding = visit.findings.get()
    week.draft(finding=finding)
    visits.revise(visit, actor=week.one, at=NOON, reason="补充")
    for keep in ([], [(finding.pk, "别的", Speed.ORDINARY)]):
        with pytest.raises(ValidationError):
            visits.confirm(visit, together("扬尘", keep=keep), actor=week.one, at=NOON)
    visits.confirm(visit, together("扬尘", keep=[(finding.pk, "围挡破损", Speed.ORDINARY)]), actor=week.one, at=NOON)
    assert Finding.objects.count() == 2


def test_a_visit_is_called_off_with_a_reason_before_it_begins(week):
    visit = week.published()
    refused("person", visits.cancel, visit, actor=week.chief, at=NOON, reason="雨")
    refused("missing", visits.cancel, visit, actor=week.head, at=NOON, reason="")
    assert visits.cancel(visit, actor=week.head, at=NOON, reason="暴雨").reason == "暴雨"
    refused("state", visits.cancel, visit, actor=week.head, at=NOON, reason="暴雨")
    assert lines(visit, "cancel").count() == 1


# Evidence


def test_evidence_of_a_confirmed_result_is_changed_only_after_taking_it_up_again(week):
    visit = week.begun()
    mine = week.record(visit, week.one)
    evidence = planning.add_evidence(mine, an_upload(), not_secret=True, actor=week.one, at=TUESDAY)
    assert evidence.is_picture
    refused("person", planning.add_evidence, mine, an_upload(), not_secret=True, actor=week.two, at=TUESDAY)
    visits.hand_in(mine, saw(), actor=week.one, at=TUESDAY)
    refused("state", planning.remove_evidence, evidence, actor=week.one, at=TUESDAY)
    visits.hand_in(week.record(visit, week.two), saw(), actor=week.two, at=NOON)
    visits.confirm(visit, together(), actor=week.one, at=NOON)
    refused("state", planning.remove_evidence, evidence, actor=week.one, at=NOON)
    refused("state", planning.add_evidence, mine, an_upload(), not_secret=True, actor=week.one, at=NOON)
    visits.revise(visit, actor=week.one, at=NOON, reason="照片有误")
    planning.remove_evidence(evidence, actor=week.two, at=NOON, reason="照片有误")
    assert not Evidence.objects.current().exists()
    # The earlier version still shows it, and it can still be opened.
    assert visit.versions.get().content["records"][0]["files"][0][0] == evidence.paper_id
    assert Attachment.objects.filter(pk=evidence.paper_id).exists()


# What must not be seen


def seen_by(user, visit):
    return {record.author for record in Record.objects.visible_to(user).filter(inspection=visit)}


def sees_file(user, record):
    return registry.sees(user, "evaluations.record", str(record.pk), date(2017, 4, 11))


def test_until_both_are_in_nobody_sees_the_others_record(week):
    visit = week.begun()
    mine, theirs = week.record(visit, week.one), week.record(visit, week.two)
    visits.hand_in(mine, saw("围挡破损"), actor=week.one, at=TUESDAY)
    assert seen_by(week.one, visit) == {week.one}
    assert seen_by(week.two, visit) == {week.two}
    for other in (week.head, week.three, week.chief, a_user(None, "director"), a_user(administrator="audit")):
        assert seen_by(other, visit) == set()
        assert not sees_file(other, mine)
    assert not sees_file(week.two, mine)
    visits.hand_in(theirs, saw(), actor=week.two, at=NOON)
    assert seen_by(week.two, visit) == seen_by(week.head, visit) == {week.one, week.two}
    assert sees_file(week.two, mine)
    assert seen_by(week.chief, visit) == set()


def test_of_two_visits_of_a_site_neither_shows_its_marks_to_who_still_writes_the_other(week):
    """Another plan visits the same site: who still has to write there reads nothing of this one."""
    first = week.gathered("围挡破损")
    plan = planning.draw(date(2017, 4, 17), actor=week.head, at=NOON)
    other = plan.inspections.filter(project=week.project).first() or planning.add_site(
        plan, week.project, date(2017, 4, 18), actor=week.head, at=NOON, reason="复查"
    )
    planning.assign(other, [week.three, week.head], week.three, date(2017, 4, 18), actor=week.head, at=NOON)
    day = date(2017, 4, 18)
    assert seen_by(week.three, first) == set()
    assert not Inspection.objects.readable_by(week.three, day).filter(pk=first.pk).exists()
    refused("person", visits.confirm, first, together("围挡破损"), actor=week.three, at=NOON)
    visits.publish(plan, actor=week.head, at=NOON)
    visits.begin(other, actor=week.three, at=at("2017-04-18 09:00:00"))
    # Confirmed while the other visit is under way: still nothing.
    visits.confirm(first, together("围挡破损"), actor=week.one, at=at("2017-04-18 10:00:00"))
    assert seen_by(week.three, first) == set()
    assert not Inspection.objects.readable_by(week.three, day).filter(pk=first.pk).exists()
    for user in (week.three, week.head):
        visits.hand_in(week.record(other, user), saw(), actor=user, at=at("2017-04-18 11:00:00"))
    assert seen_by(week.three, first) == {week.one, week.two}
    assert Record.objects.filter(state=RecordState.IN).count() == 4

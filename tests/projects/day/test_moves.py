"""The moves of a day's report: each moves, refuses the wrong state and the wrong person, leaves one line."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import Progress, ReportVersion
from projects.states import Channel, PersonRole
from projects.states import ReportState as S
from projects.transitions import day as moves
from tests.cast import a_project, a_target, a_user, an_open_report, at, carries
from tests.projects.day.scene import NINE, Scene, said
from zhangdian.notices.models import Notice
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused


@pytest.fixture
def scene(db):
    return Scene()


def the_line():
    return Entry.objects.get()


def refused(why, act, *args, **words):
    lines = Entry.objects.count()
    with pytest.raises(MoveRefused) as refusal:
        act(*args, **words)
    assert refusal.value.why == why
    assert Entry.objects.count() == lines


# submit


def test_a_liaison_hands_in(scene):
    row = scene.submitted(plan="浇筑")
    assert (row.state, row.version, row.reporter, row.received_at, row.is_late, row.channel) == (
        S.SUBMITTED, 1, scene.liaison, NINE, False, Channel.WEB,
    )  # fmt: skip
    assert (scene.stored().text, scene.stored().plan) == ("路基完成 200 米", "浇筑")


def test_an_excused_day_takes_no_report(scene):
    scene.exempted()
    refused("state", scene.submitted)


def test_only_the_liaison_hands_in(scene):
    for other in (scene.head, scene.planner, scene.stranger):
        refused("person", moves.submit, scene.report, said(), actor=other, at=NINE)


def test_handing_in_leaves_one_line_and_one_version(scene):
    scene.submitted()
    line = the_line()
    assert (line.verb, line.from_state, line.to_state, line.actor) == ("submit", S.OPEN, S.SUBMITTED, scene.liaison)
    assert ReportVersion.objects.get().content["text"] == "路基完成 200 米"


def test_a_stand_in_hands_in_too(scene):
    stand_in = a_user()
    carries(stand_in, scene.project, PersonRole.LIAISON, from_on=scene.report.day)
    assert moves.submit(scene.report, said(), actor=stand_in, at=NINE).reporter == stand_in


def test_who_was_liaison_before_no_longer_hands_in(scene):
    scene.project.responsibilities.update(until_on="2017-04-09")
    refused("person", scene.submitted)


def test_the_same_words_twice_are_one_report(scene):
    scene.submitted()
    refused("stored", scene.submitted)
    assert ReportVersion.objects.count() == 1


def test_other_words_on_top_of_a_report_are_refused(scene):
    scene.submitted()
    with pytest.raises(moves.OtherwiseStored) as refusal:
        moves.submit(scene.report, said("另一份"), actor=scene.liaison, at=NINE)
    assert (refusal.value.why, refusal.value.report.version) == (MoveRefused.WRONG_STATE, 1)
    assert "再次提交" in str(refusal.value)
    assert scene.stored().text == "路基完成 200 米"
    # One tap on “no change” says nothing that could be kept, and after the cut-off nothing follows.
    refused("state", moves.submit, scene.report, moves.nothing_changed(), actor=scene.liaison, at=NINE)
    with pytest.raises(MoveRefused) as refusal:
        moves.submit(scene.report, said("另一份"), actor=scene.liaison, at=at("2017-04-10 18:00:00"))
    assert type(refusal.value) is MoveRefused


def test_amounts_belong_to_the_project(scene):
    mine, other = a_target(scene.project), a_target(a_project())
    scene.submitted(amounts={mine.pk: 3})
    assert Progress.objects.get().amount == 3
    with pytest.raises(ValidationError) as wrong:
        moves.submit(
            an_open_report(scene.project, scene.report.day.replace(day=11)),
            said(amounts={other.pk: 1}), actor=scene.liaison, at=NINE,
        )  # fmt: skip
    assert f"amount-{other.pk}" in wrong.value.message_dict


def test_text_beyond_the_limit_names_the_limit(scene):
    with pytest.raises(ValidationError) as wrong:
        scene.submitted(text="长" * 201)
    assert "200" in wrong.value.message_dict["text"][0]


def test_a_missed_day_is_caught_up_until_friday(scene):
    assert scene.submitted(at("2017-04-14 23:59:59")).is_late


def test_on_saturday_the_week_is_closed(scene):
    refused("state", scene.submitted, at("2017-04-15 00:00:00"))


# revise


def test_a_report_is_changed_until_its_cut_off(scene):
    scene.submitted()
    row = moves.revise(scene.report, said("改过"), actor=scene.liaison, at=at("2017-04-10 17:59:59"))
    assert (row.state, row.version, row.text, row.received_at) == (S.SUBMITTED, 2, "改过", NINE)
    assert [version.content["text"] for version in row.versions.all()] == ["改过", "路基完成 200 米"]


def test_an_open_report_cannot_be_revised(scene):
    refused("state", moves.revise, scene.report, said(), actor=scene.liaison, at=NINE)


def test_at_the_cut_off_it_is_closed(scene):
    scene.submitted()
    refused("state", moves.revise, scene.report, said("改"), actor=scene.liaison, at=at("2017-04-10 18:00:00"))


def test_only_the_liaison_revises(scene):
    scene.submitted()
    refused("person", moves.revise, scene.report, said("改"), actor=scene.head, at=NINE)


def test_revising_leaves_one_line(scene):
    scene.submitted()
    moves.revise(scene.report, said("改"), actor=scene.liaison, at=NINE)
    assert Entry.objects.filter(verb="revise", from_state=S.SUBMITTED, to_state=S.SUBMITTED).count() == 1


def test_a_version_in_between_is_not_overwritten(scene):
    scene.submitted()
    moves.revise(scene.report, said("甲"), actor=scene.liaison, at=NINE, base=1)
    refused("state", moves.revise, scene.report, said("乙"), actor=scene.liaison, at=NINE, base=1)


# read


def test_the_head_marks_as_read_and_a_new_version_voids_it(scene):
    scene.submitted()
    assert moves.read(scene.report, actor=scene.head, at=NINE).read_by == scene.head
    moves.revise(scene.report, said("改"), actor=scene.liaison, at=NINE)
    assert scene.stored().read_at is None
    assert scene.stored().read_by is None


def test_an_open_report_cannot_be_read(scene):
    refused("state", moves.read, scene.report, actor=scene.head, at=NINE)


def test_nobody_reviews_an_own_report(scene):
    carries(scene.head, scene.project, PersonRole.LIAISON)
    moves.submit(scene.report, said(), actor=scene.head, at=NINE)
    refused("person", moves.read, scene.report, actor=scene.head, at=NINE)
    refused("person", moves.return_, scene.report, actor=scene.head, at=NINE, reason="…")
    moves.revise(scene.report, said("联络员改"), actor=scene.liaison, at=NINE)
    refused("person", moves.read, scene.report, actor=scene.head, at=NINE)


def test_the_liaison_does_not_mark_as_read(scene):
    scene.submitted()
    for other in (scene.liaison, scene.planner, scene.stranger):
        refused("person", moves.read, scene.report, actor=other, at=NINE)


def test_reading_leaves_one_line(scene):
    scene.submitted()
    moves.read(scene.report, actor=scene.head, at=NINE)
    assert Entry.objects.filter(verb="read").count() == 1


# return


def test_a_returned_report_is_due_on_the_next_working_day_at_noon(scene):
    scene.submitted(at("2017-04-10 09:00:00"))
    row = moves.return_(scene.report, actor=scene.head, at=at("2017-04-28 16:00:00"), reason="缺桩号")
    # 29 and 30 April and 1 May 2017 are off.
    assert (row.state, row.return_due_at, row.return_reason) == (S.RETURNED, at("2017-05-02 12:00:00"), "缺桩号")
    assert Notice.objects.get().user == scene.liaison


def test_an_open_report_cannot_be_returned(scene):
    refused("state", moves.return_, scene.report, actor=scene.head, at=NINE, reason="…")


def test_the_liaison_does_not_return(scene):
    scene.submitted()
    for other in (scene.liaison, scene.planner, scene.stranger):
        refused("person", moves.return_, scene.report, actor=other, at=NINE, reason="…")


def test_returning_needs_a_reason(scene):
    scene.submitted()
    refused("missing", moves.return_, scene.report, actor=scene.head, at=NINE, reason=" ")


def test_returning_leaves_one_line_with_the_reason(scene):
    scene.returned()
    assert Entry.objects.get(verb="return").reason == "请写明桩号"


def test_a_returned_report_handed_in_late_keeps_its_first_receipt(scene):
    scene.returned()
    row = moves.submit(scene.report, said("补桩号"), actor=scene.liaison, at=at("2017-04-20 09:00:00"))
    assert (row.version, row.received_at, row.is_late) == (2, NINE, False)


# exempt and reopen


def test_the_planner_excuses_a_day_and_asks_again(scene):
    assert scene.exempted().state == S.EXEMPT
    row = moves.reopen(scene.report, actor=scene.planner, at=NINE, reason="已复工")
    assert (row.state, row.exempt_reason) == (S.OPEN, "")
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["exempt", "reopen"]


def test_a_report_handed_in_is_not_excused(scene):
    scene.submitted()
    refused("state", scene.exempted)
    refused("state", moves.reopen, scene.report, actor=scene.planner, at=NINE, reason="…")


def test_only_the_planner_excuses_and_asks_again(scene):
    for other in (scene.liaison, scene.head, a_user(None, "office")):
        refused("person", moves.exempt, scene.report, actor=other, at=NINE, reason="…")
    scene.exempted()
    refused("person", moves.reopen, scene.report, actor=scene.head, at=NINE, reason="…")


def test_excusing_and_asking_again_need_a_reason(scene):
    refused("missing", moves.exempt, scene.report, actor=scene.planner, at=NINE, reason="")
    scene.exempted()
    refused("missing", moves.reopen, scene.report, actor=scene.planner, at=NINE, reason="")

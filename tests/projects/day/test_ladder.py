"""The ladder of the daily report, from the sweep to the digest."""

import pytest

from projects.models import DailyReport
from projects.rules.reminders import KIND, project_key
from projects.services import reminders
from projects.states import PersonRole, ProgrammeState
from projects.transitions import day as moves
from tests.cast import a_user, an_open_report, at, carries
from tests.projects.day.scene import Scene, said
from zhangdian.notices import services as notices
from zhangdian.notices.models import Digest, Reminder

LADDER = ["liaison", "liaison", "head", "planner", "leader"]


@pytest.fixture
def scene(db):
    scene = Scene()
    scene.leader = a_user()
    carries(scene.leader, scene.project, PersonRole.LEADER)
    return scene


def climb(moment):
    return reminders.climb_reports(at(moment))


def told(scene):
    """The names of those reminded, by rung."""
    names = {getattr(scene, name).pk: name for name in ("liaison", "head", "planner", "leader")}
    return [names[user] for user in Reminder.objects.order_by("rung").values_list("user", flat=True)]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("2017-04-10 16:59:59", 0),
        ("2017-04-10 17:00:00", 1),
        ("2017-04-10 18:00:00", 2),
        ("2017-04-11 17:59:59", 2),
        ("2017-04-11 18:00:00", 3),
        ("2017-04-12 18:00:00", 4),
        ("2017-04-13 17:59:59", 4),
        ("2017-04-13 18:00:00", 5),
    ],
)
def test_the_ladder_climbs_by_working_days(scene, moment, count):
    climb(moment)
    climb(moment)
    assert told(scene) == LADDER[:count]


def test_a_report_handed_in_stops_it_and_the_head_is_told(scene):
    climb("2017-04-11 18:00:00")
    notices.tell_owed(at("2017-04-11 18:05:00"))
    moves.submit(scene.report, said(), actor=scene.liaison, at=at("2017-04-11 19:00:00"))
    climb("2017-04-13 18:00:00")
    assert told(scene) == LADDER[:3]
    assert not Reminder.objects.open().exists()
    notices.tell_owed(at("2017-04-13 18:05:00"))
    assert Digest.objects.filter(user=scene.head).count() == 2
    assert Digest.objects.filter(user=scene.liaison).count() == 1


def test_an_excuse_stops_it(scene):
    climb("2017-04-10 18:00:00")
    moves.exempt(scene.report, actor=scene.planner, at=at("2017-04-10 18:30:00"), reason="台风停工")
    climb("2017-04-13 18:00:00")
    assert told(scene) == LADDER[:2]
    assert not Reminder.objects.open().exists()


def test_a_report_asked_for_again_is_a_new_debt_with_a_ladder_of_its_own(scene):
    """The liaison hears at once, the superiors a working day and more after the asking, whoever was told before."""
    climb("2017-04-11 18:00:00")
    notices.tell_owed(at("2017-04-11 18:05:00"))
    moves.exempt(scene.report, actor=scene.planner, at=at("2017-04-11 19:00:00"), reason="台风停工")
    moves.reopen(scene.report, actor=scene.planner, at=at("2017-04-12 10:00:00"), reason="当日未停工")
    for moment, count in (
        ("2017-04-12 10:00:00", 2), ("2017-04-13 09:59:59", 2), ("2017-04-13 10:00:00", 3),
        ("2017-04-14 10:00:00", 4), ("2017-04-17 10:00:00", 5), ("2017-04-17 10:00:00", 5),
    ):  # fmt: skip
        climb(moment)
        assert Reminder.objects.open().count() == count, moment
    assert Reminder.objects.exclude(settled_at=None).count() == 3
    notices.tell_owed(at("2017-04-12 10:05:00"))
    assert Digest.objects.filter(user=scene.liaison).count() == 2


def test_taking_an_excuse_back_before_the_cut_off_leaves_the_cut_off_to_count_from(scene):
    scene.exempted()
    moves.reopen(scene.report, actor=scene.planner, at=at("2017-04-10 10:00:00"), reason="误操作")
    climb("2017-04-10 16:59:59")
    assert told(scene) == []
    climb("2017-04-11 18:00:00")
    assert told(scene) == LADDER[:3]
    moves.submit(scene.report, said(), actor=scene.liaison, at=at("2017-04-11 19:00:00"))
    assert not Reminder.objects.open().exists()


def test_excused_and_asked_for_twice_it_climbs_each_time(scene):
    for day in (11, 12):
        moves.exempt(scene.report, actor=scene.planner, at=at(f"2017-04-{day} 09:00:00"), reason="台风停工")
        moves.reopen(scene.report, actor=scene.planner, at=at(f"2017-04-{day} 10:00:00"), reason="当日未停工")
        climb(f"2017-04-{day} 10:30:00")
    assert Reminder.objects.open().count() == 2
    assert Reminder.objects.count() == 4


def test_a_returned_report_climbs_a_ladder_of_its_own(scene):
    scene.returned()
    climb("2017-04-11 11:00:00")
    climb("2017-04-11 12:00:00")
    climb("2017-04-12 12:00:00")
    key = f"{scene.report.pk}.1"
    assert set(Reminder.objects.values_list("key", flat=True)) == {key}
    assert told(scene) == LADDER[:3]
    moves.submit(scene.stored(), said("改好了"), actor=scene.liaison, at=at("2017-04-12 13:00:00"))
    assert not Reminder.objects.open().exists()
    moves.return_(scene.stored(), actor=scene.head, at=at("2017-04-12 14:00:00"), reason="桩号仍缺")
    climb("2017-04-13 12:00:00")
    assert set(Reminder.objects.open().values_list("key", flat=True)) == {f"{scene.report.pk}.2"}


def test_a_report_handed_in_between_reading_and_telling_is_not_told(scene):
    climb("2017-04-10 18:00:00")
    report = scene.stored()
    DailyReport.objects.filter(pk=report.pk).update(
        state="SUBMITTED", received_at=at("2017-04-10 18:01:00"), is_late=True, version=1
    )
    assert notices.tell_owed(at("2017-04-10 18:05:00")) == 0
    assert not Reminder.objects.open().exists()


def test_a_hold_on_the_project_holds_all_its_reports_and_their_days_do_not_count(scene):
    notices.hold(
        KIND, project_key(scene.project.pk), until=at("2017-04-12 00:00:00").date(),
        reason="台风停工", actor=scene.head, at=at("2017-04-10 12:00:00"),
    )  # fmt: skip
    other = Scene()
    climb("2017-04-12 18:00:00")
    assert Reminder.objects.filter(key=str(scene.report.pk)).count() == 0
    assert Reminder.objects.filter(key=str(other.report.pk), rung__lte=3).count() == 3
    climb("2017-04-13 18:00:00")
    assert Reminder.objects.filter(key=str(scene.report.pk)).count() == 3


def test_a_closed_programme_and_what_is_long_past_are_not_reminded_of(scene):
    an_open_report(scene.project, at("2017-03-01 00:00:00").date())
    climb("2017-04-10 18:00:00")
    assert set(Reminder.objects.values_list("key", flat=True)) == {str(scene.report.pk)}
    scene.project.programme.state = ProgrammeState.CLOSED
    scene.project.programme.save()
    climb("2017-04-11 18:00:00")
    assert told(scene) == LADDER[:2]
    assert not Reminder.objects.open().exists()


def test_what_can_no_longer_be_handed_in_lapses_after_the_last_rung_and_nobody_is_told_it_was_settled(scene):
    """Due on Monday the 10th: catch-up until Friday, the last rung on Thursday; a day after that nothing is left."""
    for moment in ("2017-04-13 18:00:00", "2017-04-14 18:00:00"):
        climb(moment)
        notices.tell_owed(at("2017-04-14 18:05:00"))
        assert told(scene) == LADDER
        assert Reminder.objects.open().count() == 5
    climb("2017-04-17 09:00:00")
    assert not Reminder.objects.open().exists()
    assert Reminder.objects.filter(is_lapsed=True).count() == 5
    assert notices.tell_owed(at("2017-04-17 09:05:00")) == 0


def test_a_named_head_goes_before_the_leader_of_the_unit(scene):
    named = a_user()
    carries(named, scene.project, PersonRole.UNIT_HEAD)
    climb("2017-04-11 18:00:00")
    assert Reminder.objects.get(rung=3).user == named


def test_after_three_days_without_a_worker_everybody_gets_one_digest(scene):
    for day in (11, 12):
        an_open_report(scene.project, at(f"2017-04-{day} 00:00:00").date())
    for moment in ("2017-04-13 09:00:00", "2017-04-13 09:05:00", "2017-04-13 09:10:00"):
        climb(moment)
        notices.tell_owed(at(moment))
    assert {row.user_id: row.reminders.values("key").distinct().count() for row in Digest.objects.all()} == {
        scene.liaison.pk: 3, scene.head.pk: 2, scene.planner.pk: 1,
    }  # fmt: skip
    assert Digest.objects.count() == 3
    assert not Reminder.objects.filter(digest__isnull=True).exists()


def test_climbing_asks_the_same_number_of_questions_for_many(scene, django_assert_max_num_queries):
    for _number in range(12):
        Scene()
    with django_assert_max_num_queries(40):
        climb("2017-04-13 18:00:00")

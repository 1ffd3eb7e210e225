"""Two at the same instant, on a real server with real locks: one is stored, one refused, the trail holds one line."""

import pytest
from django.db import IntegrityError

from cadres.models import Cadre
from evaluations.models import Examination, Fact, Material, Talk, TeamMember
from evaluations.services import facts as book
from evaluations.services import talks as services
from evaluations.states.facts import FactState
from evaluations.states.teams import ExaminationState, TalkState
from evaluations.transitions import facts, talks, teams
from projects.models import Milestone
from tests.cast import MONDAY, a_cadre, a_user
from tests.evaluations.teams.scene import NINE, Department
from tests.threads import at_once
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def one_of_two(results, kind=MoveRefused):
    """One of the results was stored, the others are refusals."""
    assert sum(isinstance(result, kind) for result in results) == len(results) - 1, results
    assert sum(not isinstance(result, Exception) for result in results) == 1, results


def test_of_two_who_approve_one_plan_one_does():
    scene = Department()
    row, other = scene.submitted(), a_user(None, "director")
    one_of_two(
        at_once(
            lambda: teams.approve(row, actor=scene.director, at=NINE),
            lambda: teams.approve(row, actor=other, at=NINE),
        )
    )
    stored = Examination.objects.get(pk=row.pk)
    assert stored.state == ExaminationState.APPROVED
    line = Entry.objects.about(row).get(verb="approve")
    assert line.actor_id == stored.approved_by_id


def test_of_one_who_approves_and_one_who_returns_one_does():
    scene = Department()
    row, other = scene.submitted(), a_user(None, "director")
    one_of_two(
        at_once(
            lambda: teams.approve(row, actor=scene.director, at=NINE),
            lambda: teams.return_(row, actor=other, at=NINE, reason="请补充方式"),
        )
    )
    assert Entry.objects.about(row).filter(verb__in=["approve", "return"]).count() == 1


def test_of_two_who_verify_one_fact_one_does():
    scene = Department()
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": "三天完成管线迁改",
        "kind": "achievement", "source": "team", "evidence": "会议纪要",
    }  # fmt: skip
    row = book.enter(said, actor=scene.one, at=NINE)
    one_of_two(
        at_once(
            *[
                lambda user=user: facts.verify(row, actor=user, at=NINE)
                for user in (scene.office, scene.other_office, scene.director)
            ]
        )
    )
    stored = Fact.objects.get(pk=row.pk)
    assert stored.state == FactState.VERIFIED
    assert Entry.objects.about(row).get(verb="verify").actor_id == stored.verified_by_id


def test_one_fact_offered_by_two_sweeps_at_once_is_there_once():
    scene = Department()
    Milestone.objects.create(project=scene.project, name="桩基", planned_on=MONDAY, done_on=MONDAY)
    assert sorted(at_once(lambda: book.offer(at=NINE), lambda: book.offer(at=NINE))) == [0, 1]
    assert Entry.objects.about(Fact.objects.get()).count() == 1


def test_a_member_added_twice_at_once_sits_once():
    scene = Department()
    cadre = a_cadre("新成员", unit=scene.unit)

    def add():
        return TeamMember.objects.create(team=scene.team, cadre=Cadre.objects.get(pk=cadre.pk), from_on=MONDAY)

    one_of_two(at_once(add, add), IntegrityError)
    assert TeamMember.objects.filter(team=scene.team, cadre=cadre).count() == 1


def test_a_note_handed_in_twice_at_once_is_handed_in_once():
    scene = Department()
    note = scene.note(scene.on_site())
    one_of_two(
        at_once(
            lambda: talks.file(note, actor=scene.one, at=NINE),
            lambda: talks.file(note, actor=scene.one, at=NINE),
        )
    )
    assert Talk.objects.get(pk=note.pk).state == TalkState.FILED
    assert Entry.objects.about(note).filter(verb="file").count() == 1


def test_a_note_is_written_anew_before_it_is_handed_in_or_not_at_all():
    scene = Department()
    row = scene.on_site()
    note = scene.note(row)
    sealed = note.sealed
    written, filed = at_once(
        lambda: written_anew(scene, row, note),
        lambda: talks.file(note, actor=scene.one, at=NINE),
    )
    assert not isinstance(filed, Exception)
    stored = Talk.objects.get(pk=note.pk)
    assert stored.state == TalkState.FILED
    if isinstance(written, MoveRefused):
        assert stored.sealed == sealed
        assert not Entry.objects.about(note).filter(verb="write").exists()
    else:
        assert stored.sealed == written.sealed
        assert Entry.objects.about(note).filter(verb="write").count() == 1


def written_anew(scene, examination, talk):
    return services.write_note(
        examination, scene.content(points="改写后的要点"), actor=scene.one, at=NINE, talk=talk
    )  # fmt: skip


def test_a_material_begun_by_two_at_once_is_begun_once():
    scene = Department()
    row = scene.writing()
    one_of_two(
        at_once(
            lambda: services.begin_material(row, scene.cadre, actor=scene.one, at=NINE),
            lambda: services.begin_material(row, scene.cadre, actor=scene.two, at=NINE),
        )
    )
    assert Entry.objects.about(Material.objects.get()).filter(verb="create").count() == 1

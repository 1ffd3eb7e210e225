"""The head of the responsible unit settles people and milestones on a page of the own, without the desk."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.states import Role
from projects.models import Milestone, Responsibility
from projects.services import responsibilities
from projects.states import PersonRole
from tests.cast import a_cadre, a_project, a_unit, a_user, at, carries
from tests.counting import same_count
from zhangdian.trail.models import Entry
from zhangdian.workflow import MoveRefused

NOW = at("2017-04-10 09:00:00")
BACKEND = "accounts.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def nine(db):
    with time_machine.travel(NOW, tick=False):
        yield


class Scene:
    """A unit with its head, a project with liaison and supporting leader, and a colleague of the unit."""

    def __init__(self):
        self.unit = a_unit("青石镇")
        self.head = a_user()
        a_cadre(user=self.head, head_of=self.unit)
        self.liaison = a_user()
        self.project = a_project("石桥", unit=self.unit, liaison=self.liaison)
        self.colleague = a_cadre("周小川", unit=self.unit)
        carries(a_user(), self.project, PersonRole.LEADER)

    def post(self, role=PersonRole.LIAISON):
        return self.project.responsibilities.get(role=role, stands_in_for__isnull=True)

    def url(self, name=""):
        return f"/projects/{self.project.pk}/people/" + (f"{name}/" if name else "")


@pytest.fixture
def scene(db):
    return Scene()


def signed_in(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_the_head_appoints_a_stand_in_and_ends_it_early(scene):
    client = signed_in(scene.head)
    page = client.get(scene.url("stand-in")).content.decode()
    assert "周小川" in page
    words = {"responsibility": scene.post().pk, "cadre": scene.colleague.pk, "from_on": "2017-04-10"}
    answer = client.post(scene.url("stand-in"), words | {"until_on": "2017-04-01", "reason": "出差"})
    assert (answer.status_code, "出差" in answer.content.decode()) == (422, True)
    assert client.post(scene.url("stand-in"), words | {"until_on": "2017-04-21", "reason": "出差"}).status_code == 302
    made = Responsibility.objects.get(stands_in_for=scene.post())
    assert "周小川" in client.get(scene.url()).content.decode()
    client.post(scene.url("end-stand-in"), {"stand_in": made.pk, "on": "2017-04-12"})
    made.refresh_from_db()
    assert made.until_on == date(2017, 4, 12)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["stand_in", "end_stand_in"]


def test_the_head_hands_the_liaison_s_post_over(scene):
    signed_in(scene.head).post(
        scene.url("hand-over"), {"responsibility": scene.post().pk, "cadre": scene.colleague.pk, "on": "2017-04-11"}
    )
    assert Responsibility.objects.get(cadre=scene.colleague).from_on == date(2017, 4, 11)


def test_posts_of_others_and_the_own_post_are_not_the_head_s_to_fill(scene):
    own = carries(scene.head, scene.project, PersonRole.UNIT_HEAD)
    leader = scene.post(PersonRole.LEADER)
    for post in (own, leader):
        words = {"responsibility": post.pk, "cadre": scene.colleague.pk, "on": "2017-04-11"}
        assert signed_in(scene.head).post(scene.url("hand-over"), words).status_code == 422
        with pytest.raises(MoveRefused) as refusal:
            responsibilities.hand_over(post, scene.colleague, on=date(2017, 4, 11), actor=scene.head, at=NOW)
        assert refusal.value.why == MoveRefused.WRONG_PERSON
    planner = a_user(None, Role.PLANNER)
    words = {"responsibility": leader.pk, "cadre": scene.colleague.pk, "on": "2017-04-11"}
    assert signed_in(planner).post(scene.url("hand-over"), words).status_code == 302


def test_a_head_chooses_among_the_people_of_the_project_s_units(scene):
    stranger = a_cadre("远处的人", unit=a_unit("外单位"))
    words = {"responsibility": scene.post().pk, "cadre": stranger.pk, "on": "2017-04-11"}
    assert signed_in(scene.head).post(scene.url("hand-over"), words).status_code == 422
    assert signed_in(a_user(None, Role.PLANNER)).post(scene.url("hand-over"), words).status_code == 302


def test_a_milestone_is_reached_and_taken_back_on_the_page(scene):
    step = Milestone.objects.create(project=scene.project, name="主体封顶", planned_on=date(2017, 3, 31))
    client = signed_in(scene.head)
    client.post(scene.url("reach"), {"milestone": step.pk, "on": "2017-04-09", "evidence": "验收单"})
    assert Milestone.objects.get().done_on == date(2017, 4, 9)
    assert client.post(scene.url("not-reached"), {"milestone": step.pk, "reason": ""}).status_code == 422
    client.post(scene.url("not-reached"), {"milestone": step.pk, "reason": "误记"})
    assert Milestone.objects.get().done_on is None


def test_a_reason_for_delay_names_who_asked(scene):
    step = Milestone.objects.create(project=scene.project, name="主体封顶", planned_on=date(2017, 3, 31))
    client = signed_in(a_user(None, Role.PLANNER))
    words = {"milestone": step.pk, "excuse": "征迁诉讼"}
    assert client.post(scene.url("accept-excuse"), words).status_code == 422
    client.post(scene.url("accept-excuse"), words | {"asked_by": scene.colleague.pk})
    assert Milestone.objects.get().excuse == "征迁诉讼"
    assert Entry.objects.get(verb="accept_excuse").content.after["asked_by"] == "周小川"


def test_the_project_page_leads_there_and_nobody_else_is_led_or_let_in(scene):
    assert scene.url() in signed_in(scene.head).get(f"/projects/{scene.project.pk}/").content.decode()
    other = signed_in(scene.liaison)
    assert scene.url() not in other.get(f"/projects/{scene.project.pk}/").content.decode()
    assert other.get(scene.url()).status_code == 403


def test_the_page_asks_the_same_number_of_questions_for_many_people(scene):
    def grow():
        for _number in range(10):
            carries(a_user(), scene.project, PersonRole.TEAM)
            Milestone.objects.create(
                project=scene.project, name=f"节点{Milestone.objects.count()}", planned_on=date(2017, 3, 31)
            )

    grow()
    same_count(signed_in(scene.head), scene.url(), grow)
    same_count(signed_in(scene.head), scene.url("stand-in"), grow)

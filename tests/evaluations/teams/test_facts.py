"""The book of facts: verified by another, offered once a source, seen and objected to by whom it concerns."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cadres.models import Cadre
from evaluations.models import Fact, Order
from evaluations.queries import facts as queries
from evaluations.services import facts as services
from evaluations.states.facts import FactState as S
from evaluations.states.orders import OrderState
from evaluations.tasks.facts import offer_facts
from evaluations.transitions import facts as moves
from projects.models import Milestone
from tests.cast import MONDAY, a_user, at
from tests.counting import same_count
from tests.evaluations.teams.scene import NINE, Department
from tests.evaluations.teams.test_moves import refused
from zhangdian.trail.models import Entry

pytestmark = pytest.mark.django_db
NEXT = at("2017-04-11 09:00:00")


@pytest.fixture
def scene():
    with time_machine.travel(NINE, tick=False):
        yield Department()


def entered(scene, actor=None, **changes):
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": "三天完成管线迁改",
        "kind": "achievement", "source": "team", "evidence": "现场照片与会议纪要",
    } | changes  # fmt: skip
    return services.enter(said, actor=actor or scene.office, at=NINE)


def verified(scene):
    return moves.verify(entered(scene), actor=scene.other_office, at=NINE)


def test_a_fact_is_verified_by_another_and_only_then_counts(scene):
    row = entered(scene)
    assert not queries.of_cadre(scene.cadre).exists()
    for user in (scene.office, scene.one, scene.chief, scene.discipline, scene.stranger):
        refused("person", moves.verify, Fact.objects.get(), actor=user, at=NINE)
        refused("person", moves.reject, Fact.objects.get(), actor=user, at=NINE, reason="查无此事")
    lines = Entry.objects.count()
    assert moves.verify(row, actor=scene.other_office, at=NINE).state == S.VERIFIED
    assert Entry.objects.count() == lines + 1
    assert list(queries.of_cadre(scene.cadre)) == [row]
    refused("state", moves.verify, row, actor=scene.other_office, at=NINE)
    refused("state", moves.reject, row, actor=scene.other_office, at=NINE, reason="查无此事")


def test_the_database_refuses_an_author_who_verifies(scene):
    row = entered(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=row.pk).update(state=S.VERIFIED, verified_by=scene.office, verified_at=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=row.pk).update(state=S.VERIFIED)


def test_nobody_enters_or_verifies_what_is_about_oneself(scene):
    row = entered(scene)
    Cadre.objects.filter(pk=scene.cadre.pk).update(user=scene.other_office)
    refused("person", moves.verify, row, actor=scene.other_office, at=NINE)
    refused("person", entered, scene, scene.other_office)
    assert not Fact.objects.visible_to(scene.other_office, MONDAY).exists()


def test_teams_enter_about_the_cadres_they_see_unless_recused(scene):
    assert entered(scene, scene.one).author == scene.one
    for user in (scene.apart, scene.stranger, scene.director, scene.chief):
        refused("person", entered, scene, user)
    with pytest.raises(ValidationError):
        entered(scene, day=date(2017, 4, 11))


def test_rejecting_and_withdrawing_need_a_reason_and_leave_one_line(scene):
    row = entered(scene)
    refused("missing", moves.reject, row, actor=scene.director, at=NINE, reason="")
    lines = Entry.objects.count()
    assert moves.reject(row, actor=scene.director, at=NINE, reason="查无此事").state == S.REJECTED
    assert Entry.objects.count() == lines + 1
    row = verified(scene)
    refused("missing", moves.withdraw, row, actor=scene.office, at=NINE, reason="")
    refused("person", moves.withdraw, Fact.objects.get(pk=row.pk), actor=scene.chief, at=NINE, reason="不实")
    assert moves.withdraw(row, actor=scene.office, at=NINE, reason="有误").state == S.WITHDRAWN
    refused("state", moves.withdraw, row, actor=scene.office, at=NINE, reason="有误")
    assert not queries.of_cadre(scene.cadre).exists()


def test_the_cadre_sees_it_once_verified_objects_once_and_is_answered_by_another_hand(scene):
    row = entered(scene)
    assert not Fact.objects.visible_to(scene.chief, MONDAY).exists()
    moves.verify(row, actor=scene.other_office, at=NINE)
    assert Fact.objects.visible_to(scene.chief, MONDAY).get() == row
    refused("person", moves.object, Fact.objects.get(), objection="日期有误", actor=scene.one, at=NINE)
    refused("missing", moves.object, row, objection=" ", actor=scene.chief, at=NINE)
    moves.object(row, objection="日期有误", actor=scene.chief, at=NINE)
    refused("person", moves.object, row, objection="再来", actor=scene.chief, at=NINE)
    for user in (scene.office, scene.other_office, scene.chief, scene.one):
        refused("person", moves.answer, Fact.objects.get(), answer="属实", actor=user, at=NINE)
    assert moves.answer(row, answer="已核对", actor=scene.director, at=NINE).answered_by == scene.director
    refused("person", moves.answer, row, answer="再答", actor=scene.director, at=NINE)


def test_milestones_reached_and_orders_closed_are_offered_once_and_never_count(scene):
    stone = Milestone.objects.create(project=scene.project, name="桩基", planned_on=MONDAY, done_on=MONDAY)
    Milestone.objects.create(project=scene.project, name="封顶", planned_on=MONDAY)
    order = Order.objects.filter(state=OrderState.CLOSED).first()
    assert order is None
    assert services.offer(at=NINE) == 1
    assert services.offer(at=NEXT) == 0
    assert offer_facts(at=NEXT) == "0"
    row = Fact.objects.get()
    assert (row.author, row.state, row.from_key, row.cadre) == (None, S.DRAFT, str(stone.pk), scene.cadre)
    assert "桩基" in row.what
    assert not queries.of_cadre(scene.cadre).exists()
    moves.reject(row, actor=scene.office, at=NINE, reason="非其所为")
    assert services.offer(at=NEXT) == 0
    assert Entry.objects.about(row).filter(verb="create", actor=None).count() == 1


def test_one_bad_source_does_not_stop_the_others(scene, monkeypatch):
    for number in range(3):
        Milestone.objects.create(project=scene.project, name=f"节点{number}", planned_on=MONDAY, done_on=MONDAY)
    sound = services._offered

    def offered(found, when):
        if "节点1" in found.what:
            raise RuntimeError
        return sound(found, when)

    monkeypatch.setattr(services, "_offered", offered)
    assert services.offer(at=NINE) == 2


def test_on_me_the_cadre_reads_the_verified_facts_and_objects_on_the_page(scene, client):
    row = verified(scene)
    entered(scene, what="未核实的事")
    client.force_login(scene.chief, backend="accounts.backends.PasswordBackend")
    page = client.get("/me/").content.decode()
    assert "三天完成管线迁改" in page
    assert "未核实的事" not in page
    answer = client.post(f"/facts/{row.pk}/object/", {"text": ""})
    assert answer.status_code == 422
    assert client.post(f"/facts/{row.pk}/object/", {"text": "日期有误"}).status_code == 302
    assert Fact.objects.get(pk=row.pk).objection == "日期有误"


def test_the_list_asks_the_same_number_of_questions(scene, client):
    verified(scene)
    client.force_login(scene.director, backend="accounts.backends.PasswordBackend")
    same_count(client, "/facts/", lambda: [entered(scene, what=f"事实{number}") for number in range(12)])
    assert a_user()

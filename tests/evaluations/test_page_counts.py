"""No page of the teams' work, the facts, the reviews and their results asks the database more than twelve questions."""

import pytest
import time_machine

from evaluations.models import Fact
from evaluations.queries.tally import observe_path
from evaluations.services import facts as book
from evaluations.states.teams import CheckKind
from evaluations.transitions import facts as moves
from tests.cast import MONDAY, at
from tests.counting import MOST, statements
from tests.evaluations.reviews import world as reviews
from tests.evaluations.tally.scene import COUNTED_AT, a_published
from tests.evaluations.teams.scene import NINE, Department

pytestmark = pytest.mark.django_db
LATER = at("2017-06-26 10:00:00")


def within(client, user, path, *, most=MOST, **words):
    if user is not None:
        client.force_login(user, backend="accounts.backends.PasswordBackend")
    sent = statements(client, path, **words)
    assert len(sent) <= most, f"{path}: {len(sent)} statements:\n" + "\n".join(sql[:400] for sql in sent)


@pytest.fixture
def scene():
    with time_machine.travel(NINE, tick=False):
        yield Department()


@pytest.mark.parametrize("name", ["office", "director", "one", "leader"])
@pytest.mark.parametrize("came", ["plan", "submitted", "on_site", "verifying", "writing", "judged"])
def test_the_page_of_an_evaluation(scene, client, came, name):
    row = getattr(scene, came)()
    if came in ("on_site", "verifying", "writing", "judged") or name in ("office", "director"):
        within(client, getattr(scene, name), row.get_absolute_url())


def test_the_pages_of_notes_replies_and_materials(scene, client):
    row = scene.on_site()
    note = scene.note(row)
    for path in (note.get_absolute_url(), f"{note.get_absolute_url()}change/", f"{row.get_absolute_url()}notes/new/"):
        within(client, scene.one, path)
    within(client, scene.leader, note.get_absolute_url())
    check = scene.asked(row)
    for user in (scene.discipline, scene.office, scene.one):
        within(client, user, check.get_absolute_url())
    within(client, scene.discipline, "/checks/")
    within(client, scene.office, "/checks/")
    assert check.kind == CheckKind.INTEGRITY
    for user in (scene.one, scene.office, scene.director):
        within(client, user, "/examinations/")


@pytest.mark.parametrize("name", ["one", "leader", "office", "director"])
def test_the_page_of_a_material(scene, client, name):
    material = scene.material()
    within(client, getattr(scene, name), material.get_absolute_url())
    within(client, getattr(scene, name), f"{material.get_absolute_url()}?purpose=drafting")


def test_the_pages_of_facts(scene, client):
    said = {
        "cadre": scene.cadre, "project": scene.project, "day": MONDAY, "what": "三天完成管线迁改",
        "kind": "achievement", "source": "team", "evidence": "会议纪要",
    }  # fmt: skip
    row = book.enter(said, actor=scene.office, at=NINE)
    for user in (scene.office, scene.other_office, scene.director, scene.one):
        for path in ("/facts/", row.get_absolute_url()):
            within(client, user, path)
    within(client, scene.office, "/facts/new/")
    within(client, scene.one, "/facts/new/")
    moves.verify(row, actor=scene.other_office, at=NINE)
    moves.object(Fact.objects.get(), objection="日期有误", actor=scene.chief, at=NINE)
    for user in (scene.chief, scene.director):
        within(client, user, row.get_absolute_url())


@pytest.fixture
def cheap(monkeypatch):
    reviews.cheap(monkeypatch)


@pytest.mark.parametrize("came", ["a_plan", "a_listed", "an_open", "a_closed", "a_peeled", "an_opened"])
def test_the_page_of_a_review_and_the_pages_of_its_officers(cheap, client, came):
    with time_machine.travel(NINE, tick=False):
        world = getattr(reviews, came)()
    with time_machine.travel(LATER, tick=False):
        path = world.review.get_absolute_url()
        for user in (world.office, world.director, *world.officers.values()):
            within(client, user, path)
            within(client, user, "/reviews/")
        within(client, world.officers["second"], f"{path}key/")
        within(client, world.officers["first"], f"{path}peel/")
        within(client, world.officers["second"], f"{path}open/")
        within(client, world.office, f"{path}slips/")
        if came != "a_plan":
            within(client, None, observe_path(world.review))


def test_the_booth(cheap, client):
    world = reviews.an_open()
    with time_machine.travel(LATER, tick=False):
        within(client, None, "/vote/")
        code = world.codes[0].code
        within(client, None, "/vote/", post={"code": code})


def test_the_pages_of_results(cheap, client):
    world = a_published()
    with time_machine.travel(COUNTED_AT, tick=False):
        path = world.review.get_absolute_url()
        subject = world.review.subjects.first()
        for user in (world.office, world.director):
            for page in (path, f"{path}results/", f"{path}results/{subject.pk}/", f"{path}published/"):
                within(client, user, page)
            within(client, user, "/reviews/published/")
        within(client, None, observe_path(world.review))

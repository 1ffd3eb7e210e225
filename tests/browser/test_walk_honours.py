"""A batch of honours walked in a real browser by its several roles, from the draw to the certificate and to its being
dropped; an entry of the reserve list likewise, to its use and to its removal.

Nothing lies against a batch (an honour takes nothing from anybody) nor against an entry of the reserve list (it is
confidential: the person never hears of it): no review, no appeal. One lies against the withdrawal of an honour.
"""

import pytest

from cases.models import Honour, ReserveEntry
from cases.transitions import honours, reserve
from evaluations.models import ScoreEntry
from tests.browser.visitor import PHONE
from tests.browser.walker import again, lines, on
from tests.cases.honours_scene import Scene
from tests.cast import a_user, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()
DRAW, PROPOSE = "/cases/honour/new/", "/cases/reserve/new/"


@pytest.fixture(scope="module")
def scene(site):
    """The people of the cases, and a frozen quarter."""
    scene = Scene()
    scene.anybody = a_user("walk-anybody", name="白露")
    return scene


def shown(walk, scene, title):
    """Drawn, the deeds written, the commission asked, shown to all. Returns the batch."""
    officer = scene.officer
    with on("2017-07-13 09:00:00"):
        batch = walk.start(
            officer, DRAW, Honour, title=title, scoring=scene.scoring, places="2", minimum="80", facts="0"
        )  # fmt: skip
        people = batch.people.filter(state="CANDIDATE")
        deeds = {f"deeds_{one.pk}": f"{one.name}牵头征迁，连续驻点四十天。" for one in people}
        assert len(deeds) == 4
        batch = walk.step(officer, batch, "write-deeds", **deeds)
        assert "得分80分以上" in walk.read(officer, batch)
        batch = walk.step(officer, batch, "ask-opinion")
        batch = walk.step(scene.discipline, batch, "opine", rest_clear=True)
        return walk.step(officer, batch, "show")


def published(walk, scene, title):
    """The whole road to the publication. Returns the batch."""
    officer, batch = scene.officer, shown(walk, scene, title)
    with on("2017-07-14 09:00:00"):
        told = walk.read(scene.anybody, batch, PHONE)
        assert "连续驻点四十天" in told
        assert "95.00" not in told
        batch = walk.step(scene.anybody, batch, "object", PHONE, claim="驻点天数不足四十天。")
        one = batch.objections.get()
        batch = walk.step(
            officer, batch, "answer-objection", objection=one, verdict="reject", answer="签到记录无误。"
        )  # fmt: skip
        assert "签到记录无误" in walk.read(scene.anybody, batch, PHONE)
    with on("2017-07-25 09:00:00"):
        honours.sweep(at("2017-07-25 08:00:00"))
        batch = walk.step(officer, again(batch), "propose", proposal="公示无异议，建议表扬。")
        batch = walk.decide(batch, "award", meeting="department", clerk=officer, leader=scene.deputy)
        batch = walk.step(officer, batch, "publish")
        assert batch.state == "PUBLISHED"
        walk.read(officer, batch)
        return batch


def test_a_batch_from_the_draw_to_the_certificate(walk, scene):
    batch = published(walk, scene, "2017年第1期红旗标兵")
    with on("2017-07-25 10:00:00"):
        honoured = batch.people.filter(state="RECIPIENT").order_by("pk").first().cadre
        assert ScoreEntry.objects.filter(cadre=honoured).exists()
        told = walk.read(honoured.user, batch, PHONE)
        assert "95.00" not in told
        assert walk.come(honoured.user, PHONE).page.get_by_role("link", name="证书").count() == 1


def test_a_batch_that_is_dropped(walk, scene):
    batch = shown(walk, scene, "2017年第2期红旗标兵")
    with on("2017-07-14 09:00:00"):
        batch = walk.step(scene.officer, batch, "drop", reason="与季度通报合并。")
        assert batch.state == "DROPPED"
        assert "与季度通报合并" in walk.read(scene.officer, batch)
        assert not batch.people.filter(state="RECIPIENT").exists()


def listed(walk, scene, cadre):
    """From the proposal into the list. Returns the entry."""
    officer = scene.officer
    with on("2017-07-13 09:00:00"):
        entry = walk.start(officer, PROPOSE, ReserveEntry, cadre=cadre, layer="principal", reason="一线表现突出。")
        entry = walk.step(officer, entry, "check", annual_grade="excellent", check_note="档案、个人有关事项一致。")
        entry = walk.step(officer, entry, "propose", proposal="建议列入。", maturity="near", measures="到指挥部任职。")
        entry = walk.decide(entry, "enter", meeting="department", clerk=officer, leader=scene.deputy)
        entry = walk.step(scene.director, entry, "confirm-entry")
        assert entry.state == "IN"
        walk.read(officer, entry)
        page = walk.open(officer, "/cases/reserve/list/").page
        assert cadre.name in page.inner_text("main")
        # Confidential: not even that there is an entry is told.
        for user in (scene.discipline, cadre.user):
            walk.hidden(user, entry)
        return entry


def test_an_entry_from_the_proposal_to_its_use(walk, scene):
    entry = listed(walk, scene, scene.cadres[0])
    officer = scene.officer
    with on("2017-07-14 09:00:00"):
        entry = walk.step(
            officer, entry, "review", annual_grade="competent", maturity="near", measures="到区直部门任职。",
            comment="统筹能力提高。",
        )  # fmt: skip
        entry = walk.step(officer, entry, "list-for", listed_for="镇长人选")
        entry = walk.step(officer, entry, "use", used_as="任镇长，2017-07-14，张任〔2017〕12号")
        assert entry.state == "USED"
        assert "任镇长" in walk.read(officer, entry)


def test_an_entry_that_leaves_the_list_and_one_that_is_not_entered(walk, scene):
    entry, officer = listed(walk, scene, scene.cadres[1]), scene.officer
    with on("2017-07-14 09:00:00"):
        entry = walk.step(officer, entry, "propose-exit", reason="本人提出。")
        entry = walk.step(scene.director, entry, "remove", reason="同意退出。")
        assert entry.state == "REMOVED"
        assert "本人提出" in walk.read(officer, entry)
        assert reserve.sweep(at("2017-07-14 09:30:00")) == 0
        other = walk.start(
            officer, PROPOSE, ReserveEntry, cadre=scene.cadres[2], layer="deputy", reason="表现突出。"
        )  # fmt: skip
        other = walk.step(officer, other, "drop", reason="本人有关事项待核。")
        assert other.state == "DROPPED"
        assert "本人有关事项待核" in walk.read(officer, other)
    assert lines(entry)[-2:] == ["propose_exit", "remove"]

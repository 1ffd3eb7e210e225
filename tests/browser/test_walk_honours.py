"""A batch of honours walked in a real browser by its several roles, from the draw to the certificate and to its being
dropped; the withdrawal of an honour, along a dismissal and along a review that gives it back; an entry of the reserve
list, to its use and to its removal.

Nothing lies against a batch (an honour takes nothing from anybody) nor against an entry of the reserve list (it is
confidential: the person never hears of it): no review, no appeal. One lies against the withdrawal of an honour.
"""

import pytest

from cases.models import Honour, HonourWithdrawal, ReserveEntry
from cases.transitions import honours, reserve
from evaluations.models import ScoreEntry
from tests.browser.visitor import PHONE
from tests.browser.walker import again, footing, lines, on
from tests.cases.honours_scene import Scene
from tests.cast import a_user, at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()
DRAW, PROPOSE, WITHDRAW = "/cases/honour/new/", "/cases/reserve/new/", "/cases/withdrawal/new/"


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


def notified(walk, scene, one):
    """The withdrawal of an honour, proposed and its facts served. Returns the case."""
    with on("2017-07-31 09:00:00"):
        case = walk.start(scene.officer, WITHDRAW, HonourWithdrawal, honouree=one, facts="所报驻点天数与签到记录不符。")
        case = walk.step(scene.officer, case, "serve-facts", manner="signed")
        assert case.state == "NOTIFIED"
        return case


def test_a_withdrawal_that_a_review_revokes(walk, scene):
    batch = scene.batch("PUBLISHED", title="2017年第3期红旗标兵")
    one = scene.first(batch)
    cadre, person, officer = one.cadre, one.cadre.user, scene.officer
    with on("2017-07-31 08:00:00"):
        before = footing(cadre)
        assert before["points"]
    case = notified(walk, scene, one)
    with on("2017-08-01 09:00:00"):
        assert "所报驻点天数" in walk.read(person, case, PHONE)
        case = walk.step(person, case, "state", PHONE, statement="漏签四次，有工作日志为证。")
        case = walk.step(officer, case, "propose", proposal="事迹失实，建议撤销。")
        case = walk.decide(case, "withdraw", meeting="department", clerk=officer, leader=scene.deputy)
        assert footing(cadre) == before
        case = walk.step(officer, case, "deliver", manner="signed")
        assert footing(cadre) != before
        assert again(one).state == "WITHDRAWN"
        appeal = walk.lodge(person, case)
    with on("2017-08-02 09:00:00"):
        walk.carry(appeal, "revoked", leader=scene.third)
        assert footing(cadre) == before
        assert again(one).state == "RECIPIENT"
        walk.read(person, case, PHONE)
        assert case.state == "REVOKED"
        walk.read(person, batch, PHONE)
        # The certificate is there again.
        assert walk.come(person, PHONE).page.get_by_role("link", name="证书").count() == 1
    assert lines(case)[-3:] == ["decide", "deliver", "revoke"]


def test_a_withdrawal_that_is_not_pursued(walk, scene):
    batch = scene.batch("PUBLISHED", title="2017年第4期红旗标兵")
    one = scene.first(batch)
    case = notified(walk, scene, one)
    with on("2017-08-01 09:00:00"):
        case = walk.step(one.cadre.user, case, "waive", PHONE)
        case = walk.step(scene.officer, case, "drop", reason="签到系统漏记，已核实。")
        assert case.state == "DROPPED"
        assert "签到系统漏记" in walk.read(one.cadre.user, case, PHONE)
        assert again(one).state == "RECIPIENT"


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

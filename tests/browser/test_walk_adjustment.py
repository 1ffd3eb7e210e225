"""The roads of an adjustment and of a proposal for promotion in a real browser, each step by whose turn it is: to the
end, along a dismissal, and, for an adjustment, along a review that revokes.

A promotion takes nothing from anybody, so nothing lies against it: no review, no appeal.
"""

import pytest

from cadres.models import Appointment
from cases.models import Adjustment, Promotion
from tests.browser.visitor import PHONE
from tests.browser.walker import footing, lines, on
from tests.cases.adjustment_scene import Cast
from tests.cast import a_cadre, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOMS = ()
CLUE, NEW = "/cases/adjustment/new/", "/cases/promotion/new/"
SECRET = "审计移交：专项资金闲置"


@pytest.fixture(scope="module")
def people(site):
    """The people of the cases."""
    return Cast()


@pytest.fixture
def somebody(people):
    """somebody(name) -> (Cadre with a post in the people's unit, account)."""

    def make(name):
        user = a_user(None, name=name)
        cadre = a_cadre(name, user=user, unit=people.unit)
        Appointment.objects.create(cadre=cadre, unit=people.unit, post="副镇长", from_on="2015-03-01")
        return cadre, user

    return make


def served(walk, people, cadre):
    """From the clue to the facts served. Returns the case."""
    officer = people.officer
    with on("2017-04-10 09:00:00"):
        case = walk.start(officer, CLUE, Adjustment, cadre=cadre, trigger="audit", clue=SECRET)
        case = walk.step(officer, case, "verify", circumstance=people.circumstance)
        case = walk.step(officer, case, "note-evidence", text="审计报告第三部分", origin="区审计局")
        case = walk.step(
            officer, case, "conclude", facts="专项资金闲置一年零两个月。", tolerance="no",
            tolerance_why="不属于探索中的失误",
        )  # fmt: skip
        return walk.step(officer, case, "serve-facts", manner="signed")


def appointed(walk, people, cadre, person):
    """The whole road into the influence period. Returns the case."""
    officer, case = people.officer, served(walk, people, cadre)
    with on("2017-04-11 09:00:00"):
        told = walk.read(person, case, PHONE)
        assert "专项资金闲置一年零两个月" in told
        assert "审计移交" not in told
        case = walk.step(person, case, "state", PHONE, statement="项目前期手续未齐，资金无法拨付。")
        case = walk.step(
            officer, case, "record-talk", held_on="2017-04-11", held_by="陆明、沈文", words="本人认识到不足。"
        )  # fmt: skip
        case = walk.step(
            officer, case, "propose", measure=people.measure(), way="交流", proposal="不适宜担任现职。",
            destination_unit=people.elsewhere, destination_post="副馆长",
        )  # fmt: skip
        case = walk.step(officer, case, "consult", leader="梁成")
    with on("2017-04-12 09:00:00"):
        assert "审计移交" not in walk.read(people.discipline, case)
        case = walk.step(people.discipline, case, "give-opinion", stance="agree", words="未发现影响调整的情况。")
        case = walk.step(
            officer, case, "enter-opinion", stance="agree", words="同意。", document_no="张政函〔2017〕5号"
        )  # fmt: skip
        case = walk.step(officer, case, "forward")
    with on("2017-04-19 09:00:00"):
        walk.read(people.director, case)
        case = walk.decide(case, "adjust", meeting="standing", clerk=officer, leader=people.deputy)
        case = walk.step(officer, case, "talk", held_on="2017-04-19", held_by="陆明", words="宣布决定。")
        case = walk.step(officer, case, "deliver", manner="signed")
        assert "副馆长" in walk.read(person, case, PHONE)
        case = walk.step(officer, case, "appoint", document_no="张任〔2017〕8号", post_from_on="2017-04-20")
        assert case.state == "FOLLOW_UP"
        assert "promotion" in footing(cadre)["blocks"]
        return case


def test_an_adjustment_from_the_clue_to_the_influence_period_and_its_end(walk, people, somebody):
    cadre, person = somebody("王志远")
    case = appointed(walk, people, cadre, person)
    with on("2018-04-20 09:00:00"):
        case = walk.step(people.officer, case, "evaluate", verdict="excellent", evaluation="驻点服务企业，评价好转。")
        assert case.state == "CLOSED"
        assert "驻点服务企业" in walk.read(people.officer, case)
        walk.read(person, case, PHONE)
        walk.open(people.officer, "/cases/adjustment/statistics/")


def test_an_adjustment_is_dismissed_and_the_person_told(walk, people, somebody):
    cadre, person = somebody("李明川")
    case = served(walk, people, cadre)
    with on("2017-04-10 09:20:00"):
        case = walk.step(people.officer, case, "dismiss", reason="查无实据")
        assert case.state == "DISMISSED"
        walk.read(people.officer, case)
        told = walk.read(person, case, PHONE)
        assert "查无实据" in told
        assert "审计移交" not in told


def test_an_adjustment_that_a_review_revokes(walk, people, somebody):
    cadre, person = somebody("何青")
    with on("2017-04-19 08:00:00"):
        before = footing(cadre)
    case = appointed(walk, people, cadre, person)
    with on("2017-05-18 20:00:00"):
        assert footing(cadre) != before
        appeal = walk.lodge(person, case)
    with on("2017-05-19 09:00:00"):
        walk.carry(appeal, "revoked", leader=people.director)
        assert footing(cadre) == before
        assert "已撤销" in walk.read(person, case, PHONE)
        assert case.state == "REVOKED"
        # The post is not given back by itself: its officer is told to.
        home = walk.open(people.officer, "/notices/")
        assert "请落实职务安排" in home.page.inner_text("main")
    assert lines(case)[-4:] == ["talk", "deliver", "appoint", "revoke"]
    assert [(post.post, post.until_on) for post in cadre.appointments.order_by("from_on")][-1] == ("副馆长", None)


def test_a_proposal_for_promotion_to_the_appointment(walk, people, somebody):
    cadre, person = somebody("孙若谷")
    officer = people.officer
    with on("2017-04-10 09:00:00"):
        case = walk.start(
            officer, NEW, Promotion, cadre=cadre, to_unit=people.elsewhere, to_post="馆长", grounds="一线考察实绩突出"
        )  # fmt: skip
        walk.read(officer, case)
        case = walk.step(officer, case, "ask-opinion")
        case = walk.step(people.discipline, case, "advise", stance="agree", opinion="未收到反映。")
        case = walk.step(officer, case, "forward", proposal="建议提任。")
        # Nobody learns of the own promotion before it is made.
        walk.hidden(person, case)
    with on("2017-04-19 09:00:00"):
        case = walk.decide(case, "promote", meeting="standing", clerk=officer, leader=people.deputy)
        case = walk.step(officer, case, "appoint", document_no="张任〔2017〕9号", post_from_on="2017-04-20")
        assert case.state == "APPOINTED"
        assert "馆长" in walk.read(person, case, PHONE)


def test_a_proposal_for_promotion_that_is_not_pursued(walk, people, somebody):
    cadre, person = somebody("钱方舟")
    with on("2017-04-10 09:00:00"):
        case = walk.start(
            people.officer, NEW, Promotion, cadre=cadre, to_unit=people.elsewhere, to_post="馆长", grounds="实绩突出"
        )  # fmt: skip
        case = walk.step(people.officer, case, "ask-opinion")
        case = walk.step(people.officer, case, "drop", reason="本人另有安排")
        assert case.state == "DROPPED"
        assert "本人另有安排" in walk.read(people.officer, case)
        walk.hidden(person, case)

"""The road of an adjustment and of a proposal for promotion in a real browser, each step by whose turn it is; and once
along a dismissal."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from cadres.models import Unit
from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Adjustment, Promotion
from tests.browser.visitor import DESK, PHONE
from tests.cases.adjustment_scene import Cast
from tests.cases.scene import decided
from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def come(visit, site):
    """come(user, size) -> (Visitor, page) of that person at that screen, each with a device of their own."""

    def go(user, size):
        site.people[user.username] = user
        visitor = visit(user.username)
        visitor.size(size)
        return visitor, visitor.page

    return go


@pytest.fixture(autouse=True)
def free_names(site):
    """The world is one for the whole module: the people of the walk before give their names away."""
    number = User.objects.count()
    for row in User.objects.filter(username__startswith="case-"):
        row.username = f"gone-{number}-{row.username}"
        row.save(update_fields=["username"])
    for row in Unit.objects.filter(name__in=["北岭镇", "区档案馆"]):
        row.name = f"{row.name}{number}"
        row.save(update_fields=["name"])


@contextmanager
def on(instant):
    """The clock of person and server stands at the instant and ticks on."""
    with time_machine.travel(at(instant), tick=True):
        yield


class Walk:
    """A case walked by its address; every page is looked at for faults at both widths."""

    def __init__(self, come, site):
        self.come, self.site, self.pages = come, site, {}

    def page(self, user, size=DESK):
        # A session does not outlive the night.
        key = user.pk, timezone.localdate()
        if key not in self.pages:
            self.pages[key] = self.come(user, size)
        return self.pages[key]

    def step(self, user, case, verb, size=DESK, **fields):
        """Open the page of a move or act, fill in the form, send it. Returns the stored case."""
        _visitor, page = self.page(user, size)
        page.goto(f"{self.site.address}{case.get_absolute_url()}{verb}/")
        form = page.locator("main form[method=post]").last
        for name, value in fields.items():
            place = form.locator(f"[name={name}]")
            place.select_option(value) if place.evaluate("thing => thing.tagName") == "SELECT" else place.fill(value)
        with page.expect_navigation():
            form.locator("button[type=submit]").last.click()
        return type(case).objects.get(pk=case.pk)

    def look(self, user, path):
        """The page as the person finds it, at both widths, without a fault. Returns what it says."""
        visitor, page = self.page(user)
        for size in (PHONE, DESK):
            visitor.size(size)
            assert visitor.open(path) == 200
            assert visitor.faults() == []
            self.picture(page, f"{user.username}{path.replace('/', '-')}{size[0]}")
        return page.inner_text("main")

    @staticmethod
    def picture(page, name):
        """A picture of the page, where somebody asks for pictures (WALK_PICTURES names the folder)."""
        folder = os.environ.get("WALK_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def opened(walk, people, clue):
    """The officer records a clue by the form."""
    _visitor, page = walk.page(people.officer)
    page.goto(f"{walk.site.address}/cases/adjustment/new/")
    page.select_option("[name=cadre]", str(people.cadre.pk))
    page.select_option("[name=trigger]", "audit")
    page.fill("[name=clue]", clue)
    with page.expect_navigation():
        page.locator("main form[method=post]").last.locator("button[type=submit]").click()
    return Adjustment.objects.get(clue=clue)


def test_an_adjustment_from_the_clue_to_the_influence_period_and_its_end(come, site):
    with on("2017-04-10 09:00:00"):
        people = Cast()
        walk = Walk(come, site)
        officer = people.officer
        case = opened(walk, people, "审计移交：专项资金闲置")
        case = walk.step(officer, case, "verify", circumstance=str(people.circumstance.pk))
        walk.step(officer, case, "note-evidence", text="审计报告第三部分", origin="区审计局")
        case = walk.step(
            officer,
            case,
            "conclude",
            facts="专项资金闲置一年零两个月。",
            tolerance="no",
            tolerance_why="不属于探索中的失误",
        )
        case = walk.step(officer, case, "serve-facts", manner="signed")
        assert case.state == "NOTIFIED"
    with on("2017-04-11 09:00:00"):
        told = walk.look(people.subject, case.get_absolute_url())
        assert "专项资金闲置一年零两个月" in told
        assert "审计移交" not in told
        case = walk.step(people.subject, case, "state", PHONE, statement="项目前期手续未齐，资金无法拨付。")
        walk.step(officer, case, "record-talk", held_on="2017-04-11", held_by="陆明、沈文", words="本人认识到不足。")
        case = walk.step(
            officer, case, "propose", measure=str(people.measure().pk), way="交流", proposal="不适宜担任现职。",
            destination_unit=str(people.elsewhere.pk), destination_post="副馆长",
        )  # fmt: skip
        case = walk.step(officer, case, "consult", leader="梁成")
    with on("2017-04-12 09:00:00"):
        assert "审计移交" not in walk.look(people.discipline, case.get_absolute_url())
        walk.step(people.discipline, case, "give-opinion", stance="agree", words="未发现影响调整的情况。")
        walk.step(officer, case, "enter-opinion", stance="agree", words="同意。", document_no="张政函〔2017〕5号")
        case = walk.step(officer, case, "forward")
        assert case.state == "FORWARDED"
    with on("2017-04-19 09:00:00"):
        # The decision is entered and confirmed on the desk (its own walk); here as the meeting gave it.
        case = decided(people, (case, "adjust"), meeting="standing", when=at("2017-04-19 09:00:00"))
        walk.look(people.director, case.get_absolute_url())
        case = walk.step(officer, case, "talk", held_on="2017-04-19", held_by="陆明", words="宣布决定。")
        case = walk.step(officer, case, "deliver", manner="signed")
        assert "副馆长" in walk.look(people.subject, case.get_absolute_url())
        case = walk.step(officer, case, "appoint", document_no="张任〔2017〕8号", post_from_on="2017-04-20")
        assert blocks(people.cadre, Purpose.PROMOTION, at("2017-04-20 09:00:00").date())
    with on("2018-04-20 09:00:00"):
        case = walk.step(officer, case, "evaluate", verdict="excellent", evaluation="驻点服务企业，评价好转。")
        assert case.state == "CLOSED"
        assert "驻点服务企业" in walk.look(officer, case.get_absolute_url())
        walk.look(officer, "/cases/adjustment/statistics/")


def test_a_case_is_dismissed_and_the_person_told(come, site):
    with on("2017-04-10 09:00:00"):
        people = Cast()
        walk = Walk(come, site)
        case = opened(walk, people, "来信反映吃拿卡要")
        case = walk.step(people.officer, case, "verify", circumstance=str(people.circumstance.pk))
        walk.step(people.officer, case, "note-evidence", text="走访笔录", origin="核查组")
        case = walk.step(
            people.officer, case, "conclude", facts="反映的情况。", tolerance="no", tolerance_why="不属于"
        )  # fmt: skip
        case = walk.step(people.officer, case, "serve-facts", manner="system")
        case = walk.step(people.officer, case, "dismiss", reason="查无实据")
        assert case.state == "DISMISSED"
        told = walk.look(people.subject, case.get_absolute_url())
        assert "查无实据" in told
        assert "来信" not in told


def test_a_proposal_for_promotion_to_the_appointment(come, site):
    with on("2017-04-10 09:00:00"):
        people = Cast()
        walk = Walk(come, site)
        _visitor, page = walk.page(people.officer)
        page.goto(f"{site.address}/cases/promotion/new/")
        page.select_option("[name=cadre]", str(people.cadre.pk))
        page.select_option("[name=to_unit]", str(people.elsewhere.pk))
        page.fill("[name=to_post]", "馆长")
        page.fill("[name=grounds]", "一线考察实绩突出")
        with page.expect_navigation():
            page.locator("main form[method=post]").last.locator("button[type=submit]").click()
        case = Promotion.objects.get(cadre=people.cadre)
        walk.look(people.officer, case.get_absolute_url())
        case = walk.step(people.officer, case, "ask-opinion")
        case = walk.step(people.discipline, case, "advise", stance="agree", opinion="未收到反映。")
        case = walk.step(people.officer, case, "forward", proposal="建议提任。")
    with on("2017-04-19 09:00:00"):
        case = decided(people, (case, "promote"), meeting="standing", when=at("2017-04-19 09:00:00"))
        case = walk.step(people.officer, case, "appoint", document_no="张任〔2017〕9号", post_from_on="2017-04-20")
        assert case.state == "APPOINTED"
        assert "馆长" in walk.look(people.subject, case.get_absolute_url())

"""Reviews walked to a state along the real road. Keys are cheap here: argon2id with little memory."""

from datetime import timedelta
from decimal import Decimal

from evaluations.models import RaterGroup, Review
from evaluations.rules import sealing
from evaluations.services import booth, reviews, tickets
from evaluations.states.reviews import ReviewKind
from evaluations.transitions import reviews as moves
from evaluations.transitions import urns
from tests.cast import a_cadre, a_project, a_unit, a_user, at

NOW = at("2017-06-26 09:00:00")
LATER = at("2017-06-30 18:00:00")
PHRASES = {
    "first": "春风又绿江南岸 明月何时照我还",
    "second": "飞流直下三千尺 疑是银河落九天",
    "reserve": "两个黄鹂鸣翠柳 一行白鹭上青天",
}


class World:
    """A review with its officers, units and slips. phrases: {seat: passphrase}."""

    def __init__(self, **words):
        self.__dict__.update(words)

    @property
    def slips(self):
        return self.codes

    def again(self):
        self.review = Review.objects.get(pk=self.review.pk)
        return self.review


def cheap(monkeypatch):
    """Keys that open in a millisecond."""
    monkeypatch.setattr(sealing, "MEMORY", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


def a_plan(*, subjects=3, raters=None, kind=ReviewKind.PROJECT, groups=(("A", 40), ("B", 60))):
    """A complete plan. raters: the text of the raters' list; own units are 单位1…; outside are 局1, 局2."""
    office, director = a_user(None, "office", name="周砚"), a_user(None, "director", name="郑启")
    first = a_user(None, "office", name="甲监票")
    second, reserve = a_user(None, "discipline", name="乙监票"), a_user(None, "director", name="丙监票")
    review = Review.objects.create(
        name="2017年第二季度项目评议" if kind == ReviewKind.PROJECT else "2017年第二季度干部评议", kind=kind,
        year=2017, quarter=2, opens_at=NOW, closes_at=LATER, created_by=office,
    )  # fmt: skip
    for code, weight in groups:
        RaterGroup.objects.create(review=review, code=code, name=f"第{code}类", weight=Decimal(weight))
    own = [a_unit() for _number in range(subjects)]
    other = [a_unit(), a_unit()]
    if kind == ReviewKind.PROJECT:
        project = a_project(unit=own[0])
        for unit in own[1:]:
            a_project(unit=unit, programme=project.programme)
        reviews.add_projects(review, programme=project.programme, actor=office, at=NOW)
        reviews.set_sheet(review, sheet=reviews.PROJECT_SHEET, actor=office, at=NOW)
    else:
        cadres = [a_cadre(unit=unit) for unit in own]
        reviews.add_cadres(review, cadres=cadres, actor=office, at=NOW)
        reviews.set_sheet(review, sheet=reviews.CADRE_SHEET, actor=office, at=NOW)
    names = {f"单位{number}": unit.name for number, unit in enumerate(own, 1)}
    names |= {f"局{number}": unit.name for number, unit in enumerate(other, 1)}
    text = raters or "A 无 6\nB 局1 6\nB 局2 6"
    for short, name in names.items():
        text = text.replace(f"{short} ", f"{name} ")
    reviews.set_raters(review, raters=text, actor=office, at=NOW)
    reviews.appoint(review, first=first, second=second, reserve=reserve, actor=office, at=NOW)
    return World(
        review=review, office=office, director=director, own=own, other=other,
        officers={"first": first, "second": second, "reserve": reserve}, phrases=dict(PHRASES), codes=[],
    )  # fmt: skip


def with_keys(world):
    for seat, user in world.officers.items():
        reviews.make_key(world.review, passphrase=world.phrases[seat], actor=user, at=NOW)
    return world


def a_listed(**words):
    """Lists locked, keys made, slips issued."""
    world = with_keys(a_plan(**words))
    world.review = moves.lock(world.review, actor=world.office, at=NOW)
    world.codes = tickets.issue(world.review, actor=world.office, at=NOW)
    return world


def an_open(**words):
    """Open for voting."""
    world = a_listed(**words)
    world.review = moves.start(world.review, actor=world.director, at=NOW)
    return world


def answers(sheet, mark=None, reason="", comment=""):
    """The same answer on every subject: full marks, or `mark` (a share of the full mark) with a reason."""
    given = {}
    for subject in sheet.subjects:
        marks = {}
        for item in sheet.items:
            marks[str(item.pk)] = str(int(item.full_mark if mark is None else item.full_mark * Decimal(mark)))
        given[str(subject.pk)] = {"m": marks, "r": reason or ("进度偏慢" if mark is not None else ""), "c": comment}
    return given


def votes(world, slip, at=NOW, **words):
    """One rater votes."""
    sheet = booth.enter(slip.code, at=at)
    booth.cast(slip.code, answers(sheet, **words), at=at)


def a_closed(*, share=1, **words):
    """Everybody (or the first `share` of each group) has voted and the vote is closed."""
    world = an_open(**words)
    for slip in world.codes[: int(len(world.codes) * share)]:
        votes(world, slip)
    world.review = moves.close(world.again(), actor=None, at=LATER, reason="到时")
    return world


def a_peeled(**words):
    world = a_closed(**words)
    world.review = urns.peel(world.review, actor=world.officers["first"], at=LATER, passphrase=world.phrases["first"])
    return world


def an_opened(**words):
    world = a_peeled(**words)
    world.review = urns.open_urns(
        world.review, actor=world.officers["second"], at=LATER + timedelta(hours=1), passphrase=world.phrases["second"]
    )
    return world

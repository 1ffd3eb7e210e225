"""The review at the end of the quarter: slips for three groups, votes, two officers, a count, a decision."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import User
from evaluations.models import RaterGroup, Review
from evaluations.services import booth, reviews, tickets
from evaluations.states.reviews import ReviewKind, ReviewState
from evaluations.transitions import reviews as moves
from evaluations.transitions import tally, urns

PHRASES = {"first": "春风又绿江南岸 明月何时照我还", "second": "飞流直下三千尺 疑是银河落九天"}


def review_the_quarter(made, clock, at):
    """From the plan to the published result; returns the Review."""
    users = made.people.users
    office, director = users["office"], users["director"]
    checker = a_second(office)
    review = Review.objects.create(
        name="2017年第二季度项目评议", kind=ReviewKind.PROJECT, year=2017, quarter=2, opens_at=at,
        closes_at=at + timedelta(hours=8), created_by=office,
    )  # fmt: skip
    for code, name, weight in (("A", "挂包领导", 30), ("B", "责任单位", 40), ("C", "联络员与群众代表", 30)):
        RaterGroup.objects.create(review=review, code=code, name=name, weight=Decimal(weight))
    programme = made.projects[0].programme
    reviews.add_projects(review, programme=programme, actor=office, at=at)
    reviews.set_sheet(review, sheet=reviews.PROJECT_SHEET, actor=office, at=at)
    units = sorted({subject.unit.name for subject in review.subjects.select_related("unit") if subject.unit})
    lines = ["A 无 12", *(f"B {name} 5" for name in units), "C 无 20"]
    reviews.set_raters(review, raters="\n".join(lines), actor=office, at=at)
    officers = {"first": checker, "second": users["discipline"], "reserve": director}
    reviews.appoint(review, actor=office, at=at, **officers)
    for seat, user in officers.items():
        reviews.make_key(review, passphrase=PHRASES.get(seat, "两个黄鹂鸣翠柳 一行白鹭上青天"), actor=user, at=at)
    review = moves.lock(review, actor=office, at=at)
    slips = tickets.issue(review, actor=office, at=at)
    review = moves.start(review, actor=director, at=at)
    for number, slip in enumerate(slips):
        if number % 12:  # every twelfth stays at home
            sheet = booth.enter(slip.code, at=at)
            booth.cast(slip.code, answers(made.rng, sheet), at=at)
    late = at + timedelta(hours=9)
    clock.move_to(late)
    moves.close_due(late)
    review = Review.objects.get(pk=review.pk)
    assert review.state == ReviewState.CLOSED
    review = urns.peel(review, actor=officers["first"], at=late, passphrase=PHRASES["first"])
    review = urns.open_urns(review, actor=officers["second"], at=late, passphrase=PHRASES["second"])
    review = tally.count(review, actor=office, at=late)
    review = tally.check(review, actor=checker, at=late)
    review = tally.approve(
        review, actor=director, at=late, meeting="区重点项目建设领导小组会议", met_on=late.date(),
        decision_number="张组评〔2017〕2号",
    )  # fmt: skip
    return tally.publish(review, actor=office, at=late)


def a_second(office):
    """Another person of the cadre section, who counts again and keeps the first key."""
    return User.objects.create(username="second-clerk", name="韩知远", password="!", roles=office.roles)


def answers(rng, sheet):
    """Marks with a reason where they are below full."""
    given = {}
    for subject in sheet.subjects:
        marks = {str(item.pk): str(int(item.full_mark) - rng.randint(0, 4)) for item in sheet.items}
        given[str(subject.pk)] = {"m": marks, "r": "进度可再快些", "c": ""}
    return given

"""Cards one step further than the common scene: units, orders overdue, red lights, two yellow ones."""

from datetime import date

from cases.models import Card
from cases.transitions import cards
from evaluations.models import Order
from evaluations.services import orders as drafting
from evaluations.states.inspections import Speed
from evaluations.transitions import orders
from projects.models import Light
from tests.cases.scene import a_card
from tests.cast import a_cadre, a_project, a_unit, a_user, at

ISSUED = at("2017-03-01 09:00:00")
MAY_2 = at("2017-05-02 09:00:00")
# The last day to put it right, of a card delivered on 20 April, is 22 May.
OVER = at("2017-05-23 09:00:00")


def again(card):
    """The card as it is stored now."""
    return Card.objects.get(pk=card.pk)


def a_unit_card(people, **words):
    """A draft about the unit."""
    words.setdefault("facts", "两次催办未果。")
    return cards.open_card(
        colour="yellow", unit=people.unit, actor=people.officer, at=at("2017-04-10 09:00:00"), **words
    )


def an_overdue_order(people, days=3):
    """An order for the people's unit, issued on 1 March 2017, due after `days`, in the unit's hands ever since."""
    one, two = a_user(None, "supervisor"), a_user(None, "supervisor")
    a_cadre(two.name, user=two, head_of=a_unit("区委督查室"))
    project = a_project(unit=people.unit)
    content = {
        "title": "围挡整改", "problem": "东侧围挡破损。", "demand": "修复",
        "instructed_by": "分管领导3月1日批示", "assisting": "",
        "contact": "", "phone": "", "speed": Speed.AT_ONCE, "days": days, "unit": people.unit,
    }  # fmt: skip
    row = drafting.draft(project, content, actor=one, at=ISSUED)
    row = orders.issue(row, actor=two, at=ISSUED)
    return Order.objects.get(pk=row.pk)


def red_months(people, *months, project=None):
    """Confirmed red lights of a project of the people's unit, by the first days of their months."""
    project = project or a_project(unit=people.unit)
    for month in months:
        Light.objects.create(
            project=project, month=month, as_of=month.replace(day=28), computed="red", why="投资低于序时进度31个百分点",
            state="CONFIRMED", confirmed="red", confirmed_by=people.director, confirmed_at=at("2017-04-01 09:00:00"),
        )  # fmt: skip
    return project


def two_yellows(people):
    """Two yellow cards in force about the people's cadre."""
    return [a_card(people, "VALID", facts=f"第{n}件") for n in (1, 2)]


def reds():
    return Card.objects.filter(colour="red")


MARCH, APRIL = date(2017, 3, 1), date(2017, 4, 1)

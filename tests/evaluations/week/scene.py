"""Builders of the week: a site with its unit, the inspection office with its head, a visit and an order at a state."""

from datetime import date

from evaluations.models import Inspection, Order, Record
from evaluations.services import inspections as planning
from evaluations.services import orders as drafting
from evaluations.states.inspections import Aspect, Speed
from evaluations.transitions import inspections as visits
from evaluations.transitions import orders as moves
from tests.cast import a_cadre, a_project, a_unit, a_user, at

MONDAY = date(2017, 4, 10)
SUNDAY = at("2017-04-09 09:00:00")
TUESDAY = at("2017-04-11 09:30:00")
NOON = at("2017-04-11 12:00:00")


def saw(*problems, summary="路面正在摊铺", value="good"):
    """What an inspector hands in; without problems an explicit 未发现问题."""
    return {
        "summary": summary, "nothing_found": not problems,
        "marks": [{"aspect": aspect, "value": value, "note": ""} for aspect in Aspect.values],
        "observations": [(text, Speed.ORDINARY) for text in problems],
    }  # fmt: skip


def together(*problems, summary="两人一致", keep=()):
    """The common result."""
    return {
        "summary": summary, "nothing_found": not (problems or keep),
        "findings": [*keep, *((None, text, Speed.ORDINARY) for text in problems)],
    }  # fmt: skip


class Week:
    """An inspection office of four, led by `head`; a site of a unit with head, deputy's place empty, and liaison."""

    def __init__(self, office="区委督查室"):
        self.office = a_unit(office)
        self.head = a_user(None, "supervisor")
        a_cadre(self.head.name, user=self.head, head_of=self.office)
        self.one, self.two, self.three = (a_user(None, "supervisor") for _number in range(3))
        for user in (self.one, self.two, self.three):
            a_cadre(user.name, unit=self.office, user=user)
        self.unit = a_unit()
        self.chief, self.liaison, self.stranger = a_user(), a_user(), a_user()
        a_cadre(self.chief.name, user=self.chief, head_of=self.unit)
        self.project = a_project(unit=self.unit, liaison=self.liaison)

    def planned(self, when=SUNDAY, project=None, people=None):
        """A visit in a plan that is not published."""
        plan = planning.draw(MONDAY, actor=self.head, at=when)
        visit = plan.inspections.get(project=project or self.project)
        people = people or [self.one, self.two]
        return planning.assign(visit, people, people[0], day=date(2017, 4, 11), actor=self.head, at=when)

    def published(self, **words):
        visit = self.planned(**words)
        visits.publish(visit.plan, actor=self.head, at=SUNDAY)
        return Inspection.objects.get(pk=visit.pk)

    def begun(self, **words):
        return visits.begin(self.published(**words), actor=self.one, at=TUESDAY)

    def record(self, visit, user):
        return Record.objects.get(inspection=visit, author=user)

    def gathered(self, *problems, **words):
        visit = self.begun(**words)
        visits.hand_in(self.record(visit, self.one), saw(*problems), actor=self.one, at=TUESDAY)
        visits.hand_in(self.record(visit, self.two), saw(*problems), actor=self.two, at=NOON)
        return Inspection.objects.get(pk=visit.pk)

    def confirmed(self, *problems):
        return visits.confirm(self.gathered(*problems), together(*problems), actor=self.one, at=NOON)

    # Orders

    def content(self, **changes):
        return {
            "title": "围挡破损整改", "problem": "东侧围挡破损", "demand": "修复围挡", "instructed_by": "区长4月9日批示",
            "assisting": "", "contact": "", "phone": "", "speed": Speed.ORDINARY, "days": 7, "unit": self.unit,
        } | changes  # fmt: skip

    def draft(self, when=NOON, finding=None, **changes):
        return drafting.draft(self.project, self.content(**changes), finding=finding, actor=self.one, at=when)

    def issued(self, when=NOON, **changes):
        return moves.issue(self.draft(when, **changes), actor=self.head, at=when)

    def working(self, when=NOON, **changes):
        return moves.sign(self.issued(when, **changes), actor=self.liaison, at=when)

    def reported(self, when=NOON, said="已修复", **changes):
        return moves.report_done(self.working(NOON, **changes), actor=self.chief, at=when, report=said)

    def closed(self, when=NOON, **changes):
        return moves.close(self.reported(**changes), actor=self.two, at=when, verdict="现场核验属实")

    @staticmethod
    def stored(order):
        return Order.objects.get(pk=order.pk)

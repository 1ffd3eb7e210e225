"""The weeks of the quarter: sites drawn and announced, visited by two, findings ordered, put right and closed."""

from datetime import timedelta

from cadres.models import Appointment, Cadre
from evaluations.models import Finding, Inspection, Order, Record, WeekPlan
from evaluations.queries.inspections import involved, replay
from evaluations.services import inspections as planning
from evaluations.services import orders as drafting
from evaluations.states.inspections import Aspect, InspectionState, Speed
from evaluations.states.orders import OrderState
from evaluations.transitions import inspections as visits
from evaluations.transitions import orders
from projects.models import ProjectUnit
from projects.states import UnitRole
from tests.quarter.course import instant


class Office:
    """The inspection office: its head issues, six others visit, draft and verify."""

    def __init__(self, made):
        self.rng = made.rng
        unit = made.people.units["D20"]
        self.head = made.people.heads[unit.pk].user
        others = Cadre.objects.filter(unit=unit).exclude(user=None).exclude(user=self.head).select_related("user")
        members = [cadre.user for team in made.people.teams for cadre in team]
        self.visitors = [cadre.user for cadre in others] + members
        for user in (self.head, *self.visitors):
            if "supervisor" not in user.roles:
                user.roles = f"{user.roles or ','}supervisor,"
                user.save(update_fields=["roles"])

    def plan(self, monday, at):
        """Draw the sites of a week, name two for each, and announce it."""
        plan = planning.draw(monday, actor=self.head, at=at)
        for visit in plan.inspections.select_related("project"):
            aside = set(involved(visit.project_id, [user.pk for user in self.visitors], visit.day))
            going = self.rng.sample([user for user in self.visitors if user.pk not in aside], 2)
            day = max(visit.day, at.date() + timedelta(days=1))
            planning.assign(visit, going, going[0], day, actor=self.head, at=at)
        visits.publish(plan, actor=self.head, at=at)

    def visit(self, day):
        """Both write alone, then confirm together; every other site has a finding."""
        at = instant(day, 10)
        for visit in Inspection.objects.filter(day=day, state=InspectionState.PLANNED).select_related(
            "project", "plan"
        ):
            seats = [seat.user for seat in visit.seats.order_by("-is_leader").select_related("user")]
            problems = [("东侧围挡破损", Speed.ORDINARY)] if self.rng.random() < 0.5 else []
            visits.begin(visit, actor=seats[0], at=at)
            said = {
                "summary": "现场在施工", "nothing_found": not problems, "observations": problems,
                "marks": [{"aspect": aspect, "value": "good", "note": ""} for aspect in Aspect.values],
            }  # fmt: skip
            for user in seats:
                record = Record.objects.get(inspection=visit, author=user)
                visits.hand_in(record, said, actor=user, at=at + timedelta(hours=1))
            visits.confirm(
                Inspection.objects.get(pk=visit.pk),
                {"summary": "两人一致", "nothing_found": not problems, "findings": [(None, *one) for one in problems]},
                actor=seats[0], at=at + timedelta(hours=2),
            )  # fmt: skip
            for finding in Finding.objects.filter(inspection=visit):
                self.order(visit, finding, seats[0], day)

    def order(self, visit, finding, drafter, day):
        unit = ProjectUnit.objects.filter(
            project=visit.project, role=UnitRole.RESPONSIBLE, from_on__lte=day, until_on__isnull=True
        ).first()
        if unit is None or Cadre.objects.filter(user=self.head, unit=unit.unit).exists():
            return
        content = {
            "title": "围挡破损整改", "problem": finding.text, "demand": "修复围挡", "instructed_by": "",
            "assisting": "", "contact": "", "phone": "", "speed": Speed.ORDINARY, "days": 7, "unit": unit.unit,
        }  # fmt: skip
        row = drafting.draft(visit.project, content, finding=finding, actor=drafter, at=instant(day, 14))
        orders.issue(row, actor=self.head, at=instant(day, 15))

    def follow(self, day):
        """Units sign for what was issued, put most of it right in time, and somebody else verifies."""
        for row in Order.objects.filter(state=OrderState.ISSUED, issued_at__lt=instant(day, 0)).select_related("unit"):
            orders.sign(row, actor=head_of(row.unit, day), at=instant(day, 9))
        for row in Order.objects.filter(state=OrderState.WORKING, signed_at__lt=instant(day, 0)).select_related("unit"):
            if self.rng.random() < 0.2:
                orders.report_done(row, actor=head_of(row.unit, day), at=instant(day, 10), report="已修复")
        for row in Order.objects.filter(state=OrderState.REPORTED, reported_at__lt=instant(day, 0)):
            others = [user for user in self.visitors if user.pk != row.drafted_by_id]
            verifier = next(user for user in others if orders.CLOSE.may(user, row))
            if self.rng.random() < 0.15:
                orders.send_back(row, actor=verifier, at=instant(day, 11), reason="现场仍有破损")
            else:
                orders.close(row, actor=verifier, at=instant(day, 11), verdict="现场核验属实")


def head_of(unit, day):
    """The account of a unit's principal leader."""
    held = Appointment.objects.filter(unit=unit, is_head=True, from_on__lte=day, until_on__isnull=True)
    return held.select_related("cadre__user").get().cadre.user


def weeks_accounted_for():
    """Numbers run without gaps, every order hangs on a finding of its own visit, every drawn week can be replayed."""
    numbers = sorted(Order.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    for plan in WeekPlan.objects.all():
        drawn = set(plan.inspections.exclude(how="added").values_list("project_id", flat=True))
        assert {pick.candidate.key for pick in replay(plan)} == drawn
    return len(numbers)

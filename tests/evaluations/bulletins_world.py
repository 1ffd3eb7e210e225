"""A small April 2017 with a closed month: projects, plan, reports, lights, figures; everybody who is needed."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.states import Role
from cadres.states import Track
from evaluations.models import Bulletin
from evaluations.services import bulletins as services
from evaluations.transitions import bulletins as moves
from projects.models import DailyReport, Light, MonthlyPlan
from projects.rollups import sweeping
from projects.states import ReportState
from tests.cast import a_cadre, a_programme, a_project, a_unit, a_user, at

APRIL = date(2017, 4, 1)
MAY_1 = at("2017-05-01 00:20:00")  # Monday, a day off; 2 May is the first working day
MAY_2 = at("2017-05-02 09:00:00")
MAY_3 = at("2017-05-03 09:00:00")
MAY_5 = at("2017-05-05 09:00:00")
MAY_8 = at("2017-05-08 09:00:00")
LATER = at("2017-06-20 09:00:00")


class Month:
    """`town` ahead, `slow` behind, `office_project` of a department."""

    def __init__(self, *, fold=True):
        self.planner, self.other = a_user("planner1", Role.PLANNER), a_user("planner2", Role.PLANNER)
        self.leader = a_user("leader1", Role.LEADER)
        self.head, self.dept_head = a_user("head1"), a_user("head2")
        self.town = a_unit("湖滨镇", track=Track.TOWN)
        self.dept = a_unit("区水务局", track=Track.DEPARTMENT)
        a_cadre("周衡", head_of=self.town, user=self.head)
        a_cadre("郑川", head_of=self.dept, user=self.dept_head)
        self.programme = a_programme()
        self.fast = a_project("北岸公园", programme=self.programme, unit=self.town, code="ZD-001")
        self.slow = a_project("东环路", programme=self.programme, unit=self.town, code="ZD-002")
        self.dept_project = a_project("河道整治", programme=self.programme, unit=self.dept, code="ZD-003")
        self.projects = [self.fast, self.slow, self.dept_project]
        for project, amount in zip(self.projects, (600, 40, 300), strict=True):
            for month in range(1, 13):
                MonthlyPlan.objects.create(project=project, month=date(2017, month, 1), planned=100)
            DailyReport.objects.create(
                project=project, day=date(2017, 4, 10), due_at=at("2017-04-10 18:00:00"), state=ReportState.SUBMITTED,
                received_at=at("2017-04-10 17:00:00"), is_late=False, invested=Decimal(amount),
            )  # fmt: skip
        sweeping.fold(at=at("2017-04-30 23:50:00"))
        if fold:
            self.fold()

    def fold(self, when=MAY_1):
        sweeping.fold(at=when)

    def confirm_lights(self, **reasons):
        for light in Light.objects.filter(month=APRIL):
            light.state, light.confirmed, light.confirmed_by = "CONFIRMED", light.computed, self.other
            light.confirmed_at, light.reason = MAY_1, "征迁诉讼" if light.computed != "green" else ""
            light.save()

    def draft(self, when=MAY_2):
        self.confirm_lights()
        return services.draft(APRIL, actor=None, at=when)

    def checking(self):
        return moves.open_check(self.draft(), actor=self.planner, at=MAY_2)

    def party(self, bulletin, unit=None):
        return bulletin.parties.get(unit=unit or self.town)

    def line(self, bulletin, project=None):
        return bulletin.lines.get(project=project or self.slow)

    def reviewing(self):
        bulletin = self.checking()
        services.agree(self.party(bulletin), actor=self.head, at=MAY_2)
        services.agree(self.party(bulletin, self.dept), actor=self.dept_head, at=MAY_2)
        return moves.close_check(bulletin, actor=self.planner, at=MAY_3)

    def signing(self):
        return moves.review(self.reviewing(), actor=self.other, at=MAY_3)

    def signed(self):
        return moves.sign(self.signing(), actor=self.leader, at=MAY_3)

    def published(self, when=MAY_5):
        return moves.publish(self.signed(), actor=self.planner, at=when)


def a_published_bulletin(month=APRIL, **fields):
    """A published row without lines, for lists; lawful stamps."""
    user = fields.pop("user", None) or a_user()
    other = a_user()
    when = at(f"{month + timedelta(days=35)} 10:00:00")
    number = Bulletin.objects.count() + 1
    return Bulletin.objects.create(
        month=month, title=f"关于{month.year}年{month.month}月重点项目推进情况的通报", organ="办公室",
        addressees="各单位",
        state="PUBLISHED", drafted_at=when, drafted_by=user, check_due_at=when, reviewed_at=when, reviewed_by=other,
        signed_at=when, signed_by=other, published_at=when, published_by=user, published_on=when.date(),
        receipt_due_at=when, year=when.year, number=number,
        number_text=f"张项通〔{when.year}〕{number}号", digest="0" * 64,
        **fields,
    )  # fmt: skip

"""Builders of coordination: a project with somebody at every level, and a slip at a state by the real road."""

from evaluations.models import Coordination
from evaluations.services import coordination as services
from evaluations.transitions import coordination as moves
from projects.states import PersonRole
from projects.transitions import day as report_moves
from tests.cast import MONDAY, a_cadre, a_project, a_unit, a_user, an_open_report, at, carries
from tests.projects.day.scene import said

TEN = at("2017-04-10 10:00:00")
MATTER = "请协调电力部门尽快迁改10千伏线路"


class Scene:
    """Deputy (level 1), head (2), leader (3), inspection office (4), key project office, and somebody from outside."""

    def __init__(self):
        self.unit = a_unit()
        self.liaison, self.deputy, self.head, self.leader = a_user(), a_user(), a_user(), a_user(None, "leader")
        self.planner, self.supervisor, self.stranger = a_user(None, "planner"), a_user(None, "supervisor"), a_user()
        a_cadre(self.head.name, head_of=self.unit, user=self.head)
        self.project = a_project(unit=self.unit, liaison=self.liaison)
        carries(self.deputy, self.project, PersonRole.DEPUTY, unit=self.unit)
        carries(self.leader, self.project, PersonRole.LEADER)

    def report(self, day=MONDAY, matter=MATTER, to="unit", **changes):
        """A report handed in that names a matter."""
        row = an_open_report(self.project, day)
        words = {"needs_coordination": True, "coordination": matter, "coordination_with": to} | changes
        return report_moves.submit(row, said(**words), actor=self.liaison, at=at(f"{day} 09:00:00"))

    def raised(self, to="unit", when=TEN, **words):
        return services.raise_slip(
            self.project, matter=words.pop("matter", MATTER), addressed_to=to, raised_by=words.pop("by", self.liaison),
            actor=self.liaison, at=when, **words,
        )  # fmt: skip

    def accepted(self, when=TEN):
        return moves.accept(self.raised(when=when), actor=self.deputy, at=when)

    def answered(self, when=TEN):
        return moves.answer(self.raised(when=when), actor=self.deputy, at=when, answer="供电公司15日进场")

    def stored(self):
        return Coordination.objects.get()

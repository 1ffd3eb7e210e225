"""Builders of the teams' work: a department, a team of four, a project with its cadre, an evaluation at a state."""

from datetime import date, timedelta
from decimal import Decimal

from evaluations.models import (
    Check,
    Examination,
    ExaminationProject,
    ExaminedCadre,
    Recusal,
    Talk,
    Team,
    TeamMember,
    TeamProject,
)
from evaluations.services import talks as services
from evaluations.states.teams import CheckKind, Finding, Leaning, Outcome, Relation, TalkKind
from evaluations.transitions import talks, teams
from projects.states import PersonRole
from tests.cast import LONG_AGO, MONDAY, a_cadre, a_project, a_unit, a_user, at, carries

NINE = at("2017-04-10 09:00:00")
WORDS = {
    "place": "项目部会议室", "person": "工区技术员周某", "points": "带班在工地, 遇事先到场", "leaning": Leaning.HIGHER,
    "examples": "三天协调完成管线迁改", "shortcomings": "与群众沟通方法偏急",
}  # fmt: skip
SECTIONS = {"basic": "基本情况", "virtue": "政治坚定", "opinion": "建议列入视野"}


class Department:
    """office, other_office, director, discipline; leader, one, two in the team; `apart` sits in it and is recused from
    the cadre. `cadre` carries `project`, which the team follows; `chief` is the cadre's account."""

    def __init__(self):
        self.unit = a_unit("区委组织部")
        self.office, self.other_office = a_user(None, "office"), a_user(None, "office")
        self.director = a_user(None, "director")
        self.discipline = a_user(None, "discipline")
        self.stranger = a_user(None, "team")
        self.chief = a_user()
        self.project = a_project()
        self.cadre = carries(self.chief, self.project, PersonRole.DEPUTY, share=Decimal("0.3")).cadre
        self.team = Team.objects.create(name="第一考察组")
        self.leader, self.one, self.two, self.apart = (a_user(None, "team") for _number in range(4))
        for user in (self.leader, self.one, self.two, self.apart):
            self.seat(user, is_leader=user == self.leader)
        TeamProject.objects.create(team=self.team, project=self.project, from_on=LONG_AGO)
        self.recuse(self.apart, cadre=self.cadre)

    def seat(self, user, team=None, **fields):
        from cadres.models import Cadre

        cadre = Cadre.objects.filter(user=user).first() or a_cadre(user.name, unit=self.unit, user=user)
        return TeamMember.objects.create(team=team or self.team, cadre=cadre, from_on=LONG_AGO, **fields)

    def recuse(self, user, **what):
        from cadres.models import Cadre

        return Recusal.objects.create(person=Cadre.objects.get(user=user), from_on=LONG_AGO, reason="近亲属", **what)

    def plan(self, **fields):
        fields = {
            "title": "青禾路一线考察", "team": self.team, "ways": ["site", "talk"], "from_on": MONDAY,
            "until_on": MONDAY + timedelta(days=9), "drafted_by": self.office,
        } | fields  # fmt: skip
        row = Examination.objects.create(**fields)
        ExaminedCadre.objects.create(examination=row, cadre=self.cadre)
        ExaminationProject.objects.create(examination=row, project=self.project)
        return row

    def submitted(self):
        return teams.submit(self.plan(), actor=self.office, at=NINE)

    def approved(self):
        return teams.approve(self.submitted(), actor=self.director, at=NINE)

    def formed(self):
        return teams.form(self.approved(), actor=self.office, at=NINE)

    def on_site(self):
        return teams.begin(self.formed(), actor=self.one, at=NINE)

    def content(self, **changes):
        return WORDS | {
            "kind": TalkKind.TALK, "cadre": self.cadre, "project": self.project, "relation": Relation.PEER,
            "held_at": NINE,
        } | changes  # fmt: skip

    def note(self, examination, actor=None, **changes):
        return services.write_note(examination, self.content(**changes), actor=actor or self.one, at=NINE)

    def filed(self, examination, **changes):
        return talks.file(self.note(examination, **changes), actor=self.one, at=NINE)

    def verifying(self):
        row = self.on_site()
        for relation in (Relation.PEER, Relation.SUPERIOR, Relation.SERVED):
            self.filed(row, relation=relation)
        return teams.extend(row, actor=self.leader, at=NINE)

    def asked(self, examination=None):
        return services.ask(examination or self.verifying(), CheckKind.INTEGRITY, actor=self.office, at=NINE)[0]

    def answered(self, examination=None):
        return talks.reply(
            self.asked(examination), finding=Finding.CLEAR, words="未发现问题线索", document_no="青纪函〔2017〕6号",
            actor=self.discipline, at=NINE,
        )  # fmt: skip

    def writing(self):
        return teams.write_up(self.answered().examination, actor=self.leader, at=NINE)

    def material(self, examination=None):
        return services.begin_material(examination or self.writing(), self.cadre, actor=self.one, at=NINE)

    def handed_up(self):
        return talks.hand_up(self.material(), actor=self.one, at=NINE)

    def signed(self):
        return talks.sign(self.handed_up(), actor=self.leader, at=NINE)

    def minutes(self, outcome=Outcome.IN_VIEW, **changes):
        return {
            "outcomes": {self.cadre.pk: (outcome, "")}, "met_on": date(2017, 4, 10), "meeting_no": "纪要〔2017〕4号",
            "due_present": 9, "present": 8, "agreed": 8,
        } | changes  # fmt: skip

    def judged(self):
        examination = self.signed().examination
        return teams.judge(examination, **self.minutes(), actor=self.director, at=NINE)


__all__ = ["NINE", "SECTIONS", "WORDS", "Check", "Department", "Talk"]

"""A quarter that is over: one project with all parts, its people, facts, a review with figures, an adopted scheme."""

from datetime import date, datetime
from decimal import Decimal

from django.test import Client

from cadres.models import Cadre
from cadres.states import Level, Track
from evaluations.models import (
    Fact,
    PeerGroup,
    RaterGroup,
    Review,
    ReviewItem,
    ReviewSubject,
    Scheme,
    SubjectResult,
    Tally,
)
from evaluations.queries.score_inputs import Quarter
from evaluations.rules.scheme import DIMENSIONS
from evaluations.services import scoring as services
from evaluations.transitions import scores as moves
from projects.models import Figure, Milestone, MonthlyPlan, Project, Responsibility
from projects.states import PersonRole
from tests.cast import a_cadre, a_project, a_target, a_unit, a_user, at

QUARTER = Quarter(2017, 2)
AFTER = at("2017-07-03 09:00:00")
CHECKED = at("2017-07-12 09:00:00")
DECISION = {"meeting": "区委组织部部务会", "met_on": date(2017, 7, 11), "decision_number": "张组〔2017〕21号"}


class District:
    """Two projects of one unit, its head and leader in charge, and whoever runs scores."""

    def __init__(self):
        self.office, self.director = a_user(None, "office"), a_user(None, "director")
        self.second = a_user(None, "director")
        self.leader, self.planner = a_user(None, "leader"), a_user(None, "planner")
        self.unit = a_unit(track=Track.TOWN)
        self.head_user, self.deputy_user, self.stranger = a_user(), a_user(), a_user()
        self.head = a_cadre("王志远", head_of=self.unit, user=self.head_user, level=Level.CHIEF)
        self.deputy = a_cadre("李明川", unit=self.unit, user=self.deputy_user, level=Level.DEPUTY)
        Cadre.objects.filter(pk=self.head.pk).update(level=Level.CHIEF)
        self.head.appointments.update(level=Level.CHIEF)
        self.project = a_project("青禾路北延", unit=self.unit)
        self.other = a_project("东岭片区拆迁", unit=self.unit, programme=self.project.programme)
        for project in (self.project, self.other):
            for cadre, role, share in ((self.head, "unit_head", "0.4"), (self.deputy, "deputy", "0.3")):
                Responsibility.objects.create(
                    project=project, cadre=cadre, role=PersonRole(role), share=Decimal(share), from_on=date(2017, 1, 1)
                )
        self.scheme = a_scheme(self.office, self.director)

    def work(self):
        """Milestones, plans, a target: what the project did in the quarter."""
        for name, planned, done in (("路基", date(2017, 4, 20), date(2017, 4, 18)),
                                    ("管网", date(2017, 5, 31), date(2017, 6, 12))):  # fmt: skip
            Milestone.objects.create(project=self.project, name=name, planned_on=planned, done_on=done, weight=50)
        Milestone.objects.create(project=self.other, name="入户", planned_on=date(2017, 6, 1), weight=10)
        for number, planned, invested in ((4, 100, 90), (5, 100, 100), (6, 100, 50)):
            a_month(self.project, date(2017, number, 1), planned, invested)
        self.project.starts_on, self.project.ends_on = date(2017, 4, 1), date(2017, 6, 30)
        self.project.save()
        a_target(self.project, total=240, done_before=180)
        return self

    def fact(self, kind="praise", cadre=None, state="VERIFIED", day=date(2017, 5, 3)):
        verified = {"verified_by": self.director, "verified_at": AFTER} if state == "VERIFIED" else {}
        return Fact.objects.create(
            cadre=cadre or self.head, project=self.project, day=day, what="三天完成管线迁改", kind=kind, source="team",
            evidence="会议纪要", author=self.office, made_at=AFTER, state=state, **verified,
        )  # fmt: skip

    def computed(self):
        self.scoring = services.compute(QUARTER, actor=self.office, at=AFTER)
        return self.scoring

    def shown(self):
        self.scoring = moves.show(self.computed(), actor=self.office, at=AFTER)
        return self.scoring

    def frozen(self):
        self.scoring = moves.freeze(self.shown(), actor=self.director, at=CHECKED, **DECISION)
        return self.scoring

    def score(self, thing):
        name = "project" if isinstance(thing, Project) else "cadre"
        return self.scoring.scores.newest().get(**{name: thing})


def a_month(project, month, planned, invested):
    MonthlyPlan.objects.create(project=project, month=month, planned=planned)
    Figure.objects.create(
        scope="project", scope_id=project.pk, period="month", starts_on=month, ends_on=month, planned=planned,
        invested=invested, computed_at=AFTER,
    )  # fmt: skip


def a_draft(user, name="2017-1", **numbers):
    scheme = Scheme.objects.create(
        **{"from_year": 2017, "from_quarter": 1} | numbers, name=name, reason="第一版", made_at=AFTER, made_by=user
    )
    for track, level, label in (("town", "chief", "镇办正职"), ("town", "deputy", "镇办副职")):
        PeerGroup.objects.create(scheme=scheme, track=track, level=level, label=label)
    return scheme


def a_scheme(user, director, name="2017-1", **numbers):
    return moves.adopt(a_draft(user, name, **numbers), actor=director, at=AFTER, **ADOPTION)


ADOPTION = {"meeting": "区委组织部部务会", "met_on": date(2017, 3, 20), "decision_number": "张组〔2017〕9号"}


def a_result(user, marks, *, kind="cadre", quarter=2, papers=40, fair=None, withheld=False, **subject):
    """A published review of the quarter with one subject. marks: of each dimension, of 20; or one number."""
    moment = datetime.fromisoformat("2017-07-01T09:00:00+08:00")
    review = Review.objects.create(
        name=f"评议{Review.objects.count()}", kind=kind, year=2017, quarter=quarter, opens_at=moment,
        closes_at=moment.replace(day=2), state="PUBLISHED", locked_at=moment, opened_at=moment, closed_at=moment,
        peeled_at=moment, unsealed_at=moment, counted_at=moment, checked_at=moment, approved_at=moment,
        published_at=moment, electorate_hash="x", meeting="部务会", met_on=date(2017, 7, 1), decision_number="1号",
    )  # fmt: skip
    RaterGroup.objects.create(review=review, code="A", name="干部群众", weight=100)
    names = DIMENSIONS if kind == "cadre" else ("",)
    marks = marks if isinstance(marks, dict) else dict.fromkeys(names, marks)
    full = Decimal(100) / len(names)
    items = [ReviewItem.objects.create(review=review, name=n or "总体", dimension=n, full_mark=full) for n in names]
    tally = Tally.objects.create(
        review=review, number=1, counted_at=moment, counted_by=user, digest="x", figures={},
        inputs={"items": [[str(item.pk), item.name, str(full), item.dimension] for item in items]},
    )  # fmt: skip
    row = ReviewSubject.objects.create(review=review, label="对象", **subject)
    score = None if withheld else sum(Decimal(mark) for mark in marks.values())
    return SubjectResult.objects.create(
        tally=tally, subject=row, peer="", score=score, papers=papers, blank=0, is_withheld=withheld,
        detail={"items": [{"key": str(item.pk), "mean": str(marks[item.dimension])} for item in items]}
        | ({"fair": fair} if fair else {}),
    )  # fmt: skip


def sign_in(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    return client


def text_of(user, path, status=200):
    answer = sign_in(user).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def a_peer(district, name, mark, days=91):
    """Another principal leader with a project and a review, enough pieces to be ranked."""
    cadre = a_cadre(name, head_of=district.unit, level=Level.CHIEF)
    Cadre.objects.filter(pk=cadre.pk).update(level=Level.CHIEF)
    cadre.appointments.update(level=Level.CHIEF)
    Responsibility.objects.create(
        project=district.project, cadre=cadre, role="deputy", share=Decimal("0.3"), from_on=date(2017, 1, 1)
    )
    a_result(district.office, mark, cadre=cadre)
    return cadre

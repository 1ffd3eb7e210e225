"""Doors of scores: a quarter that is shown for checking, one that is a draft; a project's, a cadre's, an objection."""

from datetime import date
from decimal import Decimal

from evaluations.models import Scheme, Score, ScoreLine, ScoreObjection, Scoring
from projects.models import Project
from tests.doors import Door
from tests.doors.world import NOW

END = NOW.replace(year=2099)


def furnish(world):
    """The first quarter of the world's year is shown for checking; of the year before one is frozen, one a draft."""
    people, things = world.people, world.things
    office, director = people["office"], people["director"]
    scheme = Scheme.objects.create(
        name="2016-1", from_year=2016, from_quarter=1, reason="第一版", made_at=NOW, made_by=office, state="ADOPTED",
        adopted_at=NOW, adopted_by=director, meeting="部务会", met_on=date(2016, 1, 4), decision_number="1号",
    )  # fmt: skip

    def a_quarter(year, quarter, state, **stamps):
        return Scoring.objects.create(year=year, quarter=quarter, scheme=scheme, state=state, computed_at=NOW, **stamps)

    shown = {"shown_at": NOW, "shown_by": office, "check_until": END}
    things["scoring"] = a_quarter(2017, 1, "CHECKING", **shown)
    things["scoring_draft"] = a_quarter(2016, 3, "DRAFT")
    frozen = a_quarter(2016, 4, "DRAFT", **shown | {"check_until": NOW})
    a_score(things["scoring_draft"], project=world.project)
    things["score_project"] = a_score(things["scoring"], project=world.project)
    things["score_cadre"] = a_score(things["scoring"], cadre=things["cadre"])
    things["score_frozen"] = a_score(frozen, cadre=things["cadre"])
    Scoring.objects.filter(pk=frozen.pk).update(
        state="FROZEN", frozen_at=NOW, frozen_by=director, meeting="部务会", met_on=date(2017, 1, 9),
        decision_number="张组〔2017〕1号", digest="x",
    )  # fmt: skip
    things["score_objection"] = ScoreObjection.objects.create(
        scoring=things["scoring"], cadre=things["cadre"], indicator="carried", claim="有误", evidence="台账",
        raised_at=NOW, raised_by=people["cadre"],
    )  # fmt: skip


def a_score(scoring, **subject):
    thing = next(iter(subject.values()))
    is_project = isinstance(thing, Project)
    row = Score.objects.create(
        scoring=scoring, title=thing.name, total=Decimal("80.00"), pieces=5, days=0 if is_project else 90, digest="x",
        **subject, **({} if is_project else {"peer": "镇办正职", "grade": "fair", "place": 1, "of": 1, "place_low": 1,
                                             "place_high": 1}),
    )  # fmt: skip
    indicator, part = ("milestones", "project") if is_project else ("carried", "key")
    values = (
        {"weight": "50", "planned": "2017-02-01", "done": "2017-02-10"}
        if is_project else {"share": "0.4", "days": "90", "role": "unit_head", "score": "80"}
    )  # fmt: skip
    label = "projects.milestone" if is_project else "projects.project"
    ScoreLine.objects.create(
        score=row, position=0, part=part, indicator=indicator, nominal=40, reached=80, n=1, weight=100, points=80,
        pieces=[[label, "1", "管网", values, "", 0]],
    )  # fmt: skip
    return row


KEEPERS = {"stranger": 302, "office": 200, "director": 200, "others": 404}
POSTS = {"stranger": 302, "office": 302, "director": 302, "others": 404}
ONE = {"stranger": 302, "office": 200, "director": 200, "cadre": 200, "others": 404}
PROJECT = {"stranger": 302, "see_all": 200, "on_project": 200, "others": 404}
SAID = {"claim": "有误", "evidence": "台账"}
ROWS = [
    Door("evaluations:scores", stranger=302, administrators=403, others=200),
    Door("evaluations:scores_compute", method="post", data={"quarter": "2016Q3"}, stranger=302, office=302,
         director=302, others=403),
    Door("evaluations:scores_compute", method="post", stranger=302, office=422, director=422, others=403),
    Door("evaluations:scores_year", {"year": 2016}, **KEEPERS),
    Door("evaluations:scores_year", {"year": 2015}, **KEEPERS),
    Door("evaluations:standings", {"pk": "scoring"}, **KEEPERS),
    Door("evaluations:standings", {"pk": "scoring_draft"}, **KEEPERS),
    Door("evaluations:standings_export", {"pk": "scoring"}, **KEEPERS),
    Door("evaluations:scoring_projects", {"pk": "scoring"}, stranger=302, administrators=403, others=200),
    Door("evaluations:scoring_projects", {"pk": "scoring_draft"}, stranger=302, administrators=403, office=200,
         director=200, others=404),
    Door("evaluations:scoring_act", {"pk": "scoring_draft", "verb": "show-scores"}, method="post", **POSTS),
    Door("evaluations:scoring_act", {"pk": "scoring", "verb": "take-back"}, method="post",
         **POSTS | {"office": 422, "director": 422}),
    Door("evaluations:scoring_act", {"pk": "scoring", "verb": "freeze"}, method="post",
         **POSTS | {"office": 403, "director": 422}),
    Door("evaluations:scoring_act", {"pk": "scoring", "verb": "burn"}, method="post", stranger=302, others=404),
    Door("evaluations:score_why", {"pk": "score_cadre"}, **ONE),
    Door("evaluations:score_why", {"pk": "score_frozen"}, **ONE),
    Door("evaluations:score_why", {"pk": "score_project"}, **PROJECT),
    Door("evaluations:score_object", {"pk": "score_cadre"}, method="post", data=SAID,
         **ONE | {"office": 403, "director": 403, "cadre": 302}),
    Door("evaluations:score_object", {"pk": "score_cadre"}, method="post",
         **ONE | {"office": 403, "director": 403, "cadre": 422}),
    Door("evaluations:score_object", {"pk": "score_project"}, method="post", data=SAID, stranger=302, see_all=403,
         on_project=403, unit_head=302, others=404),
    Door("evaluations:score_revise", {"pk": "score_frozen"}, method="post",
         **ONE | {"office": 422, "director": 422, "cadre": 403}),
    Door("evaluations:score_objections", **KEEPERS),
    Door("evaluations:score_objection", {"pk": "score_objection"}, **ONE),
    Door("evaluations:score_objection_answer", {"pk": "score_objection", "verb": "uphold"}, method="post",
         data={"answer": "属实"}, **ONE | {"office": 302, "director": 302, "cadre": 403}),
    Door("evaluations:score_objection_answer", {"pk": "score_objection", "verb": "burn"}, method="post", stranger=302,
         others=404),
    Door("api:score-list", stranger=401, administrators=403, others=200),
    Door("api:score-detail", {"pk": "score_project"}, stranger=401, administrators=403, see_all=200, on_project=200,
         others=404),
]  # fmt: skip

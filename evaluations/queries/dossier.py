"""What a dossier shows of the evaluations floor: facts by quarter, scores of quarters, the five dimensions.

Everything goes through what the reader may see.
"""

from dataclasses import dataclass, field

from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery, Window
from django.db.models.functions import Cast

from evaluations.models import Fact, Order, Score, ScoreLine, ScoreObjection, SourceHold
from evaluations.models.scores import READS_SCORES
from evaluations.models.teams import recused
from evaluations.options.dossier import RADAR_FACTS
from evaluations.rules import dossier as rules
from evaluations.rules.scheme import DIMENSIONS
from evaluations.states.facts import SHAPES
from evaluations.states.scores import ObjectionState, ScoringState
from projects.models import Project
from zhangdian.options import queries as options

# As many of the newest facts, quarters and objections as a page bears.
FACTS, QUARTERS, OBJECTIONS = 60, 8, 10
OF_MILESTONE, OF_ORDER, FACT = "projects.milestone", "evaluations.order", "evaluations.fact"


@dataclass
class Portrait:
    """quarters: [(name, facts)], newest first, of `facts` in all. scores: newest first. drawn: the one whose five
    dimensions are shown. why_not: why they are not drawn (rules.dossier), empty when they are."""

    facts: int = 0
    fewest: int = 0
    quarters: list = field(default_factory=list)
    scores: list = field(default_factory=list)
    drawn: Score | None = None
    why_not: str = ""

    @property
    def shown(self):
        return sum(len(facts) for _name, facts in self.quarters)

    @property
    def axes(self):
        return self.drawn.axes if self.drawn else []


def standing(cadres, reader, day):
    """The rows of a queryset of cadres with `fewest_text` (from how many facts on dimensions are drawn) and
    `keeps_out` (is the reader recused from the cadre), so that a dossier needs no statement of its own for them."""
    return cadres.annotate(fewest_text=options.stored_on(RADAR_FACTS, day), keeps_out=recused(reader, day, cadre="pk"))


def portrait(cadre, reader, day):
    """The Portrait of `cadre` (a row with `standing`) as `reader` may see it on `day`. Two statements."""
    fewest = options.read(RADAR_FACTS, cadre.fewest_text)
    own = cadre.user_id is not None and cadre.user_id == reader.pk
    rows = list(_facts(cadre, reader, day)[:FACTS])
    for row in rows:
        row.shape = SHAPES[row.kind]
        row.source_path = row.from_path if row.opens_project or row.opens_order else ""
    scores = _scores(cadre, reader, day, own)
    # A quarter without a review says nothing of the five: the newest that does, else the newest to say so of.
    whole = [score for score in scores if all(axis.reached is not None for axis in score.axes)]
    drawn = next(iter([*whole, *scores]), None)
    count = rows[0].count if rows else 0
    why_not = rules.why_not(count, fewest, drawn.axes if drawn else [])
    return Portrait(count, fewest, rules.by_quarter(rows), scores, drawn, why_not)


def _facts(cadre, reader, day):
    """Verified facts that `reader` may see, newest first, each with whether its source may be opened (a link that
    answers with “not found” tells more than it should), and what holds it."""
    projects = Project.objects.visible_to(reader, day).filter(pk=OuterRef("project"))
    orders = Order.objects.visible_to(reader, day).annotate(text=Cast("pk", CharField()))
    orders = orders.filter(project=OuterRef("project"), text=OuterRef("from_key"))
    holds = SourceHold.objects.filter(Q(released_at__isnull=True) | Q(is_excused=True), source_label=FACT)
    holds = holds.filter(source_key=Cast(OuterRef("pk"), CharField())).order_by("-is_excused", "-pk")
    rows = Fact.objects.visible_to(reader, day).verified().filter(cadre=cadre)
    return rows.annotate(
        count=Window(Count("pk")),
        opens_project=Q(from_label=OF_MILESTONE) & Exists(projects),
        opens_order=Q(from_label=OF_ORDER) & Exists(orders),
        held_as=Subquery(holds.values("kind")[:1]),
        excused_why=Subquery(holds.filter(is_excused=True).values("outcome")[:1]),
    ).select_related("project")


def _scores(cadre, reader, day, own):
    """Scores of the newest quarters, newest first, each with `axes`, `papers`, and what may be told of it: a place to
    who keeps scores and to oneself; of objections the same."""
    seen = Score.objects.visible_to(reader, day).newest().filter(cadre=cadre).order_by().values("pk")
    said = ScoreObjection.objects.filter(cadre=cadre, scoring=OuterRef("score__scoring"))
    lines = (
        ScoreLine.objects.filter(score__in=seen, indicator__in=DIMENSIONS)
        .select_related("score__scoring")
        .defer("score__drawn")
        .annotate(is_disputed=Exists(said), waits=Exists(said.filter(state=ObjectionState.RAISED)))
        .order_by("-score__scoring__year", "-score__scoring__quarter", "position")
    )
    told = own or reader.has_role(*READS_SCORES)
    found = {}
    for line in lines[: QUARTERS * len(DIMENSIONS)]:
        score = found.setdefault(line.score_id, line.score)
        score.axes = [*getattr(score, "axes", ()), _axis(line)]
        score.shows_place = told and score.place is not None
        score.is_disputed, score.waits = told and line.is_disputed, told and line.waits
        score.may_object = own and score.scoring.state == ScoringState.CHECKING and not line.waits
    scores = list(found.values())
    for score in scores:
        score.papers = max(axis.papers for axis in score.axes)
    return scores


def _axis(line):
    return rules.Axis(line.indicator, str(line.get_indicator_display()), line.reached, rules.papers(line.pieces))


def objections_of(user):
    """What `user` objected to in the own scores, newest first, with the answers; one statement."""
    rows = ScoreObjection.objects.filter(cadre__user=user).select_related("scoring")
    return list(rows.order_by("-raised_at", "-pk")[:OBJECTIONS])

"""What a paper for the end of the year says of a cadre: a constant number of statements, read as of a day.

The paper is read and signed by whom it is about, so it holds nothing that the cadre may not see, whoever takes it out:
verified facts only, frozen scores only, no place, no open case.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from cadres.models import Cadre
from cadres.states import InfluenceKind
from evaluations.models import Fact, Score, ScoreLine
from evaluations.rules import dossier as rules
from evaluations.rules import standings
from evaluations.rules.scheme import DIMENSIONS
from evaluations.states.scores import ScoringState
from projects.models import Figure, Milestone, Progress, Responsibility, Target
from projects.rules import periods
from projects.rules.carrying import days_held
from projects.states import ReportState

# As many facts as a paper bears.
FACTS = 60


@dataclass
class Work:
    """A project carried in the year: its rows of responsibility with their days, and what it came to by the day."""

    name: str
    posts: list = field(default_factory=list)
    reached: int = 0
    due: int = 0
    planned: Decimal = Decimal(0)
    invested: Decimal = Decimal(0)
    targets: list = field(default_factory=list)


@dataclass
class Appraisal:
    """first, last: the days the paper speaks of. posts, influence: rows that hold in them. since: the day of the
    present post. scores: frozen ones with `papers`; mean: of the year, over `quarters` of them."""

    cadre: Cadre
    year: int
    first: date
    last: date
    since: date | None = None
    posts: list = field(default_factory=list)
    works: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    count: int = 0
    scores: list = field(default_factory=list)
    mean: Decimal | None = None
    quarters: int = 0
    influence: list = field(default_factory=list)


def of_year(cadre, year, day):
    """The Appraisal of `cadre` for `year`, as known on `day`."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), day)
    within = Q(until_on__isnull=True) | Q(until_on__gte=first)
    posts = list(cadre.appointments.filter(within, from_on__lte=last).select_related("unit").order_by("from_on", "pk"))
    facts = list(Fact.objects.verified().filter(cadre=cadre, day__gte=first, day__lte=last).select_related("project"))
    scores = _scores(cadre, year)
    mean = standings.year([score.total for score in scores])
    influence = cadre.influence_periods.filter(within, from_on__lte=last).exclude(kind=InfluenceKind.OPEN_CASE)
    return Appraisal(
        cadre, year, first, last, _since(posts, last), posts, _works(cadre, first, last, within),
        sorted(facts[:FACTS], key=lambda row: (row.day, row.pk)), len(facts), scores, mean.total, mean.quarters,
        list(influence.order_by("from_on", "pk")),
    )  # fmt: skip


def _since(posts, last):
    """Since when the post held at the end is held; None where none is entered."""
    held = [post.from_on for post in posts if post.holds_on(last)]
    return max(held) if held else None


def _scores(cadre, year):
    lines = ScoreLine.objects.filter(
        score__cadre=cadre, score__is_newest=True, score__scoring__year=year,
        score__scoring__state=ScoringState.FROZEN, indicator__in=DIMENSIONS,
    )  # fmt: skip
    found: dict[int, Score] = {}
    for line in lines.select_related("score__scoring").order_by("score__scoring__quarter", "position"):
        score = found.setdefault(line.score_id, line.score)
        score.papers = max(getattr(score, "papers", 0), rules.papers(line.pieces))
    return list(found.values())


def _works(cadre, first, last, within):
    rows = Responsibility.objects.filter(within, cadre=cadre, from_on__lte=last).select_related("project__programme")
    works = {}
    for row in rows.order_by("from_on", "pk"):
        project = row.project
        work = works.setdefault(project.pk, Work(project.name))
        row.days = days_held(row.from_on, row.until_on, first, last)
        work.posts.append(row)
        if project.programme.year == first.year:
            work.planned, work.invested = project.year_plan, project.invested_before
    _results(works, {row.project_id: row.project for row in rows}, first, last)
    return list(works.values())


def _results(works, projects, first, last):
    """Milestones planned or reached in the year, money by month, targets with what the reports say; four statements."""
    stones = Milestone.objects.filter(project__in=works).filter(
        Q(planned_on__gte=first, planned_on__lte=last) | Q(done_on__gte=first, done_on__lte=last)
    )
    for row in stones:
        works[row.project_id].due += 1
        works[row.project_id].reached += row.done_on is not None and row.done_on <= last
    months = Figure.objects.filter(
        scope="project", scope_id__in=works, period=periods.MONTH, starts_on__gte=first, starts_on__lte=last
    )
    sums = months.order_by().values_list("scope_id").annotate(Sum("planned"), Sum("invested"))
    for project, planned, invested in sums:
        work = works[project]
        work.planned, work.invested = work.planned or planned, work.invested + invested
    done = dict(
        Progress.objects.filter(
            target__project__in=works, report__state=ReportState.SUBMITTED, report__day__lte=last
        ).order_by().values_list("target").annotate(Sum("amount"))
    )  # fmt: skip
    for row in Target.objects.filter(project__in=works):
        works[row.project_id].targets.append((row, row.done_before + done.get(row.pk, Decimal(0))))

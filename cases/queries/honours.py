"""Reading what a batch of honours is drawn from, and how the batches stand."""

from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q

from cases.models import Honouree, HonourObjection
from cases.rules.honours import Criteria, Standing
from cases.states.honours import ObjectionState
from evaluations.models import BatchLine, Fact, Score, Scoring
from evaluations.queries.score_inputs import Quarter
from evaluations.states.facts import FactState
from evaluations.states.scores import ScoringState
from projects.models import Responsibility


def frozen():
    """The quarters of which a batch may be drawn."""
    return Scoring.objects.filter(state=ScoringState.FROZEN)


def standings(scoring, criteria, at):
    """([Standing], {score pk: Score}) of every cadre in a frozen quarter, as it stood at the instant `at`: later
    revisions and facts verified later are left out, so that a draw can be done again. Four statements at most."""
    quarter = Quarter(scoring.year, scoring.quarter)
    scores = {}
    rows = Score.objects.filter(scoring=scoring, cadre__isnull=False).filter(Q(revision=0) | Q(revised_at__lte=at))
    for row in rows.select_related("cadre__unit").defer("drawn").order_by("revision"):
        scores[row.cadre_id] = row
    facts = dict(
        Fact.objects.filter(
            cadre__in=scores, state=FactState.VERIFIED, verified_at__lte=at, day__gte=quarter.first,
            day__lte=quarter.last,
        ).order_by().values_list("cadre").annotate(count=Count("pk"))
    )  # fmt: skip
    carriers = _carriers(criteria.faster, quarter) if criteria.faster else frozenset()
    found = [
        Standing(
            key=row.pk, cadre=row.cadre_id, peer=row.peer, place=row.place, total=row.total, digest=row.digest,
            facts=facts.get(row.cadre_id, 0), carries=row.cadre_id in carriers,
        )
        for row in scores.values()
    ]  # fmt: skip
    return found, {row.pk: row for row in scores.values()}


def _carriers(batch, quarter):
    listed = BatchLine.objects.filter(batch=batch, is_listed=True).order_by().values("project")
    rows = Responsibility.objects.filter(project__in=listed, from_on__lte=quarter.last).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=quarter.first)
    )
    return set(rows.values_list("cadre", flat=True))


def criteria_of(stored):
    """The Criteria as a batch stores them."""
    return Criteria(
        places=int(stored["places"]), minimum=Decimal(stored["minimum"]), facts=int(stored["facts"]),
        faster=stored["faster"],
    )  # fmt: skip


def deeds(cadres, scoring, at):
    """{cadre pk: text}: the verified facts of the quarter, a line each, as a first draft of the deeds."""
    quarter = Quarter(scoring.year, scoring.quarter)
    rows = Fact.objects.filter(
        cadre__in=cadres, state=FactState.VERIFIED, verified_at__lte=at, day__gte=quarter.first, day__lte=quarter.last
    ).exclude(kind="problem")
    found = {}
    for cadre, what in rows.order_by("day", "id").values_list("cadre", "what"):
        found.setdefault(cadre, []).append(what)
    return {cadre: "\n".join(lines)[:500] for cadre, lines in found.items()}


def people(honour, *states):
    """Those of a batch in the states given (all where none), with their cadres."""
    rows = Honouree.objects.filter(honour=honour).select_related("cadre", "unit", "out_by", "added_by")
    return rows.filter(state__in=states) if states else rows


def open_objections(honour):
    return HonourObjection.objects.filter(honour=honour, state=ObjectionState.RAISED)


def with_open_objections(rows):
    """Adds `is_objected`: an objection waits for its answer."""
    waiting = HonourObjection.objects.filter(honour=OuterRef("pk"), state=ObjectionState.RAISED)
    return rows.annotate(is_objected=Exists(waiting))


def counted(cadres=None):
    """The honours that count now: published, not withdrawn."""
    rows = Honouree.objects.counting().select_related("honour")
    return rows if cadres is None else rows.filter(cadre__in=cadres)


def of_cadre(cadre, day):
    """registry.HONOURS: [(words, address)] of the honours that count of a person on the day, the newest first."""
    rows = counted([cadre]).filter(honoured_at__date__lte=day).order_by("-honoured_at", "-pk")
    return [(f"{one.honour.title}（{one.honour.get_sort_display()}）", one.get_absolute_url()) for one in rows]

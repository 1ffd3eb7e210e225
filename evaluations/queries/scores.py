"""What the pages of scores read: the own ones, quarters, standings, projects by track, years, objections."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.states import Role
from cadres.models import Cadre, in_force
from cadres.states import Track
from evaluations.models import Score, ScoreObjection, Scoring
from evaluations.models.teams import recused
from evaluations.queries.score_inputs import Quarter
from evaluations.rules import standings
from evaluations.states.scores import Grade, ObjectionState, ScoringState, Unranked
from projects.models import ProjectUnit
from projects.queries.scope import sees_district
from projects.states import UnitRole
from zhangdian.waiting import Wait

SHOWN = (ScoringState.CHECKING, ScoringState.FROZEN)
KEEPS = (Role.OFFICE, Role.DIRECTOR)
MOST_OWN, MOST_QUARTERS, MOST_CONCERNING = 12, 24, 200


def place_words(place, of, low=None, high=None):
    """「第 4（3–6）/11」; without the range where it is the place itself; empty without a place."""
    if not place:
        return ""
    given = {"place": place, "of": of, "low": low, "high": high}
    if low is None or low == high:
        return _("place %(place)s of %(of)s") % given
    return _("place %(place)s (%(low)s–%(high)s) of %(of)s") % given


def own(user):
    """The newest own scores that are shown, newest quarter first, with `place_words` and `first` (the total as it was
    frozen, where it was revised); one statement."""
    rows = Score.objects.filter(cadre__user=user, scoring__state__in=SHOWN).select_related("scoring").defer("drawn")
    found, first = [], {}
    for row in rows.order_by("-scoring__year", "-scoring__quarter", "revision")[: 3 * MOST_OWN]:
        first.setdefault(row.scoring_id, row.total)
        if row.is_newest:
            row.place_words = place_words(row.place, row.of, row.place_low, row.place_high)
            row.first = first[row.scoring_id] if row.revision else None
            found.append(row)
    return found[:MOST_OWN]


def own_years(scores):
    """[(year, Year, [grades])] of the own frozen quarters."""
    frozen = [row for row in scores if row.scoring.state == ScoringState.FROZEN]
    found = []
    for year, rows in groupby(frozen, key=lambda row: row.scoring.year):
        rows = list(rows)
        found.append((year, standings.year([row.total for row in rows]), sorted(rows, key=lambda r: r.scoring.quarter)))
    return found


def concerning(user, day):
    """(scores of projects, scores of cadres) of the newest quarter shown that concern `user` beside the own: those of
    the own projects, and of the cadres whose file a team reads; one statement."""
    newest = Scoring.objects.filter(state__in=SHOWN).order_by("-year", "-quarter").values("pk")[:1]
    rows = Score.objects.visible_to(user, day).newest().filter(scoring=Subquery(newest)).exclude(cadre__user=user)
    rows = list(rows.select_related("scoring").defer("drawn").order_by("-total", "pk")[:MOST_CONCERNING])
    return [row for row in rows if row.project_id], sorted(
        (row for row in rows if row.cadre_id), key=lambda row: (row.title, row.pk)
    )


def quarters(user):
    """The quarters that `user` may know of, newest first, with counts: who keeps scores sees drafts too."""
    rows = Scoring.objects.select_related("scheme", "shown_by", "frozen_by")
    if not user.has_role(*KEEPS):
        return list(rows.filter(state__in=SHOWN)[:MOST_QUARTERS])
    rows = rows.annotate(
        cadres=Count("scores", Q(scores__cadre__isnull=False, scores__is_newest=True), distinct=True),
        projects=Count("scores", Q(scores__project__isnull=False, scores__is_newest=True), distinct=True),
    )
    # Counting drops the order of the model.
    return list(rows.order_by("-year", "-quarter")[:MOST_QUARTERS])


def objections(user, day):
    """The objections that `user` may read: the own, and for who keeps scores all but those about themselves that
    others raised, and those about cadres from whom they are recused."""
    if user.administrator or not user.is_active:
        return ScoreObjection.objects.none()
    mine = Q(raised_by=user)
    if user.has_role(*KEEPS):
        mine |= ~Q(cadre__user=user) & ~recused(user, day, cadre="cadre")
    return ScoreObjection.objects.filter(mine).select_related("scoring", "cadre", "project", "raised_by", "answered_by")


def score_of(objection, user, day):
    """The newest score that an objection is about, if `user` may see it."""
    rows = Score.objects.visible_to(user, day).newest().filter(scoring=objection.scoring_id)
    return rows.filter(cadre=objection.cadre_id, project=objection.project_id).defer("drawn").first()


def waits(user, day):
    """What may wait for `user`: objections to answer, for who answers them; own scores that can be checked."""
    own = Score.objects.newest().filter(cadre__user=user, scoring__state=ScoringState.CHECKING)
    found = [Wait(own, _("own scores that can be checked"), "/scores/")]
    if user.has_role(*KEEPS):
        raised = objections(user, day).filter(state=ObjectionState.RAISED).exclude(raised_by=user)
        found.append(Wait(raised, _("objections to scores to answer"), "/scores/objections/"))
    return found


# Standings ----------------------------------------------------------------------------------------


@dataclass
class Row:
    """One score in the standings. first: the total as frozen, where a revision stands beside it (`total`)."""

    pk: int
    cadre: int
    title: str
    peer: str
    total: Decimal | None
    grade: str
    place: int | None
    low: int | None
    high: int | None
    of: int | None
    unranked: str
    pieces: int
    days: int
    newest: Any = None
    moved: int | None = None
    is_new: bool = False

    @property
    def place_words(self):
        return place_words(self.place, self.of, self.low, self.high)

    @property
    def lost(self):
        return -self.moved if self.moved else 0

    @property
    def grade_words(self):
        return Grade(self.grade).label if self.grade else ""

    @property
    def why_unranked(self):
        return Unranked(self.unranked).label


COLUMNS = (
    "pk", "cadre_id", "title", "peer", "total", "grade", "place", "place_low", "place_high", "of", "unranked",
    "pieces", "days",
)  # fmt: skip


@dataclass
class Standings:
    """The standings of a quarter: rows as first frozen, of all of whom the reader may read, ranked ones first."""

    rows: list[Row]
    hidden: int
    peers: list[str]
    grades: list[tuple[str, int]]
    quota: tuple[int, int] | None
    entries: list[Any] = field(default_factory=list)


def table(scoring, user, day, peer=""):
    """The Standings for who sees them; two statements. Oneself and those from whom one is recused are not in them."""
    kept_out = set(
        Cadre.objects.filter(Q(user=user) | Q(recused(user, day, cadre="pk"))).order_by().values_list("pk", flat=True)
    )
    stored = Score.objects.filter(scoring=scoring, cadre__isnull=False, revision=0).order_by("pk")
    rows = [Row(*values) for values in stored.values_list(*COLUMNS)]
    counted = Counter(row.grade for row in rows if row.grade)
    seen = [row for row in rows if row.cadre not in kept_out]
    peers = sorted({row.peer for row in seen if row.peer})
    shown = [row for row in seen if not peer or row.peer == peer]
    shown.sort(key=lambda row: (bool(row.unranked), row.peer, row.place or 0, row.title, row.pk))
    entries = [standings.Entry(row.pk, row.peer, row.total) for row in rows if not row.unranked]
    names = [(str(Grade(code).label), counted[code]) for code in Grade.values if counted[code]]
    quota = standings.over_quota(counted, scoring.scheme.good_quota)
    return Standings(shown, len(rows) - len(seen), peers, names, quota, entries)


def dressed(scoring, rows):
    """Add to a page of rows what moved since the quarter before and which were revised; one statement."""
    year, quarter = (scoring.year, scoring.quarter - 1) if scoring.quarter > 1 else (scoring.year - 1, 4)
    before = Q(scoring__year=year, scoring__quarter=quarter, revision=0, scoring__state=ScoringState.FROZEN)
    revised = Q(scoring=scoring, revision__gt=0, is_newest=True)
    found = Score.objects.filter(before | revised, cadre__in=[row.cadre for row in rows]).only(
        "scoring_id", "cadre_id", "peer", "place", "total", "grade", "revision", "revised_why"
    )
    was, newer = {}, {}
    for one in found:
        if one.scoring_id == scoring.pk:
            newer[one.cadre_id] = one
        elif one.place:
            was[one.cadre_id, one.peer] = one.place
    moved = standings.moved({(row.cadre, row.peer): row.place for row in rows if row.place}, was)
    for row in rows:
        row.newest, row.moved = newer.get(row.cadre), moved.get((row.cadre, row.peer))
        row.is_new = bool(was) and bool(row.place) and row.moved is None
    return rows


def grouped(rows):
    """([(peer group, [ranked rows])], [rows without a place])."""
    ranked = [row for row in rows if not row.unranked]
    return [(peer, list(some)) for peer, some in groupby(ranked, key=lambda row: row.peer)], [
        row for row in rows if row.unranked
    ]


# Projects and years -------------------------------------------------------------------------------


def by_track(scoring, user, day):
    """[(track, [Score])] of the projects whose score `user` may see, each with `rank`, its place among those of its
    track (only for who sees them all), and `unit_name`; one statement."""
    last = Quarter(scoring.year, scoring.quarter).last
    unit = ProjectUnit.objects.filter(in_force(last), project=OuterRef("project"), role=UnitRole.RESPONSIBLE)
    unit = unit.order_by("from_on", "pk")
    rows = Score.objects.visible_to(user, day).newest().filter(scoring=scoring, project__isnull=False)
    rows = list(
        rows.annotate(track=Subquery(unit.values("unit__track")[:1]), unit_name=Subquery(unit.values("unit__name")[:1]))
        .only("title", "total", "pieces", "unranked", "scoring_id", "project_id")
    )  # fmt: skip
    found = {}
    if sees_district(user):
        found = standings.places(
            standings.Entry(row.pk, row.track or "", row.total) for row in rows if row.total is not None
        )
    for row in rows:
        row.rank = found[row.pk].place if row.pk in found else None
        row.track_words = str(Track(row.track).label) if row.track in Track.values else _("no responsible unit")
    rows.sort(key=lambda row: (row.track or "~", row.total is None, -(row.total or 0), row.title))
    return [(track, list(some)) for track, some in groupby(rows, key=lambda row: row.track_words)]


@dataclass
class YearRow:
    """A year of one cadre: mean of the frozen quarters, how many, and each of them."""

    cadre: int
    title: str
    peer: str
    year: standings.Year
    quarters: dict[int, Score]

    @property
    def is_graded(self):
        return any(score.grade for score in self.quarters.values())

    @property
    def cells(self):
        return [self.quarters.get(number) for number in (1, 2, 3, 4)]


def year(user, day, number, peer=""):
    """([YearRow] by peer group and name, peer groups) of a year's frozen quarters; one statement."""
    rows = (
        Score.objects.visible_to(user, day).newest()
        .filter(scoring__year=number, scoring__state=ScoringState.FROZEN, cadre__isnull=False)
        .select_related("scoring").defer("drawn").order_by("cadre_id", "scoring__quarter")
    )  # fmt: skip
    found = []
    for cadre, scores in groupby(rows, key=lambda row: row.cadre_id):
        scores = {row.scoring.quarter: row for row in scores}
        newest = scores[max(scores)]
        mean = standings.year([row.total for row in scores.values()])
        found.append(YearRow(cadre, newest.title, newest.peer, mean, scores))
    peers = sorted({row.peer for row in found if row.peer})
    found = [row for row in found if not peer or row.peer == peer]
    # Who had too little to be graded in every quarter stands after those who were.
    found.sort(key=lambda row: (row.peer or "~", not row.is_graded, -(row.year.total or 0), row.title))
    return found, peers


def years():
    """The years with a frozen quarter, newest first."""
    rows = Scoring.objects.filter(state=ScoringState.FROZEN).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())

"""What the scores of a quarter rest on, read from below: a constant number of statements, whatever the district.

Rows come in the order of their subject and are met side by side, so that memory holds one subject at a time (and of
each project its score, its name and its targets). What was true is taken as of the last day of the quarter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Appointment, Cadre, in_force
from evaluations.models import Fact, Order, ScoreEntry, SourceHold, SubjectResult, Tally
from evaluations.queries.score_results import as_text, mean_drawn, result, results
from evaluations.queries.sides import CHUNK, stream
from evaluations.rules import score_lines as lines
from evaluations.rules.scheme import DIMENSIONS
from evaluations.rules.score_lines import Piece
from evaluations.states.facts import FactState
from evaluations.states.orders import OrderState
from evaluations.states.reviews import ReviewKind, ReviewState
from evaluations.states.scores import HoldKind
from projects.models import Figure, Milestone, Progress, Project, Responsibility, StageSpan, Target
from projects.rules import periods
from projects.states import PersonRole, ReportState, Stage

# What a project does in a stage is owed only from preparing on, and no longer once it is withdrawn.
MEASURED = (Stage.PREPARING, Stage.BUILDING, Stage.SUSPENDED, Stage.COMPLETED, Stage.ACCEPTED)
MILESTONE, FIGURE, ORDER, PROJECT, TARGET, FACT, ENTRY = (
    "projects.milestone", "projects.figure", "evaluations.order", "projects.project", "projects.target",
    "evaluations.fact", "evaluations.scoreentry",
)  # fmt: skip


@dataclass(frozen=True)
class Quarter:
    """A quarter with its days."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return periods.last_day(periods.QUARTER, self.first)

    def instants(self) -> tuple[datetime, datetime]:
        """From the first second of the quarter to the first of the next."""
        zone = timezone.get_current_timezone()
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)

    @classmethod
    def before(cls, day: date) -> "Quarter":
        """The last quarter that is over on `day`."""
        last = periods.first_day(periods.QUARTER, day) - timedelta(days=1)
        return cls(last.year, (last.month + 2) // 3)


@dataclass
class Found:
    """One project or cadre with the pieces of its indicators."""

    key: int
    title: str
    track: str = ""
    level: str = ""
    days: int = 0
    basis: dict[str, list[Piece]] = field(default_factory=dict)
    # How far each draw of the ballots moves the review's score.
    drawn: tuple[float, ...] = ()


def holds():
    """{source: kind} of what is held now: "suspended", "disputed", or "excused" for good. One statement."""
    found = {}
    rows = SourceHold.objects.filter(Q(released_at__isnull=True) | Q(is_excused=True)).order_by("is_excused")
    for label, key, kind, excused in rows.values_list("source_label", "source_key", "kind", "is_excused"):
        found[f"{label}:{key}"] = lines.EXCUSED if excused else kind
    return found


def held(piece: Piece, found: dict[str, str]) -> Piece:
    """The piece as what is held makes it: out while suspended or once excused, marked while disputed."""
    kind = found.get(piece.ref)
    if kind is None:
        return piece
    if kind == HoldKind.DISPUTED:
        return Piece(piece.label, piece.key, piece.title, piece.values, piece.skip, True)
    return Piece(piece.label, piece.key, piece.title, piece.values, kind if not piece.skip else piece.skip, piece.open)


def _all_held(basis: dict[str, list[Piece]], found: dict[str, str]) -> dict[str, list[Piece]]:
    """`held` for every piece of a basis."""
    if not found:
        return basis
    return {name: [held(piece, found) for piece in pieces] for name, pieces in basis.items()}


@dataclass(frozen=True)
class Common:
    """What projects and cadres of a quarter have in common: what is held now, and the sheets of the published reviews.

    holds: as of `holds`. sheets: {kind of review: {count in force: its sheet's items}}.
    """

    holds: dict[str, str]
    sheets: dict[str, dict[int, list[Any]]]


def common(quarter: Quarter) -> Common:
    """Two statements."""
    counts = Tally.objects.filter(
        withdrawn_at__isnull=True, review__year=quarter.year, review__quarter=quarter.number,
        review__kind__in=[ReviewKind.PROJECT, ReviewKind.CADRE],
        review__state__in=[ReviewState.PUBLISHED, ReviewState.ARCHIVED],
    )  # fmt: skip
    sheets = {ReviewKind.PROJECT: {}, ReviewKind.CADRE: {}}
    for kind, key, items in counts.values_list("review__kind", "pk", "inputs__items"):
        sheets[kind][key] = items
    return Common(holds(), sheets)


def projects(quarter: Quarter, shared: Common) -> Iterator[Found]:
    """Every project that was measured in the quarter, in the order of its key, with its pieces."""
    first, last = quarter.first, quarter.last
    begin, after = quarter.instants()
    spans = StageSpan.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=first), project=OuterRef("pk"), from_on__lte=last, stage__in=MEASURED
    )
    of_year = Project.objects.filter(
        Exists(spans), programme__reporting_from__lte=last, programme__reporting_until__gte=first
    ).order_by("pk")
    steps = Milestone.objects.filter(planned_on__lte=last, weight__gt=0).filter(
        Q(planned_on__gte=first) | Q(done_on__isnull=True) | Q(done_on__gte=first)
    )
    months = Figure.objects.filter(
        scope="project", period=periods.MONTH, starts_on__gte=date(quarter.year, 1, 1), starts_on__lte=last
    )
    orders = Order.objects.filter(due_at__gt=begin, due_at__lte=after).exclude(
        state__in=[OrderState.DRAFT, OrderState.DISCARDED, OrderState.WITHDRAWN]
    )
    sides = {
        "milestones": stream(
            steps.order_by("project_id", "planned_on", "pk"), "project_id", "pk", "name", "weight", "planned_on",
            "done_on", "excuse",
        ),
        "investment": stream(
            months.order_by("scope_id", "starts_on"), "scope_id", "pk", "starts_on", "planned", "invested"
        ),
        "orders": stream(
            orders.order_by("project_id", "pk"), "project_id", "pk", "title", "number_text", "state", "in_time"
        ),
    }  # fmt: skip
    sheet_of = shared.sheets[ReviewKind.PROJECT]
    reviews = results(sheet_of, "project_id")
    rows = of_year.values_list("pk", "name", "invested_before").iterator(chunk_size=CHUNK)
    for key, name, before in rows:
        pieces = {
            "milestones": [_milestone(row) for row in sides["milestones"].of(key)],
            "investment": _months(sides["investment"].of(key), key, before),
            "orders": [_order(row) for row in sides["orders"].of(key)],
        }
        given = [one for row in reviews.of(key) if (one := result(row, sheet_of)) is not None]
        pieces["review"] = [piece for piece, _dimensions, _drawn in given]
        basis = _all_held(pieces, shared.holds)
        yield Found(key, name, basis=basis, drawn=mean_drawn([drawn for _p, _d, drawn in given]))


def _milestone(row):
    _project, key, name, weight, planned, done, excuse = row
    values = {"weight": as_text(weight), "planned": planned.isoformat(), "done": done.isoformat() if done else ""}
    if excuse:
        values["excused"] = excuse
    return Piece(MILESTONE, str(key), name, values)


def _months(rows, project, before):
    if not any(planned for _p, _k, _m, planned, _i in rows):
        return [
            Piece(FIGURE, str(key), f"{month:%Y-%m}", _amounts(planned, invested), lines.NO_PLAN)
            for _p, key, month, planned, invested in rows
        ]
    found = [
        Piece(FIGURE, str(key), f"{month:%Y-%m}", _amounts(planned, invested))
        for _p, key, month, planned, invested in rows
    ]
    if before:
        found.insert(0, Piece(PROJECT, str(project), _("before reporting began"), _amounts(0, before)))
    return found


def _amounts(planned, invested):
    return {"planned": as_text(planned), "invested": as_text(invested)}


def _order(row):
    _project, key, title, number, state, in_time = row
    words = f"{number} {title}".strip()[:120]
    if state == OrderState.REPORTED:
        # The unit has done its part; how it counts is known once the office has verified it.
        return Piece(ORDER, str(key), words, {"in_time": ""}, lines.PENDING)
    return Piece(ORDER, str(key), words, {"in_time": "1" if state == OrderState.CLOSED and in_time else "0"})


@dataclass(frozen=True)
class Carried:
    """What of a project its people carry: name, total as text, total if open matters were settled, its targets."""

    title: str
    total: str
    settled: str
    targets: tuple[Piece, ...] = ()


def targets(quarter: Quarter) -> dict[int, list[Piece]]:
    """{project: its targets with what was done and what was due by the end of the quarter}; two statements."""
    last = quarter.last
    done = dict(
        Progress.objects.filter(report__day__lte=last, report__state=ReportState.SUBMITTED)
        .order_by().values("target").annotate(sum=Sum("amount")).values_list("target", "sum")
        .iterator(chunk_size=CHUNK)
    )  # fmt: skip
    rows = Target.objects.order_by("project_id", "position", "pk").values_list(
        "project_id", "pk", "name", "measure", "total", "done_before", "project__starts_on", "project__ends_on"
    )
    found = {}
    for project, key, name, measure, total, before, starts, ends in rows.iterator(chunk_size=CHUNK):
        reached = before + done.get(key, Decimal(0))
        due = total * _elapsed(starts or date(quarter.year, 1, 1), ends or date(quarter.year, 12, 31), last)
        due = due.quantize(Decimal("0.01"), "ROUND_HALF_UP")
        values = {"done": as_text(reached), "due": as_text(due), "total": as_text(total), "measure": measure}
        skip = "" if due > 0 else lines.NOT_BEGUN
        found.setdefault(project, []).append(Piece(TARGET, str(key), name, values, skip))
    return found


def _elapsed(first, last, day):
    """The share of the days from `first` to `last` that are over at the end of `day`."""
    if day < first:
        return Decimal(0)
    if day >= last or last <= first:
        return Decimal(1)
    return Decimal((day - first).days + 1) / Decimal((last - first).days + 1)


def cadres(quarter: Quarter, carried: dict[int, Carried], shared: Common) -> Iterator[Found]:
    """Every assessed cadre who carried a project or was reviewed in the quarter, in the order of the key."""
    first, last = quarter.first, quarter.last
    posts = Responsibility.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=first), from_on__lte=last, share__gt=0
    ).exclude(role=PersonRole.TEAM)
    sheet_of = shared.sheets[ReviewKind.CADRE]
    reviewed = SubjectResult.objects.filter(subject__cadre=OuterRef("pk"), tally__in=list(sheet_of))
    rows = Cadre.objects.filter(is_assessed=True).filter(Q(pk__in=posts.order_by().values("cadre")) | Exists(reviewed))
    posts = stream(
        posts.order_by("cadre_id", "project_id", "from_on", "pk"), "cadre_id", "project_id", "role", "share", "from_on",
        "until_on",
    )  # fmt: skip
    appointed = stream(
        Appointment.objects.filter(in_force(last)).order_by("cadre_id", "from_on", "pk"), "cadre_id", "unit__track",
        "level",
    )  # fmt: skip
    reviews = results(sheet_of, "cadre_id")
    facts = stream(
        Fact.objects.filter(day__gte=first, day__lte=last, state__in=[FactState.DRAFT, FactState.VERIFIED])
        .order_by("cadre_id", "day", "pk"),
        "cadre_id", "pk", "what", "kind", "state", "objected_at", "answered_at",
    )  # fmt: skip
    entries = stream(
        ScoreEntry.objects.filter(year=quarter.year, quarter=quarter.number).order_by("cadre_id", "pk"),
        "cadre_id", "pk", "source_title", "points", "source_label", "source_key", "reverses_id",
    )  # fmt: skip
    for key, name, track, level in (
        rows.order_by("pk").values_list("pk", "name", "unit__track", "level").iterator(chunk_size=CHUNK)
    ):
        for _cadre, its_track, its_level in appointed.of(key):
            track, level = its_track, its_level
        held_posts = posts.of(key)
        basis = {"carried": [], "targets": [], "additions": []}
        for row in held_posts:
            _carry(row, first, last, carried, basis)
        given = [result(row, sheet_of) for row in reviews.of(key)]
        for dimension in DIMENSIONS:
            basis[dimension] = [parts[dimension] for _whole, parts, _drawn in given]
        basis["additions"] += additions(facts.of(key), entries.of(key))
        yield Found(
            key, name, track, level, _days([(row[4], row[5]) for row in held_posts], first, last),
            _all_held(basis, shared.holds),
            mean_drawn([drawn for _w, _p, drawn in given]),
        )  # fmt: skip


def _carry(row, first, last, carried, basis):
    _cadre, project, role, share, from_on, until_on = row
    of = carried.get(project)
    if of is None:
        return
    days = (min(last, until_on or last) - max(first, from_on)).days + 1
    values = {"share": as_text(share), "days": str(days), "role": role, "score": of.total}
    if of.settled != of.total:
        values["settled"] = of.settled
    basis["carried"].append(Piece(PROJECT, str(project), of.title, values, "" if of.total else lines.NO_SCORE))
    for target in of.targets:
        own = {**target.values, "share": values["share"], "days": values["days"]}
        # Targets of many projects have one name: it is said with its project.
        title = f"{of.title} · {target.title}"
        basis["targets"].append(Piece(target.label, target.key, title, own, target.skip))


def _days(spans, first, last):
    """Days of the quarter on which at least one project was carried."""
    first, last = first.toordinal(), last.toordinal()
    found, reached = 0, first - 1
    for begin, end in sorted(
        [(max(first, begin.toordinal()), min(last, end.toordinal()) if end else last) for begin, end in spans]
    ):
        begin = max(begin, reached + 1)
        if end >= begin:
            found, reached = found + end - begin + 1, end
    return found


def additions(facts, entries):
    """Pieces of facts and entries: drafts do not count, what is objected to is marked, what was reversed is out."""
    found = []
    for _cadre, key, what, kind, state, objected, answered in facts:
        skip = "" if state == FactState.VERIFIED else lines.UNVERIFIED
        is_open = objected is not None and answered is None
        found.append(Piece(FACT, str(key), what[:80], {"kind": kind}, skip, is_open))
    undone = {row[6] for row in entries if row[6]}
    for _cadre, key, title, points, label, source, reverses in entries:
        skip = lines.REVERSED if reverses or key in undone else ""
        # A hold names the source (an honour, a card), not the entry.
        found.append(Piece(label, source, title, {"points": as_text(points), "entry": str(key)}, skip))
    return found

"""The week of a unit and of the district: what came in, what was visited, ordered and coordinated, in whose hands."""

from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from cadres.models import Unit
from evaluations.models import Coordination, Inspection
from evaluations.queries import coordination, inspections, orders
from evaluations.states.coordination import CoordinationState
from evaluations.states.inspections import InspectionState
from evaluations.states.orders import OPEN, OrderState
from projects.models import Figure
from projects.queries.scope import sees_district
from projects.rules import health, shown
from projects.states import Period, Scope

# The responsible unit of a project as it stands, from any row that names the project.
UNIT_OF = "project__standing__unit_id"


@dataclass
class Line:
    """One unit's week. expected … missing: daily reports whose cut-off has passed; visits, found: visits that took
    place, problems confirmed; issued … overdue: orders; raised … waiting: coordination slips, waiting at the end."""

    unit: Any = None
    expected: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    visits: int = 0
    found: int = 0
    issued: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0
    raised: int = 0
    solved: int = 0
    waiting: int = 0

    @property
    def rate(self):
        """Reports on time in per cent of those due; empty where none was."""
        return shown.percent(health.rate(self.on_time, self.expected))


NUMBERS = [one.name for one in fields(Line) if one.name != "unit"]


@dataclass
class Digest:
    """The page of one week: all units, or one with its lists."""

    monday: Any
    unit: Any = None
    lines: list = field(default_factory=list)
    total: Line = field(default_factory=Line)
    knows_reports: bool = False
    orders: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    slips: list = field(default_factory=list)

    @property
    def sunday(self):
        return self.monday + timedelta(days=6)


def district(user, monday, *, day, at):
    """The Digest of all units of which `user` may see something; reports only for those who see the district. Five
    statements, and two for what is overdue."""
    page = Digest(monday, knows_reports=sees_district(user))
    found = _counted(user, monday, day=day, at=at)
    if page.knows_reports:
        rows = Figure.objects.filter(scope=Scope.UNIT, period=Period.WEEK, starts_on=monday)
        for figure in rows:
            _report(found.setdefault(figure.scope_id, Line()), figure)
    for unit in Unit.objects.filter(pk__in=[key for key in found if key]).order_by("track", "name"):
        found[unit.pk].unit = unit
        page.lines.append(found.pop(unit.pk))
    # What belongs to no unit (yet) is counted all the same.
    page.lines += [line for line in found.values() if any(getattr(line, name) for name in NUMBERS)]
    for name in NUMBERS:
        setattr(page.total, name, sum(getattr(line, name) for line in page.lines))
    page.orders = [order for order in orders.of_period(user, monday, page.sunday, day=day, at=at) if order.is_late]
    return page


def of_unit(user, unit, monday, *, day, at):
    """The Digest of one unit with the lists behind it, as far as `user` may see them; counted from these lists, as they
    stand now. Eight statements."""
    page = Digest(monday, unit)
    page.orders = orders.of_period(user, monday, page.sunday, day=day, at=at, unit=unit)
    page.visits = inspections.of_period(user, monday, page.sunday, day, unit=unit)
    page.slips = coordination.of_period(user, monday, page.sunday, day=day, at=at, unit=unit)
    page.total = _listed(page)
    figure = Figure.objects.filter(scope=Scope.UNIT, scope_id=unit.pk, period=Period.WEEK, starts_on=monday).first()
    if figure is not None:
        page.knows_reports = True
        _report(page.total, figure)
    return page


def _listed(page):
    """The Line that the lists of a page come to."""
    begin = orders.begin_of(page.monday)
    took_place = [visit for visit in page.visits if visit.state in inspections.TOOK_PLACE]
    return Line(
        page.unit, visits=len(took_place), found=sum(visit.found for visit in took_place if visit.is_readable),
        issued=sum(order.issued_at >= begin for order in page.orders),
        closed=sum(order.state == OrderState.CLOSED for order in page.orders),
        open=sum(order.state in OPEN for order in page.orders), overdue=sum(order.is_late for order in page.orders),
        raised=sum(slip.raised_at >= begin for slip in page.slips),
        solved=sum(slip.state == CoordinationState.SOLVED for slip in page.slips),
        waiting=sum(slip.is_open for slip in page.slips),
    )  # fmt: skip


def summary(user, unit, monday, *, day, at):
    """The Line of one unit without its reports; three statements."""
    return _counted(user, monday, day=day, at=at, unit=unit).get(unit.pk, Line(unit))


def _report(line, figure):
    line.expected = figure.expected - figure.exempt
    line.on_time, line.late, line.missing = figure.on_time, figure.late, figure.missing


def _counted(user, monday, *, day, at, unit=None):
    """{unit key: Line} of visits, orders and slips that `user` may see; three statements."""
    sunday, found = monday + timedelta(days=6), {}
    begin, end = orders.begin_of(monday), orders.begin_of(monday + timedelta(days=7))
    rows = orders.Order.objects.visible_to(user, day)
    visits = Inspection.objects.visible_to(user, day).filter(
        state__in=inspections.TOOK_PLACE, day__gte=monday, day__lte=sunday
    )
    slips = Coordination.objects.visible_to(user, day)
    if unit is not None:
        rows, visits, slips = rows.filter(unit=unit), visits.filter(**{UNIT_OF: unit.pk}), slips.filter(
            **{UNIT_OF: unit.pk}
        )  # fmt: skip
    for key, counts in orders.counted(rows, "unit", monday, sunday, at=at).items():
        line = found.setdefault(key, Line())
        line.issued, line.closed, line.open, line.overdue = counts.issued, counts.closed, counts.open, counts.overdue
    readable = Inspection.objects.readable_by(user, day).filter(state=InspectionState.CONFIRMED).order_by().values("pk")
    visited = visits.order_by().values(UNIT_OF).annotate(
        n=Count("pk", distinct=True), found=Count("findings", filter=Q(pk__in=readable), distinct=True)
    )  # fmt: skip
    for row in visited:
        line = found.setdefault(row[UNIT_OF], Line())
        line.visits, line.found = row["n"], row["found"]
    handled = slips.order_by().values(UNIT_OF).annotate(**coordination.counted(begin, end))
    for row in handled:
        line = found.setdefault(row[UNIT_OF], Line())
        line.raised, line.solved, line.waiting = row["raised"], row["solved"], row["open"]
    return found

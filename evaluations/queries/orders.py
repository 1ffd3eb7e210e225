"""What pages of the orders read, and the counts that bulletins, scores and the cockpit take over."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, Unit, in_force
from evaluations import options
from evaluations.models import Order
from evaluations.rules import orders as rules
from evaluations.states.orders import NUMBERED, OPEN, ROAD, Extension, OrderState, Prompt
from projects.models import Responsibility
from projects.states import PersonRole
from zhangdian.calendar.queries import calendar
from zhangdian.options.queries import values

PAGE = 30
# Rows on a page of a week at most.
MOST = 200


# Who is concerned -------------------------------------------------------------------------------


def of_unit(order, day):
    """The accounts of the head of the order's unit and of the unit's people on the project."""
    heads = Appointment.objects.filter(in_force(day), unit=order.unit_id, is_head=True)
    on_project = Responsibility.objects.filter(
        in_force(day), project=order.project_id, cadre__unit=order.unit_id,
        role__in=[PersonRole.UNIT_HEAD, PersonRole.DEPUTY, PersonRole.LIAISON],
    )  # fmt: skip
    keys = {*heads.values_list("cadre__user", flat=True), *on_project.values_list("cadre__user", flat=True)} - {None}
    return User.objects.active().filter(pk__in=keys).order_by("pk")


def office():
    """The accounts of the inspection office."""
    return User.objects.with_role(Role.SUPERVISOR).order_by("pk")


def ladder_key(order):
    """What the reminders of an order hang on: each time it is to be put right anew has its own."""
    return f"{order.pk}.{order.sent_back}.{order.reopened}"


# Counts for others -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Orders of one project in a period, as they stood at the end of it.

    issued: in the period. due: whose deadline ended in it. in_time: of those, closed on a report that came in time.
    overdue: past their deadline and still with the unit. open: not closed. closed: closed in the period. sent_back,
    reopened: how often, of those due. Orders withdrawn count nowhere.
    """

    issued: int = 0
    due: int = 0
    in_time: int = 0
    overdue: int = 0
    open: int = 0
    closed: int = 0
    sent_back: int = 0
    reopened: int = 0

    @property
    def rate(self):
        """On-time closed ÷ due in per cent; None where nothing was due."""
        return rules.rate(self.in_time, self.due)


def begin_of(day):
    """The first instant of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def counts(first, last, *, at=None, projects=None):
    """{project key: Counts} for the days from `first` to `last`, both included, as of the end of `last` or, where that
    is still to come, of `at`; one statement. `projects`: rows, keys or a queryset; all where None. A project without
    any order is not in it: `.get(key, Counts())`.

    What is not closed now, but was later moved on, is told by the stamps that stand on the row: a bulletin copies its
    counts when it is drawn up, a score when it is frozen.
    """
    rows = Order.objects.all() if projects is None else Order.objects.filter(project__in=projects)
    return counted(rows, "project", first, last, at=at)


def counted(rows, by, first, last, *, at=None):
    """{key: Counts} of the orders among `rows`, by their column `by`, as `counts` counts them; one statement."""
    begin, end = begin_of(first), begin_of(last + timedelta(days=1))
    now = min(end, at) if at else end
    rows = rows.filter(state__in=NUMBERED, issued_at__lt=now).exclude(state=OrderState.WITHDRAWN)
    was_closed = Q(state=OrderState.CLOSED, closed_at__lt=now)
    # The deadline ends in the period when its last second does.
    due = Q(due_at__gt=begin, due_at__lte=end)
    was_reported = Q(state__in=[OrderState.REPORTED, OrderState.CLOSED], reported_at__lt=now)
    found = rows.order_by().values(by).annotate(
        issued=Count("pk", filter=Q(issued_at__gte=begin)),
        due=Count("pk", filter=due),
        in_time=Count("pk", filter=due & was_closed & Q(in_time=True)),
        overdue=Count("pk", filter=Q(due_at__lte=now) & ~was_reported),
        open=Count("pk", filter=~was_closed),
        closed=Count("pk", filter=was_closed & Q(closed_at__gte=begin)),
        n_back=Sum("sent_back", filter=due, default=0),
        n_again=Sum("reopened", filter=due, default=0),
    )  # fmt: skip
    return {row.pop(by): Counts(sent_back=row.pop("n_back"), reopened=row.pop("n_again"), **row) for row in found}


def of_period(user, first, last, *, day, at, unit=None):
    """The orders that `user` may see and that were issued, closed or not closed in the days from `first` to `last`,
    dressed as they stand now, what is due first at the head; two statements."""
    begin, end = begin_of(first), begin_of(last + timedelta(days=1))
    rows = Order.objects.visible_to(user, day).filter(state__in=NUMBERED, issued_at__lt=end)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=begin) | Q(issued_at__gte=begin))
    rows = rows.exclude(Q(state=OrderState.WITHDRAWN) & Q(issued_at__lt=begin))
    if unit is not None:
        rows = rows.filter(unit=unit)
    return dressed(rows.select_related("project", "unit").order_by("due_at", "pk")[:MOST], at)


# Pages ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """The filters of the list, as the address says them."""

    state: str = ""
    unit: int | None = None
    q: str = ""
    overdue: bool = False
    mine: bool = False
    open: bool = False
    since: Any = None
    until: Any = None

    @classmethod
    def read(cls, given):
        """From the address; what makes no sense is left out."""

        def day(name):
            try:
                return parse_date(given.get(name, "") or "")
            except ValueError:
                return None

        unit, state = given.get("unit", ""), given.get("state", "")
        return cls(
            state=state if state in OrderState.values else "",
            unit=int(unit) if unit.isdigit() and len(unit) < 18 else None,
            q=given.get("q", "").strip()[:60], overdue=given.get("overdue") == "1", mine=given.get("mine") == "1",
            open=given.get("open") == "1", since=day("since"), until=day("until"),
        )  # fmt: skip


def listed(user, words, *, day, at):
    """The orders that `user` may see and that fit `words`, what is due first at the head; no evaluation."""
    rows = Order.objects.visible_to(user, day).select_related("project", "unit")
    if words.state:
        rows = rows.filter(state=words.state)
    if words.open:
        rows = rows.open()
    if words.unit:
        rows = rows.filter(unit=words.unit)
    if words.overdue:
        rows = rows.overdue(at)
    if words.mine:
        rows = rows.filter(waits_for(user, day))
    if words.since:
        rows = rows.filter(issued_at__gte=begin_of(words.since))
    if words.until:
        rows = rows.filter(issued_at__lt=begin_of(words.until + timedelta(days=1)))
    if words.q:
        rows = rows.filter(
            Q(title__icontains=words.q) | Q(number_text__icontains=words.q) | Q(project__name__icontains=words.q)
        )
    return rows.order_by("-year", "-number", "-pk")


def waits_for(user, day):
    """The condition that it is the turn of `user`: the unit's people for what they sign for and put right, the office
    for what is drafted, asked for and reported."""
    headed = Unit.objects.headed_by(user, day).order_by().values("pk")
    carried = Responsibility.objects.filter(
        in_force(day), project=OuterRef("project"), cadre__user=user, cadre__unit=OuterRef("unit"),
        role__in=[PersonRole.UNIT_HEAD, PersonRole.DEPUTY, PersonRole.LIAISON],
    )  # fmt: skip
    turn = Q(state__in=[OrderState.ISSUED, OrderState.WORKING]) & (Q(unit__in=headed) | Exists(carried))
    if user.has_role(Role.SUPERVISOR):
        turn |= Q(state__in=[OrderState.DRAFT, OrderState.REPORTED]) | Q(
            state=OrderState.WORKING, extension=Extension.ASKED
        )
    return turn


def dressed(rows, at):
    """Give each order `is_late` and `late_days` (working days), for lists; one statement for the calendar
    where one of them is late."""
    rows, today = list(rows), timezone.localdate(at)
    for row in rows:
        row.is_late, row.late_days = row.is_overdue(at), 0
    late = [row for row in rows if row.is_late]
    working = calendar() if late else None
    for row in late:
        row.late_days = rules.days_late(working, row.last_day, today)
    return rows


def units_with_orders(user, day):
    """The units that have orders `user` may see, for the filter."""
    keys = Order.objects.visible_to(user, day).order_by().values("unit").distinct()
    return Unit.objects.filter(pk__in=keys)


def tally(user, day, at):
    """{"open", "overdue", "to_verify", "in_time", "closed"} over what `user` may see; one statement."""
    return Order.objects.visible_to(user, day).order_by().aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        overdue=Count("pk", filter=Q(state__in=[OrderState.ISSUED, OrderState.WORKING], due_at__lte=at)),
        to_verify=Count("pk", filter=Q(state=OrderState.REPORTED)),
        closed=Count("pk", filter=Q(state=OrderState.CLOSED)),
        in_time=Count("pk", filter=Q(state=OrderState.CLOSED, in_time=True)),
    )  # fmt: skip


@dataclass
class Stop:
    """A stop on the road of an order: `is_past`, `is_here`."""

    label: Any
    is_past: bool = False
    is_here: bool = False


def road(order):
    """The stops from draft to closing, and where the order stands; one that ended otherwise stands nowhere on it."""
    here = ROAD.index(order.state) if order.state in ROAD else -1
    return [Stop(stop.label, number < here, number == here) for number, stop in enumerate(ROAD)]


@dataclass
class Late:
    """How late an order is and what that suggests."""

    days: int = 0
    prompt: Any = Prompt.NONE


def lateness(order, at):
    """The Late of an order; two statements where it is overdue."""
    if not order.is_overdue(at):
        return Late()
    today = timezone.localdate(at)
    days = rules.days_late(calendar(), order.last_day, today)
    found = values(today, *options.orders.PROMPTS)
    return Late(days, Prompt(rules.prompt(days, tuple(found[key] for key in options.orders.PROMPTS))))


def waiting(user, day, at):
    """(orders that wait for `user`, of these the overdue); no evaluation."""
    rows = Order.objects.visible_to(user, day).filter(waits_for(user, day))
    return rows, rows.filter(state__in=[OrderState.ISSUED, OrderState.WORKING], due_at__lte=at)


def of_project(user, project, day, limit=8):
    """The open and newest orders of a project for its page; no evaluation."""
    rows = Order.objects.visible_to(user, day).filter(project=project).exclude(state=OrderState.DISCARDED)
    rows = rows.select_related("unit", "project").annotate(is_open=Q(state__in=OPEN))
    return rows.order_by("-is_open", "-pk")[:limit]


def open_of_unit(user, unit, *, day, at, limit=50):
    """The orders of a unit that are not closed, as far as `user` may see them, what is due first at the head; at most
    two statements."""
    rows = Order.objects.visible_to(user, day).filter(unit=unit).open()
    return dressed(rows.select_related("unit", "project").order_by("due_at", "pk")[:limit], at)


def closed_since(day: date):
    """Orders closed since a day, newest first: what drafts of facts may take up."""
    rows = Order.objects.filter(state=OrderState.CLOSED, closed_at__gte=begin_of(day))
    return rows.select_related("project", "unit", "closed_by").order_by("-closed_at")

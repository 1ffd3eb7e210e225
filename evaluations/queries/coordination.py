"""Read models of the coordination slip's pages: a constant number of statements each."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Min, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import in_force
from evaluations.models import Coordination, CoordinationReport, CoordinationStep
from evaluations.queries import holders
from evaluations.rules import coordination as rules
from evaluations.states.coordination import HELD, OPEN, WAITING, CoordinationState, Level, Origin, StepEnd
from projects.models import Project, Responsibility
from projects.rules import periods, shown
from projects.states import PersonRole
from zhangdian.waiting import Line

FEW = 6
MOST = 2000
WHO = {"me", "raised"}
STATES = {
    "open": OPEN,
    "closed": (CoordinationState.SOLVED, CoordinationState.WITHDRAWN),
    "all": CoordinationState.values,
}


@dataclass
class Asked:
    """What an address asks for; unknown words count as not said."""

    who: str = ""
    state: str = "open"
    level: str = ""
    q: str = ""
    only: str = ""
    sort: str = "longest"

    @classmethod
    def read(cls, words):
        """From the address's words (a mapping)."""
        said = {name: str(words.get(name, ""))[:60].strip() for name in cls.__dataclass_fields__}
        if said["who"] not in WHO:
            said["who"] = ""
        if said["state"] not in STATES and said["state"] not in CoordinationState.values:
            said["state"] = "open"
        if said["level"] not in {str(level) for level in Level.values}:
            said["level"] = ""
        if said["only"] not in {"overdue", "escalate"}:
            said["only"] = ""
        if said["sort"] not in {"longest", "newest"}:
            said["sort"] = "longest"
        return cls(**said)

    @property
    def is_narrow(self):
        return self != Asked(sort=self.sort)


def raising(user, day):
    """The condition that `user` speaks for the raising side: as raiser, or as liaison of a matter out of a report."""
    carried = Project.objects.carried_by(user, day, PersonRole.LIAISON).order_by().values("pk")
    return Q(raised_by=user) | Q(origin=Origin.REPORT, project__in=carried)


def table(user, asked, *, day, at):
    """The slips that `user` may see and asks for, each with its project and raiser: a queryset, or a list of a
    person's own turn with `held` on each."""
    rows = Coordination.objects.visible_to(user, day).select_related("project", "raised_by", "answered_by")
    rows = rows.filter(state__in=STATES.get(asked.state, [asked.state]))
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.q:
        rows = rows.filter(
            Q(project__name__icontains=asked.q) | Q(project__code__icontains=asked.q) | Q(matter__icontains=asked.q)
            | Q(number__icontains=asked.q)
        )  # fmt: skip
    if asked.only == "overdue":
        rows = rows.overdue(at)
    elif asked.only == "escalate":
        rows = rows.to_escalate(at)
    rows = rows.order_by("-raised_at", "-pk") if asked.sort == "newest" else rows.order_by("raised_at", "pk")
    if asked.who == "raised":
        return rows.filter(raising(user, day))
    return turn_of(user, rows, day) if asked.who == "me" else rows


def turn_of(user, rows, day):
    """Those of `rows` that wait for `user`: to be handled as holder, or to be confirmed on the raising side."""
    mine = rows.filter(Q(state__in=HELD) & holders.may_stand(user, day) | Q(state=CoordinationState.ANSWERED) & raising(
        user, day
    ))[:MOST]  # fmt: skip
    held = holders.held(mine, day)
    found = []
    for slip in mine:
        slip.held = held[slip.pk]
        if slip.state == CoordinationState.ANSWERED:
            waits = slip.answered_by_id != user.pk
        else:
            waits = user.pk in slip.held.user_ids
        if waits:
            found.append(slip)
    return found


def dressed(rows, *, day, at):
    """Give each slip who holds it, how long it waits, for whom, until when, and whether it is late."""
    rows = list(rows)
    unknown = [slip for slip in rows if slip.is_open and not hasattr(slip, "held")]
    for pk, held in holders.held(unknown, day).items():
        next(slip for slip in unknown if slip.pk == pk).held = held
    for slip in rows:
        slip.waited = ((slip.solved_at or slip.withdrawn_at or at) - slip.raised_at).days
        slip.until = rules.last_day(timezone.localtime(slip.due_at)) if slip.due_at else None
        slip.is_overdue = slip.due_at is not None and slip.due_at <= at
        slip.is_prompted = slip.state in HELD and slip.escalate_at <= at and slip.level < Level.PRINCIPAL
        slip.waits_for = waits_for(slip)
    return rows


def waits_for(slip):
    """Whose turn it is, in words; empty when it is over."""
    if not slip.is_open:
        return ""
    if slip.state == CoordinationState.ANSWERED:
        return slip.raised_by.name
    return slip.held.names or _("nobody is named")


# Home, project page, cockpit ------------------------------------------------------------------


def lines_for(user, day, at):
    """What waits for `user` on the home page, as holder and as raiser; two statements, one when nothing does."""
    mine, speaks = raising(user, day), Q(state__in=HELD) & holders.may_stand(user, day)
    rows = list(
        Coordination.objects.visible_to(user, day).open().filter(mine | speaks)
        .annotate(is_mine=Case(When(mine, then=True), default=False, output_field=BooleanField()))[:MOST]
    )  # fmt: skip
    held = holders.held([slip for slip in rows if slip.state in HELD], day)
    handle = [slip for slip in rows if slip.pk in held and user.pk in held[slip.pk].user_ids]
    confirm = [slip for slip in rows if slip.pk not in held and slip.is_mine and slip.answered_by_id != user.pk]
    raised = [slip for slip in rows if slip.is_mine and slip.pk in held]
    late = sum(slip.due_at <= at or slip.escalate_at <= at for slip in raised)
    lines = []
    if handle:
        words, path = _("coordination slips that wait for you"), "/coordination/?who=me"
        lines.append(Line(len(handle), words, path, any(slip.due_at <= at for slip in handle)))
    if confirm:
        words, path = _("answers to your slips to confirm"), "/coordination/?who=me&state=ANSWERED"
        lines.append(Line(len(confirm), words, path, any(slip.due_at <= at for slip in confirm)))
    if raised:
        words = _("open slips that you raised")
        if late:
            words = _("open slips that you raised, %(n)d of them late") % {"n": late}
        lines.append(Line(len(raised), words, "/coordination/?who=raised"))
    return lines


@dataclass
class Stuck:
    """Who waits for whom: how many slips are open, how many late, how long the oldest waits, and the oldest few."""

    total: int = 0
    overdue: int = 0
    longest: int = 0
    rows: list = field(default_factory=list)


def stuck(user, *, day, at):
    """The open slips that `user` may see, in figures and the oldest few."""
    visible = Coordination.objects.visible_to(user, day).open()
    found = visible.aggregate(n=Count("pk"), first=Min("raised_at"), late=Count("pk", filter=Q(due_at__lte=at)))
    if not found["n"]:
        return Stuck()
    few = visible.select_related("project", "raised_by").order_by("raised_at", "pk")[:FEW]
    return Stuck(found["n"], found["late"], (at - found["first"]).days, dressed(few, day=day, at=at))


def of_project(user, project, day, limit=20):
    """The open slips of a project that `user` may see, the oldest first; no evaluation."""
    rows = Coordination.objects.visible_to(user, day).open().filter(project=project)
    return rows.select_related("project", "raised_by").order_by("raised_at", "pk")[:limit]


# The page of a slip ----------------------------------------------------------------------------


@dataclass
class SlipPage:
    """Everything the page of one slip shows."""

    slip: Any
    steps: list = field(default_factory=list)
    reports: list = field(default_factory=list)


def slip_page(slip, *, day, at):
    """The SlipPage of `slip`; sets on it what the predicates ask, so that buttons cost nothing more."""
    slip.held = holders.held([slip], day)[slip.pk]
    liaisons = Responsibility.objects.filter(in_force(day), project=slip.project_id, role=PersonRole.LIAISON)
    slip.liaison_ids = set(liaisons.exclude(cadre__user=None).values_list("cadre__user", flat=True))
    dressed([slip], day=day, at=at)
    page = SlipPage(slip)
    page.steps = list(CoordinationStep.objects.filter(slip=slip).select_related("accepted_by"))
    for step in page.steps:
        step.until = rules.last_day(timezone.localtime(step.respond_due_at))
        step.is_late = ((step.accepted_at or step.ended_at or at) >= step.respond_due_at and step.number == 1) or (
            step.accepted_at is None and step.ended_at is None and step.respond_due_at <= at
        )
    page.reports = list(CoordinationReport.objects.filter(slip=slip).select_related("report").order_by("report__day"))
    return page


# Figures for the district -----------------------------------------------------------------------


@dataclass
class Response:
    """Median working days until taken up and until settled, with n, of the slips raised since a day. Of the district
    only: never by person or unit."""

    since: Any
    taken: str = ""
    taken_n: int = 0
    settled: str = ""
    settled_n: int = 0
    waiting: int = 0


def response(day):
    """The Response of the slips raised since the first day of the running quarter; one statement."""
    since = periods.first_day(periods.QUARTER, day)
    taken, settled, waiting = {}, {}, 0
    begin = timezone.make_aware(timezone.datetime.combine(since, timezone.datetime.min.time()))
    rows = (
        Coordination.objects.filter(raised_at__gte=begin)
        .order_by()
        .values_list("response_days", "solved_days", "state")
    )
    for first, last, state, n in rows.annotate(n=Count("pk")):
        if first is not None:
            taken[first] = taken.get(first, 0) + n
        elif state in WAITING:
            waiting += n
        if last is not None:
            settled[last] = settled.get(last, 0) + n
    return Response(
        since, _number(rules.median(taken)), sum(taken.values()), _number(rules.median(settled)),
        sum(settled.values()), waiting,
    )  # fmt: skip


def _number(value):
    return "" if value is None else shown.amount(value)


# The week ---------------------------------------------------------------------------------------


@dataclass
class Week:
    """Who handled what in one week. groups: [(level words, owners, [step])]."""

    monday: Any
    sunday: Any
    raised: int = 0
    answered: int = 0
    solved: int = 0
    open: int = 0
    groups: list = field(default_factory=list)


def counted(begin, end):
    """What is counted of slips from the instant `begin` to `end`: raised, answered, solved in it, open at its end."""
    return {
        "raised": Count("pk", filter=Q(raised_at__gte=begin, raised_at__lt=end)),
        "answered": Count("pk", filter=Q(answered_at__gte=begin, answered_at__lt=end)),
        "solved": Count("pk", filter=Q(solved_at__gte=begin, solved_at__lt=end)),
        "open": Count("pk", filter=Q(raised_at__lt=end) & _not_over(end)),
    }  # fmt: skip


def _not_over(instant):
    return (Q(solved_at__isnull=True) | Q(solved_at__gte=instant)) & (
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=instant)
    )


def of_period(user, first, last, *, day, at, unit):
    """The slips of a unit's projects that `user` may see and that were not over when the days from `first` to `last`
    began, dressed as they stand now, the oldest first."""
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(one, time.min, tzinfo=zone) for one in (first, last + timedelta(days=1)))
    rows = Coordination.objects.visible_to(user, day).filter(_not_over(begin), raised_at__lt=end)
    rows = rows.filter(project__standing__unit_id=unit.pk).select_related("project", "raised_by")
    return dressed(rows.order_by("raised_at", "pk")[:100], day=day, at=at)


def week(user, monday, *, day, at, paginate):
    """The Week of `monday`: steps that ran in it, by level and owner. Composed of rows, so that it reads the same
    later; only the owners of a step that still runs are those of the day."""
    page = Week(monday, monday + timedelta(days=6))
    begin = timezone.make_aware(timezone.datetime.combine(monday, timezone.datetime.min.time()))
    end = begin + timedelta(days=7)
    visible = Coordination.objects.visible_to(user, day)
    counts = visible.aggregate(**counted(begin, end))
    page.raised, page.answered, page.solved, page.open = (
        counts[name] for name in ("raised", "answered", "solved", "open")
    )
    steps = (
        CoordinationStep.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=begin), begun_at__lt=end)
        .filter(slip__in=visible.order_by().values("pk"))
        .select_related("slip__project")
        .order_by("-level", "owners", "begun_at", "pk")
    )
    rows = paginate(steps)
    running = [step.slip for step in rows if step.ended_at is None]
    held = holders.held(running, day)
    groups = {}
    for step in rows:
        if step.ended_at is None:
            step.owners = held[step.slip_id].names or step.owners
        step.words = _step_words(step, end)
        step.days = (min(step.ended_at or at, end) - step.begun_at).days
        groups.setdefault((step.level, step.owners), []).append(step)
    page.groups = [
        (Level(level).label, owners, found) for (level, owners), found in sorted(groups.items(), reverse=True)
    ]
    return page, rows


def _step_words(step, end):
    """How the step stood at the instant `end`."""
    if step.ended_at is not None and step.ended_at < end:
        return StepEnd(step.end).label
    if step.accepted_at is not None and step.accepted_at < end:
        return CoordinationState.ACCEPTED.label
    return _("not taken up")

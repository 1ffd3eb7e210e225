"""What pages of the weekly inspection read, and the visits that other subjects count."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q
from django.db.models.functions import TruncMonth

from accounts.states import Role
from cadres.models import Appointment, Cadre, in_force
from evaluations import options
from evaluations.models import Evidence, Finding, Inspection, Order, Record, Seat, WeekPlan
from evaluations.models.orders import UNDRAWN
from evaluations.rules import inspections as rules
from evaluations.states.inspections import Aspect, Choice, InspectionState, PlanState, RecordState, Speed, Value
from evaluations.states.orders import OrderState
from projects.models import Project, ProjectUnit, Responsibility, StageSpan
from projects.states import PersonRole, ProgrammeState, Stage, UnitRole
from zhangdian.options.queries import value
from zhangdian.papers.models import Attachment

# What counts as having been seen: a visit that took place.
TOOK_PLACE = (InspectionState.OPEN, InspectionState.GATHERED, InspectionState.CONFIRMED)
LATELY = timedelta(days=30)


def building():
    """The projects in construction of running programmes: the sites that are inspected."""
    return Project.objects.filter(state=Stage.BUILDING, programme__state=ProgrammeState.RUNNING)


def candidates(week_on):
    """[rules.Candidate] of the sites in construction as they stand before `week_on`; four statements."""
    seen = dict(
        Inspection.objects.filter(state__in=TOOK_PLACE, day__lt=week_on)
        .order_by().values("project").annotate(last=Max("day")).values_list("project", "last")
    )  # fmt: skip
    visits = dict(
        Inspection.objects.filter(state__in=TOOK_PLACE, day__lt=week_on, day__gte=week_on - LATELY)
        .order_by().values("project").annotate(n=Count("pk")).values_list("project", "n")
    )  # fmt: skip
    since = dict(
        StageSpan.objects.filter(stage=Stage.BUILDING)
        .order_by().values("project").annotate(first=Min("from_on")).values_list("project", "first")
    )  # fmt: skip
    found = []
    for key, colour in building().order_by("pk").values_list("pk", "standing__colour"):
        last = seen.get(key) or since.get(key) or week_on
        unseen = max((week_on - last).days, 0)
        found.append(rules.Candidate(key, unseen, colour or "grey", visits.get(key, 0)))
    return found


def replay(plan):
    """The sites that the plan's seed and basis give: what was drawn, for whoever wishes to check it."""
    basis = plan.basis
    pool = [rules.Candidate(*row) for row in basis["pool"]]
    return rules.choose(
        pool, wanted=basis["wanted"], oldest=basis["oldest"], ceiling=basis["ceiling"], factors=basis["factors"],
        seed=plan.seed,
    )  # fmt: skip


def drawn(plan):
    """The draw of `plan` done again, for its page: every site of the pool with its weight, how it came in, and whether
    it is on the plan; two statements."""
    picks = {pick.candidate.key: pick.how for pick in replay(plan)}
    names = dict(Project.objects.filter(pk__in=[row[0] for row in plan.basis["pool"]]).values_list("pk", "name"))
    stored = set(plan.inspections.exclude(how=Choice.ADDED).values_list("project", flat=True))
    rows = []
    for candidate in sorted(rules.Candidate(*row) for row in plan.basis["pool"]):
        how = picks.get(candidate.key, "")
        rows.append(
            {
                "name": names.get(candidate.key, candidate.key), "candidate": candidate,
                "weight": rules.weight(candidate, plan.basis["factors"]), "how": how,
                "how_words": dict(Choice.choices).get(how, ""), "is_often": candidate.visits >= plan.basis["ceiling"],
            }
        )  # fmt: skip
    rows.sort(key=lambda row: (not row["how"], -row["candidate"].unseen))
    return {"rows": rows, "agrees": stored <= set(picks), "left_out": len(set(picks) - stored)}


def involved(project, users, day):
    """Keys of those of `users` who have to do with a project otherwise than as its evaluation team: they carry it, or
    are of a unit responsible for it."""
    carrying = Responsibility.objects.filter(in_force(day), project=project, cadre__user__in=users).exclude(
        role=PersonRole.TEAM
    )
    units = ProjectUnit.objects.filter(in_force(day), project=project, role=UnitRole.RESPONSIBLE).values("unit")
    posts = Appointment.objects.filter(in_force(day), unit__in=units, cadre__user__in=users)
    of = Cadre.objects.filter(unit__in=units, user__in=users)
    return {
        *carrying.values_list("cadre__user", flat=True), *posts.values_list("cadre__user", flat=True),
        *of.values_list("user", flat=True),
    }  # fmt: skip


def monday(day):
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def read_week(text, day):
    """The Monday that “2017-W15” names; that of the week of `day` where it names none."""
    try:
        year, week = text.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    except (ValueError, AttributeError, OverflowError):
        return monday(day)


def week_name(week_on):
    year, week, _day = week_on.isocalendar()
    return f"{year}-W{week:02}"


@dataclass
class Week:
    """The page of one week."""

    week_on: date
    plan: Any = None
    rows: list = field(default_factory=list)
    left: list = field(default_factory=list)
    days: list = field(default_factory=list)

    @property
    def name(self):
        return week_name(self.week_on)

    @property
    def last_on(self):
        return self.week_on + timedelta(days=6)

    @property
    def before(self):
        return week_name(self.week_on - timedelta(days=7))

    @property
    def after(self):
        return week_name(self.week_on + timedelta(days=7))


def with_seats(rows):
    """With project, plan, inspectors and who confirmed it."""
    seats = Prefetch("seats", Seat.objects.select_related("user"))
    return rows.select_related("project", "plan", "confirmed_by").prefetch_related(seats)


def week(user, week_on, day):
    """The Week of `week_on` as `user` may see it; a constant number of statements."""
    page = Week(week_on)
    page.plan = (
        WeekPlan.objects.visible_to(user).select_related("drawn_by", "published_by").filter(week_on=week_on).first()
    )
    if page.plan:
        rows = with_seats(Inspection.objects.visible_to(user, day).filter(plan=page.plan))
        page.rows = list(rows.order_by("day", "project__code"))
        ceiling = page.plan.basis["ceiling"]
        for row in page.rows:
            row.is_mine = any(seat.user_id == user.pk for seat in row.seats.all())
            row.is_often = row.visits >= ceiling
        names = {row.project_id for row in page.rows}
        page.left = [row for row in page.plan.basis["pool"] if row[3] >= ceiling and row[0] not in names]
    return page


def mine(user, day):
    """The visits that `user` still has to make or write about, the nearest first; two statements."""
    done = Record.objects.filter(author=user, state=RecordState.IN).values("inspection")
    rows = Inspection.objects.filter(
        seats__user=user, plan__state=PlanState.PUBLISHED,
        state__in=[InspectionState.PLANNED, InspectionState.OPEN, InspectionState.GATHERED],
    )  # fmt: skip
    rows = rows.exclude(Q(state=InspectionState.OPEN) & Q(pk__in=done))
    return list(with_seats(rows).order_by("day", "pk")[:50])


@dataclass
class Coverage:
    """Which sites were seen, and which too often."""

    seen: int
    total: int
    within: int
    ceiling: int
    rows: list = field(default_factory=list)

    @property
    def percent(self):
        return self.seen * 100 // self.total if self.total else None


def coverage(user, day):
    """The Coverage on `day` of the sites that `user` may see: days since the last visit, visits of the last thirty
    days; five statements."""
    within, ceiling = value(options.inspections.COVERAGE, day), value(options.inspections.CEILING, day)
    visible = {
        project.pk: project
        for project in building().filter(pk__in=Project.objects.visible_to(user, day).order_by().values("pk"))
    }
    pool = [one for one in candidates(day + timedelta(days=1)) if one.key in visible]
    seen, total = rules.coverage([one.unseen for one in pool], within)
    page = Coverage(seen, total, within, ceiling)
    for one in sorted(pool, key=lambda one: (-one.unseen, one.key)):
        page.rows.append(
            {
                "project": visible[one.key], "unseen": one.unseen, "visits": one.visits, "colour": one.colour,
                "is_often": one.visits > ceiling, "is_long": one.unseen > within,
            }
        )  # fmt: skip
    return page


def visits(first, last, projects=None):
    """{(project key, first day of the month): visits} of the visits that took place from `first` to `last`, both
    included; one statement. `projects`: rows, keys or a queryset, all where None."""
    rows = Inspection.objects.filter(state__in=TOOK_PLACE, day__gte=first, day__lte=last)
    if projects is not None:
        rows = rows.filter(project__in=projects)
    rows = rows.order_by().annotate(month=TruncMonth("day")).values("project", "month").annotate(n=Count("pk"))
    return {(row["project"], row["month"]): row["n"] for row in rows}


@dataclass
class Sheet:
    """The page of one inspection as one person may see it."""

    inspection: Any
    records: list = field(default_factory=list)
    own: Any = None
    findings: list = field(default_factory=list)
    versions: list = field(default_factory=list)
    is_readable: bool = False
    waiting: int = 0


def shown_evidence():
    """For `prefetch_related`: what a record shows now."""
    rows = Evidence.objects.current().select_related("paper")
    return Prefetch("evidence", rows, to_attr="shown")


def records_of(user, inspection):
    """The records of a visit that `user` may see, with marks, problems and evidence."""
    rows = Record.objects.visible_to(user).filter(inspection=inspection).select_related("author")
    return list(rows.prefetch_related("marks", "observations", shown_evidence()))


def findings_of(user, inspection):
    """The findings of a visit, each with `shown` (the orders on it that `user` may know of, with number, title and
    state) and `is_ordered` (is there one that was not thrown away?); one statement."""
    rows = Finding.objects.filter(inspection=inspection).order_by("number", "orders__pk").annotate(
        order_pk=F("orders__pk"), order_number=F("orders__number_text"), order_title=F("orders__title"),
        order_state=F("orders__state"),
    )  # fmt: skip
    found = {}
    for row in rows:
        one = found.setdefault(row.pk, row)
        if one is row:
            one.shown, one.is_ordered = [], False
        if row.order_pk is None:
            continue
        one.is_ordered |= row.order_state != OrderState.DISCARDED
        if row.order_state not in UNDRAWN or user.has_role(Role.SUPERVISOR):
            one.shown.append(
                Order(pk=row.order_pk, number_text=row.order_number, title=row.order_title, state=row.order_state)
            )
    return list(found.values())


def sheet(user, inspection, day):
    """The Sheet of `inspection` (with its seats, and `standing`) for `user`; seven statements at most."""
    page = Sheet(inspection)
    page.records = records_of(user, inspection)
    page.own = next((row for row in page.records if row.author_id == user.pk), None)
    if inspection.state == InspectionState.OPEN:
        page.waiting = Record.objects.filter(inspection=inspection, state=RecordState.WRITING).count()
    page.is_readable = inspection.is_readable
    if page.is_readable:
        page.findings = findings_of(user, inspection)
        page.versions = list(inspection.versions.select_related("by", "voided_by"))
    return page


def as_confirmed(version, *, with_records):
    """What an InspectionVersion says, in words: summary, problems and, `with_records`, what it rested on, without the
    files that are gone since; one statement."""
    aspects, values, speeds = dict(Aspect.choices), dict(Value.choices), dict(Speed.choices)
    content = version.content
    shown = {
        "summary": content["summary"], "nothing_found": content["nothing_found"],
        "findings": [(place, text, speeds.get(speed, speed)) for _key, place, text, speed in content["findings"]],
        "records": [],
    }  # fmt: skip
    if not with_records:
        return shown
    files = [key for one in content["records"] for key, _name, _digest in one["files"]]
    there = set(Attachment.objects.filter(pk__in=files).values_list("pk", flat=True))
    for one in content["records"]:
        shown["records"].append(
            {
                "author": one["author"], "summary": one["summary"],
                "marks": [(aspects.get(a, a), values.get(v, v), note) for a, v, note in one["marks"]],
                "observations": [text for text, _speed in one["observations"]],
                "files": [(key, name) for key, name, _digest in one["files"] if key in there],
            }
        )  # fmt: skip
    return shown


def of_project(user, project, day, limit=5):
    """The last visits to a project for its page, with how much was found where `user` may read it; no evaluation."""
    readable = Inspection.objects.readable_by(user, day).order_by().values("pk")
    return (
        Inspection.objects.visible_to(user, day)
        .filter(project=project)
        .exclude(state=InspectionState.CANCELLED)
        .annotate(found=Count("findings"), is_readable=Q(pk__in=readable))
        .order_by("-day", "-pk")[:limit]
    )


def names_of(visits):
    """(key of a visit, name) of those who go on the visits of a queryset, who leads first; no evaluation."""
    seats = Seat.objects.filter(inspection__in=visits.values("pk")).order_by("-is_leader", "pk")
    return seats.values_list("inspection", "user__name")


def own_work(user, day):
    """{"write": own visits to make or write about, "consolidate": own visits whose result is to be settled}; no
    evaluation."""
    written = Record.objects.filter(author=user, state=RecordState.IN).values("inspection")
    own = Inspection.objects.filter(seats__user=user, plan__state=PlanState.PUBLISHED)
    under_way = Q(state=InspectionState.OPEN) & ~Q(pk__in=written)
    return {
        "write": own.filter(under_way | Q(state=InspectionState.PLANNED, day__lte=day)),
        "consolidate": own.filter(state=InspectionState.GATHERED),
    }


def to_publish(day):
    """(the Monday of the week whose plan should stand on `day`, that plan where it is published). From Thursday on it
    is the next week's; no evaluation."""
    week_on = monday(day) + timedelta(days=7 if day.weekday() >= 3 else 0)
    return week_on, WeekPlan.objects.filter(week_on=week_on, state=PlanState.PUBLISHED)


def of_period(user, first, last, day, *, unit):
    """The visits to a unit's projects from `first` to `last` that `user` may see, called off ones left out; two
    statements."""
    readable = Inspection.objects.readable_by(user, day).order_by().values("pk")
    rows = with_seats(Inspection.objects.visible_to(user, day).filter(day__gte=first, day__lte=last))
    rows = rows.filter(project__standing__unit_id=unit.pk).exclude(state=InspectionState.CANCELLED)
    found = list(rows.annotate(found=Count("findings"), is_readable=Q(pk__in=readable)).order_by("day", "pk")[:100])
    for visit in found:
        visit.inspectors = [seat.user.name for seat in visit.seats.all()]
    return found

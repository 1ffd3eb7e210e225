"""Computing the lights of every project for the month, in a constant number of statements a thousand projects."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from projects import options
from projects.models import DailyReport, Light, LightWeek, Milestone, MonthlyPlan, Project
from projects.rules import lights as rules
from projects.rules import periods
from projects.states import LightColour, LightState, ProgrammeState, Stage
from zhangdian.options.queries import values

# In these stages there is nothing to measure by: the light is grey.
UNMEASURED = frozenset({Stage.IDEA, Stage.RESERVE, Stage.SUSPENDED, Stage.ACCEPTED, Stage.WITHDRAWN})
BATCH = 500


def thresholds(day):
    """The limits in force on `day`."""
    found = values(day, options.LIGHT_YELLOW, options.LIGHT_RED, options.MILESTONE_RED)
    return rules.Thresholds(found[options.LIGHT_YELLOW], found[options.LIGHT_RED], found[options.MILESTONE_RED])


def running():
    """The projects that have lights: of running programmes, not withdrawn."""
    return Project.objects.filter(programme__state=ProgrammeState.RUNNING).exclude(state=Stage.WITHDRAWN)


def facts(day, projects=None):
    """{project id: Facts} as of `day` for `projects` (a queryset; all that run by default), in four queries."""
    projects = running() if projects is None else projects
    rows = list(
        projects.order_by("pk").values_list(
            "pk", "programme__year", "year_plan", "invested_before", "starts_on", "ends_on", "state"
        )
    )
    keys = projects.order_by().values("pk")
    planned: dict = defaultdict(dict)
    confirmed: dict = defaultdict(dict)
    for key, month, amount, settled in MonthlyPlan.objects.filter(project__in=keys).values_list(
        "project_id", "month", "planned", "confirmed"
    ):
        planned[key][month] = amount
        if settled is not None:
            confirmed[key][month] = settled
    daily = invested_by_month(DailyReport.objects.filter(project__in=keys, day__lte=day))
    steps: dict = defaultdict(list)
    for key, name, planned_on, done_on, excuse in Milestone.objects.filter(project__in=keys).values_list(
        "project_id", "name", "planned_on", "done_on", "excuse"
    ):
        steps[key].append(rules.Step(name, planned_on, done_on, bool(excuse)))
    found = {}
    for key, year, year_plan, before, starts_on, ends_on, stage in rows:
        in_year = {month: amount for month, amount in planned[key].items() if month.year == year}
        done = {month: amount for month, amount in daily[key].items() if month.year == year}
        done |= {m: amount for m, amount in confirmed[key].items() if m.year == year and m <= day}
        found[key] = rules.Facts(
            year, year_plan, before + sum(done.values(), Decimal(0)), in_year, starts_on, ends_on,
            tuple(steps[key]), stage not in UNMEASURED,
        )  # fmt: skip
    return found


def invested_by_month(reports):
    """{project id: {first day of month: Σ invested as reported day by day}}, in one query."""
    found: dict = defaultdict(dict)
    sums = (
        reports.filter(invested__isnull=False).order_by()
        .annotate(month=TruncMonth("day")).values("project_id", "month").annotate(total=Sum("invested"))
    )  # fmt: skip
    for key, month, total in sums.values_list("project_id", "month", "total"):
        found[key][month] = total
    return found


@transaction.atomic
def compute(day):
    """Compute the lights of the month of `day` as of `day`, and note the lights that count in this week.

    A light a person has confirmed is never touched. Returns how many projects have a light.
    """
    limits = thresholds(day)
    month, week = periods.first_day(periods.MONTH, day), periods.first_day(periods.WEEK, day)
    rows = []
    for key, known in facts(day).items():
        verdict = rules.light(known, limits, day)
        rows.append(
            (key, month, day, verdict.colour, verdict.why[:200], verdict.scheduled, verdict.done, verdict.deviation)
        )
    _store(rows)
    _note_week(week, month)
    return len(rows)


def _store(rows):
    table = Light._meta.db_table
    line = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            cursor.execute(
                f"""INSERT INTO {table}
                (project_id, month, as_of, computed, why, scheduled, done, deviation, state, confirmed, reason)
                VALUES {", ".join([line] * len(part))}
                ON CONFLICT (project_id, month) DO UPDATE SET as_of = excluded.as_of, computed = excluded.computed,
                    why = excluded.why, scheduled = excluded.scheduled, done = excluded.done,
                    deviation = excluded.deviation
                WHERE {table}.state = '{LightState.COMPUTED}'""",
                [_plain(value) for row in part for value in (*row, LightState.COMPUTED.value)],
            )


def _plain(value):
    """Decimals as SQLite takes them; everything else as it is."""
    return str(value) if isinstance(value, Decimal) else value


def _note_week(week, month):
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {LightWeek._meta.db_table} (project_id, week, colour, deviation)
            SELECT project_id, %s, CASE WHEN confirmed <> '' THEN confirmed ELSE computed END, deviation
            FROM {Light._meta.db_table} WHERE month = %s
            ON CONFLICT (week, project_id) DO UPDATE SET colour = excluded.colour, deviation = excluded.deviation""",
            [week, month],
        )


def history(first, last):
    """Compute the lights at the end of every week from `first` to `last`: for a roster that comes with its past."""
    day = first
    while day <= last:
        compute(min(periods.last_day(periods.WEEK, day), last))
        day = date.fromordinal(periods.last_day(periods.WEEK, day).toordinal() + 1)


def worst_first(colour):
    """A key for sorting: red, yellow, green, grey."""
    return -rules.ORDER[LightColour(colour).value]

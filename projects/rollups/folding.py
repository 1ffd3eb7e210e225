"""Folding daily rows into figures: one period at a time, in a constant number of statements whatever N.

A period is always computed anew from the rows below and replaces what stood there, in one transaction behind one
lock; so it may be repeated, doubled or killed at any point. Rows count once their cut-off has passed at the instant.

    month, week, day   from daily reports (and plans and milestones), project by project
    quarter            the sum of its three months
    unit               the sum of the projects it is responsible for on the day; plan, milestones and a month's
                       confirmed investment go to the units responsible on the period's last day
    district           the sum of the projects, so that a project of two units counts once
"""

from django.db import connection, transaction
from django.utils import timezone

from projects.models import DailyReport, Figure, Milestone, MonthlyPlan, Project, ProjectUnit
from projects.rules import periods

LOCK = 7_305_001  # the advisory lock of the figures; any number nobody else uses
COUNTS = ("expected", "exempt", "on_time", "late", "missing")
AMOUNTS = ("invested", "planned", "milestones_due", "milestones_done")
NUMBERS = (*COUNTS, *AMOUNTS)
TABLE = Figure._meta.db_table
REPORT = DailyReport._meta.db_table
COLUMNS = f"scope, scope_id, period, starts_on, ends_on, {', '.join(NUMBERS)}, computed_at"
SUMS = ", ".join(f"COALESCE(SUM({name}), 0)" for name in NUMBERS)

# What a row counts as: projects.rules.health.counts_as in the words of the database. Only what was received has a
# lateness (report_lateness_fixed), so an open row counts as neither.
COUNT_ROWS = """COUNT(*) AS expected,
    COUNT(*) FILTER (WHERE r.state = 'EXEMPT') AS exempt,
    COUNT(*) FILTER (WHERE NOT r.is_late AND r.state <> 'EXEMPT') AS on_time,
    COUNT(*) FILTER (WHERE r.is_late AND r.state <> 'EXEMPT') AS late,
    COUNT(*) FILTER (WHERE r.state = 'OPEN') AS missing,
    SUM(r.invested) AS daily"""


def roll_up(period, day, *, at):
    """Compute the period of kind `period` that holds `day` anew for every project, unit and the district.

    at: the instant; a quarter sums its months as they stand. Returns the first day of the period.
    """
    start, end = periods.first_day(period, day), periods.last_day(period, day)
    with transaction.atomic(), connection.cursor() as cursor:
        _lock(cursor)
        # A project's row is written only where it differs; the few of units and district are written anew.
        kept = "" if period == periods.QUARTER else " AND scope <> 'project'"
        cursor.execute(f"DELETE FROM {TABLE} WHERE period = %s AND starts_on = %s{kept}", [period, start])
        if period == periods.QUARTER:
            _sum_of_months(cursor, start, end, at)
        else:
            _projects(cursor, period, start, end, at)
            _units(cursor, period, start, end, at)
            _district(cursor, period, start, end, at)
    return start


def _lock(cursor):
    """One fold at a time. SQLite's immediate transaction is such a lock by itself."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # Compiling these statements takes longer than running them.
        cursor.execute("SET LOCAL jit = off")
        # Of a period just begun the planner knows no rows yet and would walk all new figures for each stored one.
        cursor.execute("SET LOCAL enable_nestloop = off")


def _instant(at):
    return connection.ops.adapt_datetimefield_value(at)


def _projects(cursor, period, start, end, at):
    counted = f"""SELECT r.project_id, {COUNT_ROWS} FROM {REPORT} r
        WHERE r.day BETWEEN %s AND %s AND r.due_at <= %s GROUP BY r.project_id"""
    reached = f"""SELECT project_id, COUNT(*) AS due, COUNT(*) FILTER (WHERE done_on <= %s) AS done
        FROM {Milestone._meta.db_table} WHERE planned_on BETWEEN %s AND %s GROUP BY project_id"""
    # Only a month has plans; there is at most one a project.
    plans = f"""SELECT project_id, planned, confirmed FROM {MonthlyPlan._meta.db_table}
        WHERE month = %s{"" if period == periods.MONTH else " AND FALSE"}"""
    cursor.execute("DROP TABLE IF EXISTS figures_new")
    # PostgreSQL reads in parallel for CREATE TABLE AS, never for INSERT … SELECT. Rows are stored in the order of
    # their index.
    cursor.execute(
        f"""CREATE TEMPORARY TABLE figures_new AS
        SELECT p.id AS project_id, {", ".join(f"COALESCE(c.{name}, 0) AS {name}" for name in COUNTS)},
            COALESCE(m.confirmed, c.daily, 0) AS invested, COALESCE(m.planned, 0) AS planned,
            COALESCE(s.due, 0) AS milestones_due, COALESCE(s.done, 0) AS milestones_done
        FROM {Project._meta.db_table} p
        LEFT JOIN ({counted}) c ON c.project_id = p.id
        LEFT JOIN ({plans}) m ON m.project_id = p.id
        LEFT JOIN ({reached}) s ON s.project_id = p.id
        WHERE c.project_id IS NOT NULL OR m.project_id IS NOT NULL OR s.project_id IS NOT NULL
        ORDER BY p.id""",
        [start, end, _instant(at), start, timezone.localdate(at), start, end],
    )
    # What is no more goes, what differs is changed (no index need be touched for that), what is new comes.
    there = "scope = 'project' AND period = %s AND starts_on = %s"
    cursor.execute(
        f"DELETE FROM {TABLE} WHERE {there} AND NOT EXISTS (SELECT 1 FROM figures_new n WHERE n.project_id = scope_id)",
        [period, start],
    )
    old, new = (", ".join(f"{side}.{name}" for name in NUMBERS) for side in (TABLE, "n"))
    cursor.execute(
        f"""UPDATE {TABLE} SET {", ".join(f"{name} = n.{name}" for name in NUMBERS)}, computed_at = %s
        FROM figures_new n WHERE {there} AND scope_id = n.project_id AND ({old}) <> ({new})""",
        [_instant(at), period, start],
    )
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS})
        SELECT 'project', project_id, %s, %s, %s, {", ".join(NUMBERS)}, %s FROM figures_new n
        WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE {there} AND scope_id = n.project_id) ORDER BY project_id""",
        [period, start, end, _instant(at), period, start],
    )
    cursor.execute("DROP TABLE figures_new")


def _units(cursor, period, start, end, at):
    # Who is responsible all through the period takes the project's figure; who came or went within it, the days.
    cursor.execute(
        f"""SELECT 1 FROM {ProjectUnit._meta.db_table} WHERE role = 'responsible' AND from_on <= %s
        AND (until_on IS NULL OR until_on >= %s) AND (from_on > %s OR until_on < %s) LIMIT 1""",
        [end, start, start, end],
    )
    if cursor.fetchone() is None:
        _whole_units(cursor, period, start, end, at)
    else:
        _changing_units(cursor, period, start, end, at)


def _whole_units(cursor, period, start, end, at):
    """Nobody came or went: each unit is the sum of its projects' figures, without a look at the days."""
    names = ", ".join(f"COALESCE(SUM(f.{name}), 0)" for name in NUMBERS)
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS})
        SELECT 'unit', w.unit_id, %s, %s, %s, {names}, %s FROM (
            SELECT DISTINCT project_id, unit_id FROM {ProjectUnit._meta.db_table}
            WHERE role = 'responsible' AND from_on <= %s AND (until_on IS NULL OR until_on >= %s)
        ) w JOIN {TABLE} f ON f.scope_id = w.project_id
        WHERE f.scope = 'project' AND f.period = %s AND f.starts_on = %s GROUP BY w.unit_id""",
        [period, start, end, _instant(at), start, end, period, start],
    )


def _changing_units(cursor, period, start, end, at):
    pairs = f"SELECT DISTINCT project_id, unit_id FROM {ProjectUnit._meta.db_table} WHERE role = 'responsible'"
    whole = f"{pairs} AND from_on <= %s AND (until_on IS NULL OR until_on >= %s)"
    part = f"""SELECT project_id, unit_id, from_on, until_on FROM {ProjectUnit._meta.db_table} u
        WHERE role = 'responsible' AND from_on <= %s AND (until_on IS NULL OR until_on >= %s)
        AND NOT EXISTS (SELECT 1 FROM whole w WHERE w.project_id = u.project_id AND w.unit_id = u.unit_id)"""
    of_period = "f.scope = 'project' AND f.period = %s AND f.starts_on = %s"
    names = ", ".join(f"f.{name}" for name in NUMBERS)
    confirmed = f"""CASE WHEN EXISTS (SELECT 1 FROM {MonthlyPlan._meta.db_table} m WHERE m.project_id = f.scope_id
        AND m.month = f.starts_on AND m.confirmed IS NOT NULL) THEN f.invested ELSE 0 END"""
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS})
        WITH whole AS ({whole}), part AS ({part}),
        days AS (
            SELECT DISTINCT p.unit_id, r.id, r.state, r.is_late, CASE WHEN %s AND EXISTS (
                SELECT 1 FROM {MonthlyPlan._meta.db_table} m
                WHERE m.project_id = r.project_id AND m.month = %s AND m.confirmed IS NOT NULL
            ) THEN NULL ELSE r.invested END AS invested
            FROM part p JOIN {REPORT} r ON r.project_id = p.project_id AND r.day >= p.from_on
                AND (p.until_on IS NULL OR r.day <= p.until_on)
            WHERE r.day BETWEEN %s AND %s AND r.due_at <= %s
        ),
        ending AS (SELECT DISTINCT project_id, unit_id FROM part WHERE until_on IS NULL OR until_on >= %s)
        SELECT 'unit', unit_id, %s, %s, %s, {SUMS}, %s FROM (
            SELECT w.unit_id, {names} FROM whole w JOIN {TABLE} f ON f.scope_id = w.project_id WHERE {of_period}
            UNION ALL
            SELECT e.unit_id, 0, 0, 0, 0, 0, {confirmed if period == periods.MONTH else "0"}, f.planned,
                f.milestones_due, f.milestones_done
            FROM ending e JOIN {TABLE} f ON f.scope_id = e.project_id WHERE {of_period}
            UNION ALL
            SELECT unit_id, {COUNT_ROWS}, 0, 0, 0 FROM days r GROUP BY unit_id
        ) s GROUP BY unit_id""",
        [
            start, end, end, start,
            period == periods.MONTH, start, start, end, _instant(at), end,
            period, start, end, _instant(at), period, start, period, start,
        ],
    )  # fmt: skip


def _district(cursor, period, start, end, at):
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS})
        SELECT 'district', 0, %s, %s, %s, {SUMS}, %s FROM {TABLE}
        WHERE scope = 'project' AND period = %s AND starts_on = %s""",
        [period, start, end, _instant(at), period, start],
    )


def _sum_of_months(cursor, start, end, at):
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS})
        SELECT scope, scope_id, %s, %s, %s, {SUMS}, %s FROM {TABLE}
        WHERE period = 'month' AND starts_on BETWEEN %s AND %s GROUP BY scope, scope_id""",
        [periods.QUARTER, start, end, _instant(at), start, end],
    )

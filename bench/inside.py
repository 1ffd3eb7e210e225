"""W4 and W5 run inside a process: `python -m bench.inside WORK …` answers every line of its input with seconds.

A line names the side ("anchor" or "product"); the answer is {"seconds", "statements"}. Loading is over before that.
"""

import io
import json
import sys
import time
from datetime import date, datetime, timedelta

import django

ROWS = 1000
HEADINGS = (
    "项目编号",
    "项目名称",
    "建设性质",
    "建设内容",
    "总投资(万元)",
    "今年计划投资(万元)",
    "计划开工时间",
    "责任单位",
    "项目联络员",
)


def sheet():
    """An xlsx of 1,000 rows and nine columns."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("清单")
    page.append(HEADINGS)
    for number in range(1, ROWS + 1):
        name = f"陈{chr(0x4E00 + number % 200)}{chr(0x5B89 + number % 7)}"
        content = f"新建道路{number % 40 + 1}公里及配套管网、绿化、亮化,含沿线征迁与杆线迁改"
        page.append(
            (
                f"B{number:05}",
                f"河湾片区道路改造工程{number}",
                ("新建", "续建", "改扩建")[number % 3],
                content,
                3200 + number,
                800 + number % 700,
                datetime(2026, number % 12 + 1, 15),
                f"第{number % 40}街道",
                name,
            )
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def import_product():
    """The roster import's own one-call door, into a programme of its own."""
    from django.utils import timezone

    from accounts.models import User
    from projects.models import Programme
    from projects.services import roster

    content = sheet()
    actor = User.objects.get(username="leader")
    today = timezone.localdate()
    programme = Programme.objects.create(
        name="压测导入",
        year=today.year,
        reporting_from=date(today.year, 1, 1),
        reporting_until=date(today.year, 12, 31),
    )

    def work():
        outcome = roster.import_file(content, programme, actor, timezone.now(), name="roster.xlsx")
        if programme.projects.count() != ROWS:
            raise SystemExit(f"The import stored {programme.projects.count()} rows: {outcome}")

    return {"product": rolled_back(work)}


def import_anchor():
    """openpyxl read-only, one Django form a row, one bulk insert."""
    from bench.bare.forms import RowForm
    from bench.bare.models import Imported

    content = sheet()

    def work():
        from openpyxl import load_workbook

        page = load_workbook(io.BytesIO(content), read_only=True).active
        names = ("code", "name", "nature", "content", "total", "year_plan", "starts_on", "unit", "liaison")
        found = []
        for values in page.iter_rows(min_row=2, values_only=True):
            form = RowForm(dict(zip(names, values, strict=True)))
            if not form.is_valid():
                raise SystemExit(str(form.errors))
            found.append(Imported(**form.cleaned_data))
        Imported.objects.bulk_create(found)
        if len(found) != ROWS:
            raise SystemExit("rows are missing")

    return {"anchor": rolled_back(work)}


def rolled_back(work):
    """`work` in a transaction that is thrown away after the clock has stopped."""
    from django.db import transaction

    def timed():
        with transaction.atomic():
            begun = time.perf_counter()
            work()
            took = time.perf_counter() - begun
            transaction.set_rollback(True)
        return took

    return timed


def rollup(first):
    """The fold of the month that begins on `first` against one hand-written INSERT … SELECT, on the same rows."""
    from zhangdian.calendar.queries import calendar
    from zhangdian.calendar.rules import add_months

    day = date.fromisoformat(first)
    return sides([day], calendar().between(day, add_months(day, 1) - timedelta(days=1)))


def rollup_year(first):
    """The folds of the thirteen months from `first` to today against one statement over all of them."""
    from django.utils import timezone

    from zhangdian.calendar.rules import add_months

    day, today = date.fromisoformat(first), timezone.localdate()
    months = [day.replace(day=1)]
    while (after := add_months(months[-1], 1)) <= today:
        months.append(after)
    return sides(months, [day + timedelta(days=n) for n in range((today - day).days)])


def sides(months, days):
    """The anchor and the product over `months`, of which `days` count."""
    from django.db import connection, transaction
    from django.utils import timezone

    from projects.models import DailyReport
    from projects.rollups import folding

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_day (day date PRIMARY KEY, month date)")
        cursor.executemany("INSERT INTO bench_day VALUES (%s, %s)", [[each, each.replace(day=1)] for each in days])
        cursor.execute(
            """CREATE TABLE bench_month (project_id bigint, month date, expected int, submitted int, on_time int,
            late int, missing int, mean numeric, on_time_share numeric, total int, place bigint,
            PRIMARY KEY (project_id, month))"""
        )
        cursor.execute("ANALYZE bench_day")
    statement = f"""INSERT INTO bench_month
        SELECT project_id, month, expected, on_time + late, on_time, late, missing, mean,
            round(100.0 * on_time / expected, 1), on_time + late,
            rank() OVER (PARTITION BY month ORDER BY round(100.0 * on_time / expected, 1) DESC)
        FROM (
            SELECT r.project_id, c.month, count(*) AS expected,
                count(*) FILTER (WHERE r.received_at < r.due_at) AS on_time,
                count(*) FILTER (WHERE r.received_at >= r.due_at) AS late,
                count(*) FILTER (WHERE r.received_at IS NULL) AS missing,
                avg(extract(epoch FROM r.received_at - r.due_at)) AS mean
            FROM {DailyReport._meta.db_table} r JOIN bench_day c ON c.day = r.day
            WHERE r.state <> 'EXEMPT' GROUP BY r.project_id, c.month
        ) s"""
    at = timezone.now()

    def anchor():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_month")
            begun = time.perf_counter()
            with transaction.atomic():
                cursor.execute(statement)
            return time.perf_counter() - begun

    def fold():
        # What the last round deleted is swept up outside the clock, as autovacuum does between two sweeps.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM projects_figure")
        begun = time.perf_counter()
        for month in months:
            folding.roll_up("month", month, at=at)
        return time.perf_counter() - begun

    def product():
        # For the first time: every row is stored, as the anchor stores all of its own.
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM projects_figure WHERE period = 'month' AND starts_on BETWEEN %s AND %s",
                [months[0], months[-1]],
            )
        return fold()

    return {"anchor": anchor, "product": product, "again": fold}


def count(captured):
    """How many statements, without BEGIN and COMMIT."""
    return sum(query["sql"] not in ("BEGIN", "COMMIT") for query in captured.captured_queries)


def scores():
    """Both sides of the scores of a quarter."""
    from bench import scores as work

    return work.sides()


WORKS = {
    "scores": scores,
    "import_product": import_product,
    "import_anchor": import_anchor,
    "rollup": rollup,
    "rollup_year": rollup_year,
}

if __name__ == "__main__":
    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sides = WORKS[sys.argv[1]](*sys.argv[2:])
    print("ready", flush=True)
    for line in sys.stdin:
        side, _, counted = line.strip().partition(" ")
        if counted:
            with CaptureQueriesContext(connection) as captured:
                took = sides[side]()
            print(json.dumps({"seconds": took, "statements": count(captured)}), flush=True)
        else:
            print(json.dumps({"seconds": sides[side]()}), flush=True)

"""W6: the scores of a quarter for N cadres, against one hand-written statement that does the same.

`fill` makes a district of N cadres (three projects for ten of them), set-based. The anchor computes projects, cadres,
their lines with the pieces they rest on, and the places, in one statement, and stores as many rows; both sides must
give everybody the same total and place, or the bench stops. Bootstrap and rater model run once a review, not here.
"""

import resource
import sys
import time
from datetime import date

YEAR, FIRST, LAST = 2026, date(2026, 4, 1), date(2026, 6, 30)
AT = "TIMESTAMPTZ '2026-07-01 09:00+08'"
DIMENSIONS = ("project", "politics", "style", "innovation", "integrity")

ANCHOR = """
WITH ms AS (
    SELECT project_id, sum(weight * f) / sum(weight) AS r, count(*) AS n,
        jsonb_agg(jsonb_build_array('projects.milestone', id::text, name, jsonb_build_object('weight', weight,
            'planned', planned_on, 'done', done_on), '', 0)) AS pieces
    FROM (
        SELECT *, CASE WHEN done_on IS NULL OR done_on > %(last)s THEN 0
            ELSE greatest(0, 1 - 0.1 * floor(greatest(0, done_on - planned_on) / 5.0)) END AS f
        FROM projects_milestone
        WHERE weight > 0 AND planned_on <= %(last)s
            AND (planned_on >= %(first)s OR done_on IS NULL OR done_on >= %(first)s)
    ) m WHERE NOT (excuse <> '' AND f < 1) GROUP BY project_id
), inv AS (
    SELECT scope_id AS project_id, least(1, sum(invested) / nullif(sum(planned), 0)) AS r, count(*) AS n,
        jsonb_agg(jsonb_build_array('projects.figure', id::text, to_char(starts_on, 'YYYY-MM'),
            jsonb_build_object('planned', planned, 'invested', invested), '', 0)) AS pieces
    FROM projects_figure WHERE scope = 'project' AND period = 'month'
        AND starts_on BETWEEN make_date(%(year)s, 1, 1) AND %(last)s GROUP BY scope_id
), ord AS (
    SELECT project_id, count(*) FILTER (WHERE in_time)::numeric / count(*) AS r, count(*) AS n,
        jsonb_agg(jsonb_build_array('evaluations.order', id::text, number_text || ' ' || title,
            jsonb_build_object('in_time', in_time), '', 0)) AS pieces
    FROM evaluations_order WHERE state IN ('ISSUED', 'WORKING', 'CLOSED')
        AND due_at > %(first)s AND due_at <= DATE %(after)s GROUP BY project_id
), prj AS MATERIALIZED (
    SELECT p.id, p.name, l.* FROM projects_project p
    LEFT JOIN ms ON ms.project_id = p.id LEFT JOIN inv ON inv.project_id = p.id LEFT JOIN ord ON ord.project_id = p.id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(w) FILTER (WHERE r IS NOT NULL), 0) AS whole,
            jsonb_agg(jsonb_build_array(i, w, round(r * 100, 4), n, pieces)) AS parts,
            sum(round(round(100 * w / nullif(ww, 0), 4) * round(r * 100, 4) / 100, 2)) AS total
        FROM (
            SELECT *, sum(w) FILTER (WHERE r IS NOT NULL) OVER () AS ww
            FROM (VALUES ('milestones', 40.0, ms.r, ms.n, ms.pieces), ('investment', 25.0, inv.r, inv.n, inv.pieces),
                ('orders', 15.0, ord.r, ord.n, ord.pieces), ('review', 20.0, NULL, 0, NULL)) v(i, w, r, n, pieces)
        ) v
    ) l
), post AS (
    SELECT r.cadre_id, r.project_id, r.share,
        (least(%(last)s, coalesce(r.until_on, %(last)s)) - greatest(%(first)s, r.from_on)) + 1 AS days
    FROM projects_responsibility r WHERE r.share > 0 AND r.role <> 'team' AND r.from_on <= %(last)s
        AND (r.until_on IS NULL OR r.until_on >= %(first)s)
), carried AS (
    SELECT cadre_id, least(1, sum(share * days * total / 100) / sum(share * days)) AS r, count(*) AS n,
        max(days) AS days,
        jsonb_agg(jsonb_build_array('projects.project', project_id::text, name,
            jsonb_build_object('share', share, 'days', days, 'score', total), '', 0)) AS pieces
    FROM post JOIN prj ON prj.id = post.project_id WHERE total IS NOT NULL GROUP BY cadre_id
), aim AS (
    SELECT t.id, t.project_id, t.name, t.done_before + coalesce(d.done, 0) AS done, round(t.total, 2) AS due
    FROM projects_target t LEFT JOIN (
        SELECT g.target_id, sum(g.amount) AS done
        FROM projects_progress g JOIN projects_dailyreport r ON r.id = g.report_id
        WHERE r.day <= %(last)s AND r.state = 'SUBMITTED' GROUP BY g.target_id
    ) d ON d.target_id = t.id
), aims AS (
    SELECT cadre_id, sum(share * days * least(1, round(done / due, 6))) / sum(share * days) AS r, count(*) AS n,
        jsonb_agg(jsonb_build_array('projects.target', aim.id::text, name,
            jsonb_build_object('share', share, 'days', days, 'done', done, 'due', due), '', 0)) AS pieces
    FROM post JOIN aim ON aim.project_id = post.project_id GROUP BY cadre_id
), dims AS (
    SELECT s.cadre_id, item.dimension AS i,
        round(100 * sum((d.value ->> 'mean')::numeric) / sum(item.full_mark), 3) AS r,
        max(x.id) AS result, max(v.name) AS name, max(x.papers) AS papers
    FROM evaluations_subjectresult x JOIN evaluations_reviewsubject s ON s.id = x.subject_id
    JOIN evaluations_tally t ON t.id = x.tally_id JOIN evaluations_review v ON v.id = t.review_id
    CROSS JOIN LATERAL jsonb_array_elements(x.detail -> 'items') d
    JOIN evaluations_reviewitem item ON item.id = (d.value ->> 'key')::bigint
    WHERE t.withdrawn_at IS NULL AND v.kind = 'cadre' AND v.year = %(year)s AND v.quarter = 2
        AND v.state IN ('PUBLISHED', 'ARCHIVED') AND NOT x.is_withheld GROUP BY s.cadre_id, item.dimension
), fact AS (
    SELECT cadre_id, greatest(-5, least(5, sum(CASE kind WHEN 'people' THEN 0.3 WHEN 'problem' THEN -0.5
            WHEN 'criticism' THEN -1 ELSE 0.5 END))) AS points, count(*) AS n,
        jsonb_agg(jsonb_build_array('evaluations.fact', id::text, left(what, 80),
            jsonb_build_object('kind', kind), '', 0)) AS pieces
    FROM evaluations_fact WHERE day BETWEEN %(first)s AND %(last)s AND state = 'VERIFIED' GROUP BY cadre_id
), line AS MATERIALIZED (
    SELECT cadre_id, 'key' AS part, 'carried' AS i, 40.0 AS w, round(r * 100, 4) AS r, n, pieces FROM carried
    UNION ALL SELECT cadre_id, 'key', 'targets', 20.0, round(r * 100, 4), n, pieces FROM aims
    UNION ALL SELECT cadre_id, 'overall', i, 8.0, r, 1, jsonb_build_array(jsonb_build_array('evaluations.subjectresult',
        result::text, name, jsonb_build_object('score', r, 'papers', papers), '', 0)) FROM dims
), weighed AS MATERIALIZED (
    SELECT *, round(100 * pw / sum(CASE WHEN first THEN pw ELSE 0 END) OVER (PARTITION BY cadre_id) * w / inside, 4)
        AS weight
    FROM (
        SELECT *, CASE part WHEN 'key' THEN 60.0 ELSE 40.0 END AS pw,
            sum(w) OVER (PARTITION BY cadre_id, part) AS inside,
            row_number() OVER (PARTITION BY cadre_id, part) = 1 AS first
        FROM line
    ) l
), pts AS MATERIALIZED (SELECT *, round(weight * r / 100, 2) AS points FROM weighed),
whole AS (
    SELECT c.id AS cadre_id, c.name, u.track || ' ' || c.level AS peer,
        greatest(0, least(100, t.total + coalesce(f.points, 0))) AS total, t.n + coalesce(f.n, 0) AS pieces,
        coalesce(k.days, 0) AS days, f.points, f.pieces AS facts
    FROM cadres_cadre c JOIN cadres_unit u ON u.id = c.unit_id
    JOIN (SELECT cadre_id, sum(points) AS total, sum(n) AS n FROM pts GROUP BY cadre_id) t ON t.cadre_id = c.id
    LEFT JOIN fact f ON f.cadre_id = c.id LEFT JOIN carried k ON k.cadre_id = c.id WHERE c.is_assessed
), scored AS (
    INSERT INTO bench_score
    SELECT cadre_id, name, peer, total, pieces, days, CASE WHEN total >= 90 THEN 'good' WHEN total >= 80 THEN 'fair'
            WHEN total >= 60 THEN 'plain' ELSE 'poor' END,
        rank() OVER (PARTITION BY peer ORDER BY total DESC), count(*) OVER (PARTITION BY peer) FROM whole
    UNION ALL SELECT -id, name, '', total, 0, 0, '', NULL, NULL FROM prj
)
INSERT INTO bench_line
SELECT cadre_id, i, part, w, r, n, weight, points, pieces FROM pts
UNION ALL SELECT cadre_id, 'additions', 'additions', 0, NULL, 0, 0, coalesce(points, 0), coalesce(facts, '[]')
    FROM whole
UNION ALL SELECT -id, p.value ->> 0, 'project', (p.value ->> 1)::numeric, (p.value ->> 2)::numeric,
    (p.value ->> 3)::int, 0, 0, coalesce(p.value -> 4, '[]') FROM prj CROSS JOIN LATERAL jsonb_array_elements(parts) p
"""


def fill(cadres):
    """A district of `cadres` cadres with a quarter behind it."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from accounts.models import User
    from bench.fill import analyze, fill_from
    from cadres.models import Cadre, Unit
    from evaluations.models import (
        Fact,
        Order,
        PeerGroup,
        Review,
        ReviewItem,
        ReviewSubject,
        Scheme,
        SubjectResult,
        Tally,
    )
    from projects.models import Figure, Milestone, Programme, Project, Responsibility, StageSpan, Target

    call_command("migrate", verbosity=0)
    projects = max(10, cadres * 3 // 10)
    user, other = (User.objects.create(username=name, name=name, password="!") for name in ("one", "two"))
    programme = Programme.objects.create(
        name="计分", year=YEAR, reporting_from=date(YEAR, 1, 1), reporting_until=date(YEAR, 12, 31), state="RUNNING"
    )
    unit = Unit.objects.bulk_create(
        Unit(code=f"U{n:03}", name=f"第{n}街道", track=("town", "department")[n % 2], position=n) for n in range(40)
    )[0].pk
    since = f"DATE '{YEAR}-01-01'"
    fill_from(
        Project, f"generate_series(1, {projects}) n", programme_id=str(programme.pk), code="lpad(n::text, 6, '0')",
        name="'河湾片区道路改造工程' || n", nature="'new'", state="'BUILDING'", year_plan="1200",
        starts_on=since, ends_on=f"DATE '{LAST}'",
    )  # fmt: skip
    table = f"{Project._meta.db_table} p"
    fill_from(StageSpan, table, project_id="id", stage="'BUILDING'", from_on=since)
    fill_from(
        Milestone, f"{table}, generate_series(1, 3) m", project_id="p.id", name="'节点' || m", weight="10 * m",
        planned_on=f"make_date({YEAR}, 3 + m, 10)",
        done_on=f"CASE WHEN (p.id + m) % 7 > 0 THEN make_date({YEAR}, 3 + m, 1) + (p.id % 30)::int END",
    )  # fmt: skip
    fill_from(
        Figure, f"{table}, generate_series(1, 6) m", scope="'project'", scope_id="p.id", period="'month'",
        starts_on=f"make_date({YEAR}, m, 1)", ends_on=f"make_date({YEAR}, m, 28)", planned="100 + p.id % 50",
        invested="70 + p.id % 90", computed_at=AT,
    )  # fmt: skip
    fill_from(
        Target, table, project_id="p.id", name="'拆迁'", measure="'户'", total="240", done_before="100 + p.id % 150"
    )
    stamp = f"{user.pk}"
    fill_from(
        Order, f"{table} WHERE p.id % 2 = 0", project_id="p.id", unit_id=f"{unit}", title="'整改'", year=str(YEAR),
        number="p.id", number_text="'督〔2026〕' || p.id", problem="'围挡破损'", demand="'整改'", state="'CLOSED'",
        speed="'ordinary'", days="7", drafted_at=AT, drafted_by_id=stamp, issue_due_at=AT, issued_at=AT,
        issued_by_id=f"{other.pk}", sign_due_at=AT, signed_at=AT, signed_by_id=stamp, first_due_at=AT,
        due_at=f"TIMESTAMPTZ '{YEAR}-05-20 00:00+08'", reported_at=AT, reported_by_id=stamp, report="'已整改'",
        verify_due_at=AT, closed_at=AT, closed_by_id=f"{other.pk}", verdict="'合格'", in_time="p.id % 3 > 0",
    )  # fmt: skip
    fill_from(
        Cadre, f"generate_series(1, {cadres}) n", name="'陈' || n", unit_id=f"{unit} + n % 40", phone="n::text",
        level="CASE WHEN n % 3 = 0 THEN 'chief' ELSE 'deputy' END", state="'serving'", is_assessed="true",
    )  # fmt: skip
    people = f"{Cadre._meta.db_table} c"
    first = Project.objects.order_by("pk").values_list("pk", flat=True)[0]
    fill_from(
        Responsibility, f"{people}, generate_series(0, 1) m", cadre_id="c.id",
        project_id=f"{first} + (c.id * 3 / 10 + m * 7) % {projects}", role="'deputy'", share="0.3 - 0.1 * m",
        from_on=f"CASE WHEN c.id % 5 = 0 THEN DATE '{YEAR}-05-01' ELSE {since} END",
    )  # fmt: skip
    fill_from(
        Fact, f"{people} WHERE c.id % 3 = 0", cadre_id="c.id", day=f"DATE '{YEAR}-05-10'", what="'三天完成管线迁改'",
        kind="CASE WHEN c.id % 2 = 0 THEN 'praise' ELSE 'problem' END", source="'team'", evidence="'会议纪要'",
        state="'VERIFIED'", made_at=AT, verified_at=AT, verified_by_id=stamp, author_id=f"{other.pk}",
    )  # fmt: skip
    now = timezone.now()
    stamps = dict.fromkeys(
        ("locked_at", "opened_at", "closed_at", "peeled_at", "unsealed_at", "counted_at", "checked_at", "approved_at",
         "published_at"), now,
    )  # fmt: skip
    review = Review.objects.create(
        name="干部评议", kind="cadre", year=YEAR, quarter=2, opens_at=now, closes_at=now + timezone.timedelta(1),
        state="PUBLISHED", electorate_hash="x", meeting="部务会", met_on=LAST, decision_number="1", **stamps,
    )  # fmt: skip
    items = [ReviewItem.objects.create(review=review, name=n, dimension=n, full_mark=20) for n in DIMENSIONS]
    tally = Tally.objects.create(
        review=review, number=1, counted_at=now, counted_by=user, digest="x", figures={},
        inputs={"items": [[str(item.pk), item.name, "20", item.dimension] for item in items]},
    )  # fmt: skip
    fill_from(ReviewSubject, people, review_id=str(review.pk), cadre_id="c.id", label="'对象'", position="c.id % 1000")
    means = ", ".join(
        f"jsonb_build_object('key', '{item.pk}', 'mean', (12 + (s.cadre_id * {n + 3}) % 80 / 10.0)::text)"
        for n, item in enumerate(items)
    )
    fill_from(
        SubjectResult, f"{ReviewSubject._meta.db_table} s", tally_id=str(tally.pk), subject_id="s.id", score="80",
        papers="40", detail=f"jsonb_build_object('items', jsonb_build_array({means}), 'cells', repeat('x', 2000))",
    )  # fmt: skip
    scheme = Scheme.objects.create(
        name="方案", from_year=YEAR, from_quarter=1, reason="x", made_at=now, state="ADOPTED", adopted_at=now,
        adopted_by=user, meeting="部务会", met_on=LAST, decision_number="1",
    )  # fmt: skip
    for track in ("town", "department"):
        for level in ("chief", "deputy"):
            PeerGroup.objects.create(scheme=scheme, track=track, level=level, label=f"{track} {level}")
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TABLE bench_score (subject bigint PRIMARY KEY, title text, peer text, total numeric(5, 2),
            pieces int, days int, grade text, place bigint, of bigint)"""
        )
        cursor.execute(
            """CREATE TABLE bench_line (subject bigint, indicator text, part text, nominal numeric(7, 4),
            reached numeric(7, 4), n int, weight numeric(7, 4), points numeric(6, 2), pieces jsonb,
            PRIMARY KEY (subject, indicator))"""
        )
    analyze()
    return {"cadres": cadres, "projects": projects}


def sides():
    """Both sides: each computes and stores the whole quarter; what was there before goes outside the clock."""
    from django.db import connection, transaction
    from django.utils import timezone

    from evaluations.models import Scheme, Score, Scoring
    from evaluations.queries.score_inputs import Quarter
    from evaluations.services import scoring as services

    quarter = Quarter(YEAR, 2)
    scoring, _made = Scoring.objects.get_or_create(
        year=YEAR, quarter=2, defaults={"scheme": Scheme.objects.get(), "computed_at": timezone.now()}
    )
    words = {"first": FIRST, "last": LAST, "year": YEAR, "after": "2026-07-01"}

    def anchor():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_score, bench_line")
            begun = time.perf_counter()
            with transaction.atomic():
                cursor.execute(ANCHOR, words)
            return time.perf_counter() - begun

    def product():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE evaluations_score, evaluations_scoreline")
        begun = time.perf_counter()
        with transaction.atomic():
            services.fill(scoring, quarter)
        return time.perf_counter() - begun

    def compare():
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT count(*) FILTER (WHERE s.total IS DISTINCT FROM b.total OR s.place IS DISTINCT FROM b.place),
                count(*) FROM {Score._meta.db_table} s FULL JOIN bench_score b
                ON b.subject = coalesce(s.cadre_id, -s.project_id)"""
            )
            wrong, rows = cursor.fetchone()
        if wrong:
            raise SystemExit(f"{wrong} of {rows} scores differ between the two sides.")
        sys.stderr.write(f"  {rows} scores alike on both sides\n")
        return rows

    def memory():
        """Peak memory of this process in MiB."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    return {"anchor": anchor, "product": product, "compare": compare, "memory": memory}

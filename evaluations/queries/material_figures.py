"""What a material takes over from elsewhere: published reviews, verified facts, figures of projects. Sentences, a line
each; nothing that is not published or verified, and of a review nothing that its own pages would not show."""

from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from evaluations.models import Order, SubjectResult
from evaluations.queries import facts, tally
from evaluations.states.facts import FactKind, FactSource
from evaluations.states.orders import OPEN, OrderState
from evaluations.states.reviews import ReviewKind
from evaluations.states.reviews import ReviewState as S
from projects.models import Milestone, Responsibility
from projects.queries.cockpit import dress
from projects.rules.lights import Step, missed

# As many of the newest reviews as a year has, as many facts as a paper bears.
REVIEWS, FACTS = 4, 30
AGAINST = (FactKind.PROBLEM, FactKind.CRITICISM)


def reviewed(cadre, day):
    """What reviews of cadres published by `day` say of `cadre`, newest first: turnout, score, distribution, rates,
    means of the items. Where too few papers lie behind it, only that. No place, no reason, no comment: a material says
    what one came to, not before or behind whom. One statement.
    """
    rows = SubjectResult.objects.filter(
        subject__cadre=cadre, tally__withdrawn_at__isnull=True, tally__review__kind=ReviewKind.CADRE,
        tally__review__state__in=[S.PUBLISHED, S.ARCHIVED], tally__review__published_at__date__lte=day,
    )  # fmt: skip
    rows = rows.select_related("tally__review", "subject__unit")
    return [_review(row) for row in rows.order_by("-tally__review__year", "-tally__review__quarter", "-pk")[:REVIEWS]]


def _review(row):
    inputs, total = row.tally.inputs, row.tally.figures["total"]
    said = [
        _("%(review)s (%(issued)s slips issued, %(opened)s ballots opened, %(papers)s valid papers)")
        % {"review": row.tally.review.name, "issued": total["issued"], "opened": total["opened"], "papers": row.papers}
    ]
    if row.score is not None:
        shown = tally.detail(row, inputs)
        said.append(_("score %(score)s, %(level)s") % {"score": shown.line.score, "level": row.level})
        said.append("、".join(_shares(shown.spread)))
        said += [f"{name} {rate}%" for name, rate, _of in shown.rates]
        if shown.items:
            said.append("、".join(_mean(item) for item in shown.items))
    return "；".join([part for part in said if part] + tally.marks(row, inputs)).rstrip("。") + "。"


def _mean(item):
    """项目建设 35.98/40: two decimals are enough for a paper; the page of the result has four."""
    mean = item["mean"] if item["mean"] == "–" else f"{Decimal(item['mean']):.2f}"
    return f"{item['name']} {mean}/{Decimal(item['full']).normalize():f}"


def _shares(spread):
    return [f"{part.label} {part.count}（{part.percent}%）" for part in spread if part.count]


def told(cadre, examination, day):
    """(for, against): the verified facts of `cadre` on the evaluation's projects, or on none, up to `day`; oldest
    first. What was objected to says so. Two statements."""
    works = set(examination.works.values_list("project", flat=True))
    rows = facts.of_cadre(cadre, until=day).filter(Q(project__in=works) | Q(project=None))
    rows = sorted(rows[:FACTS], key=lambda row: (row.day, row.pk))
    good, bad = [], []
    for row in rows:
        (bad if row.kind in AGAINST else good).append(_fact(row))
    return good, bad


def _fact(row):
    words = _("%(day)s: %(what)s (%(kind)s, %(source)s; evidence: %(evidence)s)") % {
        "day": row.day, "what": row.what.strip().rstrip("。"), "kind": FactKind(row.kind).label,
        "source": FactSource(row.source).label, "evidence": row.evidence,
    }  # fmt: skip
    if row.objected_at and not row.answered_at:
        words += _(" [objected to, not answered yet]")
    elif row.objected_at:
        words += _(" [objected to, answered]")
    return words


def carried(cadre, examination, day):
    """A line for each responsibility of `cadre` on the evaluation's projects: since when, as what, and how the project
    stands on `day`. Three statements."""
    works = examination.works.values("project")
    rows = list(
        Responsibility.objects.filter(cadre=cadre, project__in=works)
        .select_related("project__standing")
        .order_by("from_on", "pk")
    )
    projects = {row.project_id: row.project for row in rows}
    dress([one.standing for one in projects.values() if hasattr(one, "standing")], day)
    orders = {
        project: (total, closed)
        for project, total, closed in Order.objects.filter(project__in=projects)
        .filter(state__in=[*OPEN, OrderState.CLOSED])
        .order_by()
        .values_list("project")
        .annotate(total=Count("pk"), closed=Count("pk", filter=Q(state=OrderState.CLOSED)))
    }
    stones = {}
    for row in Milestone.objects.filter(project__in=projects):
        stones.setdefault(row.project_id, []).append(row)
    figures = {key: _figures(one, day, stones.get(key), orders.get(key)) for key, one in projects.items()}
    found = []
    for row in rows:
        words = _("On “%(project)s” since %(since)s as %(role)s") % {
            "project": row.project.name, "since": f"{row.from_on:%Y.%m}", "role": row.get_role_display(),
        }  # fmt: skip
        # A project's figures once, however often its responsibilities changed hands.
        found.append("，".join([words, *figures.pop(row.project_id, [])]) + "。")
    return found


def _figures(project, day, stones, orders):
    said, standing = [], getattr(project, "standing", None)
    if standing is not None and standing.year_plan_text:
        said.append(
            _("planned this year %(plan)s, invested %(done)s (10,000 yuan)")
            % {"plan": standing.year_plan_text, "done": standing.invested_text}
        )
    if standing is not None and standing.done_text:
        said.append(
            _("done %(done)s against scheduled %(scheduled)s")
            % {"done": standing.done_text, "scheduled": standing.scheduled_text or "–"}
        )
    if standing is not None:
        said.append(_("light %(light)s") % {"light": standing.colour_words})
    if stones:
        said.append(
            _("%(done)s of %(all)s milestones reached, %(missed)s missed")
            % {
                "done": sum(row.done_on is not None for row in stones), "all": len(stones),
                "missed": sum(_is_missed(row, day) for row in stones),
            }
        )  # fmt: skip
    if orders:
        said.append(_("%(all)s orders, %(closed)s closed") % {"all": orders[0], "closed": orders[1]})
    return said


def _is_missed(row, day):
    return missed(Step(row.name, row.planned_on, row.done_on, bool(row.excuse)), day)

"""Entering facts, and offering drafts from milestones reached and orders closed."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Cadre
from evaluations.models import Fact, Order
from evaluations.models.teams import recused
from evaluations.options.facts import LOOK_BACK
from evaluations.permissions.facts import enters
from evaluations.states.facts import FactKind, FactSource
from evaluations.states.orders import OrderState
from projects.models import Milestone, Responsibility
from projects.states import PersonRole
from zhangdian.options import queries as options
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

log = logging.getLogger(__name__)
# Whose work a reached milestone or a closed order first of all is.
CARRIERS = (PersonRole.UNIT_HEAD, PersonRole.DEPUTY)


@transaction.atomic
def enter(content, *, actor, at):
    """Enter a draft about another cadre whose file one reads. content: the plain columns. Returns the Fact."""
    day = timezone.localdate(at)
    cadres = Cadre.objects.visible_to(actor, day).exclude(user=actor).exclude(recused(actor, day, cadre="pk"))
    if not enters(actor) or not cadres.filter(pk=content["cadre"].pk).exists():
        raise MoveRefused(
            _("Facts are entered by the cadre section and the evaluation teams, about others whose file they read."),
            MoveRefused.WRONG_PERSON,
        )
    if content["day"] > day:
        raise ValidationError({"day": _("The day %(day)s is yet to come.") % {"day": content["day"]}})
    row = Fact.objects.create(**content, author=actor, made_at=at)
    trail.record(row, "create", actor=actor, at=at)
    return row


@dataclass(frozen=True)
class _Found:
    """Something of a lower floor or of another subject that may be a fact."""

    label: str
    key: str
    path: str
    project: object
    day: date
    what: str
    source: str
    evidence: str


def offer(*, at):
    """Draft a fact for each who carried a milestone that was reached, or an order that was closed; once a source and
    person, for ever. Drafts score nothing before somebody verifies them. Returns how many were made.
    """
    day = timezone.localdate(at)
    since = day - timedelta(days=options.value(LOOK_BACK, day))
    made = 0
    for found in [*_milestones(since, day), *_orders(since, day)]:
        try:
            made += _offered(found, at)
        except Exception:
            # One bad row keeps the others from nothing; it is looked at again at the next wake.
            log.exception("A fact could not be drafted from %s %s.", found.label, found.key)
    return made


def _offered(found, at):
    carried = Responsibility.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=found.day), project=found.project, from_on__lte=found.day,
        role__in=CARRIERS, cadre__is_assessed=True,
    )  # fmt: skip
    there = Fact.objects.filter(from_label=found.label, from_key=found.key).values("cadre")
    made = 0
    for cadre in Cadre.objects.filter(pk__in=carried.values("cadre")).exclude(pk__in=there):
        with transaction.atomic():
            row, is_new = Fact.objects.get_or_create(
                from_label=found.label, from_key=found.key, cadre=cadre,
                defaults={
                    "project": found.project, "day": found.day, "what": found.what[:500], "source": found.source,
                    "kind": FactKind.ACHIEVEMENT, "evidence": found.evidence[:400], "from_path": found.path,
                    "made_at": at,
                },
            )  # fmt: skip
            if is_new:
                trail.record(row, "create", actor=None, at=at)
                made += 1
    return made


def _milestones(since, day):
    rows = Milestone.objects.filter(done_on__gte=since, done_on__lte=day)
    for row in rows.select_related("project").order_by("pk"):
        words = _("milestone “%(name)s” of “%(project)s” was reached (planned for %(planned)s)") % {
            "name": row.name, "project": row.project.name, "planned": row.planned_on,
        }  # fmt: skip
        yield _Found(
            "projects.milestone", str(row.pk), row.project.get_absolute_url(), row.project, row.done_on, words,
            FactSource.REPORTS, row.evidence or str(_("entered as reached on the project")),
        )  # fmt: skip


def _orders(since, day):
    rows = Order.objects.filter(state=OrderState.CLOSED, closed_at__date__gte=since, closed_at__date__lte=day)
    for row in rows.select_related("project").order_by("pk"):
        words = _("order “%(title)s” on “%(project)s” was put right and closed") % {
            "title": row.title, "project": row.project.name,
        }  # fmt: skip
        yield _Found(
            "evaluations.order", str(row.pk), row.get_absolute_url(), row.project, timezone.localdate(row.closed_at),
            words, FactSource.INSPECTION, f"{row.number_text} {row.verdict}".strip(),
        )  # fmt: skip

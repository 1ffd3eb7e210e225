"""Raising a coordination slip: by hand, or drawn up from a report that names a matter."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from evaluations.models import Coordination, CoordinationReport, CoordinationStep
from evaluations.options import coordination as options
from evaluations.queries import holders
from evaluations.rules import coordination as rules
from evaluations.states.coordination import CoordinationState, Origin
from projects.models import DailyReport, Project
from projects.states import ReportState
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.options import queries as settings
from zhangdian.papers.services import next_number
from zhangdian.trail import services as trail

SERIES = KIND = "coordination"
# A report of before this is not drawn up any more; far longer than a worker is ever away.
LOOK_BACK = timedelta(days=45)
log = logging.getLogger(__name__)


def number_of(year, number):
    """The number of a slip as it is printed."""
    return f"协调〔{year}〕{number}号"


@transaction.atomic
def raise_slip(project, *, matter, addressed_to, raised_by, at, origin=Origin.HAND, actor=None):
    """Raise a slip on `project`; returns it. Numbered without gaps, its first step begun, its holders told.

    actor: who does it; None where the system draws it up from what `raised_by` reported.
    """
    year = timezone.localtime(at).year
    slip = Coordination.objects.create(
        number=number_of(year, next_number(SERIES, year)), project=project, origin=origin, matter=matter.strip(),
        addressed_to=addressed_to, raised_by=raised_by, raised_at=at, level=holders.BEGINS_AT[addressed_to],
        state=CoordinationState.RAISED, step=1, **dues(at),
    )  # fmt: skip
    begin_step(slip, at=at)
    trail.record(slip, "raise", actor=actor, at=at, to_state=slip.state, after={"matter": slip.matter})
    return slip


def dues(at):
    """{due_at, escalate_at} of a slip that reaches a level at `at`."""
    here = timezone.localtime(at)
    days = settings.values(here.date(), options.RESPOND_DAYS, options.ESCALATE_DAYS)
    working = calendar()
    return {
        "due_at": rules.due(here, days[options.RESPOND_DAYS], working),
        "escalate_at": rules.due(here, days[options.ESCALATE_DAYS], working),
    }


def key_of(slip, phase):
    """The key of the ladder for what is owed: r (take it up), s (settle it at this level), c (confirm the answer)."""
    return f"{slip.pk}.{slip.step}.{phase}"


def begin_step(slip, *, at, accepted_by=None, words=None):
    """Write the step that `slip` (level, step and dues set) begins, with its owners of the day, and tell them."""
    slip.held = holders.held([slip], timezone.localdate(at))[slip.pk]
    respond_due_at = slip.due_at if accepted_by is None else at
    step = CoordinationStep.objects.create(
        slip=slip, number=slip.step, level=slip.level, owners=slip.held.names[:200], begun_at=at,
        respond_due_at=respond_due_at, escalate_due_at=slip.escalate_at,
        accepted_at=at if accepted_by else None, accepted_by=accepted_by,
    )  # fmt: skip
    tell(slip, slip.held.user_ids, words or _("To coordinate: %(slip)s. %(matter)s"), at=at)
    return step


def raising_side(slip):
    """Keys of the accounts that are told for who raised the slip: that account, or the liaisons when it is closed."""
    return {slip.raised_by_id} if slip.raised_by.is_active else slip.liaison_ids


def tell(slip, keys, sentence, *, at):
    """One notice about `slip`, its state and step, to the accounts with these `keys`."""
    users = User.objects.filter(pk__in=keys, is_active=True) if keys else ()
    notices.tell(
        users, kind="coordination", key=f"{slip.pk}.{slip.step}.{slip.state}", at=at, path=slip.get_absolute_url(),
        title=sentence % {"slip": slip, "matter": slip.answer or slip.matter},
    )  # fmt: skip


def draw_up(at):
    """Draw up a slip for every report handed in that names a matter and was not drawn up yet; returns how many reports.

    A matter that an open slip of the project carries already joins that slip. Safe to run twice, or at once: a report
    is drawn up once. A report that cannot be drawn up stops no other; it is looked at again next time.
    """
    done = 0
    for pk in list(undrawn(timezone.localdate(at)).values_list("pk", flat=True)):
        try:
            done += bool(draw_up_report(pk, at=at))
        except Exception:
            log.exception("coordination: report %s", pk)
    return done


def undrawn(day):
    """The reports that name a matter and are in no slip."""
    return DailyReport.objects.filter(
        ~Exists(CoordinationReport.objects.filter(report=OuterRef("pk"))),
        day__gt=day - LOOK_BACK, day__lte=day, state=ReportState.SUBMITTED, needs_coordination=True,
        reporter__isnull=False,
    ).exclude(coordination="").order_by("day", "pk")  # fmt: skip


@transaction.atomic
def draw_up_report(pk, *, at):
    """Put the matter of one report into a slip; returns the slip, or None when it was done or is no longer named."""
    report = DailyReport.objects.select_related("reporter").get(pk=pk)
    # One at a time for a project: two reports of one matter make one slip.
    project = Project.objects.select_for_update(of=("self",)).get(pk=report.project_id)
    report.refresh_from_db()
    if not report.needs_coordination or report.state != ReportState.SUBMITTED or not report.coordination.strip():
        return None
    if CoordinationReport.objects.filter(report=report).exists():
        return None
    slip = carried_by(report, at)
    if slip is None:
        slip = raise_slip(
            project, matter=report.coordination, addressed_to=report.coordination_with or "unit",
            raised_by=report.reporter, at=at, origin=Origin.REPORT,
        )  # fmt: skip
    else:
        trail.record(slip, "name_again", actor=None, at=at, reason=f"{report.day:%Y-%m-%d}")
    CoordinationReport.objects.create(report=report, slip=slip, at=at)
    return slip


def carried_by(report, at):
    """The open slip of the project that carries the matter of `report` already, or None."""
    percent = settings.value(options.ALIKE, timezone.localdate(at))
    for slip in Coordination.objects.open().filter(project=report.project_id).order_by("pk"):
        if rules.same_matter(slip.matter, report.coordination, percent):
            return slip
    return None

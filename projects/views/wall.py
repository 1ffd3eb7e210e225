"""网上晒: the wall of the day. And the list that units and offices look through."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.documents.day import XLSX, reports_book
from projects.models import DailyReport
from projects.permissions.day import may_review, may_see_missing, may_see_wall
from projects.queries import day as queries
from projects.queries.scope import opens
from projects.states import ReportState
from projects.transitions import day as moves
from zhangdian.desk.purpose import ask
from zhangdian.workflow import MoveRefused

A_WALL, A_LIST = 24, 50
# An export is a file to work with, not a copy of the database.
MOST_ROWS = 20_000


def as_day(text, default):
    """The day a word of the address names; 404 when it is none."""
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def as_key(text):
    """A key from the address, or None."""
    return int(text) if text and text.isdigit() and len(text) < 18 else None


@require_safe
@login_required
def wall(request, day=None):
    """The reports of a day for all members of the project groups, and what is missing for whom it concerns."""
    at = timezone.now()
    today = timezone.localdate(at)
    if not may_see_wall(request.user, today):
        raise PermissionDenied(_("The wall is for the members of the project groups and the offices."))
    shown = as_day(day or request.GET.get("day"), today)
    unit, project = as_key(request.GET.get("unit")), as_key(request.GET.get("project"))
    by_unit = request.GET.get("by") == "unit"
    reports = queries.wall(shown, opens=opens(request.user, today), unit=unit, project=project, by_unit=by_unit)
    before, after = queries.wall_days(shown)
    page = Paginator(reports, A_WALL).get_page(request.GET.get("page"))
    return render(
        request,
        "projects/day/wall.html",
        {
            "page": page,
            "day": shown,
            "before": before,
            "after": after if after and after <= today else None,
            "units": queries.wall_units(shown),
            "unit": unit,
            "by_unit": by_unit,
            "missing": queries.not_in(request.user, today, shown)[:200],
            "sees_all": may_see_missing(request.user),
        },
    )


def chosen(request, today):
    """(queryset, the words of the filter) of the list as the address asks for it."""
    words = {
        "since": as_day(request.GET.get("since"), today),
        "until": as_day(request.GET.get("until"), today),
        "state": request.GET.get("state", ""),
        "unit": as_key(request.GET.get("unit")),
        "project": as_key(request.GET.get("project")),
        "late": request.GET.get("late") == "1",
        "unread": request.GET.get("unread") == "1",
    }
    reports = queries.review_list(request.user, today).filter(day__gte=words["since"], day__lte=words["until"])
    if words["state"] in ReportState.values:
        reports = reports.filter(state=words["state"])
    if words["unit"]:
        reports = reports.filter(project__in=queries.of_unit(words["unit"], today))
    if words["project"]:
        reports = reports.filter(project=words["project"])
    if words["late"]:
        reports = reports.filter(is_late=True)
    if words["unread"]:
        reports = reports.filter(state=ReportState.SUBMITTED, read_at__isnull=True)
    return reports, words


@require_safe
@login_required
def review(request):
    """What came in and what did not, for those whom it concerns; read and return from the list."""
    at = timezone.now()
    today = timezone.localdate(at)
    reports, words = chosen(request, today)
    page = Paginator(reports, A_LIST).get_page(request.GET.get("page"))
    for report in page:
        report.may_review = may_review(request.user, report)
        report.is_missing = report.state == ReportState.OPEN and report.due_at <= at
    return render(
        request,
        "projects/day/review.html",
        {
            "page": page,
            "words": words,
            "counts": queries.tally(reports, at),
            "units": queries.wall_units(words["until"]),
            "states": ReportState.choices,
            "today": today,
            "unread_here": [report.pk for report in page if _to_read(report)],
        },
    )


def _to_read(report):
    return report.may_review and report.state == ReportState.SUBMITTED and report.read_at is None


@require_POST
@login_required
def read_many(request):
    """Stamp the named reports as read, each by its own move."""
    at = timezone.now()
    keys = [int(key) for key in request.POST.getlist("report") if key.isdigit()][:A_LIST]
    seen = DailyReport.objects.visible_to(request.user, timezone.localdate(at)).filter(pk__in=keys)
    done = 0
    for report in seen:
        try:
            moves.read(report, actor=request.user, at=at)
            done += 1
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
    messages.success(request, _("%(count)s reports are marked as read.") % {"count": done})
    there = request.POST.get("next", "")
    return redirect(there if there.startswith("/daily-reports/review/") else "projects:daily_review")


@require_http_methods(["GET", "POST"])
@login_required
def export(request):
    """The list as it is filtered, as xlsx, with the cut-off and lateness that the page shows; for a purpose."""
    today = timezone.localdate()
    reports, words = chosen(request, today)
    count = reports.count()
    if count > MOST_ROWS:
        messages.error(
            request, _("More than %(most)s reports: choose a shorter time and export again.") % {"most": MOST_ROWS}
        )
        return redirect("projects:daily_review")
    return ask(
        request, DailyReport, count, title=_("Export daily reports"),
        back=f"/daily-reports/review/?{request.GET.urlencode()}",
        give=lambda: (reports_book(reports), XLSX, f"daily-{words['since']}-{words['until']}.xlsx"),
    )  # fmt: skip

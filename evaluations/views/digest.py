"""The week of the district and of its units (周督查情况): doors for browsers."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.documents.digest import XLSX, digest_book
from evaluations.queries import digest as queries
from projects.permissions.figures import sees_business
from projects.queries.project_page import units_seen
from projects.rules import periods


def _asked(request, at):
    """(Monday asked for, the unit asked for or None); 403 without business here, 404 for another's unit."""
    day, key = timezone.localdate(at), request.GET.get("unit", "")
    if not key and not sees_business(request.user, day):
        raise PermissionDenied
    try:
        monday = periods.first_day(periods.WEEK, periods.read(periods.WEEK, request.GET.get("of", "")))
    except (ValueError, OverflowError):
        monday = periods.first_day(periods.WEEK, day)
    if not key:
        return monday, None
    if not key.isdigit() or len(key) > 17:
        raise Http404
    return monday, get_object_or_404(units_seen(request.user, day), pk=key)


@require_safe
@login_required
def week(request):
    """One week, by unit, or of one unit with the rows behind it; to be printed. `?of=2017-W15&unit=`."""
    at = timezone.now()
    day = timezone.localdate(at)
    monday, unit = _asked(request, at)
    if unit is None:
        page = queries.district(request.user, monday, day=day, at=at)
    else:
        page = queries.of_unit(request.user, unit, monday, day=day, at=at)
    step = timezone.timedelta(days=7)
    words = {
        "page": page, "name": periods.name(periods.WEEK, monday), "day": day,
        "before": periods.name(periods.WEEK, monday - step),
        "after": periods.name(periods.WEEK, monday + step) if page.sunday < day else "",
    }  # fmt: skip
    return render(request, "evaluations/week.html", words)


@require_safe
@login_required
def export(request):
    """The table by unit as a workbook."""
    at = timezone.now()
    monday, _unit = _asked(request, at)
    page = queries.district(request.user, monday, day=timezone.localdate(at), at=at)
    answer = HttpResponse(digest_book(page), content_type=XLSX)
    name = f"{_('week of inspection')}-{periods.name(periods.WEEK, monday)}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer

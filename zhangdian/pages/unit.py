"""The page of a unit: its week, its open orders, its projects' lights, its reporting health, its investment."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from evaluations.queries import digest, orders
from projects.queries import project_page as queries
from projects.rules import periods


@login_required
def unit(request, pk):
    """404 for whoever has nothing to do with the unit."""
    at = timezone.now()
    day = timezone.localdate(at)
    found = get_object_or_404(queries.units_seen(request.user, day).select_related("parent"), pk=pk)
    page = queries.unit_page(request.user, found, day=day)
    monday = periods.first_day(periods.WEEK, day)
    context = {
        "page": page, "unit": found, "day": day, "name": periods.name(periods.WEEK, monday),
        "week": digest.summary(request.user, found, monday, day=day, at=at),
        "orders": orders.open_of_unit(request.user, found, day=day, at=at),
    }  # fmt: skip
    return render(request, "pages/unit.html", context)

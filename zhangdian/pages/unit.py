"""The page of a unit: its projects' lights, its reporting health, its investment."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cadres.models import Unit
from projects.queries import project_page as queries


@login_required
def unit(request, pk):
    """404 for whoever has nothing to do with the unit."""
    day = timezone.localdate()
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    if not queries.may_see_unit(request.user, found, day):
        raise Http404
    return render(
        request, "pages/unit.html", {"page": queries.unit_page(request.user, found, day=day), "unit": found, "day": day}
    )

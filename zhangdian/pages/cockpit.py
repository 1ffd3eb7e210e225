"""The cockpit of leaders, and the same read model on a wall."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from evaluations.queries import coordination
from projects.permissions.figures import sees_business
from projects.queries import cockpit as queries
from projects.queries.scope import sees_district


class Known(Paginator):
    """Pages over a list whose length is known already."""

    def __init__(self, rows, size, total):
        super().__init__(rows, size)
        if total is not None:
            self.count = total  # stands in for the cached count


@login_required
def cockpit(request):
    """How the projects stand: lights, changes, who waits for whom, investment, reporting health."""
    at = timezone.now()
    day = timezone.localdate(at)
    if not sees_business(request.user, day):
        raise PermissionDenied

    def paginate(rows, total):
        return Known(rows, queries.PAGE, total).get_page(request.GET.get("page"))

    page = queries.cockpit(request.user, day=day, choice=queries.Choice.read(request.GET), paginate=paginate)
    stuck = coordination.stuck(request.user, day=day, at=at)
    context = {"cockpit": page, "page": page.rows, "day": day, "stuck": stuck}
    return render(request, "pages/cockpit.html", context)


@login_required
def screen(request):
    """The wall screen: no personal data, no way out, larger."""
    if not sees_district(request.user):
        raise PermissionDenied
    day = timezone.localdate()

    def paginate(rows, total):
        return Known(rows, queries.PAGE, total).get_page(request.GET.get("page"))

    page = queries.cockpit(request.user, day=day, choice=queries.Choice(), paginate=paginate)
    return render(request, "pages/screen.html", {"cockpit": page, "page": page.rows, "day": day})

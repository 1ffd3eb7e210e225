"""The page of a project: what, who, plan against done, targets, reports, photos, milestones, light."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from evaluations.permissions.coordination import may_raise
from evaluations.queries import concerned
from evaluations.queries import project_page as evaluations
from projects.permissions.roster import settles_people
from projects.queries import project_page as queries
from projects.rules.reminders import KIND, project_key
from projects.transitions.figures import CONFIRM
from zhangdian.notices import queries as notices
from zhangdian.workflow import open_to


@login_required
def project(request, pk):
    """404 for whoever may not see the project today."""
    at = timezone.now()
    day = timezone.localdate(at)
    found = queries.find(request.user, day, pk)
    if found is None:
        raise Http404
    page = queries.project_page(found, day=day)
    may_confirm = bool(page.light and open_to(request.user, page.light, (CONFIRM,)))
    seen = evaluations.of_project(request.user, found, day=day, at=at)
    context = {
        "orders": seen.orders, "visits": seen.visits, "slips": seen.slips, "reviewed": seen.reviewed,
        "concerned": concerned.of_project(request.user, found, day),
        "page": page, "project": found, "may_confirm": may_confirm,
        "may_raise": may_raise(request.user, found),
        "may_settle": settles_people(request.user, found),
        "held": next(iter(notices.holding(KIND, project_key(found.pk), day)), None),
    }  # fmt: skip
    return render(request, "pages/project.html", context)

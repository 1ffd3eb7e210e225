"""The page on which the reminders of a project are held."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projects import options
from projects.forms.reminders import HoldForm
from projects.models import Project
from projects.permissions.reminders import may_hold
from projects.permissions.roster import keeps_roster
from projects.queries import reminders as queries
from projects.services import holds
from zhangdian.options import queries as settings


def _project(request, pk):
    """The project, seen today and held by this person; 404 or 403 else."""
    project = get_object_or_404(Project.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    if not may_hold(request.user, project):
        raise PermissionDenied(
            _("Reminders of a project are held by the head of its responsible unit or the key project office.")
        )
    return project


@login_required
def project_holds(request, pk):
    """The holds over a project's reminders, and the form for one more."""
    project, day = _project(request, pk), timezone.localdate()
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holds.hold_project(project, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("The reminders of this project are held."))
            return redirect("projects:project_holds", pk=project.pk)
    rows = [
        {"hold": row, "stands": row.released_at is None and row.from_on <= day <= row.until, "own": bool(row.key)}
        for row in queries.holds_of(project)
    ]
    longest = None if keeps_roster(request.user) else settings.value(options.HOLD_DAYS, day)
    return render(request, "projects/holds.html", {"project": project, "form": form, "rows": rows, "longest": longest})


@login_required
@require_POST
def project_hold_release(request, pk, hold):
    """End a hold early."""
    project = _project(request, pk)
    held = queries.own_hold(project, hold)
    if held is None:
        raise Http404
    if holds.release_project(project, held, actor=request.user, at=timezone.now()):
        messages.success(request, _("The reminders of this project go on."))
    else:
        messages.error(request, _("This hold had been ended already."))
    return redirect("projects:project_holds", pk=project.pk)

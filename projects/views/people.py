"""The page on which the head of a responsible unit settles who carries a project, and what was reached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.forms.acts import ACTS
from projects.models import Project
from projects.permissions.roster import settles_people
from projects.queries import people as queries
from zhangdian.desk.forms import blame
from zhangdian.workflow import MoveRefused


def _settled_by(request, pk):
    """The project, for who settles its people; 404 for who may not see it, 403 for who may only look."""
    project = get_object_or_404(Project.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    if not settles_people(request.user, project):
        raise PermissionDenied(
            _("People and milestones are settled by the head of the responsible unit and the key project office.")
        )
    return project


@require_safe
@login_required
def people(request, pk):
    """Who carries the project, who stands in, what is reached; and the acts."""
    project = _settled_by(request, pk)
    context = {
        "project": project,
        "acts": [act for act in ACTS if act.may(request.user, project)],
        "posts": queries.posts(project, timezone.localdate()),
        "milestones": project.milestones.all(),
    }
    return render(request, "projects/people.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def settle(request, pk, name):
    """The form of one act."""
    project = _settled_by(request, pk)
    act = next((act for act in ACTS if act.name == name), None)
    if act is None:
        raise Http404
    if not act.may(request.user, project):
        raise PermissionDenied
    form_class, status = act.form(request, project), 200
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            try:
                act.do(project, actor=request.user, at=timezone.now(), **form.cleaned_data)
            except MoveRefused as refusal:
                raise PermissionDenied(str(refusal)) from None
            except ValidationError as wrong:
                blame(form, wrong)
            else:
                messages.success(request, _("Done: %(move)s.") % {"move": act.label})
                return redirect("projects:people", pk=pk)
        status = 422
    else:
        form = form_class(initial=act.initial(project) if act.initial else {})
    context = {"project": project, "act": act, "form": form, "sentence": act.says(project)}
    return render(request, "projects/people_act.html", context, status=status)

"""Honours: the page that draws a batch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.honours import DrawForm
from cases.permissions import honours as may
from cases.services import honours as services
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.workflow import MoveRefused


@login_required
@timed("case.honour")
def draw(request):
    """Draw a batch by criteria from a frozen quarter."""
    if request.user.administrator:
        raise Http404
    if not may.draws(request.user):
        raise PermissionDenied(_("Batches are drawn by the cadre section."))
    form = DrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            honour = services.draw(**form.cleaned_data, actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as wrong:
            desk_forms.blame(form, wrong)
        else:
            messages.success(request, _("Drawn. Now write the deeds and look at who was taken out, and why."))
            return redirect(honour)
    words = {
        "form": form, "timed": "case.honour", "title": _("Draw a batch of honours"),
        "about": _("From the frozen scores of a quarter. Who is in an influence period is taken out with the reason; "
                  "you may add and take out by hand afterwards, always with a reason."),
    }  # fmt: skip
    return render(request, "cases/new.html", words, status=422 if form.errors else 200)

"""Handing over all cases of one officer to another: the leaders' page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases.forms.retention import HandOverAllForm
from cases.permissions.common import directs
from cases.queries.desks import free_of
from cases.services import handover as services


@login_required
def handover(request):
    """Whose cases (?from=), to whom, why; all in one act, each with its line."""
    if not directs(request.user):
        raise PermissionDenied
    chosen = request.GET.get("from", "")
    giver = User.objects.filter(pk=chosen).first() if chosen.isdigit() else None
    refused, status = [], 200
    if request.method == "POST":
        form = HandOverAllForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            giver = given["giver"]
            moved, refused = services.hand_over_all(
                giver, given["to"], reason=given["reason"], actor=request.user, at=timezone.now()
            )
            if moved:
                messages.success(request, _("Cases handed over: %(count)s.") % {"count": len(moved)})
            elif not refused:
                messages.info(request, _("%(who)s runs no open case.") % {"who": giver})
            if not refused:
                return redirect(request.path)
        status = 422
    else:
        form = HandOverAllForm(initial={"giver": giver})
    day = timezone.localdate()
    cases = services.open_of(giver) if giver else []
    free = free_of(cases, day)
    cases = [case for case in cases if free([request.user], case)]
    words = {
        "form": form, "giver": giver, "cases": cases, "refused": refused,
        "gone": services.gone({giver}).get(giver.pk, "") if giver else "",
    }  # fmt: skip
    return render(request, "cases/handover.html", words, status=status)

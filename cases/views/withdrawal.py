"""Withdrawals of honours: the page on which one is proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.withdrawal import NewWithdrawalForm
from cases.permissions import withdrawal as may
from cases.queries.withdrawal import facts_of, proposable
from cases.transitions.withdrawal import open_withdrawal
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.workflow import MoveRefused


@login_required
@timed("case.withdrawal")
def new(request):
    """Propose to withdraw an honour; ?honouree= (key) says whose, with what was noticed about it as its first facts."""
    if request.user.administrator:
        raise Http404
    if not may.proposes(request.user):
        raise PermissionDenied(_("Withdrawals are proposed by the cadre section."))
    at = timezone.now()
    words = {"user": request.user, "day": timezone.localdate(at)}
    if request.method == "POST":
        form = NewWithdrawalForm(request.POST, **words)
    else:
        form = NewWithdrawalForm(initial=_behind(request, words["day"]), **words)
    if request.method == "POST" and form.is_valid():
        try:
            case = open_withdrawal(**form.cleaned_data, actor=request.user, at=at)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as wrong:
            desk_forms.blame(form, wrong)
        else:
            messages.success(request, _("Proposed. Next, serve the facts on whom they concern."))
            return redirect(case)
    words = {
        "form": form, "timed": "case.withdrawal", "title": _("Propose to withdraw an honour"),
        "about": _("A proposal has no effect: the honour stands until the facts are served, the person heard, "
                   "a meeting has decided and the decision is delivered."),
    }  # fmt: skip
    return render(request, "cases/new.html", words, status=422 if form.errors else 200)


def _behind(request, day):
    """What the address says about the new case; what makes no sense, or is not for this person, is left out."""
    key = request.GET.get("honouree", "")
    if not key.isdigit() or len(key) > 17:
        return {}
    one = proposable(request.user, day).select_related("honour__decision").filter(pk=key).first()
    if one is None:
        return {}
    return {"honouree": one.pk, "facts": facts_of(one), "on_block": bool(one.flagged_at)}

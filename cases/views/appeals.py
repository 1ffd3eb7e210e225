"""Lodging a review or an appeal: the person's own page, and the desk's for what came on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.appeals import LodgeForm, RegisterForm
from cases.permissions import appeals as may
from cases.queries import appeals as queries
from cases.transitions import appeals as transitions
from cases.views.cases import find
from zhangdian.burden.doors import timed
from zhangdian.desk.forms import blame
from zhangdian.workflow import MoveRefused


@login_required
@timed("case.appeal")
def lodge(request):
    """Lodge a review or an appeal against the case named in the address (?case=KIND:PK)."""
    name, _colon, pk = request.GET.get("case", "").partition(":")
    if not pk.isdigit():
        raise Http404
    kind, case = find(request, name, int(pk))
    is_own = may.lodges(request.user, case)
    if not is_own and not may.registers(request.user, case):
        raise PermissionDenied
    at = timezone.now()
    ways = queries.ways(case, at)
    open_ones = [(way.remedy, way.remedy.label) for way in ways if not way.why]
    form_class, status = LodgeForm if is_own else RegisterForm, 200
    if request.method == "POST" and open_ones:
        form = form_class(request.POST, remedies=open_ones)
        made = _lodged(form, case, request.user, at) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("Lodged: %(case)s") % {"case": made})
            return redirect(made)
        status = 422
    else:
        form = form_class(remedies=open_ones)
    words = {
        "kind": kind, "case": case, "ways": ways, "form": form, "can": bool(open_ones), "is_own": is_own,
    }  # fmt: skip
    return render(request, "cases/appeal_new.html", words, status=status)


def _lodged(form, case, user, at):
    """The Appeal, or None with what is wrong said on the form."""
    try:
        return transitions.lodge(case, actor=user, at=at, **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as wrong:
        blame(form, wrong)
    return None

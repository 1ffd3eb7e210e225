"""One visit of the weekly inspection, from its beginning on site to the common result: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.forms.inspections import ReasonForm, ResultForm
from evaluations.models import Inspection
from evaluations.permissions import inspections as may
from evaluations.permissions.orders import of_office
from evaluations.queries import inspections as queries
from evaluations.states.inspections import InspectionState
from evaluations.transitions import inspections as moves
from zhangdian.papers.forms import AttachmentForm
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused, open_to

BY_BUTTON = (moves.BEGIN, moves.REVISE, moves.CANCEL)


def find(request, pk):
    """The visit that the person may see, with project, plan and inspectors and how the person stands to it; or 404."""
    day = timezone.localdate()
    rows = queries.with_seats(Inspection.objects.visible_to(request.user, day).standing(request.user, day))
    return get_object_or_404(rows, pk=pk)


def works_here(user):
    """404 for the three administrators: visits are business."""
    if user.administrator:
        raise Http404


def refused(request, refusal):
    """403 where the person may see but not act; else the sentence as a message."""
    if refusal.why == MoveRefused.WRONG_PERSON:
        raise PermissionDenied(str(refusal)) from None
    messages.error(request, str(refusal))


def said(request, wrong):
    """A ValidationError as messages, where there is no form to put it beside."""
    for sentence in wrong.messages:
        messages.error(request, sentence)


@require_safe
@login_required
def detail(request, pk):
    """One visit as the person may see it."""
    visit, day = find(request, pk), timezone.localdate()
    page = queries.sheet(request.user, visit, day)
    return render(
        request,
        "evaluations/inspections/detail.html",
        {
            "visit": visit,
            "page": page,
            "moves": open_to(request.user, visit, BY_BUTTON),
            "may_confirm": visit.state == InspectionState.GATHERED and may.may_consolidate(request.user, visit),
            "may_draft": of_office(request.user) and visit.state == InspectionState.CONFIRMED and page.is_readable,
            "may_assign": may.plans(request.user) and visit.state == InspectionState.PLANNED,
            "entries": timeline(visit, moves=moves.MOVES) if page.is_readable or not visit.begun_at else [],
            "form": AttachmentForm(),
        },
    )


def _by_button(request, pk, act, done):
    visit = find(request, pk)
    try:
        act(visit)
        messages.success(request, done)
    except MoveRefused as refusal:
        refused(request, refusal)
    return redirect(visit)


@require_POST
@login_required
def begin(request, pk):
    """Begin on site."""
    return _by_button(
        request, pk, lambda visit: moves.begin(visit, actor=request.user, at=timezone.now()),
        _("Begun. Each inspector writes alone; nobody reads the others before all are in."),
    )  # fmt: skip


def _reason(request):
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")


@require_POST
@login_required
def cancel(request, pk):
    """Call a visit off."""
    reason = _reason(request)
    return _by_button(
        request, pk, lambda visit: moves.cancel(visit, actor=request.user, at=timezone.now(), reason=reason),
        _("The visit is called off."),
    )  # fmt: skip


@require_POST
@login_required
def revise(request, pk):
    """Take a confirmed result up again."""
    reason = _reason(request)
    return _by_button(
        request, pk, lambda visit: moves.revise(visit, actor=request.user, at=timezone.now(), reason=reason),
        _("The confirmation is void. Change the result and confirm it anew."),
    )  # fmt: skip


@login_required
def confirm(request, pk):
    """Settle the common result and confirm it."""
    visit, day = find(request, pk), timezone.localdate()
    if not may.may_consolidate(request.user, visit):
        raise PermissionDenied(_("The result is confirmed by those who went, once all their records are in."))
    if visit.state != InspectionState.GATHERED:
        messages.info(request, _("The result is confirmed already."))
        return redirect(visit)
    page = queries.sheet(request.user, visit, day)
    status = 200
    if request.method == "POST":
        form = ResultForm(request.POST)
        if form.is_valid():
            try:
                moves.confirm(visit, form.content(), actor=request.user, at=timezone.now())
            except ValidationError as wrong:
                form.refuse(wrong)
            except MoveRefused as refusal:
                refused(request, refusal)
                return redirect(visit)
            else:
                messages.success(request, _("The result is confirmed."))
                return redirect(visit)
        status = 422
    else:
        form = ResultForm.of(visit, page.findings, page.records)
    words = {"visit": visit, "page": page, "form": form}
    return render(request, "evaluations/inspections/confirm.html", words, status=status)


@require_safe
@login_required
def version(request, pk, number):
    """An earlier version of the common result, as it was confirmed."""
    visit = find(request, pk)
    if not visit.is_readable:
        raise Http404
    row = get_object_or_404(visit.versions.select_related("by", "voided_by"), number=number)
    sees_records = may.plans(request.user) or visit.goes
    shown = queries.as_confirmed(row, with_records=sees_records)
    return render(request, "evaluations/inspections/version.html", {"visit": visit, "version": row, "shown": shown})

"""What an inspector writes alone on a site, with its evidence: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.forms.inspections import RECORD, RecordForm
from evaluations.models import Evidence, Record
from evaluations.queries import inspections as queries
from evaluations.services import inspections as services
from evaluations.states.inspections import RecordState
from evaluations.transitions import inspections as moves
from evaluations.views.inspections import find, refused, said
from zhangdian.burden.doors import timed
from zhangdian.papers.forms import AttachmentForm
from zhangdian.workflow import MoveRefused


def own_record(request, pk):
    """(the visit, one's own record in it with its rows); 403 for who does not write there."""
    visit = find(request, pk)
    rows = Record.objects.filter(inspection=visit, author=request.user).select_related("inspection__project", "author")
    record = rows.prefetch_related("marks", "observations", queries.shown_evidence()).first()
    if record is None:
        raise PermissionDenied(_("Only the inspectors of this site write here, after the visit has begun."))
    return visit, record


@login_required
@timed(RECORD, when=lambda request: request.POST.get("act") == "hand-in")
def record(request, pk):
    """The sheet that an inspector fills in alone: kept as a draft, or handed in."""
    visit, own = own_record(request, pk)
    if own.state != RecordState.WRITING:
        messages.info(request, _("Your record is handed in."))
        return redirect(visit)
    if request.method != "POST":
        return _record_page(request, visit, own, RecordForm.of(own))
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _record_page(request, visit, own, form, status=422)
    at = timezone.now()
    try:
        if request.POST.get("act") != "hand-in":
            services.save_draft(own, form.content(), actor=request.user, at=at)
            messages.success(
                request, _("Kept as a draft at %(time)s.") % {"time": timezone.localtime(at).strftime("%H:%M")}
            )
            return redirect("evaluations:inspection_record", pk=pk)
        moves.hand_in(own, form.content(), actor=request.user, at=at)
    except ValidationError as wrong:
        form.refuse(wrong)
        return _record_page(request, visit, own, form, status=422)
    except MoveRefused as refusal:
        refused(request, refusal)
        return redirect(visit)
    messages.success(request, _("Handed in. You can read the others' records when all are in."))
    return redirect(visit)


def _record_page(request, visit, own, form, status=200):
    return render(
        request,
        "evaluations/inspections/record.html",
        {"visit": visit, "record": own, "form": form, "files": AttachmentForm()},
        status=status,
    )


@require_POST
@login_required
def attach(request, pk):
    """Add evidence: to one's own record while it is written, to a named one while the result is consolidated."""
    visit = find(request, pk)
    key = request.POST.get("record", "")
    rows = Record.objects.visible_to(request.user).filter(inspection=visit)
    target = rows.filter(pk=key).first() if key.isdigit() else rows.filter(author=request.user).first()
    if target is None:
        raise PermissionDenied(_("Only the inspectors of this site add evidence, after the visit has begun."))
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_evidence(
                target, form.cleaned_data["file"], not_secret=form.cleaned_data["not_secret"], actor=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["file"].name})
        except ValidationError as wrong:
            said(request, wrong)
        except MoveRefused as refusal:
            refused(request, refusal)
    else:
        for sentences in form.errors.values():
            for sentence in sentences:
                messages.error(request, sentence)
    return _to_sheet(target, visit)


def _to_sheet(target, visit):
    if target.state == RecordState.WRITING:
        return redirect("evaluations:inspection_record", pk=visit.pk)
    return redirect(visit)


@require_POST
@login_required
def detach(request, pk):
    """Take evidence out."""
    rows = Evidence.objects.filter(record__in=Record.objects.visible_to(request.user).values("pk"))
    evidence = get_object_or_404(rows.select_related("record__inspection", "paper"), pk=pk)
    visit = find(request, evidence.record.inspection_id)
    try:
        services.remove_evidence(
            evidence, actor=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:400].strip()
        )
        messages.success(request, _("Taken out."))
    except MoveRefused as refusal:
        refused(request, refusal)
    return _to_sheet(evidence.record, visit)

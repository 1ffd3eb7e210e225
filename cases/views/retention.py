"""Retention: what is kept long enough, batches of disposal, legal holds. Thin doors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import registry
from cases.forms.common import NothingForm, ReasonForm
from cases.forms.retention import HoldForm, ProposeDisposalForm
from cases.models import Disposal, LegalHold
from cases.permissions import retention as may
from cases.queries import retention as queries
from cases.services import retention as services
from cases.transitions import retention as transitions
from cases.views.cases import find
from zhangdian.desk import moves
from zhangdian.desk.forms import blame
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused

MOVES = {move.name: move for move in transitions.MOVES}


@login_required
def overview(request):
    """The cases whose period is over, to be proposed for disposal; the batches; the holds that stand."""
    if not may.reads(request.user):
        raise PermissionDenied
    day = timezone.localdate()
    can, status = may.proposes(request.user), 200
    form = ProposeDisposalForm(request.POST if request.method == "POST" else None)
    try:
        due, why = queries.due(day), ""
    except MoveRefused as refused:
        due, why = [], str(refused)
    if request.method == "POST":
        if not can:
            raise PermissionDenied
        made = _proposed(request, form, due) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("Proposed; a leader of the department carries it out."))
            return redirect(made)
        status = 422
    holds = LegalHold.objects.visible_to(request.user, day).standing()
    words = {
        "due": due, "why": why, "form": form if can else None, "chosen": request.POST.getlist("case"),
        "disposals": Disposal.objects.visible_to(request.user, day).select_related("proposed_by", "confirmed_by")[:50],
        "holds": [(hold, may.lifts(request.user, hold)) for hold in holds.select_related("held_by")[:50]],
    }  # fmt: skip
    return render(request, "cases/retention.html", words, status=status)


def _proposed(request, form, due):
    chosen = set(request.POST.getlist("case"))
    cases = [one.case for one in due if f"{one.case.KIND}:{one.case.pk}" in chosen]
    try:
        return services.propose(cases, why=form.cleaned_data["why"], actor=request.user, at=timezone.now())
    except ValidationError as wrong:
        blame(form, wrong)
    return None


@require_safe
@login_required
def disposal(request, pk):
    """One batch: its cases, who proposed it, the buttons."""
    row = _batch(request, pk)
    panel = moves.panel(
        row, transitions.MOVES, user=request.user,
        url=lambda move: reverse("cases:disposal_move", args=[row.pk, move.name]),
    )  # fmt: skip
    words = {
        "row": row, "items": row.items.all(), "panel": panel, "entries": timeline(row, moves=transitions.MOVES),
    }  # fmt: skip
    return render(request, "cases/disposal.html", words)


@login_required
def disposal_move(request, pk, verb):
    """Carry a batch out, or discard it."""
    row, move = _batch(request, pk), MOVES.get(verb)
    if move is None:
        raise Http404
    refused = moves.refusal(move, row, user=request.user)
    if refused is not None:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused))
        messages.error(request, str(refused))
        return redirect(row)
    form = (ReasonForm if move.needs else NothingForm)(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                moves.function(transitions, move)(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
            except (MoveRefused, ValidationError) as wrong:
                for sentence in getattr(wrong, "messages", [str(wrong)]):
                    messages.error(request, sentence)
            else:
                messages.success(request, _("Done: %(move)s.") % {"move": move.label})
            return redirect(row)
        status = 422
    words = {"case": row, "move": move, "form": form, "sentence": moves.sentence(move, row)}
    return render(request, "cases/move.html", words, status=status)


def _batch(request, pk):
    rows = Disposal.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("proposed_by", "confirmed_by"), pk=pk)


@login_required
def hold(request):
    """Keep a case (?case=KIND:PK) from disposal."""
    name, _colon, pk = request.GET.get("case", "").partition(":")
    if not pk.isdigit() or name not in registry.KINDS:
        raise Http404
    _kind, case = find(request, name, int(pk))
    if not may.holds(request.user, case):
        raise PermissionDenied
    return _reasoned(
        request, case, _("Set a legal hold"),
        _("Nothing of “%(case)s” is disposed of until the hold is lifted.") % {"case": case},
        lambda **given: services.set_hold(case, **given),
    )  # fmt: skip


@login_required
def lift(request, pk):
    """Lift a legal hold."""
    row = get_object_or_404(LegalHold.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    if not may.lifts(request.user, row):
        raise PermissionDenied
    case = registry.labelled(row.label).model.objects.get(pk=row.key)
    return _reasoned(
        request, case, _("Lift the legal hold"), f"{row.title}: {row.reason}",
        lambda **given: services.lift_hold(row, **given),
    )  # fmt: skip


def _reasoned(request, case, title, sentence, do):
    """A page that asks for a reason, does `do` and goes back to where holds are listed, or to the case."""
    form, status = HoldForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                do(reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
            except MoveRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("Done: %(move)s.") % {"move": title})
            return redirect(reverse("cases:retention") if may.reads(request.user) else case.get_absolute_url())
        status = 422
    words = {"case": case, "move": {"label": title, "warns": ""}, "form": form, "sentence": sentence}
    return render(request, "cases/move.html", words, status=status)

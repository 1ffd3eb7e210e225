"""Pages of the scoring schemes: the list, one scheme, the form of a draft, a rehearsal."""

import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.forms.schemes import AdoptForm, CopyForm, RehearseForm, SchemeForm
from evaluations.forms.teams import ReasonForm
from evaluations.models import Rehearsal, Scheme
from evaluations.permissions.scores import draws_schemes, keeps_scores
from evaluations.queries import schemes as queries
from evaluations.services import rehearsals
from evaluations.services import schemes as services
from evaluations.transitions import scores as transitions
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused, open_to

VERBS = {move.name: move for move in transitions.SCHEME_MOVES}


def _only_keepers(request):
    if not keeps_scores(request.user):
        raise PermissionDenied(_("Schemes are read by the cadre section and its leaders."))


def find(request, pk):
    """The scheme, for who may read schemes."""
    _only_keepers(request)
    return get_object_or_404(Scheme.objects.select_related("based_on", "made_by", "adopted_by"), pk=pk)


@login_required
def schemes(request):
    """All schemes, with what is in force."""
    _only_keepers(request)
    return render(request, "evaluations/schemes/list.html", {"schemes": queries.listed(timezone.localdate())})


@require_http_methods(["GET", "POST"])
@login_required
def new_scheme(request):
    """A draft after another scheme (?after=), or with the usual numbers."""
    _only_keepers(request)
    asked = request.GET.get("after", "")
    after = get_object_or_404(Scheme, pk=asked) if asked.isdigit() and len(asked) < 10 else None
    day = timezone.localdate()
    form = CopyForm(
        request.POST or None, initial={"from_year": day.year + (day.month > 9), "from_quarter": day.month // 3 % 4 + 1}
    )
    if request.method == "POST" and form.is_valid():
        row = services.copy(after, form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Drawn up. Change its numbers here, then rehearse it on a frozen quarter."))
        return redirect("evaluations:scheme_edit", pk=row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluations/schemes/new.html", {"form": form, "after": after}, status=status)


@login_required
def scheme(request, pk):
    """One scheme."""
    return _page(request, find(request, pk))


def _page(request, row, form=None, status=200):
    today = timezone.localdate()
    moves = open_to(request.user, row, transitions.SCHEME_MOVES)
    adopts = transitions.ADOPT in moves
    current = queries.in_force(today)
    is_draft = draws_schemes(request.user, row)
    quarters = list(queries.rehearsable()) if is_draft else []
    context = {
        "scheme": row, "groups": queries.shown(row), "grid": queries.peer_grid(queries.peers_of(row)),
        "differences": queries.in_words(queries.differences(row.based_on, row)) if row.based_on else [],
        "current": current, "example": queries.compared(row.numbers(), _other(current, row)),
        "moves": [move for move in moves if move != transitions.ADOPT],
        "form": (form or AdoptForm()) if adopts else None, "adopt": transitions.ADOPT, "is_draft": is_draft,
        "quarters": quarters, "rehearsals": queries.rehearsals_of(row),
        "entries": trail.timeline(row, moves=transitions.SCHEME_MOVES, contents=False),
    }  # fmt: skip
    return render(request, "evaluations/schemes/scheme.html", context, status=status)


def _other(current, row):
    return current.numbers() if current is not None and current.pk != row.pk else None


@require_http_methods(["GET", "POST"])
@login_required
def edit_scheme(request, pk):
    """The form of a draft: checked without storing, or stored."""
    row = find(request, pk)
    if not draws_schemes(request.user, row):
        messages.error(request, _("Only a draft is changed. Draw up another after it."))
        return redirect(row)
    form = SchemeForm(request.POST if request.method == "POST" else None, instance=copy.copy(row), stored=row)
    status, numbers = 200, row.numbers()
    if request.method == "POST":
        if form.is_valid() and request.POST.get("act") != "check":
            try:
                services.change(row, form.cleaned_data, form.peers(), actor=request.user, at=timezone.now())
            except MoveRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("Stored."))
            return redirect(row)
        status, numbers = 422 if form.errors else 200, form.numbers()
    current = queries.in_force(timezone.localdate())
    context = {
        "scheme": row, "form": form, "current": current, "checked": request.method == "POST" and not form.errors,
        "example": queries.compared(numbers, current and current.numbers()) if numbers is not None else None,
    }  # fmt: skip
    return render(request, "evaluations/schemes/form.html", context, status=status)


@require_POST
@login_required
def move_scheme(request, pk, verb):
    """Adopt or withdraw."""
    row = find(request, pk)
    if verb not in VERBS:
        raise Http404
    if not VERBS[verb].may(request.user, row):
        raise PermissionDenied(_("You are not the one who can do this here."))
    form = AdoptForm(request.POST) if verb == "adopt" else ReasonForm(request.POST)
    if not form.is_valid():
        if verb == "adopt":
            return _page(request, row, form, 422)
        messages.error(request, _("Say why: the reason is kept on the trail."))
        return redirect(row)
    try:
        getattr(transitions, verb)(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        if verb == "adopt" and refused.why == MoveRefused.MISSING:
            form.add_error(None, str(refused))
            return _page(request, row, form, 422)
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done: %(move)s.") % {"move": VERBS[verb].label})
    return redirect(row)


@require_POST
@login_required
def rehearse_scheme(request, pk):
    """Run the draft over a frozen quarter."""
    row = find(request, pk)
    form = RehearseForm(request.POST, quarters=queries.rehearsable())
    if not form.is_valid():
        messages.error(request, _("Choose a frozen quarter to rehearse on."))
        return redirect(row)
    try:
        made = rehearsals.rehearse(row, form.cleaned_data["scoring"], actor=request.user, at=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(row)
    return redirect(made)


@login_required
def rehearsal(request, pk, number):
    """What a rehearsal found."""
    _only_keepers(request)
    row = get_object_or_404(
        Rehearsal.objects.select_related("scheme", "scoring__scheme", "made_by"), pk=number, scheme=pk
    )  # fmt: skip
    told = queries.in_report(row, request.user, timezone.localdate())
    return render(request, "evaluations/schemes/rehearsal.html", {"rehearsal": row, "told": told})

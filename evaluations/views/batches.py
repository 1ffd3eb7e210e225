"""Lists of faster projects: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evaluations.forms.bulletins import DecisionForm, SpanForm
from evaluations.models import Batch
from evaluations.permissions import bulletins as may
from evaluations.services import batches as services
from evaluations.states.bulletins import BatchState
from evaluations.transitions import batches as moves
from evaluations.views.bulletins import PAGE, tried
from projects.queries.scope import opens
from projects.rules import shown


def _batch(request, pk):
    rows = Batch.objects.visible_to(request.user, timezone.localdate()).select_related("drafted_by", "recorded_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
@login_required
def batch_list(request):
    """The lists, newest first."""
    if request.user.administrator:
        raise PermissionDenied
    rows = (
        Batch.objects.visible_to(request.user, timezone.localdate())
        .annotate(listed=Count("lines", filter=Q(lines__is_listed=True)))
        .order_by("-last_month", "-id")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "evaluations/bulletins/batches.html",
        {"page": page, "may_draft": may.drafts(request.user), "form": SpanForm()},
    )  # fmt: skip


@require_POST
@login_required
def draw(request):
    """Draw up a list."""
    if not may.drafts(request.user):
        raise PermissionDenied
    form, made = SpanForm(request.POST), []
    if not form.is_valid():
        messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
    elif tried(request, lambda: made.append(
        services.draw(form.cleaned_data["first"], form.cleaned_data["last"], actor=request.user, at=timezone.now())
    )):  # fmt: skip
        return redirect(made[0])
    return redirect("evaluations:batches")


@require_GET
@login_required
def batch(request, pk):
    """One list: its criteria, its projects, the decision."""
    return _page(request, _batch(request, pk), DecisionForm())


def _page(request, row, form):
    lines = list(row.lines.annotate(opens=opens(request.user, timezone.localdate())))
    for line in lines:
        line.deviation_text = shown.points(line.deviation)
    is_draft = row.state == BatchState.DRAFT
    return render(
        request, "evaluations/bulletins/batch.html",
        {"batch": row, "lines": [line for line in lines if line.is_listed or is_draft], "form": form,
         "may_put": is_draft and may.drafts(request.user), "may_decide": is_draft and may.decides(request.user, row)},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@login_required
def put(request, pk, line):
    """Put a project on the list or leave it out."""
    row = _batch(request, pk)
    found = get_object_or_404(row.lines, pk=line)
    tried(
        request, lambda: services.put(found, listed=request.POST.get("listed") == "1",
                                      reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()),
        _("Stored."),
    )  # fmt: skip
    return redirect(row)


@require_POST
@login_required
def publish(request, pk):
    """Record the decision and publish the list."""
    row = _batch(request, pk)
    if not may.decides(request.user, row):
        raise PermissionDenied(_("The decision is recorded by somebody else than who drew up the list."))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    tried(request, lambda: moves.publish(row, actor=request.user, at=timezone.now(), **form.cleaned_data),
          _("The list is published."))  # fmt: skip
    return redirect(row)


@require_POST
@login_required
def discard(request, pk):
    """Throw a draft away."""
    row = _batch(request, pk)
    tried(request, lambda: moves.discard(row, actor=request.user, at=timezone.now(),
                                         reason=request.POST.get("reason", "")[:400]))  # fmt: skip
    return redirect(row)

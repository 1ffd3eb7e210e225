"""Complaints and suggestions: written by anybody signed in, answered by the cadre section."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries, transitions
from accounts.forms import FeedbackForm
from accounts.models import Feedback
from accounts.options import FEEDBACK_DAYS
from accounts.permissions import may_see_feedback
from accounts.states import FeedbackState
from zhangdian.options import queries as options
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused, open_to

PAGE = 30


@login_required
def feedback_list(request):
    """One's own, or for those who answer all of them, by state."""
    state = request.GET.get("state", "")
    day = timezone.localdate()
    page = Paginator(queries.feedback_list(request.user, state), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/feedback_list.html",
        {
            "page": page,
            "rows": [(row, row.is_late(day)) for row in page],
            "states": FeedbackState.choices,
            "state": state,
            "answers": may_see_feedback(request.user),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """Write one."""
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        row = transitions.hand_in(form.save(commit=False), actor=request.user, at=timezone.now())
        messages.success(
            request, _("Received. You will be answered by %(day)s at the latest.") % {"day": row.due_on.isoformat()}
        )
        return redirect(row)
    days = options.value(FEEDBACK_DAYS, timezone.localdate())
    return render(request, "accounts/feedback_form.html", {"form": form, "days": days})


@login_required
def detail(request, pk):
    """One of them, with its moves and what happened to it."""
    return _page(request, get_object_or_404(Feedback.objects.visible_to(request.user), pk=pk))


def _page(request, row, *, answer="", error="", status=200):
    open_moves = open_to(request.user, row, transitions.MOVES)
    context = {
        "feedback": row,
        "is_late": row.is_late(timezone.localdate()),
        # The answer has a form of its own; the other moves are buttons.
        "moves": [move for move in open_moves if move != transitions.ANSWER],
        "may_answer": transitions.ANSWER in open_moves,
        "answer": answer,
        "error": error,
        "answer_limit": transitions.ANSWER_LIMIT,
        "entries": trail.timeline(row, moves=transitions.MOVES, contents=False),
    }
    return render(request, "accounts/feedback_detail.html", context, status=status)


@login_required
@require_POST
def move(request, pk, verb):
    """Make a move; a refused answer keeps what was typed."""
    row = get_object_or_404(Feedback.objects.visible_to(request.user), pk=pk)
    if verb not in {known.name for known in transitions.MOVES}:
        raise Http404
    words = {name: request.POST.get(name, "") for name in ("answer", "reason") if name in NEEDS[verb]}
    try:
        row = getattr(transitions, verb)(row, actor=request.user, at=timezone.now(), **words)
    except MoveRefused as refused:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused)) from None
        if words:
            return _page(request, row, answer=words.get("answer", ""), error=str(refused), status=400)
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done."))
    return redirect(row)


NEEDS = {known.name: known.needs for known in transitions.MOVES}

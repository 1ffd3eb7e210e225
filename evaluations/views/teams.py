"""Pages of an evaluation on site: the list, the evaluation, its moves, what is asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.states import Role
from evaluations.forms.teams import AskForm, ReasonForm, judge_form
from evaluations.models import Examination
from evaluations.permissions.teams import asks, records, works_in
from evaluations.queries import teams as queries
from evaluations.services import talks as services
from evaluations.states.teams import ExaminationState, TalkKind
from evaluations.transitions import teams as transitions
from zhangdian.desk.moves import function
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused, open_to

PAGE = 30
VERBS = {move.name: move for move in transitions.MOVES}


@login_required
def examinations(request):
    """The evaluations that the person may see, those in work first."""
    day, state = timezone.localdate(), request.GET.get("state", "")
    page = Paginator(queries.listed(request.user, day, state), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "states": ExaminationState.choices, "state": state,
        "desk": "/admin/evaluations/examination/add/" if request.user.has_role(Role.OFFICE) else "",
    }  # fmt: skip
    return render(request, "evaluations/teams/list.html", context)


def find(request, pk):
    """The evaluation with how the person stands to it, or 404."""
    day = timezone.localdate()
    rows = Examination.objects.visible_to(request.user, day).standing(request.user, day).select_related("team")
    return get_object_or_404(rows.select_related("drafted_by", "approved_by"), pk=pk)


@login_required
def examination(request, pk):
    """One evaluation: plan, people, notes, verifications, materials, and what can be done now."""
    return _page(request, find(request, pk))


def _page(request, row, *, judging=None, status=200):
    user, at = request.user, timezone.now()
    day = timezone.localdate(at)
    moves = open_to(user, row, transitions.MOVES)
    may_judge = transitions.JUDGE in moves
    may_ask = row.state in services.ASKED_WHILE and asks(user, row)
    on_site = row.state == ExaminationState.ON_SITE and records(user, row)
    shows_notes = row.is_member or user.has_role(Role.OFFICE)
    detail = queries.page_of(row, user, day, at=at, talks=shows_notes)
    if may_judge and judging is None:
        judging = judge_form([person.subject for person in detail.people])()
    context = {
        "examination": row,
        "detail": detail,
        "moves": [move for move in moves if move != transitions.JUDGE],
        "judging": judging,
        "asking": AskForm() if may_ask else None,
        "kinds": TalkKind.choices if on_site else (),
        "may_begin": row.state == ExaminationState.MATERIAL and row.is_member and works_in(user, row),
        "entries": trail.timeline(row, moves=transitions.MOVES, contents=False),
    }
    return render(request, "evaluations/teams/examination.html", context, status=status)


@require_POST
@login_required
def move(request, pk, verb):
    """A button of the evaluation's page."""
    row = find(request, pk)
    if verb not in VERBS:
        raise Http404
    words, form = {}, None
    if verb == "judge":
        form = judge_form(row.subjects.select_related("cadre"))(request.POST)
        if not form.is_valid():
            return _page(request, row, judging=form, status=422)
        words = form.cleaned_data
    elif "reason" in VERBS[verb].needs:
        form = ReasonForm(request.POST)
        words = {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}
    try:
        function(transitions, VERBS[verb])(row, actor=request.user, at=timezone.now(), **words)
    except MoveRefused as refused:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused)) from None
        messages.error(request, str(refused))
        if verb == "judge":
            return _page(request, row, judging=form, status=422)
    except ValidationError as wrong:
        for sentence in wrong.messages:
            form.add_error(None, sentence)
        return _page(request, row, judging=form, status=422)
    else:
        messages.success(request, _("Done: %(move)s.") % {"move": VERBS[verb].label})
    return redirect(row) if verb != "call-off" or request.user.has_role(Role.OFFICE, Role.DIRECTOR) else redirect("/")


@require_POST
@login_required
def ask(request, pk):
    """Ask for a verification about every cadre."""
    row = find(request, pk)
    form = AskForm(request.POST)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    try:
        made = services.ask(row, kind, actor=request.user, at=timezone.now())
    except MoveRefused as refused:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused)) from None
        messages.error(request, str(refused))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(
            request, _("Asked about %(count)s cadres, to be answered by %(day)s.")
            % {"count": len(made), "day": made[0].due_on},
        )  # fmt: skip
    return redirect(row)


@require_http_methods(["POST"])
@login_required
def begin_material(request, pk, cadre):
    """Draft the material about one cadre from what is on file and what was heard."""
    row = find(request, pk)
    subject = get_object_or_404(row.subjects.select_related("cadre__unit"), cadre=cadre)
    try:
        material = services.begin_material(row, subject.cadre, actor=request.user, at=timezone.now())
    except MoveRefused as refused:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused)) from None
        messages.error(request, str(refused))
        return redirect(row)
    messages.success(
        request, _("A draft was put together from the notes and replies; every section is yours to write.")
    )
    return redirect(f"{material.get_absolute_url()}?purpose=drafting")

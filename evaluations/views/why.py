"""Why this number, and objections to it: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from evaluations.forms.scores import AnswerForm, ObjectionForm, ReviseForm
from evaluations.permissions import evidence
from evaluations.permissions import scores as may
from evaluations.queries import scores as queries
from evaluations.queries import why as read
from evaluations.services import score_entries as services
from evaluations.services.score_ladder import due_at
from evaluations.states.scores import ObjectionState
from evaluations.transitions import scores as moves
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused, open_to

PAGE = 30
VERBS = {move.name: move for move in moves.OBJECTION_MOVES}
DO = {"uphold": moves.uphold, "reject": moves.reject}


def _score(request, pk):
    found = read.find(request.user, timezone.localdate(), pk)
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
def why(request, pk):
    """From the total to each piece of evidence. Reading another person's leaves a line on the trail."""
    score, at = _score(request, pk), timezone.now()
    if score.cadre_id and score.cadre.user_id != request.user.pk:
        trail.record(score, "read_score", actor=request.user, at=at)
    return _why(request, score)


def _why(request, score, form=None, revising=None):
    at = timezone.now()
    day, user = timezone.localdate(at), request.user
    own = bool(score.cadre_id) and score.cadre.user_id == user.pk
    lines = read.lines_of(score)
    page = read.page(score, lines, evidence.links(user, day, score, read.refs(lines, score)), own=own)
    objects = (own or bool(score.project_id)) and may.objects(user, score)
    is_late = objects and at >= score.scoring.check_until
    if objects and not is_late and form is None:
        form = ObjectionForm(choices=page.choices)
    if revising is None and score.is_newest and score.cadre_id and may.revises(user, score):
        revising = ReviseForm()
    objections = queries.objections(user, day).filter(scoring=score.scoring_id)
    objections = objections.filter(cadre=score.cadre_id, project=score.project_id).order_by("-pk")
    bad = any(one is not None and one.is_bound for one in (form, revising))
    return render(
        request, "evaluations/scores/why.html",
        {"page": page, "score": score, "scoring": score.scoring, "own": own, "form": form, "is_late": is_late,
         "revising": revising, "objections": list(objections),
         "place_words": queries.place_words(score.place, score.of, score.place_low, score.place_high),
         "keeps": may.keeps_scores(user), "is_other": bool(score.cadre_id) and not own},
        status=422 if bad else 200,
    )  # fmt: skip


@require_POST
@login_required
def raise_objection(request, pk):
    """「我有异议」."""
    score = _score(request, pk)
    if not may.objects(request.user, score):
        raise PermissionDenied(
            _("Objections are raised by the cadre about the own score, by the head of the responsible unit about "
              "those of its projects, while the scores are shown for checking.")
        )  # fmt: skip
    own = score.cadre_id and score.cadre.user_id == request.user.pk
    form = ObjectionForm(request.POST, choices=read.page(score, read.lines_of(score), {}, own=own).choices)
    if form.is_valid():
        try:
            row = services.raise_objection(score, form.content(), actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your objection is handed in; it is answered before the scores are frozen."))
            return redirect(row)
    return _why(request, score, form)


@require_POST
@login_required
def revise(request, pk):
    """Make a revision of a frozen score whose sources have changed."""
    score = _score(request, pk)
    if not may.revises(request.user, score):
        raise PermissionDenied(_("You are not the one who can revise this score."))
    form = ReviseForm(request.POST)
    if form.is_valid():
        try:
            made = services.revise(score, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The revision stands beside the score as it was frozen."))
            return redirect(made)
    return _why(request, score, revising=form)


# Objections ---------------------------------------------------------------------------------------


@require_GET
@login_required
def objections(request):
    """The objections that wait, then those answered: for who answers them."""
    if not may.keeps_scores(request.user):
        raise Http404
    rows = queries.objections(request.user, timezone.localdate())
    state = request.GET.get("state", ObjectionState.RAISED)
    if state in ObjectionState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "evaluations/scores/objections.html",
        {"page": page, "states": ObjectionState.choices, "state": state},
    )  # fmt: skip


def _objection(request, pk):
    return get_object_or_404(queries.objections(request.user, timezone.localdate()), pk=pk)


@require_GET
@login_required
def objection(request, pk):
    """One objection: what is wrong, with what evidence, and the answer."""
    return _objection_page(request, _objection(request, pk))


def _objection_page(request, row, bound=None):
    day = timezone.localdate()
    offered = [
        {"move": move, "form": bound[1] if bound and bound[0] is move else AnswerForm(auto_id=f"id_{move.name}_%s"),
         "is_open": bool(bound) and bound[0] is move}
        for move in open_to(request.user, row, moves.OBJECTION_MOVES)
    ]  # fmt: skip
    return render(
        request, "evaluations/scores/objection.html",
        {"objection": row, "score": queries.score_of(row, request.user, day), "offered": offered,
         "due_at": due_at(row.raised_at), "keeps": may.keeps_scores(request.user)},
        status=422 if bound else 200,
    )  # fmt: skip


@require_POST
@login_required
def answer(request, pk, verb):
    """The office answers, one way or the other."""
    row = _objection(request, pk)
    move = VERBS.get(verb)
    if move is None:
        raise Http404
    if not may.answers(request.user, row):
        raise PermissionDenied(_("Objections are answered by the cadre section, never by who raised them."))
    form = AnswerForm(request.POST, auto_id=f"id_{move.name}_%s")
    if form.is_valid():
        try:
            DO[verb](row, actor=request.user, at=timezone.now(), answer=form.cleaned_data["answer"])
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect(row)
        messages.success(request, _("The objection is answered; who raised it is told."))
        return redirect(row)
    return _objection_page(request, row, (move, form))

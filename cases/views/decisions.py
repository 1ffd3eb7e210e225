"""Decisions of meetings: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.documents.agenda import TITLE, agenda
from cases.forms.common import NothingForm, ReasonForm
from cases.forms.decisions import DecisionForm
from cases.models import Decision
from cases.permissions import decisions as may
from cases.queries import decisions as queries
from cases.services.decisions import FIELDS, enter_whole
from cases.states.decisions import DecisionState, Meeting
from cases.transitions import decisions as transitions
from cases.views.cases import DOCX
from zhangdian import gathered
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.desk import moves
from zhangdian.desk.lists import ListOf
from zhangdian.papers.queries import attachments_of
from zhangdian.trail import services as trail
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused

PAGE = 50
FORMS = {"confirm": NothingForm, "discard": ReasonForm}


def _allowed(request, predicate):
    if request.user.administrator:
        raise Http404
    if not predicate(request.user):
        raise PermissionDenied(_("Decisions are kept by the cadre section and its leaders."))


def _find(request, pk):
    _allowed(request, may.sees_decisions)
    rows = Decision.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(rows.select_related("entered_by", "confirmed_by"), pk=pk)


@require_safe
@login_required
def decision_list(request):
    """The decisions, newest first; the filters stand in the address."""
    _allowed(request, may.sees_decisions)
    given = {name: request.GET.get(name, "").strip() for name in ("state", "meeting", "year", "q")}
    filters = {
        "state": given["state"] if given["state"] in DecisionState.values else "",
        "meeting": given["meeting"] if given["meeting"] in Meeting.values else "",
        "year": given["year"] if given["year"].isdigit() and len(given["year"]) == 4 else "",
        "words": given["q"][:60],
    }
    rows = queries.listed(request.user, timezone.localdate(), **filters)
    words = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "filters": filters, "asked": given["q"],
        "states": DecisionState.choices, "meetings": Meeting.choices, "is_filtered": any(filters.values()),
        "enters": may.enters(request.user),
    }  # fmt: skip
    return render(request, "cases/decisions/list.html", words)


@login_required
@timed("case.decision")
def new(request):
    """What a meeting decided, in one form: the meeting, its cases, who sat there, the minutes."""
    _allowed(request, may.enters)
    at = timezone.now()
    rows = queries.waiting(request.user, timezone.localdate(at))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DecisionForm(*given, rows=rows, actor=request.user)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            made = _enter(request, form, at)
            if made is not None:
                messages.success(request, _("Entered. Another person, a leader of the department, confirms it."))
                return redirect(made)
        status = 422
        if form.files and "minutes" not in form.errors:
            form.add_error("minutes", _("Choose the file once more: browsers do not keep it when a form comes back."))
    return render(request, "cases/decisions/new.html", {"form": form}, status=status)


def _enter(request, form, at):
    given = form.cleaned_data
    try:
        return enter_whole(
            {name: given[name] for name in FIELDS}, items=form.items(), attendees=given["attendees"],
            minutes=given["minutes"], not_secret=given["not_secret"], actor=request.user, at=at,
        )  # fmt: skip
    except MoveRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as wrong:
        desk_forms.blame(form, wrong)
    return None


@require_safe
@login_required
def detail(request, pk):
    """One decision: the meeting, its cases, who sat there, the minutes, what may be done and what hinders."""
    row = _find(request, pk)
    at = timezone.now()
    panel = moves.panel(
        row, transitions.MOVES, user=request.user,
        url=lambda move: reverse("cases:decision_move", args=[row.pk, move.name]),
    )  # fmt: skip
    pairs = transitions.cases_of(row, request.user, at)
    beside = gathered.rows(attendees=row.attendees.select_related("cadre__unit"), files=attachments_of(row))
    files = beside["files"]
    sat = {one.cadre_id for one in beside["attendees"] if one.cadre_id and not one.is_recused}
    is_draft = row.state == DecisionState.DRAFT
    words = {
        "decision": row, "panel": panel,
        "items": [(item, queries.outcome_words(item, case)) for item, case in pairs],
        "attendees": beside["attendees"], "files": files,
        "hindrances": transitions.hindrances(row, actor=request.user, at=at, pairs=pairs, files=files, sat=sat)
        if is_draft and may.confirms(request.user, row)
        else [],
        "entries": timeline(row, moves=transitions.MOVES),
    }  # fmt: skip
    return render(request, "cases/decisions/detail.html", words)


@login_required
def move(request, pk, verb):
    """Confirm or discard: what it does, the button."""
    row = _find(request, pk)
    known = next((one for one in transitions.MOVES if one.name == verb), None)
    if known is None:
        raise Http404
    refused = moves.refusal(known, row, user=request.user)
    if refused is not None:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused))
        messages.error(request, str(refused))
        return redirect(row)
    form = FORMS[verb](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _make(request, row, known, form):
        return redirect(row)
    words = {"decision": row, "move": known, "form": form, "sentence": moves.sentence(known, row)}
    return render(request, "cases/decisions/move.html", words, status=422 if form.errors else 200)


def _make(request, row, known, form):
    try:
        moves.function(transitions, known)(row, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return True
    except ValidationError as wrong:
        for sentence in wrong.messages:
            messages.error(request, sentence)
        return True
    messages.success(request, _("Done: %(move)s.") % {"move": known.label})
    return True


@require_safe
@login_required
def agenda_docx(request):
    """The list of matters for the next meeting as .docx; taking it out leaves a line."""
    _allowed(request, may.sees_decisions)
    at = timezone.now()
    day = timezone.localdate(at)
    rows = queries.waiting(request.user, day)
    trail.record(ListOf(Decision, len(rows)), "print_paper", actor=request.user, at=at, reason=TITLE)
    answer = HttpResponse(agenda(rows, day), content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{TITLE}-{day:%Y%m%d}.docx"
    )
    return answer

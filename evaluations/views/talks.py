"""Pages of notes, verifications and materials. Showing sealed words leaves a line each time."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.states import Role
from cadres.models import Cadre, in_force
from evaluations.documents import materials as documents
from evaluations.forms.teams import MaterialForm, NoteForm, PurposeForm, ReasonForm, ReplyForm
from evaluations.models import Check, Material, Recusal, Talk
from evaluations.permissions.teams import drafts_material, records, replies, writes_note
from evaluations.queries import teams as queries
from evaluations.rules.talks import SECTIONS
from evaluations.services import talks as services
from evaluations.states.teams import Finding, Leaning, ReadingPurpose, TalkKind, TalkState
from evaluations.transitions import talks as transitions
from evaluations.views.teams import find as find_examination
from projects.models import Project
from zhangdian import vault
from zhangdian.desk.moves import function
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused, open_to

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def find(request, model, pk, *related):
    """A row of `model` with how the person stands to it, or 404."""
    day = timezone.localdate()
    rows = model.objects.visible_to(request.user, day).standing(request.user, day)
    return get_object_or_404(rows.select_related("examination__team", "cadre__unit", *related), pk=pk)


def opened(request, thing, row=None, purpose=""):
    """The sealed words of a row, and the line that says that they were read."""
    services.note_reading(thing, actor=request.user, at=timezone.now(), purpose=purpose)
    row = row or thing
    return vault.unseal(row.sealed, row)


def make(request, thing, verb, moves, words=None):
    """A button: True when the move was made; what is refused is said, the wrong person gets 403."""
    move = next((move for move in moves if move.name == verb), None)
    if move is None:
        raise Http404
    if words is None:
        words = {}
        if "reason" in move.needs:
            form = ReasonForm(request.POST)
            words = {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}
    try:
        function(transitions, move)(thing, actor=request.user, at=timezone.now(), **words)
    except MoveRefused as refused:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused)) from None
        messages.error(request, str(refused))
        return False
    messages.success(request, _("Done: %(move)s.") % {"move": move.label})
    return True


# Notes -------------------------------------------------------------------------------------------


def _note_form(examination, user, day, *args, **words):
    """The form with the cadres and projects of the evaluation from which the writer is not recused."""
    out = Recusal.objects.filter(in_force(day), person__user=user)
    return NoteForm(
        *args,
        cadres=Cadre.objects.filter(examined_in__examination=examination).exclude(recused_from__in=out),
        projects=Project.objects.filter(examined_in__examination=examination).exclude(recusals__in=out),
        **words,
    )


@require_http_methods(["GET", "POST"])
@login_required
def new_note(request, pk):
    """Write a note on an evaluation."""
    examination = find_examination(request, pk)
    if not records(request.user, examination):
        raise PermissionDenied(_("Notes are written by the members of the evaluation's team."))
    at = timezone.localtime()
    kind = request.GET.get("kind", TalkKind.TALK)
    initial = {"kind": kind if kind in TalkKind.values else TalkKind.TALK, "day": at.date(), "time": f"{at:%H:%M}"}
    return _written(request, examination, None, initial)


@require_http_methods(["GET", "POST"])
@login_required
def change_note(request, pk):
    """Write a draft of the own anew."""
    talk = find(request, Talk, pk, "project", "recorder")
    if not writes_note(request.user, talk):
        raise PermissionDenied(_("A note is changed by its recorder only."))
    if talk.state != TalkState.DRAFT:
        messages.error(request, _("This note was handed in: its words no longer change."))
        return redirect(talk)
    held = timezone.localtime(talk.held_at)
    initial = {"kind": talk.kind, "cadre": talk.cadre_id, "project": talk.project_id, "relation": talk.relation}
    initial |= {"day": held.date(), "time": f"{held:%H:%M}"}
    if request.method == "GET":
        initial |= opened(request, talk)
    return _written(request, talk.examination, talk, initial)


def _written(request, examination, talk, initial):
    at = timezone.now()
    form = _note_form(examination, request.user, timezone.localdate(at), request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = dict(form.cleaned_data)
            said["held_at"] = timezone.make_aware(datetime.combine(said.pop("day"), said.pop("time")))
            try:
                row = services.write_note(examination, said, actor=request.user, at=at, talk=talk)
            except MoveRefused as refused:
                if refused.why == MoveRefused.WRONG_PERSON:
                    raise PermissionDenied(str(refused)) from None
                form.add_error(None, str(refused))
            except ValidationError as wrong:
                for name, sentences in wrong.message_dict.items():
                    form.add_error("day" if name == "held_at" else name, sentences)
            else:
                messages.success(request, _("The note is stored sealed. Hand it in when it is complete."))
                return redirect(row)
    context = {"form": form, "examination": examination, "talk": talk}
    return render(request, "evaluations/teams/note_form.html", context, status=status)


@login_required
def note(request, pk):
    """A note with its words: the reading stands on the trail."""
    talk = find(request, Talk, pk, "project", "recorder")
    words = opened(request, talk)
    context = {
        "talk": talk, "words": words, "leaning": Leaning(words["leaning"]).label if words["leaning"] else "",
        "moves": open_to(request.user, talk, transitions.TALK_MOVES),
        "may_change": talk.state == TalkState.DRAFT and writes_note(request.user, talk),
        "entries": trail.timeline(talk, moves=transitions.TALK_MOVES, contents=False, limit=30),
    }  # fmt: skip
    return render(request, "evaluations/teams/note.html", context)


@require_POST
@login_required
def move_note(request, pk, verb):
    talk = find(request, Talk, pk)
    make(request, talk, verb, transitions.TALK_MOVES)
    return redirect(talk)


# Verifications -----------------------------------------------------------------------------------


@login_required
def checks(request):
    """Opinions on integrity: what discipline was asked, what the cadre section waits for."""
    if not request.user.has_role(Role.DISCIPLINE, Role.OFFICE, Role.DIRECTOR):
        raise PermissionDenied(_("This list is for the discipline commission and the cadre section."))
    at, only = timezone.now(), request.GET.get("waiting") == "1"
    rows = queries.requests(request.user, timezone.localdate(at), waiting=only)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    for row in page:
        row.late = row.is_late(at)
    return render(request, "evaluations/teams/checks.html", {"page": page, "waiting": only})


@login_required
def check(request, pk):
    """One verification; whoever sees its reply leaves a line."""
    return _check_page(request, find(request, Check, pk, "asked_by", "replied_by"))


def _check_page(request, row, *, form=None, status=200):
    words = opened(request, row) if row.sealed else None
    moves = open_to(request.user, row, transitions.CHECK_MOVES)
    may_reply = transitions.REPLY in moves
    context = {
        "check": row, "words": words, "finding": Finding(words["finding"]).label if words else "",
        "is_late": row.is_late(timezone.now()), "form": form or (ReplyForm() if may_reply else None),
        "moves": [move for move in moves if move != transitions.REPLY],
        "entries": trail.timeline(row, moves=transitions.CHECK_MOVES, contents=False, limit=30),
        "sees_examination": not request.user.has_role(Role.DISCIPLINE),
    }  # fmt: skip
    return render(request, "evaluations/teams/check.html", context, status=status)


@require_POST
@login_required
def move_check(request, pk, verb):
    """Answer or withdraw; a refused answer keeps what was typed."""
    row = find(request, Check, pk, "asked_by", "replied_by")
    if verb != "reply":
        make(request, row, verb, transitions.CHECK_MOVES)
        return redirect(row)
    if not replies(request.user, row):
        raise PermissionDenied(_("This is answered by those who were asked."))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _check_page(request, row, form=form, status=422)
    make(request, row, verb, transitions.CHECK_MOVES, form.cleaned_data)
    return redirect(row)


# Materials ---------------------------------------------------------------------------------------


def _purpose(data):
    form = PurposeForm(data)
    return str(ReadingPurpose(form.cleaned_data["purpose"]).label) if form.is_valid() else ""


def _version(material, number=None):
    return get_object_or_404(material.versions.select_related("by"), number=number or material.version)


@login_required
def material(request, pk):
    """A material: first what for, then its words. Both stand on the trail."""
    row = find(request, Material, pk, "drafted_by", "signed_by")
    purpose = _purpose(request.GET)
    context = {"material": row, "purposes": ReadingPurpose.choices, "chosen": request.GET.get("purpose", "")}
    if purpose:
        number = request.GET.get("version", "")
        version = _version(row, int(number) if number.isdigit() else None)
        words = opened(request, row, version, purpose)
        newest = version.number == row.version
        moves = open_to(request.user, row, transitions.MATERIAL_MOVES)
        writes = newest and row.state == "DRAFT" and drafts_material(request.user, row)
        context |= {
            "version": version, "sections": [(documents.LABELS[name], words[name]) for name in SECTIONS],
            "moves": moves if newest else [], "versions": list(row.versions.select_related("by").defer("sealed")),
            "form": MaterialForm(initial=words | {"base": row.version}) if writes else None,
            "entries": trail.timeline(row, moves=transitions.MATERIAL_MOVES, contents=False, limit=40),
        }  # fmt: skip
    return render(request, "evaluations/teams/material.html", context)


@require_POST
@login_required
def save_material(request, pk):
    """A new version of the draft; what was typed is kept when it is refused."""
    row = find(request, Material, pk, "drafted_by", "signed_by")
    if not drafts_material(request.user, row):
        raise PermissionDenied(_("Materials are drafted by the members of the team; the leader signs."))
    form = MaterialForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            services.save_material(row, said, base=said.pop("base"), actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Stored as version %(number)s.") % {"number": row.version + 1})
            return redirect(f"{row.get_absolute_url()}?purpose=drafting")
    context = {"material": row, "form": form, "chosen": "drafting", "purposes": ReadingPurpose.choices}
    return render(request, "evaluations/teams/material.html", context, status=422)


@require_POST
@login_required
def move_material(request, pk, verb):
    row = find(request, Material, pk)
    make(request, row, verb, transitions.MATERIAL_MOVES)
    return redirect(f"{row.get_absolute_url()}?purpose=drafting")


@require_POST
@login_required
def export_material(request, pk):
    """The material as a docx; taking it out stands on the trail with what for."""
    row = find(request, Material, pk, "drafted_by", "signed_by")
    purpose = _purpose(request.POST)
    if not purpose:
        messages.error(request, _("Choose what the material is taken out for."))
        return redirect(row)
    version = _version(row)
    services.note_export(row, actor=request.user, at=timezone.now(), purpose=purpose)
    content = documents.material(
        row, vault.unseal(version.sealed, version), names=row.examination.formed_of, organ=row.examination.team.name
    )
    name = _("Evaluation material on comrade %(name)s") % {"name": row.cadre.name}
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    answer["Cache-Control"] = "private, no-store"
    return answer

"""Bulletins: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.forms.bulletins import LineForm, MonthForm, ObjectionForm, WordsForm
from evaluations.models import Bulletin, BulletinParty, Objection
from evaluations.permissions import bulletins as may
from evaluations.queries import bulletins as queries
from evaluations.services import bulletins as services
from evaluations.services.bulletin_paper import docx
from evaluations.transitions import bulletins as moves
from zhangdian.burden.doors import timed
from zhangdian.papers.forms import AttachmentForm
from zhangdian.papers.queries import attachments_by
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused, open_to

PAGE = 24
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BY_NAME = {move.name: move for move in moves.MOVES}
DO = {
    "open-check": moves.open_check, "recopy": moves.recopy, "close-check": moves.close_check, "review": moves.review,
    "send-back": moves.send_back, "sign": moves.sign, "publish": moves.publish, "archive": moves.archive,
    "discard": moves.discard,
}  # fmt: skip
WITH_REASON = ("recopy", "send-back", "archive", "discard")


def _today():
    return timezone.localdate()


def _not_for_administrators(user):
    if user.administrator:
        raise PermissionDenied


def _bulletin(request, pk):
    rows = Bulletin.objects.visible_to(request.user, _today()).select_related(
        "corrects", "drafted_by", "reviewed_by", "signed_by", "published_by"
    )
    return get_object_or_404(rows, pk=pk)


def tried(request, act, done=""):
    """Call `act`; refusals become messages, acts that are another's become 403. True where it was done."""
    try:
        act()
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
        return False
    except ValidationError as fault:
        messages.error(request, "；".join(fault.messages))
        return False
    if done:
        messages.success(request, done)
    return True


@require_GET
@login_required
def bulletin_list(request):
    """The bulletins, newest first."""
    _not_for_administrators(request.user)
    page = Paginator(queries.listed(request.user, _today()), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "evaluations/bulletins/list.html",
        {"page": page, "may_draft": may.drafts(request.user), "form": MonthForm()},
    )  # fmt: skip


@require_POST
@login_required
def draft(request):
    """Draft the bulletin of an earlier month."""
    if not may.drafts(request.user):
        raise PermissionDenied
    form = MonthForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(form.errors["month"]))
        return redirect("evaluations:bulletins")
    made = []
    tried(request, lambda: made.append(services.draft(form.cleaned_data["month"], actor=request.user,
                                                      at=timezone.now())))  # fmt: skip
    if made and made[0] is not None:
        return redirect(made[0])
    if made:
        messages.error(request, _("The bulletin of this month exists already."))
    return redirect("evaluations:bulletins")


@require_GET
@login_required
def bulletin(request, pk):
    """One bulletin: words, tables by track, who has checked, what can be done now."""
    row = _bulletin(request, pk)
    office = may.drafts(request.user) or may.reviews(request.user, row)
    objections = list(queries.objections(row, request.user, _today())) if office else []
    for one in objections:
        one.moves = [] if row.is_public else open_to(request.user, one, moves.OBJECTION_MOVES)
    return render(
        request, "evaluations/bulletins/bulletin.html",
        {"bulletin": row, "sections": queries.sections(row), "road": queries.road(row),
         "tables": queries.tables(row, request.user, _today()) if office or row.is_public else [], "office": office,
         "moves": moves.open_to_now(request.user, row), "with_reason": WITH_REASON,
         "may_edit": may.edits(request.user, row), "may_correct": row.is_public and may.drafts(request.user),
         "parties": list(row.parties.select_related("agreed_by", "received_by")) if office else [],
         "own": list(BulletinParty.objects.speaking(request.user, _today()).filter(bulletin=row)),
         "objections": objections, "corrections": [one for one in row.corrections.all() if one.is_public],
         "entries": timeline(row, moves=moves.MOVES, contents=False) if office else []},
    )  # fmt: skip


@require_GET
@login_required
def paper(request, pk):
    """The bulletin as .docx, from its own rows."""
    row = _bulletin(request, pk)
    if not (row.is_public or may.drafts(request.user) or may.reviews(request.user, row)):
        raise PermissionDenied
    name = f"{row.number_text} {row.title}".strip() + ".docx"
    return HttpResponse(
        docx(row), content_type=DOCX, headers={"Content-Disposition": content_disposition_header(True, name)}
    )


@require_GET
@login_required
def wall(request, pk):
    """A published bulletin on a wall screen: larger, turning its pages by itself, no person's name but as published."""
    row = _bulletin(request, pk)
    if not row.is_public:
        raise Http404
    return render(request, "evaluations/bulletins/wall.html", {"wall": queries.wall(row)})


@require_GET
@login_required
def newest_wall(request):
    """The newest published bulletin on a wall screen: an address that stays when the next one comes out."""
    _not_for_administrators(request.user)
    row = queries.newest_published(request.user, _today())
    return render(request, "evaluations/bulletins/wall.html", {"wall": row and queries.wall(row)})


@require_POST
@login_required
def act(request, pk, verb):
    """Make the move `verb`."""
    row = _bulletin(request, pk)
    move = BY_NAME.get(verb)
    if move is None:
        raise Http404
    words = {"reason": request.POST.get("reason", "")[:400]} if verb in WITH_REASON else {}
    tried(
        request, lambda: DO[verb](row, actor=request.user, at=timezone.now(), **words),
        _("Done: %(move)s.") % {"move": move.label},
    )  # fmt: skip
    return redirect(row)


@require_POST
@login_required
def correct(request, pk):
    """Begin a correction."""
    row, made = _bulletin(request, pk), []
    if tried(request, lambda: made.append(
        services.correct(row, actor=request.user, at=timezone.now(), why=request.POST.get("why", ""))
    )):  # fmt: skip
        return redirect(made[0])
    return redirect(row)


@require_http_methods(["GET", "POST"])
@login_required
def words(request, pk):
    """Write the sections by hand."""
    row = _bulletin(request, pk)
    if not may.edits(request.user, row):
        raise PermissionDenied
    form = WordsForm(request.POST if request.method == "POST" else None, initial=row.words)
    if request.method == "POST" and form.is_valid() and tried(
        request, lambda: services.edit_words(row, form.cleaned_data, actor=request.user, at=timezone.now()),
        _("The words are stored."),
    ):  # fmt: skip
        return redirect(row)
    return render(request, "evaluations/bulletins/words.html", {"bulletin": row, "form": form},
                  status=422 if form.is_bound else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def line(request, pk, line):
    """Change one line of the draft, with the reason."""
    row = _bulletin(request, pk)
    if not may.edits(request.user, row):
        raise PermissionDenied
    found = get_object_or_404(row.lines.select_related("bulletin"), pk=line)
    form = LineForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        content = dict(form.cleaned_data)
        why = content.pop("why")
        try:
            services.edit_line(found, content, actor=request.user, at=timezone.now(), reason=why)
        except ValidationError as fault:
            form.add_error(None, fault.messages)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The line is changed; what was before stays readable."))
            return redirect(row)
    return render(request, "evaluations/bulletins/line.html", {"bulletin": row, "line": found, "form": form},
                  status=422 if form.is_bound else 200)  # fmt: skip


# The unit's own page ------------------------------------------------------------------------------


def _party(request, pk, party):
    row = _bulletin(request, pk)
    parties = row.parties.all()
    if not (may.drafts(request.user) or may.reviews(request.user, row)):
        parties = BulletinParty.objects.speaking(request.user, _today()).filter(bulletin=row)
    parties = parties.select_related("bulletin", "agreed_by", "received_by").standing(request.user, _today())
    found = get_object_or_404(parties, pk=party)
    return row, found


@require_GET
@login_required
def check(request, pk, party):
    """A unit's own lines: to be found correct, objected to, signed for."""
    return _check_page(request, *_party(request, pk, party))


def _check_page(request, row, party, form=None):
    may_check = may.checks(request.user, party)
    lines = queries.dressed(list(party.lines.order_by("code", "pk")))
    objections = list(queries.objections(row, request.user, _today()).filter(party=party))
    files = attachments_by(objections)
    for one in objections:
        one.party = party  # as it stands to whoever asks
        one.may_attach = may_check and may.adds_evidence(request.user, one)
        one.files = files.get(one.pk, [])
    if form is None and may_check:
        form = ObjectionForm(lines=party.lines.order_by("code", "pk"))
    return render(
        request, "evaluations/bulletins/check.html",
        {"bulletin": row, "party": party, "lines": lines, "may_check": may_check, "form": form,
         "may_receive": may.receives(request.user, party), "objections": objections, "file_form": AttachmentForm()},
        status=422 if form is not None and form.is_bound else 200,
    )  # fmt: skip


@require_POST
@login_required
@timed("bulletin.agree")
def agree(request, pk, party):
    """核对无误."""
    _row, found = _party(request, pk, party)
    tried(request, lambda: services.agree(found, actor=request.user, at=timezone.now()),
          _("Thank you: your lines are found correct."))  # fmt: skip
    return redirect(found)


@require_POST
@login_required
@timed("bulletin.object")
def raise_objection(request, pk, party):
    """Object to one of the unit's lines."""
    row, found = _party(request, pk, party)
    if not may.speaks_for(request.user, found):
        raise PermissionDenied
    form = ObjectionForm(request.POST, lines=found.lines.order_by("code", "pk"))
    if not form.is_valid():
        return _check_page(request, row, found, form)
    content = form.cleaned_data
    tried(
        request, lambda: services.raise_objection(
            found, content["line"], claim=content["claim"], evidence=content["evidence"], actor=request.user,
            at=timezone.now(),
        ),
        _("The objection is handed in; the office answers it before the bulletin goes on."),
    )  # fmt: skip
    return redirect(found)


@require_POST
@login_required
@timed("bulletin.receive")
def receive(request, pk, party):
    """签收."""
    _row, found = _party(request, pk, party)
    tried(request, lambda: services.receive(found, actor=request.user, at=timezone.now()),
          _("Your unit has signed for the bulletin."))  # fmt: skip
    return redirect(found)


def _objection(request, pk):
    rows = Objection.objects.select_related("party__bulletin", "line", "raised_by")
    return get_object_or_404(
        rows.filter(party__bulletin__in=Bulletin.objects.visible_to(request.user, _today()).values("pk")), pk=pk
    )


@require_POST
@login_required
def answer(request, pk, verb):
    """The office answers an objection."""
    found = _objection(request, pk)
    if verb not in ("accept", "reject"):
        raise Http404
    tried(
        request, lambda: moves.answer(
            found, accept=verb == "accept", words=request.POST.get("answer", ""), actor=request.user,
            at=timezone.now(),
        ),
        _("The objection is answered; the unit is told."),
    )  # fmt: skip
    return redirect(found.party.bulletin)


@require_POST
@login_required
def attach(request, pk):
    """The unit hangs a file on its objection."""
    found = _objection(request, pk)
    if not may.speaks_for(request.user, found.party):
        raise PermissionDenied
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        tried(
            request, lambda: services.attach(found, form.cleaned_data["file"],
                                             not_secret=form.cleaned_data["not_secret"], actor=request.user,
                                             at=timezone.now()),
            _("The file is kept."),
        )  # fmt: skip
    else:
        messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
    return redirect(found.party)

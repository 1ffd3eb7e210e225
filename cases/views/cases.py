"""Cases: doors for browsers. One page a case, one page a move, for every kind; the desk shows the same in the admin."""

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

from cases import acts, registry
from cases.documents.lists import XLSX, cases_book
from cases.permissions import retention as keeping
from cases.permissions.appeals import lodges, registers
from cases.permissions.common import is_free, sees_desk, sees_inside, takes_out
from cases.permissions.decisions import enters, sees_decisions
from cases.queries import appeals, lists, retention
from cases.queries.decisions import wait_of
from cases.queries.page import beside
from cases.services.clocks import holder_of
from cases.states.common import Holder
from cases.states.retention import UNDER_HOLD
from cases.views import panel as panels
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.desk import moves, purpose
from zhangdian.trail import services as trail
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE, MOST = 50, 5000


def find(request, name, pk):
    """(Kind, case) that the person may see, with how the person stands to it; or 404."""
    kind = registry.KINDS.get(name)
    if kind is None:
        raise Http404
    day = timezone.localdate()
    rows = kind.model.objects.visible_to(request.user, day).standing(request.user, day)
    keys = [field.name for field in kind.model._meta.concrete_fields if field.many_to_one]
    return kind, get_object_or_404(rows.select_related("cadre__user", "cadre__unit", *keys), pk=pk)


def verbs(kind):
    """Every move and act of a kind by name."""
    return {move.name: move for move in (*kind.transitions.MOVES, *kind.acts, *acts.COMMON)}


@require_safe
@login_required
def case_list(request):
    """The cases that the person may see, of every kind; what is due first on top. The filters stand in the address."""
    if request.user.administrator:
        raise Http404
    at = timezone.now()
    day = timezone.localdate(at)
    asked = lists.Asked.read(request.GET)
    page = Paginator(lists.table(request.user, asked, day=day, at=at), PAGE).get_page(request.GET.get("page"))
    page.object_list = lists.dress(page.object_list, request.user, at)
    runs = sees_desk(request.user)
    kept = retention.kept(request.user, day, page.object_list) if runs else set()
    words = {
        "page": page, "words": asked, "kinds": [(one.name, one.label) for one in registry.KINDS.values()],
        "states": lists.states(asked.kind) if asked.kind else [], "shows_all": request.GET.get("all") == "1",
        "is_filtered": any(request.GET.get(name) for name in ("kind", "state", "all", "overdue", "mine", "q")),
        "runs": runs, "kept": kept, "under_hold": UNDER_HOLD,
        "tally": lists.tally(request.user, day=day, at=at) if runs else None,
        "starts": [one for kind in registry.KINDS.values() for one in kind.starts(request.user)],
        "may_export": sees_desk(request.user) and takes_out(request.user),
        "sees_decisions": sees_decisions(request.user),
        "links": [one for kind in registry.KINDS.values() for one in kind.links(request.user)],
    }  # fmt: skip
    return render(request, "cases/list.html", words)


@login_required
def export(request):
    """The same list as a workbook, for a purpose that is kept."""
    if request.user.administrator:
        raise Http404
    if not takes_out(request.user):
        raise PermissionDenied
    at = timezone.now()
    rows = lists.table(request.user, lists.Asked.read(request.GET), day=timezone.localdate(at), at=at)[:MOST]
    rows = lists.dress(rows, request.user, at)

    def give():
        name = _("Cases")
        return cases_book(rows), XLSX, f"{name}-{timezone.localdate(at):%Y%m%d}.xlsx"

    back = reverse("cases:list") + (f"?{request.GET.urlencode()}" if request.GET else "")
    return purpose.ask(request, lists.CaseList, len(rows), give=give, title=_("Export of the list of cases"), back=back)


@require_safe
@login_required
def detail(request, kind, pk):
    """One case: where it stands, in whose hands and until when, what may be done, what it rests on."""
    kind, case = find(request, kind, pk)
    at = timezone.now()
    on_desk = sees_desk(request.user) and is_free(request.user, case)
    day = timezone.localdate(at)
    found = beside(case, request.user, day)
    is_inside = sees_inside(request.user, case)
    words = {
        "kind": kind, "case": case, "line": lists.line(case), "holder": Holder(holder_of(case)).label,
        "is_overdue": case.is_overdue(at),
        "panel": panels.panel(
            case, request.user, lambda move: reverse("cases:move", args=[kind.name, case.pk, move.name])
        ),
        "waiting": wait_of(case) if sees_decisions(request.user) else None, "enters": enters(request.user),
        "blocks": kind.blocks(case, request.user, day), "served": found.served,
        "papers": [form for form in kind.papers(case, request.user) if form.is_listed and form.when(case)],
        "files": [one for one in found.files if is_inside or one.uploaded_by_id == request.user.pk],
        "entries": timeline(case, moves=kind.transitions.MOVES) if on_desk else [], "on_desk": on_desk,
        "desk": reverse(f"admin:{case._meta.app_label}_{case._meta.model_name}_change", args=[case.pk])
        if on_desk and request.user.is_staff else "",
        "remedies": remedies(request.user, case, at, found.lodged),
        "appeals": found.appeals, "legal": legal_hold(request.user, case, found.holds),
    }  # fmt: skip
    return render(request, "cases/detail.html", words)


def legal_hold(user, case, holds):
    """{hold, lift, path} of the legal hold on a case for who may set one: the one that stands with the address to lift
    it, or the address to set one; None for others."""
    if not keeping.holds(user, case):
        return None
    hold = next(iter(holds), None)
    lift = reverse("cases:legal_hold_lift", args=[hold.pk]) if hold is not None and keeping.lifts(user, hold) else ""
    path = f"{reverse('cases:legal_hold_new')}?case={case.KIND}:{case.pk}" if hold is None else ""
    return {"hold": hold, "lift": lift, "path": path}


def remedies(user, case, at, lodged):
    """{ways, address} of review and appeal for whom the case concerns and for the section that registers them, or
    None."""
    is_own = lodges(user, case)
    if not is_own and not registers(user, case):
        return None
    ways = appeals.ways(case, at, lodged)
    if not ways:
        return None
    can = any(not way.why for way in ways)
    path = f"{reverse('cases:appeal_new')}?case={case.KIND}:{case.pk}" if can else ""
    return {"ways": ways, "path": path, "is_own": is_own}


@login_required
@timed("case", "kind", "verb")
def move(request, kind, pk, verb):
    """One move or act: what it needs, what it will do, the button."""
    kind, case = find(request, kind, pk)
    known = verbs(kind).get(verb)
    if known is None:
        raise Http404
    refused = panels.refusal(kind, case, known, request.user)
    if refused is not None:
        if refused.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refused))
        messages.error(request, str(refused))
        return redirect(case)
    form_class = form_of(kind, case, known)
    if request.method == "POST":
        form = form_class(request.POST, request.FILES)
        if form.is_valid() and _make(request, kind, case, known, form):
            return redirect(_after(request, case))
        status = 422 if form.errors else 200
    else:
        form, status = form_class(initial=moves_initial(known, case)), 200
    words = {
        "kind": kind, "case": case, "move": known, "form": form, "sentence": moves.sentence(known, case),
    }  # fmt: skip
    return render(request, "cases/move.html", words, status=status)


def form_of(kind, case, known):
    """The form class of a move or an act."""
    if isinstance(known, moves.Act):
        given = known.form
    else:
        given = kind.forms.get(known.name) or desk_forms.form_for(known, kind.model)
    return given if isinstance(given, type) else given(case)


def moves_initial(known, case):
    return known.initial(case) if isinstance(known, moves.Act) and known.initial else {}


def _make(request, kind, case, known, form):
    call = known.do if isinstance(known, moves.Act) else moves.function(kind.transitions, known)
    try:
        call(case, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return refused.why != MoveRefused.MISSING
    except ValidationError as wrong:
        desk_forms.blame(form, wrong)
        return False
    messages.success(request, _("Done: %(move)s.") % {"move": known.label})
    return True


def _after(request, case):
    """Back to the case where it may still be seen, else to the list."""
    seen = type(case).objects.visible_to(request.user, timezone.localdate()).filter(pk=case.pk).exists()
    return case.get_absolute_url() if seen else reverse("cases:list")


@require_safe
@login_required
def paper(request, kind, pk, code):
    """A paper of the case as .docx; taking it out leaves a line."""
    kind, case = find(request, kind, pk)
    form = next((one for one in kind.papers(case, request.user) if one.code == code and one.when(case)), None)
    if form is None:
        raise Http404
    at = timezone.now()
    body = form.make(case, timezone.localdate(at))
    trail.record(case, "print_paper", actor=request.user, at=at, reason=str(form.label))
    answer = HttpResponse(body, content_type=DOCX)
    name = f"{case.number_text}-{form.label}.docx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer

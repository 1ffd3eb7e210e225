"""Orders: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cadres.models import Unit
from evaluations import registry
from evaluations.documents import orders as documents
from evaluations.documents.order_paper import TYPE, order_docx
from evaluations.forms.orders import FORMS, OrderForm, UrgeForm
from evaluations.models import Finding, Inspection, Order
from evaluations.permissions import orders as may
from evaluations.queries import orders as queries
from evaluations.services import orders as services
from evaluations.states.inspections import InspectionState, Speed
from evaluations.states.orders import OrderState
from evaluations.transitions import orders as moves
from projects.models import Project
from zhangdian.burden.doors import timed
from zhangdian.desk.moves import function
from zhangdian.papers.forms import AttachmentForm
from zhangdian.papers.queries import attachments_of
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused

VERBS = {move.name: move for move in moves.MOVES}


def find(request, pk):
    """The order that the person may see, with how the person stands to it; or 404."""
    day = timezone.localdate()
    rows = Order.objects.visible_to(request.user, day).standing(request.user, day)
    people = ("project", "unit", "drafted_by", "issued_by", "signed_by", "reported_by", "closed_by",
              "extension_asked_by", "extension_decided_by", "finding__inspection")  # fmt: skip
    return get_object_or_404(rows.select_related(*people), pk=pk)


@require_safe
@login_required
def order_list(request):
    """The orders that the person may see; the filters stand in the address."""
    if request.user.administrator:
        raise Http404
    at = timezone.now()
    day = timezone.localdate(at)
    words = queries.Words.read(request.GET)
    page = Paginator(queries.listed(request.user, words, day=day, at=at), queries.PAGE).get_page(
        request.GET.get("page")
    )
    page.object_list = queries.dressed(page.object_list, at)
    return render(
        request,
        "evaluations/orders/list.html",
        {
            "page": page,
            "words": words,
            "states": OrderState.choices,
            "units": queries.units_with_orders(request.user, day),
            "tally": queries.tally(request.user, day, at),
            "may_draft": may.drafts(request.user),
            "is_filtered": bool(request.GET),
        },
    )


@require_safe
@login_required
def export(request):
    """The same list as a workbook."""
    if request.user.administrator:
        raise Http404
    at = timezone.now()
    rows = queries.listed(request.user, queries.Words.read(request.GET), day=timezone.localdate(at), at=at)
    rows = rows.select_related("project", "unit", "issued_by", "closed_by")
    answer = HttpResponse(documents.orders_book(queries.dressed(rows[:5000], at)), content_type=documents.XLSX)
    name = f"{_('orders-list')}-{timezone.localdate(at)}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _behind(request):
    """(project, finding or None) that a new order is for, from the address; 404 where one may not see it."""
    day = timezone.localdate()
    finding, project = request.GET.get("finding", ""), request.GET.get("project", "")
    if finding.isdigit():
        readable = Inspection.objects.readable_by(request.user, day).filter(state=InspectionState.CONFIRMED)
        rows = Finding.objects.filter(inspection__in=readable.values("pk")).select_related("inspection__project")
        found = get_object_or_404(rows, pk=finding)
        return found.inspection.project, found
    if project.isdigit():
        return get_object_or_404(Project.objects.visible_to(request.user, day), pk=project), None
    return None, None


def _units(project, day):
    return Unit.objects.filter(pk__in=services.responsible(project, day).values("unit"))


@login_required
def new(request):
    """Draft an order: from a finding, or for a project on an instruction."""
    if not may.drafts(request.user):
        raise PermissionDenied(_("Orders are drafted by the inspection office."))
    at = timezone.now()
    day = timezone.localdate(at)
    project, finding = _behind(request)
    if project is None:
        projects = Project.objects.visible_to(request.user, day).order_by("code")
        return render(request, "evaluations/orders/choose.html", {"projects": projects})
    words = {"units": _units(project, day), "ranges": services.ranges(day)}
    if request.method != "POST":
        speed = finding.speed if finding else Speed.ORDINARY
        initial = {
            "speed": speed, "days": words["ranges"][speed].high, "unit": words["units"].first(),
            "problem": finding.text if finding else "",
            "title": _("%(project)s: put right what was found") % {"project": project} if finding else "",
            "contact": request.user.name, "phone": request.user.phone,
        }  # fmt: skip
        return _form_page(request, OrderForm(initial=initial, **words), project, finding)
    form = OrderForm(request.POST, **words)
    if form.is_valid():
        try:
            made = services.draft(project, form.cleaned_data, finding=finding, actor=request.user, at=at)
        except ValidationError as wrong:
            _blame(form, wrong)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Drafted. The head of the inspection office issues it."))
            return redirect(made)
    return _form_page(request, form, project, finding, status=422)


@login_required
def edit(request, pk):
    """Change a draft."""
    order = find(request, pk)
    if not may.edits(request.user, order):
        raise PermissionDenied(_("A draft is changed by who wrote it."))
    if order.state != OrderState.DRAFT:
        messages.info(request, _("This order is no longer a draft."))
        return redirect(order)
    at = timezone.now()
    day = timezone.localdate(at)
    words = {"units": _units(order.project, day), "ranges": services.ranges(day)}
    if request.method != "POST":
        initial = {name: getattr(order, name) for name in services.FIELDS}
        return _form_page(request, OrderForm(initial=initial, **words), order.project, order.finding, order=order)
    form = OrderForm(request.POST, **words)
    if form.is_valid():
        try:
            services.edit(order, form.cleaned_data, actor=request.user, at=at)
        except ValidationError as wrong:
            _blame(form, wrong)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(order)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect(order)
    return _form_page(request, form, order.project, order.finding, order=order, status=422)


def _form_page(request, form, project, finding, order=None, status=200):
    words = {"form": form, "project": project, "finding": finding, "order": order}
    return render(request, "evaluations/orders/form.html", words, status=status)


def _blame(form, wrong):
    if not hasattr(wrong, "error_dict"):
        form.add_error(None, wrong.messages)
        return
    for name, sentences in wrong.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)


@require_safe
@login_required
def detail(request, pk):
    """One order: where it stands, in whose hands and until when, what may be done, what happened."""
    return _page(request, find(request, pk))


def _page(request, order, failed="", form=None, status=200):
    """The page of an order; `failed` is the move whose form was refused."""
    at = timezone.now()
    offered = [
        (move, form if move.name == failed else FORMS[move.name](auto_id=f"id_{move.name}_%s") if move.name in FORMS
         else None)
        for move in moves.open_to_now(request.user, order, at)
    ]  # fmt: skip
    late = queries.lateness(order, at)
    return render(
        request,
        "evaluations/orders/detail.html",
        {
            "order": order,
            "beside": registry.beside_order(order),
            "road": queries.road(order),
            "late": late,
            "offered": offered,
            "failed": failed,
            "urge_form": UrgeForm(auto_id="id_urge_%s") if late.days and may.verifies(request.user, order) else None,
            "papers": attachments_of(order),
            "may_hang": may.hangs_files(request.user, order),
            "file_form": AttachmentForm(),
            "may_edit": order.state == OrderState.DRAFT and may.edits(request.user, order),
            "reads_finding": bool(order.finding_id)
            and Inspection.objects.readable_by(request.user, timezone.localdate(at))
            .filter(pk=order.finding.inspection_id)
            .exists(),
            "entries": timeline(order, moves=moves.MOVES),
        },
        status=status,
    )


@require_POST
@login_required
@timed("order", "verb")
def move(request, pk, verb):
    """Make a move on an order."""
    named = VERBS.get(verb)
    if named is None:
        raise Http404
    order = find(request, pk)
    if not named.may(request.user, order):
        raise PermissionDenied(_("You are not the one who can “%(move)s” here.") % {"move": named.label})
    form, words = None, {}
    if verb in FORMS:
        form = FORMS[verb](request.POST, auto_id=f"id_{verb}_%s")
        if not form.is_valid():
            return _page(request, order, verb, form, 422)
        words = form.cleaned_data
    try:
        function(moves, named)(order, actor=request.user, at=timezone.now(), **words)
    except ValidationError as wrong:
        _blame(form, wrong)
        return _page(request, order, verb, form, 422)
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: %(move)s.") % {"move": named.label})
    return redirect(order)


@require_POST
@login_required
def urge(request, pk):
    """Note what the office did about an overdue order."""
    order = find(request, pk)
    if not may.of_office(request.user):
        raise PermissionDenied(_("The inspection office urges; nobody of the unit itself."))
    form = UrgeForm(request.POST)
    if not form.is_valid():
        for sentences in form.errors.values():
            messages.error(request, sentences[0])
        return redirect(order)
    try:
        services.urge(
            order, form.cleaned_data["how"], form.cleaned_data["words"], actor=request.user, at=timezone.now()
        )
        messages.success(request, _("Noted; the unit is told."))
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    return redirect(order)


@require_POST
@login_required
def attach(request, pk):
    """Hang a file on an order."""
    order = find(request, pk)
    form = AttachmentForm(request.POST, request.FILES)
    if not may.hangs_files(request.user, order):
        raise PermissionDenied(
            _("Files are added by the drafter while it is a draft, by the unit while it is put right.")
        )
    if form.is_valid():
        try:
            paper = services.attach(
                order, form.cleaned_data["file"], not_secret=form.cleaned_data["not_secret"], actor=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Added: %(name)s.") % {"name": paper.name})
        except ValidationError as wrong:
            for sentence in wrong.messages:
                messages.error(request, sentence)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
    else:
        for sentences in form.errors.values():
            messages.error(request, sentences[0])
    return redirect(order)


@require_safe
@login_required
def paper(request, pk):
    """The order with its receipt as .docx, from its own row."""
    order = find(request, pk)
    name = f"{order.number_text} {order.title}".strip() + ".docx"
    return HttpResponse(
        order_docx(order, timezone.localdate()), content_type=TYPE,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )  # fmt: skip


@require_safe
@login_required
def printed(request, pk):
    """The order as a paper, for the printer."""
    return render(request, "evaluations/orders/print.html", {"order": find(request, pk)})

"""The weekly inspection: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations import options
from evaluations.forms.inspections import RECORD, ReasonForm, RecordForm, ResultForm, SeatForm, SiteForm
from evaluations.models import Evidence, Inspection, Record, WeekPlan
from evaluations.permissions import inspections as may
from evaluations.permissions.orders import of_office
from evaluations.queries import inspections as queries
from evaluations.services import inspections as services
from evaluations.states.inspections import Aspect, InspectionState, PlanState, RecordState, Speed, Value
from evaluations.transitions import inspections as moves
from zhangdian.burden.doors import timed
from zhangdian.options.queries import value
from zhangdian.papers.forms import AttachmentForm
from zhangdian.papers.models import Attachment
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused, open_to

BY_BUTTON = (moves.BEGIN, moves.REVISE, moves.CANCEL)


def find(request, pk):
    """The visit that the person may see, with project, plan and inspectors; or 404."""
    rows = queries.with_seats(Inspection.objects.visible_to(request.user, timezone.localdate()))
    return get_object_or_404(rows, pk=pk)


def works_here(user):
    """404 for the three administrators: visits are business."""
    if user.administrator:
        raise Http404


def refused(request, refusal):
    """403 where the person may see but not act; else the sentence as a message."""
    if refusal.why == MoveRefused.WRONG_PERSON:
        raise PermissionDenied(str(refusal)) from None
    messages.error(request, str(refusal))


def said(request, wrong):
    """A ValidationError as messages, where there is no form to put it beside."""
    for sentence in wrong.messages:
        messages.error(request, sentence)


@require_safe
@login_required
def week(request):
    """The plan of a week; for inspectors also their own visits."""
    works_here(request.user)
    day = timezone.localdate()
    page = queries.week(request.user, queries.read_week(request.GET.get("week"), day), day)
    is_planner = may.plans(request.user)
    form = None
    if is_planner and page.plan:
        form = SiteForm(projects=services.sites(page.week_on), initial={"day": max(page.week_on, day)})
    return render(
        request,
        "evaluations/inspections/week.html",
        {
            "page": page,
            "mine": queries.mine(request.user, day) if may.may_go(request.user) else [],
            "plans": is_planner,
            "is_draft": bool(page.plan and page.plan.state == PlanState.DRAFT),
            "form": form,
            "day": day,
            "is_past": page.last_on < day,
        },
    )


@require_POST
@login_required
def draw(request):
    """Draw the sites of a week, or draw them anew with a reason."""
    works_here(request.user)
    week_on = queries.read_week(request.POST.get("week"), timezone.localdate())
    try:
        services.draw(
            week_on, actor=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:400].strip()
        )
    except MoveRefused as refusal:
        refused(request, refusal)
    else:
        messages.success(request, _("The sites are drawn. Name the inspectors, then publish the plan."))
    return redirect(f"/inspections/?week={queries.week_name(week_on)}")


def the_plan(request, pk):
    works_here(request.user)
    return get_object_or_404(WeekPlan.objects.visible_to(request.user), pk=pk)


@require_safe
@login_required
def drawn(request, pk):
    """How the sites were drawn: seed, pool, weights, and the draw done again here and now."""
    plan = the_plan(request, pk)
    return render(request, "evaluations/inspections/drawn.html", {"plan": plan, "page": queries.drawn(plan)})


@require_POST
@login_required
def publish(request, pk):
    """Publish a week's plan."""
    plan = the_plan(request, pk)
    try:
        moves.publish(plan, actor=request.user, at=timezone.now())
        messages.success(request, _("The plan is published; units, liaisons and inspectors are told."))
    except MoveRefused as refusal:
        refused(request, refusal)
    return redirect(plan)


@require_POST
@login_required
def add(request, pk):
    """Add a site by hand."""
    plan, day = the_plan(request, pk), timezone.localdate()
    if not may.plans(request.user):
        raise PermissionDenied(_("Visits are planned by the inspection office."))
    form = SiteForm(request.POST, projects=services.sites(plan.week_on))
    if form.is_valid():
        try:
            made = services.add_site(
                plan, form.cleaned_data["project"], form.cleaned_data["day"], actor=request.user, at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                for sentence in sentences:
                    form.add_error(name, sentence)
        else:
            messages.success(request, _("Added. Name its inspectors."))
            return redirect("evaluations:inspection_assign", pk=made.pk)
    page = queries.week(request.user, plan.week_on, day)
    words = {"page": page, "mine": [], "plans": True, "is_draft": plan.state == PlanState.DRAFT, "form": form}
    return render(
        request, "evaluations/inspections/week.html", words | {"day": day, "is_past": page.last_on < day}, status=422
    )


@require_POST
@login_required
def drop(request, pk):
    """Take a site out of a draft."""
    visit = find(request, pk)
    try:
        services.drop_site(
            visit, actor=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:400].strip()
        )
        messages.success(request, _("Taken out: %(site)s.") % {"site": visit.project})
    except MoveRefused as refusal:
        refused(request, refusal)
    return redirect(visit.plan)


@login_required
def assign(request, pk):
    """Name who goes to a site."""
    visit = find(request, pk)
    if not may.plans(request.user):
        raise PermissionDenied(_("Visits are planned by the inspection office."))
    seats = list(visit.seats.all())
    leader = next((seat.user_id for seat in seats if seat.is_leader), None)
    people = services.inspectors()
    status = 200
    if request.method == "POST":
        form = SeatForm(request.POST, people=people)
        if form.is_valid():
            try:
                users, leads, day = form.chosen()
                done = services.assign_day(
                    visit, users, leads, day, everywhere=form.cleaned_data["everywhere"], actor=request.user,
                    at=timezone.now(),
                )  # fmt: skip
            except ValidationError as wrong:
                for name, sentences in wrong.message_dict.items():
                    for sentence in sentences:
                        form.add_error(name, sentence)
            except MoveRefused as refusal:
                refused(request, refusal)
                return redirect(visit)
            else:
                messages.success(request, _("Inspectors are named for %(n)s sites.") % {"n": done})
                return redirect(visit.plan)
        status = 422
    else:
        form = SeatForm(
            people=people,
            initial={"users": [str(seat.user_id) for seat in seats], "leader": str(leader or ""), "day": visit.day},
        )
    least = value(options.inspections.INSPECTORS, timezone.localdate())
    words = {"visit": visit, "form": form, "least": least}
    return render(request, "evaluations/inspections/assign.html", words, status=status)


@require_safe
@login_required
def coverage(request):
    """Which sites were seen, which not for long, which too often."""
    works_here(request.user)
    day = timezone.localdate()
    return render(request, "evaluations/inspections/coverage.html", {"page": queries.coverage(request.user, day)})


@require_safe
@login_required
def detail(request, pk):
    """One visit as the person may see it."""
    visit, day = find(request, pk), timezone.localdate()
    page = queries.sheet(request.user, visit, day)
    return render(
        request,
        "evaluations/inspections/detail.html",
        {
            "visit": visit,
            "page": page,
            "moves": open_to(request.user, visit, BY_BUTTON),
            "may_confirm": visit.state == InspectionState.GATHERED and may.may_consolidate(request.user, visit),
            "may_draft": of_office(request.user) and visit.state == InspectionState.CONFIRMED and page.is_readable,
            "may_assign": may.plans(request.user) and visit.state == InspectionState.PLANNED,
            "entries": timeline(visit, moves=moves.MOVES) if page.is_readable or not visit.begun_at else [],
            "form": AttachmentForm(),
        },
    )


def _by_button(request, pk, act, done):
    visit = find(request, pk)
    try:
        act(visit)
        messages.success(request, done)
    except MoveRefused as refusal:
        refused(request, refusal)
    return redirect(visit)


@require_POST
@login_required
def begin(request, pk):
    """Begin on site."""
    return _by_button(
        request, pk, lambda visit: moves.begin(visit, actor=request.user, at=timezone.now()),
        _("Begun. Each inspector writes alone; nobody reads the others before all are in."),
    )  # fmt: skip


def _reason(request):
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")


@require_POST
@login_required
def cancel(request, pk):
    """Call a visit off."""
    reason = _reason(request)
    return _by_button(
        request, pk, lambda visit: moves.cancel(visit, actor=request.user, at=timezone.now(), reason=reason),
        _("The visit is called off."),
    )  # fmt: skip


@require_POST
@login_required
def revise(request, pk):
    """Take a confirmed result up again."""
    reason = _reason(request)
    return _by_button(
        request, pk, lambda visit: moves.revise(visit, actor=request.user, at=timezone.now(), reason=reason),
        _("The confirmation is void. Change the result and confirm it anew."),
    )  # fmt: skip


def own_record(request, pk):
    """(the visit, one's own record in it with its rows); 403 for who does not write there."""
    visit = find(request, pk)
    rows = Record.objects.filter(inspection=visit, author=request.user).select_related("inspection__project", "author")
    record = rows.prefetch_related("marks", "observations", queries.shown_evidence()).first()
    if record is None:
        raise PermissionDenied(_("Only the inspectors of this site write here, after the visit has begun."))
    return visit, record


@login_required
@timed(RECORD, when=lambda request: request.POST.get("act") == "hand-in")
def record(request, pk):
    """The sheet that an inspector fills in alone: kept as a draft, or handed in."""
    visit, own = own_record(request, pk)
    if own.state != RecordState.WRITING:
        messages.info(request, _("Your record is handed in."))
        return redirect(visit)
    if request.method != "POST":
        return _record_page(request, visit, own, RecordForm.of(own))
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _record_page(request, visit, own, form, status=422)
    at = timezone.now()
    try:
        if request.POST.get("act") != "hand-in":
            services.save_draft(own, form.content(), actor=request.user, at=at)
            messages.success(
                request, _("Kept as a draft at %(time)s.") % {"time": timezone.localtime(at).strftime("%H:%M")}
            )
            return redirect("evaluations:inspection_record", pk=pk)
        moves.hand_in(own, form.content(), actor=request.user, at=at)
    except ValidationError as wrong:
        form.refuse(wrong)
        return _record_page(request, visit, own, form, status=422)
    except MoveRefused as refusal:
        refused(request, refusal)
        return redirect(visit)
    messages.success(request, _("Handed in. You can read the others' records when all are in."))
    return redirect(visit)


def _record_page(request, visit, own, form, status=200):
    return render(
        request,
        "evaluations/inspections/record.html",
        {"visit": visit, "record": own, "form": form, "files": AttachmentForm()},
        status=status,
    )


@require_POST
@login_required
def attach(request, pk):
    """Add evidence: to one's own record while it is written, to a named one while the result is consolidated."""
    visit = find(request, pk)
    key = request.POST.get("record", "")
    rows = Record.objects.visible_to(request.user).filter(inspection=visit)
    target = rows.filter(pk=key).first() if key.isdigit() else rows.filter(author=request.user).first()
    if target is None:
        raise PermissionDenied(_("Only the inspectors of this site add evidence, after the visit has begun."))
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_evidence(
                target, form.cleaned_data["file"], not_secret=form.cleaned_data["not_secret"], actor=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["file"].name})
        except ValidationError as wrong:
            said(request, wrong)
        except MoveRefused as refusal:
            refused(request, refusal)
    else:
        for sentences in form.errors.values():
            for sentence in sentences:
                messages.error(request, sentence)
    return _to_sheet(target, visit)


def _to_sheet(target, visit):
    if target.state == RecordState.WRITING:
        return redirect("evaluations:inspection_record", pk=visit.pk)
    return redirect(visit)


@require_POST
@login_required
def detach(request, pk):
    """Take evidence out."""
    rows = Evidence.objects.filter(record__in=Record.objects.visible_to(request.user).values("pk"))
    evidence = get_object_or_404(rows.select_related("record__inspection", "paper"), pk=pk)
    visit = find(request, evidence.record.inspection_id)
    try:
        services.remove_evidence(
            evidence, actor=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:400].strip()
        )
        messages.success(request, _("Taken out."))
    except MoveRefused as refusal:
        refused(request, refusal)
    return _to_sheet(evidence.record, visit)


@login_required
def confirm(request, pk):
    """Settle the common result and confirm it."""
    visit, day = find(request, pk), timezone.localdate()
    if not may.may_consolidate(request.user, visit):
        raise PermissionDenied(_("The result is confirmed by those who went, once all their records are in."))
    if visit.state != InspectionState.GATHERED:
        messages.info(request, _("The result is confirmed already."))
        return redirect(visit)
    page = queries.sheet(request.user, visit, day)
    status = 200
    if request.method == "POST":
        form = ResultForm(request.POST)
        if form.is_valid():
            try:
                moves.confirm(visit, form.content(), actor=request.user, at=timezone.now())
            except ValidationError as wrong:
                form.refuse(wrong)
            except MoveRefused as refusal:
                refused(request, refusal)
                return redirect(visit)
            else:
                messages.success(request, _("The result is confirmed."))
                return redirect(visit)
        status = 422
    else:
        form = ResultForm.of(visit, page.findings, page.records)
    words = {"visit": visit, "page": page, "form": form}
    return render(request, "evaluations/inspections/confirm.html", words, status=status)


@require_safe
@login_required
def version(request, pk, number):
    """An earlier version of the common result, as it was confirmed."""
    visit, day = find(request, pk), timezone.localdate()
    if not Inspection.objects.readable_by(request.user, day).filter(pk=visit.pk).exists():
        raise Http404
    row = get_object_or_404(visit.versions.select_related("by", "voided_by"), number=number)
    sees_records = may.plans(request.user) or any(seat.user_id == request.user.pk for seat in visit.seats.all())
    words = {"aspects": dict(Aspect.choices), "values": dict(Value.choices), "speeds": dict(Speed.choices)}
    content = row.content
    shown = {
        "summary": content["summary"], "nothing_found": content["nothing_found"],
        "findings": [
            (place, text, words["speeds"].get(speed, speed)) for _key, place, text, speed in content["findings"]
        ],
        "records": [],
    }  # fmt: skip
    there = set(
        Attachment.objects.filter(
            pk__in=[key for one in content["records"] for key, _name, _digest in one["files"]]
        ).values_list("pk", flat=True)
    )
    for one in content["records"] if sees_records else ():
        shown["records"].append(
            {
                "author": one["author"], "summary": one["summary"],
                "marks": [(words["aspects"].get(a, a), words["values"].get(v, v), note) for a, v, note in one["marks"]],
                "observations": [text for text, _speed in one["observations"]],
                "files": [(key, name) for key, name, _digest in one["files"] if key in there],
            }
        )  # fmt: skip
    return render(request, "evaluations/inspections/version.html", {"visit": visit, "version": row, "shown": shown})

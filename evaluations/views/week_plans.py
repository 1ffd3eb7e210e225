"""The plan of a week of inspections: drawn, published, changed by hand, and how the sites are covered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations import options
from evaluations.forms.inspections import SeatForm, SiteForm
from evaluations.models import WeekPlan
from evaluations.permissions import inspections as may
from evaluations.queries import inspections as queries
from evaluations.services import inspections as services
from evaluations.states.inspections import PlanState
from evaluations.transitions import inspections as moves
from evaluations.views.inspections import find, refused, works_here
from zhangdian.options.queries import value
from zhangdian.workflow import MoveRefused


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

"""Figures and lights: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from projects.models import Light
from projects.permissions.figures import sees_business
from projects.queries import figures as queries
from projects.queries import lights as light_queries
from projects.queries.scope import sees_district
from projects.resources.figures import workbook
from projects.rules import periods
from projects.states import LightColour, LightState, Period, Scope
from projects.transitions import figures as moves
from zhangdian.workflow import MoveRefused, open_to

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@login_required
def figures(request):
    """The table of figures: project, unit or district × a day, week, month or quarter."""
    day = timezone.localdate()
    if not sees_business(request.user, day):
        raise PermissionDenied
    asked = queries.Asked.read(request.GET, day=day)
    rows = queries.table(request.user, asked, day=day)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.dressed(page.object_list)
    scopes = Scope.choices if sees_district(request.user) else Scope.choices[:2]
    return render(
        request, "projects/figures.html",
        {"asked": asked, "page": page, "scopes": scopes, "periods": Period.choices,
         "columns": queries.columns(asked.scope)},
    )  # fmt: skip


@require_GET
@login_required
def export(request):
    """The same table as a workbook, all of its rows."""
    day = timezone.localdate()
    if not sees_business(request.user, day):
        raise PermissionDenied
    asked = queries.Asked.read(request.GET, day=day)
    rows = queries.table(request.user, asked, day=day)
    title = f"{_('Figures')} {asked.name}"
    body = workbook(title, queries.columns(asked.scope), queries.dressed(rows))
    return HttpResponse(
        body, content_type=XLSX,
        headers={"Content-Disposition": content_disposition_header(True, f"{title.replace(' ', '-')}.xlsx")},
    )  # fmt: skip


@require_GET
@login_required
def lights(request):
    """The lights of one month, and confirming them."""
    day = timezone.localdate()
    if not sees_business(request.user, day):
        raise PermissionDenied
    try:
        month = periods.read(periods.MONTH, request.GET.get("of", ""))
    except (ValueError, OverflowError):
        month = day
    rows = light_queries.lights_of_month(request.user, day, month)
    state, colour, q = (request.GET.get(name, "")[:60].strip() for name in ("state", "colour", "q"))
    if state in LightState.values:
        rows = rows.filter(state=state)
    if colour in LightColour.values:
        rows = rows.filter(computed=colour)
    if q:
        rows = rows.filter(project__name__icontains=q) | rows.filter(project__code__icontains=q)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = light_queries.dressed(page.object_list)
    for light in page.object_list:
        may = open_to(request.user, light, moves.MOVES)
        light.may_confirm = moves.CONFIRM in may
        light.may_take_back = moves.TAKE_BACK in may and moves.may_still_be_taken_back(light, day)
    return render(
        request, "projects/lights.html",
        {"page": page, "month": periods.first_day(periods.MONTH, month), "colours": LightColour.choices,
         "states": LightState.choices, "asked": {"state": state, "colour": colour, "q": q},
         "may_confirm": any(light.may_confirm for light in page.object_list)},
    )  # fmt: skip


@require_POST
@login_required
def confirm_light(request, pk):
    """Confirm one light, as computed or otherwise with a reason."""
    light = get_object_or_404(Light.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    try:
        row = moves.confirm(
            light, actor=request.user, at=timezone.now(), colour=request.POST.get("confirmed", ""),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied from None
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("“%(project)s” is confirmed: %(light)s.")
            % {"project": row.project, "light": row.get_confirmed_display()},
        )
    return redirect(_back(light.month, request))


@require_POST
@login_required
def take_light_back(request, pk):
    """Take the confirmation of a light back, with the reason."""
    light = get_object_or_404(Light.objects.visible_to(request.user, timezone.localdate()), pk=pk)
    try:
        moves.take_back(light, actor=request.user, at=timezone.now(), reason=request.POST.get("reason", "")[:200])
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(project)s”: the confirmation is taken back.") % {"project": light.project})
    return redirect(_back(light.month, request))


@require_POST
@login_required
def confirm_lights(request):
    """Confirm the ticked lights as computed."""
    keys = [key for key in request.POST.getlist("light") if key.isdigit()]
    visible = Light.objects.visible_to(request.user, timezone.localdate()).filter(pk__in=keys)
    try:
        done = moves.confirm_as_computed(
            list(visible.values_list("pk", flat=True)), actor=request.user, at=timezone.now()
        )
    except MoveRefused:
        raise PermissionDenied from None
    if done:
        messages.success(
            request, ngettext("%(n)d light is confirmed.", "%(n)d lights are confirmed.", done) % {"n": done}
        )
    else:
        messages.error(request, _("No light was confirmed: tick at least one that waits for it."))
    return redirect(_back(visible.values_list("month", flat=True).first(), request))


def _back(month, request):
    text = periods.name(periods.MONTH, month) if month else ""
    return f"/lights/?of={text}&page={request.POST.get('page', '1') if request.POST.get('page', '1').isdigit() else 1}"

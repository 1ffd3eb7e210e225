"""Coordination slips: doors for browsers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.documents.coordination import XLSX, slips_book
from evaluations.forms.coordination import COORDINATION, RaiseForm
from evaluations.models import Coordination
from evaluations.permissions.coordination import handles, may_raise, steers
from evaluations.queries import coordination as queries
from evaluations.services.coordination import raise_slip
from evaluations.states.coordination import CoordinationState, Level
from evaluations.transitions import coordination as moves
from projects.models import Project
from projects.permissions.figures import sees_business
from projects.queries.scope import sees_district
from projects.rules import periods
from zhangdian.burden import services as burden
from zhangdian.burden.doors import timed
from zhangdian.desk.forms import form_for
from zhangdian.desk.moves import function
from zhangdian.desk.purpose import ask
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused, open_to

PAGE, STEPS, MOST_ROWS = 50, 100, 5000
BY_NAME = {move.name: move for move in moves.MOVES}


@require_GET
@login_required
def slip_list(request):
    """Who waits for whom, and for how long."""
    at = timezone.now()
    day = timezone.localdate(at)
    if not sees_business(request.user, day):
        raise PermissionDenied
    asked = queries.Asked.read(request.GET)
    page = Paginator(queries.table(request.user, asked, day=day, at=at), PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.dressed(page.object_list, day=day, at=at)
    return render(
        request, "evaluations/coordination/list.html",
        {"asked": asked, "page": page, "states": CoordinationState.choices, "levels": Level.choices,
         "response": queries.response(day) if sees_district(request.user) else None,
         "words": request.GET.urlencode()},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def export(request):
    """The list as it is filtered, as xlsx; for a purpose, as it names persons."""
    at = timezone.now()
    day = timezone.localdate(at)
    if not sees_business(request.user, day):
        raise PermissionDenied
    rows = queries.table(request.user, queries.Asked.read(request.GET), day=day, at=at)
    count = len(rows) if isinstance(rows, list) else rows.count()
    if count > MOST_ROWS:
        messages.error(request, _("More than %(most)s slips: narrow the list and export again.") % {"most": MOST_ROWS})
        return redirect("evaluations:coordination_list")
    return ask(
        request, Coordination, count, title=_("Export coordination slips"),
        back=f"/coordination/?{request.GET.urlencode()}",
        give=lambda: (slips_book(queries.dressed(rows, day=day, at=at)), XLSX, f"coordination-{day}.xlsx"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def raise_(request):
    """Raise a slip by hand; `?project=` names the project."""
    at = timezone.now()
    day = timezone.localdate(at)
    if not sees_business(request.user, day):
        raise PermissionDenied
    projects = Project.objects.visible_to(request.user, day)
    if request.method == "POST":
        form = RaiseForm(request.POST, projects=projects)
        if form.is_valid():
            project = form.cleaned_data.pop("project")
            if not may_raise(request.user, project):
                raise PermissionDenied(_("A slip is raised by those on the project and by the key project office."))
            slip = raise_slip(project, raised_by=request.user, actor=request.user, at=at, **form.cleaned_data)
            burden.count(COORDINATION, request.POST.get(burden.FIELD), at=at)
            messages.success(
                request, _("%(number)s is raised; it lies with %(whom)s.")
                % {"number": slip.number, "whom": slip.held.names or _("nobody is named")},
            )  # fmt: skip
            return redirect(slip)
    else:
        form = RaiseForm(projects=projects, initial={"project": request.GET.get("project", "")})
    opened = request.POST.get(burden.FIELD) or burden.stamp(COORDINATION, at)
    return render(
        request, "evaluations/coordination/raise.html", {"form": form, "opened": opened},
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _find(request, pk, day):
    rows = Coordination.objects.visible_to(request.user, day).select_related(
        "project", "raised_by", "answered_by", "solved_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@login_required
def slip(request, pk):
    """One slip: where it lies, its steps, what can be done now."""
    return _page(request, pk)


def _page(request, pk, bound=None, status=200):
    at = timezone.now()
    day = timezone.localdate(at)
    found = _find(request, pk, day)
    page = queries.slip_page(found, day=day, at=at)
    offered = []
    for move in open_to(request.user, found, moves.MOVES):
        if move is moves.ESCALATE and not _may_escalate_now(request.user, found, at):
            continue
        form = bound[1] if bound and bound[0] is move else form_for(move, Coordination)(auto_id=f"id_{move.name}_%s")
        offered.append({"move": move, "form": form, "is_open": form.is_bound})
    entries = timeline(found, moves=moves.MOVES, contents=False)
    return render(
        request, "evaluations/coordination/slip.html",
        {"page": page, "slip": found, "offered": offered, "entries": entries}, status=status,
    )  # fmt: skip


def _may_escalate_now(user, found, at):
    if found.level == Level.PRINCIPAL:
        return False
    return handles(user, found) or steers(user) or moves.is_prompted(found, at)


@require_POST
@login_required
@timed("coordination", "verb")
def act(request, pk, verb):
    """Make the move `verb`; what was typed is kept where it is refused."""
    move = BY_NAME.get(verb)
    if move is None:
        raise Http404
    at = timezone.now()
    found = _find(request, pk, timezone.localdate(at))
    form = form_for(move, Coordination)(request.POST, auto_id=f"id_{move.name}_%s")
    if not form.is_valid():
        if not move.may(request.user, found):
            raise PermissionDenied
        return _page(request, pk, bound=(move, form), status=422)
    try:
        function(moves, move)(found, actor=request.user, at=at, **form.cleaned_data)
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done: %(move)s.") % {"move": move.label})
    return redirect(found)


@require_GET
@login_required
def week(request):
    """Who handles what: one week, to be read instead of asking round. `?of=2017-W15`."""
    at = timezone.now()
    day = timezone.localdate(at)
    if not sees_business(request.user, day):
        raise PermissionDenied
    try:
        monday = periods.first_day(periods.WEEK, periods.read(periods.WEEK, request.GET.get("of", "")))
    except (ValueError, OverflowError):
        monday = periods.first_day(periods.WEEK, day)

    def paginate(steps):
        return Paginator(steps, STEPS).get_page(request.GET.get("page"))

    found, page = queries.week(request.user, monday, day=day, at=at, paginate=paginate)
    return render(
        request, "evaluations/coordination/week.html",
        {"week": found, "page": page, "name": periods.name(periods.WEEK, monday),
         "before": periods.name(periods.WEEK, periods.first_day(periods.WEEK, monday - timezone.timedelta(days=7))),
         "after": periods.name(periods.WEEK, monday + timezone.timedelta(days=7)) if found.sunday < day else ""},
    )  # fmt: skip

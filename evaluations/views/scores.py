"""Scores and places: doors for browsers. Why a number is what it is stands in evaluations.views.why."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.documents.scores import XLSX, standings_book
from evaluations.forms.scores import QuarterForm
from evaluations.models import Score, Scoring
from evaluations.permissions import scores as may
from evaluations.queries import scores as queries
from evaluations.services import open_matters, scoring
from evaluations.states.scores import ScoringState
from evaluations.transitions import scores as moves
from evaluations.views.bulletins import tried
from projects.queries.scope import sees_district
from zhangdian import waiting
from zhangdian.desk.forms import form_for
from zhangdian.desk.moves import refusal
from zhangdian.desk.purpose import ask
from zhangdian.workflow import MoveRefused, open_to

PAGE, MOVERS = 200, 60
DO = {"show_scores": moves.show, "take_back": moves.take_back, "freeze": moves.freeze}
BY_NAME = {move.name.replace("_", "-"): move for move in moves.MOVES}


def today():
    return timezone.localdate()


def not_for_administrators(user):
    if user.administrator:
        raise PermissionDenied


@require_GET
@login_required
def home(request):
    """By role: the own scores, those of one's projects, the quarters with what can be done now."""
    return _home(request)


def _home(request, bound=None, form=None):
    """bound: (scoring, move, form) of a move that was refused, with what was typed."""
    user, day = request.user, today()
    not_for_administrators(user)
    keeps = may.keeps_scores(user)
    own = queries.own(user)
    context = {"own": own, "years": queries.own_years(own), "keeps": keeps, "district": sees_district(user)}
    if keeps or sees_district(user):
        context["quarters"] = queries.quarters(user)
    else:
        context["projects"], context["cadres"] = queries.concerning(user, day)
    if keeps:
        for row in context["quarters"]:
            row.offered = _offered(user, row, bound)
        context["waiting"] = [line for line in waiting.lines(queries.waits(user, day)) if line.path != "/scores/"]
        context["form"] = form or QuarterForm(day=day)
        context["frozen_years"] = sorted(
            {row.year for row in context["quarters"] if row.state == ScoringState.FROZEN}, reverse=True
        )
    mine = queries.objections(user, day).filter(raised_by=user).order_by("-pk")
    context["objections"] = list(mine[:20])
    bad = bound is not None or (form is not None and form.is_bound)
    return render(request, "evaluations/scores/home.html", context, status=422 if bad else 200)


def _offered(user, row, bound):
    found = []
    for move in open_to(user, row, moves.MOVES):
        refused = bound is not None and bound[0].pk == row.pk and bound[1] is move
        form = bound[2] if refused else form_for(move, Scoring)(auto_id=f"id_{move.name}_{row.pk}_%s")
        found.append({"move": move, "verb": move.name.replace("_", "-"), "form": form, "is_open": refused})
    return found


@require_POST
@login_required
def compute(request):
    """Compute a quarter that is over, or its draft anew."""
    if not may.keeps_scores(request.user):
        raise PermissionDenied
    form = QuarterForm(request.POST, day=today())
    if not form.is_valid():
        return _home(request, form=form)
    made = []
    if tried(
        request,
        lambda: made.append(scoring.compute(form.cleaned_data["quarter"], actor=request.user, at=timezone.now())),
        _("The scores are computed. Look through them, then show them for checking."),
    ):
        return redirect(made[0])
    return redirect("evaluations:scores")


@require_POST
@login_required
def act(request, pk, verb):
    """Make the move `verb` of a quarter; what was typed is kept where it is refused."""
    if not may.keeps_scores(request.user):
        raise Http404
    row = get_object_or_404(Scoring.objects.select_related("scheme"), pk=pk)
    move = BY_NAME.get(verb)
    if move is None:
        raise Http404
    stale = refusal(move, row, user=request.user)
    if stale is not None:
        if stale.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(stale))
        messages.error(request, str(stale))
        return redirect("evaluations:scores")
    form = form_for(move, Scoring)(request.POST, auto_id=f"id_{move.name}_{row.pk}_%s")
    if form.is_valid():
        try:
            DO[move.name](row, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Done: %(move)s.") % {"move": move.label})
            return redirect("evaluations:scores")
    return _home(request, bound=(row, move, form))


def _scoring(request, pk):
    """The quarter whose places the person may see; 404 for everybody else: no list of persons is public."""
    if not may.sees_standings(request.user):
        raise Http404
    return get_object_or_404(Scoring.objects.select_related("scheme"), pk=pk)


@require_GET
@login_required
def standings(request, pk):
    """Places within the peer groups, what they rest on, and which would change if open matters went the other way."""
    row = _scoring(request, pk)
    peer = request.GET.get("peer", "")
    table = queries.table(row, request.user, today(), peer)
    page = Paginator(table.rows, PAGE).get_page(request.GET.get("page"))
    ranked, unranked = queries.grouped(queries.dressed(row, list(page.object_list)))
    found = open_matters.movers(row, table.entries)
    names = {one.pk: one for one in table.rows}
    movers = [(names[one.pk], one) for one in found if one.pk in names]
    return render(
        request, "evaluations/scores/standings.html",
        {"scoring": row, "table": table, "page": page, "ranked": ranked, "unranked": unranked, "peer": peer,
         "movers": movers[:MOVERS], "more_movers": max(0, len(movers) - MOVERS)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@login_required
def export(request, pk):
    """The standings as xlsx; for a purpose, as they name persons."""
    row = _scoring(request, pk)
    peer = request.GET.get("peer", "")
    table = queries.table(row, request.user, today(), peer)

    def give():
        book = standings_book(row, queries.dressed(row, table.rows))
        return book, XLSX, f"scores-{row.year}Q{row.quarter}.xlsx"

    return ask(
        request, Score, len(table.rows), give=give, title=_("Export the places of a quarter"),
        back=f"{row.get_absolute_url()}?{request.GET.urlencode()}",
    )  # fmt: skip


@require_GET
@login_required
def projects(request, pk):
    """The scores of the projects that one may see, by track."""
    not_for_administrators(request.user)
    keeps = may.keeps_scores(request.user)
    rows = Scoring.objects.select_related("scheme")
    row = get_object_or_404(rows if keeps else rows.filter(state__in=queries.SHOWN), pk=pk)
    tracks = queries.by_track(row, request.user, today())
    return render(
        request, "evaluations/scores/projects.html",
        {"scoring": row, "tracks": tracks, "keeps": keeps, "district": sees_district(request.user)},
    )  # fmt: skip


@require_GET
@login_required
def year(request, year):
    """A year: the mean of the frozen quarters of every cadre."""
    if not may.sees_standings(request.user) or not 2000 <= year <= 2200:
        raise Http404
    peer = request.GET.get("peer", "")
    rows, peers = queries.year(request.user, today(), year, peer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "evaluations/scores/year.html", {"year": year, "page": page, "peers": peers, "peer": peer}
    )  # fmt: skip

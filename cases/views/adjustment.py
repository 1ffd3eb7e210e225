"""Adjustments and proposals for promotion: a new one, and the figures by measure and quarter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.adjustment import ClueForm
from cases.forms.promotion import PromotionForm
from cases.permissions import adjustment as may
from cases.permissions import promotion as may_promote
from cases.queries import adjustment as queries
from cases.transitions import adjustment, promotion
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.desk.sheets import write_xlsx
from zhangdian.workflow import MoveRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 200


@require_http_methods(["GET", "POST"])
@login_required
@timed("case.adjustment")
def new_clue(request):
    """Record a clue about a person."""
    about = _("A clue opens a case. It decides nothing, and the person concerned never sees it.")
    words = {"title": _("Record a clue"), "about": about, "timed": "case.adjustment"}
    return _new(request, may.opens, ClueForm, adjustment.open_clue, words)


@require_http_methods(["GET", "POST"])
@login_required
@timed("case.promotion")
def new_promotion(request):
    """Propose a person for promotion."""
    about = _("What speaks for the person is collected and frozen now: facts, scores, reviews, honours, projects.")
    words = {"title": _("Propose for promotion"), "about": about, "timed": "case.promotion"}
    return _new(request, may_promote.opens, PromotionForm, promotion.open_promotion, words)


def _new(request, allowed, form_class, make, words):
    if request.user.administrator:
        raise Http404
    if not allowed(request.user):
        raise PermissionDenied
    at = timezone.now()
    given = {"day": timezone.localdate(at), "user": request.user}
    status = 200
    if request.method == "POST":
        form = form_class(request.POST, **given)
        if form.is_valid():
            try:
                return redirect(make(actor=request.user, at=at, **form.cleaned_data))
            except MoveRefused as refused:
                messages.error(request, str(refused))
            except ValidationError as wrong:
                desk_forms.blame(form, wrong)
        status = 422
    else:
        form = form_class(**given)
    return render(request, "cases/new.html", {**words, "form": form}, status=status)


def _asked(request):
    """(year, quarter) of the address; noughts where none are named."""
    year, quarter = request.GET.get("year", ""), request.GET.get("quarter", "")
    year = int(year) if year.isdigit() and len(year) == 4 and year != "0000" else 0
    return year, int(quarter) if quarter in {"1", "2", "3", "4"} else 0


@require_safe
@login_required
def statistics(request):
    """Adjustments by measure and quarter; the cases behind them for who may see them."""
    _let_in(request)
    year, quarter = _asked(request)
    names = may.sees_list(request.user)
    rows = queries.behind(request.user, timezone.localdate(), year=year, quarter=quarter)[:MOST] if names else []
    words = {
        "figures": queries.statistics(), "rows": rows, "names": names, "year": year, "quarter": quarter,
        "chosen": f"{year}Q{quarter}" if year and quarter else str(year or ""),
    }  # fmt: skip
    return render(request, "cases/adjustment_statistics.html", words)


@require_safe
@login_required
def export(request):
    """The figures as xlsx; they name nobody."""
    _let_in(request)
    figures = queries.statistics()
    headings = [
        _("Quarter"),
        *figures.measures,
        _("in all"),
        _("of which moved"),
        _("of which removed"),
        _("of which demoted"),
    ]
    rows = [[line.name, *_numbers(line)] for line in figures.lines]
    rows.append([_("in all"), *_numbers(figures.total)])
    answer = HttpResponse(write_xlsx(_("Adjustments in figures"), headings, rows), content_type=XLSX)
    name = f"{_('adjustments')}-{timezone.localdate()}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _numbers(line):
    return [*line.counts, line.all, line.moved, line.removed, line.demoted]


def _let_in(request):
    if request.user.administrator:
        raise Http404
    if not may.sees_statistics(request.user):
        raise PermissionDenied

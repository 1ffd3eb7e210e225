"""What the system asks of the sites: fields and minutes by form, visits and reminders by project and month."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluations.queries import burden as evaluated
from projects.models import Project
from projects.queries import burden as reported
from projects.rules import periods
from zhangdian.burden import options
from zhangdian.burden import queries as forms
from zhangdian.options.queries import values
from zhangdian.pages.nav import STEERS

PAGE = 50


@dataclass
class Row:
    """What one project was asked in a month."""

    pk: int
    project: Any = None
    visits: int = 0
    reminders: int = 0
    reports: int = 0
    too_many_visits: bool = False
    too_many_reminders: bool = False

    @property
    def is_above(self):
        return self.too_many_visits or self.too_many_reminders


@dataclass
class Burden:
    """The page, written out. above: how many projects are above a ceiling."""

    month: Any
    forms: list = field(default_factory=list)
    visits: int = 0
    reminders: int = 0
    reports: int = 0
    above: int = 0
    limits: dict = field(default_factory=dict)


def _month(request, day):
    try:
        return periods.first_day(periods.MONTH, periods.read(periods.MONTH, request.GET.get("of", "")))
    except (ValueError, OverflowError):
        return periods.first_day(periods.MONTH, day)


@require_GET
@login_required
def burden(request):
    """For leaders and the offices. Never by person: times are known for the whole district only."""
    if not request.user.has_role(*STEERS):
        raise PermissionDenied
    day = timezone.localdate()
    month = _month(request, day)
    limits = values(day, options.FIELDS, options.MINUTES, options.VISITS, options.REMINDERS)
    rows = {}
    for name, counts in (
        ("visits", evaluated.visits(month)), ("reminders", evaluated.reminders(month)),
        ("reports", reported.reports(month)),
    ):  # fmt: skip
        for pk, n in counts.items():
            setattr(rows.setdefault(pk, Row(pk)), name, n)
    for row in rows.values():
        row.too_many_visits = row.visits > limits[options.VISITS]
        row.too_many_reminders = row.reminders > limits[options.REMINDERS]
    found = Burden(
        month,
        forms.forms(month, most_fields=limits[options.FIELDS], most_minutes=limits[options.MINUTES]),
        sum(row.visits for row in rows.values()), sum(row.reminders for row in rows.values()),
        sum(row.reports for row in rows.values()), sum(row.is_above for row in rows.values()),
        {name.partition(".")[2]: value for name, value in limits.items()},
    )  # fmt: skip
    ordered = sorted(rows.values(), key=lambda row: (not row.is_above, -row.visits, -row.reminders, row.pk))
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    names = Project.objects.in_bulk([row.pk for row in page.object_list])
    for row in page.object_list:
        row.project = names.get(row.pk)
    return render(
        request, "pages/burden.html",
        {"burden": found, "page": page, "name": periods.name(periods.MONTH, month),
         "before": periods.name(periods.MONTH, periods.add_months(month, -1)),
         "after": periods.name(periods.MONTH, periods.add_months(month, 1)) if periods.add_months(month, 1) <= day
         else ""},
    )  # fmt: skip


@require_GET
@login_required
def of_project(request, pk):
    """The list behind a project's numbers: each visit, and what was reminded of how often; no names."""
    if not request.user.has_role(*STEERS):
        raise PermissionDenied
    day = timezone.localdate()
    month = _month(request, day)
    project = Project.objects.visible_to(request.user, day).filter(pk=pk).first()
    if project is None:
        raise Http404
    return render(
        request, "pages/burden_project.html",
        {"project": project, "month": month, "name": periods.name(periods.MONTH, month),
         "visits": evaluated.visits_to(project, month), "reminders": evaluated.reminders_about(project, month)},
    )  # fmt: skip

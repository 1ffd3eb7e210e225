"""The table of figures. Page, interface and workbook read it here, so that all three show the same number."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext as _

from cadres.models import Unit
from projects.models import Figure, Project
from projects.queries.scope import sees_district
from projects.rules import health, periods, shown
from projects.states import Period, Scope

COUNTS = ("expected", "exempt", "on_time", "late", "missing")
SORTS = ("name", *COUNTS, "invested", "planned", "milestones_due", "milestones_done")


@dataclass
class Asked:
    """What an address asks for: scope, kind and first day of the period, words to look for, order.

    Unknown words count as not said; a period that cannot be read is the running one.
    """

    scope: str
    period: str
    start: Any
    q: str = ""
    sort: str = "name"
    is_down: bool = False

    @classmethod
    def read(cls, words, *, day):
        """From the address's words (a mapping) on `day`."""
        scope = words.get("scope", "")
        period = words.get("period", "")
        scope = scope if scope in Scope.values else Scope.PROJECT.value
        period = period if period in Period.values else Period.MONTH.value
        try:
            start = periods.read(period, str(words.get("of", "")))
        except (ValueError, OverflowError):
            start = periods.first_day(period, day)
        sort = str(words.get("sort", ""))
        name = sort.lstrip("-")
        known = name in SORTS
        return cls(
            scope, period, start, str(words.get("q", ""))[:60].strip(), name if known else "name",
            known and sort.startswith("-"),
        )  # fmt: skip

    @property
    def name(self):
        return periods.name(self.period, self.start)

    @property
    def before(self):
        """The period before, as an address says it."""
        return periods.name(self.period, periods.first_day(self.period, self.start - timedelta(days=1)))

    @property
    def after(self):
        """The period after, as an address says it."""
        return periods.name(self.period, periods.last_day(self.period, self.start) + timedelta(days=1))


def visible(user, day, scope):
    """The figures of `scope` that `user` may see on `day`."""
    rows = Figure.objects.filter(scope=scope)
    if sees_district(user):
        return rows
    if scope == Scope.PROJECT:
        return rows.filter(scope_id__in=Project.objects.visible_to(user, day).order_by().values("pk"))
    if scope == Scope.UNIT:
        return rows.filter(scope_id__in=Unit.objects.headed_by(user, day).order_by().values("pk"))
    return rows.none()


def table(user, asked, *, day):
    """The queryset of the rows asked for, in order, for `user` on `day`."""
    rows = named(visible(user, day, asked.scope).filter(period=asked.period, starts_on=asked.start), asked.scope)
    order = F(asked.sort).desc(nulls_last=True) if asked.is_down else F(asked.sort).asc(nulls_last=True)
    found = rows.filter(Q(name__icontains=asked.q)) if asked.q else rows
    return found.order_by(order, "name", "pk")


def named(rows, scope):
    """Figures with `name`."""
    if scope == Scope.DISTRICT:
        return rows.annotate(name=Value(_("the whole district"), output_field=CharField()))
    named_by = Project if scope == Scope.PROJECT else Unit
    return rows.annotate(name=Subquery(named_by.objects.filter(pk=OuterRef("scope_id")).values("name")[:1]))


def dressed(rows):
    """Give each figure its `owed`, `rate` and its amounts in words; no statement. Returns a list."""
    rows = list(rows)
    for row in rows:
        row.owed = row.expected - row.exempt
        row.rate = health.rate(row.on_time, row.owed)
        row.rate_text = shown.percent(row.rate)
        row.invested_text, row.planned_text = shown.amount(row.invested), shown.amount(row.planned)
        row.period_name = periods.name(row.period, row.starts_on)
        row.path = {
            Scope.PROJECT: f"/projects/{row.scope_id}/", Scope.UNIT: f"/units/{row.scope_id}/", Scope.DISTRICT: "",
        }[row.scope]  # fmt: skip
    return rows


def columns(scope):
    """(attribute, words) of the table's columns, in order; page and workbook use the same."""
    head = {Scope.PROJECT: _("project"), Scope.UNIT: _("unit"), Scope.DISTRICT: _("district")}[scope]
    return [
        ("name", head), ("expected", _("expected")), ("exempt", _("exempt")), ("on_time", _("on time")),
        ("late", _("late")), ("missing", _("missing")), ("rate", _("on time (%)")),
        ("invested", _("invested (10,000 yuan)")), ("planned", _("planned (10,000 yuan)")),
        ("milestones_due", _("milestones due")), ("milestones_done", _("milestones reached")),
    ]  # fmt: skip

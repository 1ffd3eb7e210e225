"""The plan of a project's year, month by month: written as one grid, with one line on the trail."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import MonthlyPlan, Project
from projects.permissions.roster import keeps_roster
from projects.rules import periods
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


@transaction.atomic
def set_year(project, *, planned, confirmed, actor, at, reason=""):
    """Write the twelve months of the programme's year: what is planned, and what was confirmed as done.

    planned, confirmed: {first day of month: amount or None}. A month without either has no row. Returns the months
    that differ from before.
    """
    if actor is not None and not (actor.is_active and keeps_roster(actor)):
        raise MoveRefused(
            _("You are not the one who can “%(move)s” here.") % {"move": _("Plan of the year")},
            MoveRefused.WRONG_PERSON,
        )
    project = Project.objects.select_for_update(of=("self",)).select_related("programme").get(pk=project.pk)
    months = periods.months_of(project.programme.year)
    if not (set(planned) | set(confirmed)) <= set(months):
        raise ValidationError(_("The months must be those of %(year)s.") % {"year": project.programme.year})
    stored = {row.month: row for row in MonthlyPlan.objects.filter(project=project, month__in=months)}
    before, after, changed, gone, made = {}, {}, [], [], []
    for month in months:
        row = stored.get(month)
        was = (row.planned, row.confirmed) if row else None
        now = _pair(planned.get(month), confirmed.get(month))
        if now == was:
            continue
        changed.append(month)
        name = periods.name(periods.MONTH, month)
        before[name], after[name] = _words(was), _words(now)
        if now is None:
            gone.append(row.pk)
        else:
            made.append(MonthlyPlan(project=project, month=month, planned=now[0], confirmed=now[1]))
    if not changed:
        return []
    MonthlyPlan.objects.filter(pk__in=gone).delete()
    MonthlyPlan.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["project", "month"], update_fields=["planned", "confirmed"]
    )
    trail.record(project, "set_plan", actor=actor, at=at, reason=reason, before=before, after=after)
    return changed


def _pair(planned, confirmed):
    """What a month's row holds; None where there is to be no row."""
    return None if planned is None and confirmed is None else (planned or Decimal(0), confirmed)


def _words(pair):
    planned, confirmed = pair or (None, None)
    return " / ".join("—" if amount is None else f"{amount:.2f}" for amount in (planned, confirmed))

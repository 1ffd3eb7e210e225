"""What is kept long enough: cases that ended longer ago than the years of their kind, under no hold, not disputed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from cases import registry
from cases.models import Appeal, DisposalItem, Figure, LegalHold
from cases.queries import rulesets
from zhangdian import gathered
from zhangdian.calendar.rules import add_months

MOST = 200
DEFAULT = "default"


@dataclass(frozen=True)
class Due:
    """A case that may be disposed of: the case, how many years it was kept, what keeps it back ("": nothing)."""

    case: Any
    years: int
    kept_until: datetime


def years_by_kind(day):
    """{kind: years} of the rule set in force on the day; MoveRefused where none is. Two statements."""
    rows = Figure.objects.filter(rule_set=rulesets.in_force(day).pk, code__startswith="retention.")
    found = {code.partition(".")[2]: int(value) for code, value in rows.values_list("code", "value")}
    return {name: found.get(name, found.get(DEFAULT)) for name in registry.KINDS}


def due(day):
    """[Due] of every kind, the oldest first; three statements, however many kinds there are. The cases come with their
    number, state and end only."""
    years, sought = years_by_kind(day), {}
    for kind in registry.KINDS.values():
        if years[kind.name] is None:
            continue
        last = add_months(day, -12 * years[kind.name])
        rows = kind.model.objects.filter(state__in=kind.model.ENDED, ended_at__date__lt=last).order_by("ended_at")
        sought[kind.name] = rows.only("number_text", "state", "ended_at")[: MOST * 2]
    read = gathered.rows(held=held(), gone=done(), disputed=disputed(), **sought)
    kept = {tuple(key) for name in ("held", "gone", "disputed") for key in read[name]}
    found = [
        Due(case, years[name], case.ended_at)
        for name in sought
        for case in read[name]
        if (registry.KINDS[name].key, str(case.pk)) not in kept
    ]
    found.sort(key=lambda one: one.kept_until)
    return found[:MOST]


def is_over(case, years, day):
    """Did the case end longer ago than `years` years?"""
    return (
        years is not None
        and case.state in case.ENDED
        and timezone.localdate(case.ended_at) < add_months(day, -12 * years)
    )


def held():
    """(label, key) under a legal hold."""
    return LegalHold.objects.standing().values_list("label", "key")


def marked(rows):
    """Adds `is_kept` to cases of a kind: does a legal hold stand on it?"""
    holds = LegalHold.objects.standing().filter(label=rows.model._meta.label_lower)
    return rows.annotate(is_kept=Exists(holds.filter(key=Cast(OuterRef("pk"), CharField(max_length=20)))))


def done():
    """(label, key) disposed of."""
    return DisposalItem.objects.filter(done_at__isnull=False).values_list("label", "key")


def disputed():
    """(label, key) of cases about which a review or an appeal is open."""
    return Appeal.objects.open().values_list("target_label", "target_key")


def kept(reader, day, rows):
    """Addresses of those of `rows` (with `path`) on which a legal hold stands that `reader` may know of."""
    holds = LegalHold.objects.standing().filter(path__in=[row.path for row in rows])
    labels = set(holds.values_list("label", flat=True))
    return set(holds.visible_to(reader, day, labels).values_list("path", flat=True)) if labels else set()

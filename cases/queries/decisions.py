"""Reading decisions, and the cases that wait for a meeting."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.states import Role
from cases import registry
from cases.models import Decision, DecisionItem
from cases.states.decisions import DecisionState
from zhangdian import gathered
from zhangdian.waiting import Wait

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A case that waits for a meeting. draft: the draft of a decision that names it already, or None. field: by which
    a form calls it."""

    kind: Any
    case: Any
    draft: Decision | None

    @property
    def field(self):
        return f"{self.kind.name}-{self.case.pk}"


def waiting(reader, day):
    """[Waiting] by kind, the oldest first, of the cases that `reader` may bring before a meeting: not those that
    concern the reader. One statement for all kinds and one for the drafts."""
    asked = {}
    for kind in registry.KINDS.values():
        if not kind.waits:
            continue
        rows = kind.model.objects.on_desk(reader, day).filter(state__in=kind.waits)
        keys = [field.name for field in kind.model._meta.concrete_fields if field.many_to_one]
        rows = rows.select_related("cadre__user", *keys).order_by("step_at", "id")
        asked[kind.name] = rows[:MOST]
    read = gathered.rows(**asked)
    found = [(registry.KINDS[name], case) for name in asked for case in read[name]]
    drafts = _drafts(found)
    return [Waiting(kind, case, drafts.get((kind.key, str(case.pk)))) for kind, case in found]


def wait_of(case):
    """The Waiting of one case read as pages read it, or None where it waits for no meeting or is the reader's own
    affair."""
    kind = registry.of(case)
    if case.state not in kind.waits or case.is_subject or case.speaks or case.is_recused:
        return None
    return Waiting(kind, case, _drafts([(kind, case)]).get((kind.key, str(case.pk))))


def _drafts(found):
    if not found:
        return {}
    items = DecisionItem.objects.filter(
        decision__state=DecisionState.DRAFT, label__in={kind.key for kind, _case in found},
        key__in={str(case.pk) for _kind, case in found},
    )  # fmt: skip
    return {(item.label, item.key): item.decision for item in items.select_related("decision")}


def listed(reader, day, *, state="", meeting="", year="", words=""):
    """The decisions that `reader` may see, newest first, by the filters of the list."""
    rows = Decision.objects.visible_to(reader, day)
    if state:
        rows = rows.filter(state=state)
    if meeting:
        rows = rows.filter(meeting=meeting)
    if year:
        rows = rows.filter(held_on__year=int(year))
    if words:
        rows = rows.filter(pk__in=_named(rows, words))
    return rows.select_related("entered_by", "confirmed_by").prefetch_related("items")


def _named(rows, words):
    by_number = rows.filter(document_no__icontains=words).values_list("pk", flat=True)
    by_case = DecisionItem.objects.filter(title__icontains=words).values_list("decision", flat=True)
    return {*by_number, *by_case}


def outcome_words(item, case=None):
    """The outcome of an item in the words of its kind; the code where the case is not there to be asked."""
    kind = registry.labelled(item.label)
    known = dict(kind.outcomes(case)) if kind is not None and case is not None else {}
    return known.get(item.outcome, item.outcome)


def waits(user, day):
    """What waits for a leader at home: decisions that another person entered. [Wait]"""
    if not user.has_role(Role.DIRECTOR):
        return []
    rows = Decision.objects.visible_to(user, day).filter(state=DecisionState.DRAFT).exclude(entered_by=user)
    return [Wait(rows, _("decisions that wait for your confirmation"), "/cases/decisions/?state=DRAFT")]

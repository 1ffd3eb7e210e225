"""Lists of cases over all kinds, as far as the reader may see them: one statement, however many kinds there are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Either
from django.db.models import CharField, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases import registry
from cases.models.base import is_late
from cases.rules.clocks import last_of
from cases.states.common import Holder
from zhangdian.trail.models import Entry

MOST = 40
COLUMNS = (
    "kind_name", "pk", "number_text", "state", "cadre_name", "unit_name", "officer_id", "officer", "opened_at",
    "due_at", "held_at", "is_over",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A case in a list. name: of the kind. holder: whose turn. until: the last day of the step, or None."""

    name: str
    kind: Any
    pk: int
    number: str
    whom: str
    code: str
    state: Any
    holder: Any
    officer: str
    is_mine: bool
    opened_on: date
    until: date | None
    is_overdue: bool
    is_held: bool
    is_open: bool
    aside: Any = ""

    @property
    def path(self):
        return f"/cases/{self.name}/{self.pk}/"

    @property
    def title(self):
        return f"{self.number} {self.whom}"


@dataclass(frozen=True)
class Asked:
    """What a list was asked for. kind: a name or ""; state: a code or ""; only_open; overdue: past the end of the
    step; mine: the reader is the case officer; q: part of the number or of a name."""

    kind: str = ""
    state: str = ""
    only_open: bool = True
    overdue: bool = False
    mine: bool = False
    q: str = ""

    @classmethod
    def read(cls, given):
        """From the words of an address; what makes no sense is left out."""
        kind = given.get("kind", "")
        kind = kind if kind in registry.KINDS else ""
        state = given.get("state", "") if kind else ""
        return cls(
            kind=kind, state=state if kind and state in dict(states(kind)) else "",
            only_open=given.get("all") != "1" and not state, overdue=given.get("overdue") == "1",
            mine=given.get("mine") == "1", q=given.get("q", "").strip()[:40],
        )  # fmt: skip


def states(kind):
    """[(code, words)] of the states of a kind."""
    return list(registry.KINDS[kind].model._meta.get_field("state").flatchoices)


def visible(reader, day, only=""):
    """{name: its rows that `reader` may see} of every kind, or of the one named."""
    return {
        name: kind.model.objects.visible_to(reader, day)
        for name, kind in registry.KINDS.items()
        if not only or only == name
    }


def table(reader, asked, *, day, at):
    """The rows of the list as one queryset of tuples, what is due first on top; `dress` makes a Row of each."""
    parts = [_part(name, _filtered(rows, asked, reader, at)) for name, rows in visible(reader, day, asked.kind).items()]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return found.order_by("is_over", "due_at", "-opened_at", "-pk")


def _filtered(rows, asked, reader, at):
    if asked.only_open:
        rows = rows.open()
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.overdue:
        rows = rows.overdue(at)
    if asked.mine:
        rows = rows.filter(handler=reader)
    if asked.q:
        rows = rows.filter(
            Q(number_text__icontains=asked.q) | Q(cadre__name__icontains=asked.q) | Q(unit__name__icontains=asked.q)
        )
    return rows


def _part(name, rows):
    ended = rows.model.ENDED
    return (
        rows.order_by()
        .annotate(
            kind_name=Cast(Value(name), CharField(max_length=20)),
            cadre_name=F(rows.model.WHOM), unit_name=F("unit__name"), officer_id=F("handler_id"),
            officer=F("handler__name"),
            is_over=Either(When(state__in=ended, then=Value(1)), default=Value(0), output_field=IntegerField()),
        )
        .values_list(*COLUMNS)
    )  # fmt: skip


def dress(lines, reader, at):
    """[Row] of tuples of `table`; a statement more for a kind of them that says something beside the state."""
    lines = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    keys = {}
    for line in lines:
        keys.setdefault(line["kind_name"], []).append(line["pk"])
    day, said = timezone.localdate(at), {}
    for name, of_kind in keys.items():
        if registry.KINDS[name].aside is not None:
            said |= {(name, pk): words for pk, words in registry.KINDS[name].aside(of_kind, day).items()}
    return [_row(line, reader, at, said.get((line["kind_name"], line["pk"]), "")) for line in lines]


def _row(line, reader, at, aside):
    kind, due_at = registry.KINDS[line["kind_name"]], line["due_at"]
    words = dict(kind.model._meta.get_field("state").flatchoices)
    zone = timezone.get_current_timezone()
    turn = Holder(registry.turn(kind, line["state"], bool(line["cadre_name"]))).label
    return Row(
        name=kind.name, kind=kind.label, pk=line["pk"], number=line["number_text"],
        whom=line["cadre_name"] or line["unit_name"] or "—", code=line["state"], state=words[line["state"]],
        holder="" if line["is_over"] else turn,
        officer=line["officer"] or "", is_mine=line["officer_id"] == reader.pk, opened_on=_day(line["opened_at"]),
        until=last_of(due_at, zone) if due_at else None,
        is_overdue=bool(due_at and due_at <= at and not line["held_at"]), is_held=bool(line["held_at"]),
        is_open=not line["is_over"], aside=aside,
    )  # fmt: skip


def _day(instant: datetime) -> date:
    return timezone.localdate(instant)


def listed(reader, *, day, at, kind="", only_open=True):
    """[Row] of the cases that `reader` may see, what is due first on top."""
    asked = Asked(kind=kind, only_open=only_open)
    return dress(table(reader, asked, day=day, at=at), reader, at)


@dataclass(frozen=True)
class Tally:
    """How many cases stand open, are overdue, are the reader's own to run."""

    open: int
    overdue: int
    mine: int


def tally(reader, *, day, at):
    """The Tally of what `reader` may see, over all kinds; one statement."""
    asked = {
        "open": Count("pk"),
        "overdue": Count("pk", filter=is_late(at)),
        "mine": Count("pk", filter=Q(handler=reader)),
    }
    parts = [
        rows.open().order_by().values(kind=Value(name)).annotate(**asked).values_list(*asked)
        for name, rows in visible(reader, day).items()
    ]
    return Tally(*map(sum, zip(*parts[0].union(*parts[1:], all=True), strict=True)))


def concerning(user, day):
    """The open cases of all kinds that concern `user`, as far as served: one queryset of keys, to be counted."""
    parts = [
        kind.model.objects.concerning(user, day).open().order_by().values_list("pk") for kind in registry.KINDS.values()
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


class CaseList:
    """The list over all kinds, as the trail names it."""

    class _meta:
        label_lower = "cases.case"
        verbose_name_plural = gettext_lazy("cases")


@dataclass(frozen=True)
class Stop:
    """A place on the state line."""

    label: Any
    is_past: bool
    is_here: bool


def line(case):
    """[Stop] of the state line: what lies behind, where it stands, what is to come. A case that ended aside of the line
    shows as far as it came, then its end."""
    kind = registry.of(case)
    words = dict(type(case)._meta.get_field("state").flatchoices)
    if case.state in kind.line:
        here = kind.line.index(case.state)
        return [
            Stop(words[state], is_past=place < here, is_here=place == here) for place, state in enumerate(kind.line)
        ]
    been = set(Entry.objects.about(case).exclude(from_state="").values_list("from_state", flat=True))
    past = [Stop(words[state], True, False) for state in kind.line if state in been]
    return [*past, Stop(words[case.state], False, True)]

"""Lists of cases over all kinds, as far as the reader may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import registry
from cases.states.common import Holder

MOST = 200


@dataclass(frozen=True)
class Row:
    """A case in a list. holder: whose turn. until: the last day of the step, or None."""

    kind: Any
    number: str
    title: str
    whom: str
    state: Any
    holder: Any
    officer: str
    until: date | None
    is_overdue: bool
    is_held: bool
    is_open: bool
    path: str


def listed(reader, *, day, at, kind="", only_open=True):
    """[Row] of the cases that `reader` may see, what is due first on top; a statement a kind. kind: a name, or all."""
    found = []
    for one in registry.KINDS.values():
        if kind and one.name != kind:
            continue
        rows = one.model.objects.visible_to(reader, day)
        if only_open:
            rows = rows.open()
        rows = rows.select_related("cadre", "unit", "handler").order_by("due_at", "-id")
        found += [_row(one, case, at) for case in rows[:MOST]]
    found.sort(key=lambda row: (not row.is_open, row.until or date.max, row.number))
    return found


def _row(kind, case, at):
    holder = kind.holders.get(case.state, Holder.NOBODY)
    return Row(
        kind=kind.label, number=case.number_text, title=str(case), whom=str(case.whom or "—"),
        state=case.get_state_display(), holder=Holder(holder).label, officer=str(case.handler or ""), until=case.until,
        is_overdue=case.is_overdue(at), is_held=case.held_at is not None, is_open=case.is_open,
        path=case.get_absolute_url(),
    )  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A place on the state line."""

    label: Any
    is_past: bool
    is_here: bool


def line(case):
    """[Stop] of the state line: what lies behind, where it stands, what is to come. A case that ended aside of the line
    shows its end as the last stop."""
    kind = registry.of(case)
    words = dict(type(case)._meta.get_field("state").flatchoices)
    on_line = case.state in kind.line
    here = kind.line.index(case.state) if on_line else None
    stops = [
        Stop(words[state], is_past=on_line and place < here, is_here=on_line and place == here)
        for place, state in enumerate(kind.line)
    ]
    return stops if on_line else [*stops, Stop(words[case.state], False, True)]

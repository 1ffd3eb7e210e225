"""The state diagrams of docs/states.md, drawn from the tables of moves."""

import importlib
import pkgutil
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Choices

from zhangdian.workflow import Move


def moves():
    """{states class: [Move, …]} of every move in every room's `transitions`, in the order of the source."""
    table = {}
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.transitions") is None:
            continue
        package = importlib.import_module(f"{app.name}.transitions")
        modules = [package]
        for found in pkgutil.iter_modules(getattr(package, "__path__", ())):
            modules.append(importlib.import_module(f"{package.__name__}.{found.name}"))
        for module in modules:
            for move in _moves_in(module):
                kind = type(move.target)
                if issubclass(kind, Choices) and move not in table.setdefault(kind, []):
                    table[kind].append(move)
    return table


def _moves_in(module):
    for value in vars(module).values():
        for thing in value if isinstance(value, list | tuple) else [value]:
            if isinstance(thing, Move):
                yield thing


def page():
    """The whole text of docs/states.md."""
    lines = [
        "# States and moves",
        "",
        "Drawn from the tables of moves in each room's `transitions` by `make states`; a test fails when this page",
        "is stale. (system) marks moves that a sweep may make without a person.",
    ]
    for kind, rows in _sorted():
        lines += _drawn(kind, rows)
    return "\n".join(lines) + "\n"


def _sorted():
    return sorted(moves().items(), key=lambda item: (item[0].__module__, item[0].__name__))


def _drawn(kind, rows):
    """The lines of one kind of state: its diagram and its table of moves."""
    lines = ["", f"## {kind.__module__.split('.')[0]} · {kind.__name__}", "", "```mermaid", "stateDiagram-v2"]
    for move in rows:
        for source in sorted(move.sources, key=list(kind.values).index):
            system = " (system)" if move.by_system else ""
            lines.append(f"    {source} --> {move.target}: {move.name}{system}")
    lines += ["```", "", "| Move | From | To | Who may | Needs |", "|---|---|---|---|---|"]
    for move in rows:
        sources = ", ".join(sorted(map(str, move.sources), key=list(kind.values).index))
        who = getattr(move.may, "__name__", getattr(move.may, "name", "")) or "see the source"
        who = "system" if who == "nobody" else who
        who = "system or " + who if move.by_system and who != "system" else who
        lines.append(f"| {move.name} | {sources} | {move.target} | {who} | {', '.join(move.needs)} |")
    return lines


# What of a page of docs is drawn stands between these two lines.
BEGINS, ENDS = "<!-- states: {room} -->", "<!-- end of states -->"


def drawn_into(text, room):
    """`text` of a page of docs with the diagrams of one room between its two marks."""
    begins = BEGINS.format(room=room)
    head, _mark, rest = text.partition(begins)
    _old, _mark, tail = rest.partition(ENDS)
    lines = []
    for kind, rows in _sorted():
        if kind.__module__.split(".")[0] == room:
            lines += _drawn(kind, rows)
    return f"{head}{begins}\n" + "\n".join(lines).replace("\n## ", "\n### ") + f"\n\n{ENDS}{tail}"

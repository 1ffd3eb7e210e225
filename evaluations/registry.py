"""Where the upper floor hooks in: this floor calls it, knowing only the shape.

The upper room registers in its `apps.py` `ready()`:

    from evaluations import registry
    registry.DOSSIER.append(queries.section)      # f(cadre, reader, day) -> Section or None
    registry.BESIDE_ORDERS.append(queries.beside_order)   # f(order) -> a template, or ""

What stands beside an order is a template that needs `order`, a row that `standing` annotated (speaks, belongs).
A section holds what the reader may see, and nothing else; None where there is nothing to show. A function asks the
database a constant number of times.
"""

from dataclasses import dataclass, field
from typing import Any

DOSSIER: list = []
BESIDE_ORDERS: list = []


@dataclass(frozen=True)
class Section:
    """A part of a dossier: its heading, the template that shows its rows, and what of it a paper says, a line each.
    Who reads a paper is whom it is about: its lines hold nothing that the cadre may not see, whoever takes it out."""

    key: str
    title: Any
    template: str
    rows: list = field(default_factory=list)
    lines: list = field(default_factory=list)


def sections(cadre, reader, day):
    """The sections that upper floors add to the dossier of `cadre` for `reader`."""
    found = [ask(cadre, reader, day) for ask in DOSSIER]
    return [section for section in found if section is not None]


def beside_order(order):
    """The templates that upper floors put on the page of `order` for its reader."""
    return [template for ask in BESIDE_ORDERS if (template := ask(order))]

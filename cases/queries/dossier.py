"""What this floor adds to a dossier: honours published, cards in force as far as the reader may see. One statement.

Nothing of the reserve list, which is confidential; influence periods stand on the file already.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Card, Honouree
from cases.states.cards import Colour
from cases.states.honours import Sort
from evaluations.registry import Section

MOST = 40


@dataclass(frozen=True)
class Row:
    """kind: honour or card. label: what. what: words, number. day, until: from and to; path: where it stands."""

    kind: str
    label: Any
    what: str
    day: date | None
    until: date | None
    path: str


def section(cadre, reader, day):
    """The Section of `cadre` for `reader`, or None. Lines of a paper: only what the cadre may see, whoever takes it."""
    honours = Honouree.objects.counting().filter(cadre=cadre).order_by()
    honours = honours.values_list(
        Value("honour", CharField()), Cast("honour__sort", CharField()), Cast("honour__title", CharField()),
        Cast("honour__decision__document_no", CharField()), TruncDate("honoured_at"), Cast(None, DateField()),
        F("honour_id"),
    )  # fmt: skip
    cards = Card.objects.visible_to(reader, day).counting().filter(cadre=cadre).order_by()
    cards = cards.values_list(
        Value("card", CharField()), Cast("colour", CharField()), Value("", CharField()),
        Cast("number_text", CharField()), TruncDate("delivered_at"), F("valid_until"), F("pk"),
    )  # fmt: skip
    rows = [_row(*row) for row in honours.union(cards, all=True)[:MOST]]
    rows.sort(key=lambda row: (row.day or date.min, row.path), reverse=True)
    if not rows:
        return None
    lines = [
        f"{date_format(row.day, 'Y-m-d')} {row.label} {row.what}" for row in rows if row.day is not None
    ]  # fmt: skip
    return Section("cases", _("Honours and cards"), "cases/dossier.html", rows, lines)


def _row(kind, code, title, number, day, until, pk):
    label = Sort(code).label if kind == "honour" else Colour(code).label
    return Row(kind, label, f"{title} {number}".strip(), day, until, f"/cases/{kind}/{pk}/")

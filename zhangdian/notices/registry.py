"""Every floor declares what it owes and to whom the ladder climbs; the rows of `Rung` begin as declared here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DeclaredRung:
    """number: its place. days: working days after due, negative: before. minutes: added to that. who: a word of the
    kind."""

    number: int
    days: int
    who: str
    minutes: int = 0


@dataclass(frozen=True)
class Kind:
    """What may be owed. who: word -> label. settled: keys -> those no longer owed, asked before anybody is told."""

    name: str
    label: Any
    who: dict[str, Any]
    rungs: tuple[DeclaredRung, ...]
    settled: Callable[[list[str]], Any] | None = None


KINDS: dict[str, Kind] = {}


def declare(kind, label, *, who, rungs, settled=None):
    """Add a kind of ladder, at the start of its floor (`apps.ready`); a second declaration is an error.

    rungs: (working days, who) or (working days, who, minutes), lowest first. settled: set-based, keys -> the keys
    among them that are no longer owed; it guards the moment between what a sweep has read and what it tells.
    """
    if kind in KINDS:
        raise ValueError(f"{kind} is declared twice")
    laid = tuple(DeclaredRung(number, *rung) for number, rung in enumerate(rungs, 1))
    strange = {rung.who for rung in laid} - set(who)
    if strange:
        raise ValueError(f"{kind}: no word for {', '.join(sorted(strange))}")
    KINDS[kind] = Kind(kind, label, dict(who), laid, settled)
    return kind


def label(kind):
    """The words of a kind; the code itself when its floor is gone."""
    return KINDS[kind].label if kind in KINDS else kind

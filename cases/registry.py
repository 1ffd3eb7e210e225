"""The kinds of cases, as pages, clocks, ladders, decisions and appeals know them. A kind registers in `kinds`.

Lower layers of this floor ask here at run time; nothing below `kinds` knows a kind by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Block:
    """A part of a case's page. rows: (words, value) pairs; text: running text, line breaks kept; links: (words,
    address) pairs; template: of its own, given `block` and `data`."""

    title: Any
    rows: list = field(default_factory=list)
    text: str = ""
    links: list = field(default_factory=list)
    template: str = ""
    data: Any = None


@dataclass(frozen=True)
class Form:
    """A paper (文书) that a case prints: code, words, when (case) -> bool, make (case, day) -> bytes of a docx."""

    code: str
    label: Any
    make: Callable
    when: Callable = lambda case: True


@dataclass(frozen=True)
class Kind:
    """A kind of case.

    name: in addresses, clocks ("name.STATE") and numbers. model: with KIND = name. label: words. series: what its
    numbers begin with ("黄牌"). transitions: module with MOVES, and a function per verb. acts: desk.moves.Act beside
    the moves and the common ones. forms: verb -> form class, or function (case) -> form class. line: the states of the
    state line, in order. holders: state -> Holder, for every open state. blocks: (case, reader, day) -> [Block], only
    what the reader may see. papers: (case, reader) -> [Form].

    outcomes: (case) -> [(code, words)] that a decision may say of a case that waits for one (`waits`: those states);
    decided: (case, outcome, *, decision, actor, at) moves it. check_decider: (case, user) -> sentence or "" why `user`
    may not confirm a decision about it, beside what holds for all.
    appealable: (case) -> bool; revoked, changed: (case, *, appeal, actor, at) carry out an appeal's outcome.
    check_item: (case, outcome, meeting) -> sentence or "" why that meeting cannot decide so.
    sweep: (at) -> sentence: what lapses by itself. Safe to run twice.
    starts: (user) -> [(words, address)]: pages on which `user` may begin such a case, offered on the list of cases.
    tolerated: (case, outcome, *, reason, actor, at) carries out a finding of error tolerance about it that is in the
    person's favour ("exempt", "lighter", "reduced"); returns a sentence of what followed.
    """

    name: str
    model: Any
    label: Any
    series: str
    transitions: Any
    line: tuple
    holders: dict
    acts: tuple = ()
    forms: dict = field(default_factory=dict)
    blocks: Callable = lambda case, reader, day: []
    papers: Callable = lambda case, reader: []
    waits: frozenset = frozenset()
    outcomes: Callable = lambda case: []
    decided: Callable | None = None
    check_item: Callable = lambda case, outcome, meeting: ""
    check_decider: Callable = lambda case, user: ""
    appealable: Callable = lambda case: False
    revoked: Callable | None = None
    changed: Callable | None = None
    sweep: Callable | None = None
    starts: Callable = lambda user: []
    tolerated: Callable | None = None

    @property
    def key(self):
        return self.model._meta.label_lower


KINDS: dict[str, Kind] = {}
# (case) -> a sentence why it must not go on towards its effect now (an open tolerance case), or "".
SUSPENDS: list[Callable] = []


def register(kind):
    """Add a kind; once."""
    if kind.name in KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    KINDS[kind.name] = kind
    return kind


def of(case):
    """The Kind of a row."""
    return KINDS[case.KIND]


def labelled(label):
    """The Kind whose model is `label` (app.model, lower case), or None."""
    return next((kind for kind in KINDS.values() if kind.key == label), None)


def suspended(case):
    """Why `case` must not go on towards its effect now, or ""."""
    return next((why for ask in SUSPENDS if (why := ask(case))), "")

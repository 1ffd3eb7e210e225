"""The kinds of cases, as pages, clocks, ladders, decisions and appeals know them. A kind registers in `kinds`.

Lower layers of this floor ask here at run time; nothing below `kinds` knows a kind by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cases.states.common import Holder
from zhangdian.trail import titles


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
    # False: offered where it belongs on the page (a certificate beside its name), not among the papers of the case.
    is_listed: bool = True


# The stamps of due process and the verbs that make them; the papers served with them.
STAMPS = {
    "served_at": ("serve-facts",), "heard_at": ("state", "waive", "expire"), "proposed_at": ("propose",),
    "decided_at": ("decide", "decline"), "delivered_at": ("deliver",),
}  # fmt: skip
PAPERS_AT = {"served_at": "facts", "delivered_at": "decision"}


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
    appealable: (case) -> bool, whether review and appeal lie against it. revoked: (case, *, appeal, actor, at) and
    changed: (case, *, appeal, code, actor, at) carry out an appeal's outcome when it is delivered; changes: (case) ->
    [(code, words)] that an appeal may change it to (code: 12 letters at most). actor: the leader who confirmed the
    outcome, or None (the system) where that person may no longer act.
    check_item: (case, outcome, meeting) -> sentence or "" why that meeting cannot decide so.
    sweep: (at) -> sentence: what lapses by itself. Safe to run twice.
    elsewhere: verb -> sentence: moves that are no buttons, because they follow from something else (a finding, an
    appeal). A move without a function in `transitions` follows from a meeting's decision, without being named here.
    starts: (user) -> [(words, address)]: pages on which `user` may begin such a case, offered on the list of cases;
    links: the same of the kind's own pages beside the list.
    stamps: {column: verbs}: at the instant of a column that is filled, the trail of the case has a line of one of the
    verbs. papers_at: {column: paper served at that instant}. effect: (case) -> (MeasureKind, code) of the measure whose
    effect the person carries by the case now, or None where the case has no effect (withdrawn); not given: not asked.
    stamps, papers_at and effect are compared by `manage.py verify` (services.checks). checks: () -> sentences of what
    else is wrong with the kind's own rows, for the same.
    period_ends: a sentence, how the influence period that such a case begins ends before its last day; by hand it does
    not. Not given: the kind begins none.
    aside: (keys, day) -> {pk: words}: what lists say beside the state of those rows.
    texts: columns blanked at the disposal of a case whose period is over; not given: every free text.
    disposed: (case, *, actor, at) clears what the kind keeps of a case in other rows.
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
    changes: Callable = lambda case: []
    sweep: Callable | None = None
    elsewhere: dict = field(default_factory=dict)
    starts: Callable = lambda user: []
    links: Callable = lambda user: []
    stamps: dict = field(default_factory=lambda: dict(STAMPS))
    papers_at: dict = field(default_factory=lambda: dict(PAPERS_AT))
    effect: Callable | None = None
    checks: Callable = lambda: ()
    period_ends: Any = ""
    aside: Callable | None = None
    texts: tuple = ()
    disposed: Callable | None = None
    tolerated: Callable | None = None

    @property
    def key(self):
        return self.model._meta.label_lower


KINDS: dict[str, Kind] = {}
# (cases) -> {(label, pk): a sentence why it must not go on towards its effect now}: an open tolerance case.
SUSPENDS: list[Callable] = []
# (card, actor, at) after a red card was delivered: what it proposes, in the same transaction. Only ever a proposal.
AFTER_RED: list[Callable] = []
# (case, user) -> a sentence why `user` must not be the officer of the case (an appeal about it), or "".
BARS: list[Callable] = []
# (cadre, day) -> [(words, address)]: the honours that the person has on the day.
HONOURS: list[Callable] = []


def register(kind):
    """Add a kind; once."""
    if kind.name in KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    KINDS[kind.name] = kind
    # By the number alone: a name beside it would tell who audits the trail whom a case concerns.
    titles.declare(kind.key, lambda case: case.number_text)
    return kind


def of(case):
    """The Kind of a row."""
    return KINDS[case.KIND]


def labelled(label):
    """The Kind whose model is `label` (app.model, lower case), or None."""
    return next((kind for kind in KINDS.values() if kind.key == label), None)


def turn(kind, state, has_person=True):
    """Whose turn it is at a state: a Holder; where no person is concerned, the unit stands in the person's place."""
    holder = kind.holders.get(state, Holder.NOBODY)
    return Holder.UNIT if holder == Holder.SUBJECT and not has_person else holder


def suspended_of(cases):
    """{(label, pk): why it must not go on towards its effect now} of cases, those that may left out."""
    found = {}
    for ask in SUSPENDS:
        found = ask(cases) | found
    return found


def suspended(case):
    """Why `case` must not go on towards its effect now, or ""."""
    return suspended_of([case]).get((case._meta.label_lower, case.pk), "")


def barred(case, user):
    """Why `user` must not be the officer of `case`, or ""."""
    return next((why for ask in BARS if (why := ask(case, user))), "")

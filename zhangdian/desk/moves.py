"""The table of moves as a page shows it: what can be done now, what cannot and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhangdian import workflow


@dataclass(frozen=True)
class Act:
    """A named act of a room that changes no state (a service): rename, merge, begin. A button with a form.

    name: code. label: words. may: predicate (user, thing). form: form class, or (request, thing) -> form class.
    do: the room's service, called as do(thing, actor=, at=, **what the form gave). says: (thing) -> the sentence
    that the page shows. when: (thing) -> bool, whether it makes sense now; why: the sentence when it does not.
    """

    name: str
    label: Any
    may: Callable
    form: Any
    do: Callable
    says: Callable | None = None
    warns: Any = ""
    when: Callable | None = None
    why: Any = ""
    initial: Callable | None = None


@dataclass(frozen=True)
class Button:
    """A move that is open, with its address; or one that is not, with the sentence why."""

    label: Any
    url: str = ""
    why: str = ""


@dataclass(frozen=True)
class Panel:
    """Where a row stands, and its moves."""

    state: Any
    open: list
    closed: list


def panel(thing, moves, *, user, url, acts=()):
    """The panel of `thing` for `user`; `url` makes the address of a move's or an act's page."""
    can, cannot = [], []
    for act in acts:
        if not act.may(user, thing):
            continue
        if act.when is None or act.when(thing):
            can.append(Button(act.label, url=url(act)))
        else:
            cannot.append(Button(act.label, why=str(act.why)))
    for move in moves:
        refused = refusal(move, thing, user=user)
        if refused is None:
            can.append(Button(move.label or move.name, url=url(move)))
        else:
            cannot.append(Button(move.label or move.name, why=str(refused)))
    state = thing.get_state_display() if hasattr(thing, "get_state_display") else ""
    return Panel(state, can, cannot) if can or cannot else None


class _Anything(dict):
    """Answers every name with something: what a move needs is asked on its own page."""

    def get(self, name, default=None):
        return "given"


def refusal(move, thing, *, user):
    """The MoveRefused that `user` would meet with `move` (or act) on `thing` as it stands, or None."""
    if isinstance(move, Act):
        return _act_refused(move, thing, user)
    try:
        workflow.check(move, thing, actor=user, given=_Anything())
    except workflow.MoveRefused as refused:
        return refused
    return None


def _act_refused(act, thing, user):
    if not user.is_active or not act.may(user, thing):
        return workflow.MoveRefused(
            _("You are not the one who can “%(move)s” here.") % {"move": act.label}, workflow.MoveRefused.WRONG_PERSON
        )
    if act.when is not None and not act.when(thing):
        return workflow.MoveRefused(str(act.why), workflow.MoveRefused.WRONG_STATE)
    return None


def sentence(move, thing):
    """What the move or act does, with names, for the page that asks to confirm it."""
    if isinstance(move, Act):
        return move.says(thing) if move.says else _("“%(move)s”: “%(thing)s”.") % {"move": move.label, "thing": thing}
    words = {"move": move.label or move.name, "thing": thing, "from": thing.get_state_display()}
    target = dict(thing._meta.get_field("state").flatchoices).get(move.target, move.target)
    if move.target == thing.state:
        return _("“%(move)s”: “%(thing)s” stays at “%(from)s”.") % words
    return _("“%(move)s”: “%(thing)s” goes from “%(from)s” to “%(to)s”.") % {**words, "to": target}


def function(module, move):
    """The function of a move: named as the verb, with an underscore where Python has the word itself."""
    name = move.name.replace("-", "_")
    return getattr(module, name, None) or getattr(module, f"{name}_")

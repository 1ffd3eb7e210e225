"""The table of moves as a page shows it: what can be done now, what cannot and why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhangdian import workflow


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


def panel(thing, moves, *, user, url):
    """The panel of `thing` for `user`; `url` makes the address of a move's page."""
    can, cannot = [], []
    for move in moves:
        refused = refusal(move, thing, user=user)
        if refused is None:
            can.append(Button(move.label or move.name, url=url(move)))
        else:
            cannot.append(Button(move.label or move.name, why=str(refused)))
    return Panel(thing.get_state_display(), can, cannot)


class _Anything(dict):
    """Answers every name with something: what a move needs is asked on its own page."""

    def get(self, name, default=None):
        return "given"


def refusal(move, thing, *, user):
    """The MoveRefused that `user` would meet with `move` on `thing` as it stands, or None."""
    try:
        workflow.check(move, thing, actor=user, given=_Anything())
    except workflow.MoveRefused as refused:
        return refused
    return None


def sentence(move, thing):
    """What the move does, with names, for the page that asks to confirm it."""
    words = {"move": move.label or move.name, "thing": thing, "from": thing.get_state_display()}
    target = dict(thing._meta.get_field("state").flatchoices).get(move.target, move.target)
    if move.target == thing.state:
        return _("“%(move)s”: “%(thing)s” stays at “%(from)s”.") % words
    return _("“%(move)s”: “%(thing)s” goes from “%(from)s” to “%(to)s”.") % {**words, "to": target}


def function(module, move):
    """The function of a move: named as the verb, with an underscore where Python has the word itself."""
    name = move.name.replace("-", "_")
    return getattr(module, name, None) or getattr(module, f"{name}_")

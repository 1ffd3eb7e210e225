"""What may be done with a case now, what not, and why: the buttons of its page and of the desk."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from cases import acts, registry
from cases.states.common import Holder
from zhangdian.desk import moves
from zhangdian.desk.moves import Button
from zhangdian.workflow import MoveRefused


@dataclass(frozen=True)
class CasePanel:
    """open: buttons of moves. acts: buttons beside them. near: what the state allows but not this person, or not by a
    button. closed: what the state does not allow. state: words of the present state. main: the button of `open` that
    takes the case on, the first of them; None where the only ways lead back or out."""

    state: Any
    open: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    near: list = field(default_factory=list)
    closed: list = field(default_factory=list)
    main: Button | None = None


def panel(case, user, url):
    """The CasePanel of a case for `user`; `url` makes the address of a move's or an act's page."""
    kind = registry.of(case)
    found, main = CasePanel(case.get_state_display()), None
    for move in kind.transitions.MOVES:
        is_near = case.state in move.sources
        refused = refusal(kind, case, move, user)
        if refused is None:
            button = Button(move.label, url=url(move))
            found.open.append(button)
            if main is None and _leads_on(kind, case, move):
                main = button
        elif is_near:
            found.near.append(Button(move.label, why=_said(kind, case, move, refused, user)))
        else:
            found.closed.append(Button(move.label, why=str(refused)))
    for act in (*kind.acts, *acts.COMMON):
        if not act.may(user, case):
            continue
        if act.when is None or act.when(case):
            found.acts.append(Button(act.label, url=url(act)))
        else:
            found.closed.append(Button(act.label, why=str(act.why)))
    found.open.sort(key=lambda button: button is not main)
    return replace(found, main=main)


def _leads_on(kind, case, move):
    """Whether a move takes the case on along its state line, or keeps it there; from beside the line every way counts,
    in the order of the table. Giving up, taking back and sending back are never what a page asks for."""
    if case.state not in kind.line:
        return True
    return move.target in kind.line and kind.line.index(move.target) >= kind.line.index(case.state)


def elsewhere(kind, move):
    """Why a move is no button for anybody, or ""."""
    if isinstance(move, moves.Act):
        return ""
    if move.name in kind.elsewhere:
        return str(kind.elsewhere[move.name])
    if move.by_system:
        return _("Happens by itself when its time has come.")
    name = move.name.replace("-", "_")
    if not any(hasattr(kind.transitions, one) for one in (name, f"{name}_")):
        return _("Follows from a meeting's decision, once a second person has confirmed it.")
    return ""


def refusal(kind, case, move, user):
    """The MoveRefused that `user` would meet with a button for `move` (or act), or None."""
    refused = moves.refusal(move, case, user=user)
    why = elsewhere(kind, move)
    if why and (refused is None or refused.why == MoveRefused.WRONG_PERSON):
        return MoveRefused(why, refused.why if refused else MoveRefused.WRONG_STATE)
    return refused


def _said(kind, case, move, refused, user):
    """Why this person cannot make a move that the state allows, and whose turn it is."""
    if refused.why != MoveRefused.WRONG_PERSON or elsewhere(kind, move):
        return str(refused)
    holder = registry.turn(kind, case.state, case.cadre_id is not None)
    if holder == Holder.OFFICE and case.handler_id == user.pk:
        return _("Not by the case officer.")
    if holder == Holder.OFFICE:
        return _("Turn of the case officer: %(who)s.") % {"who": case.handler}
    return _("Turn of: %(holder)s; case officer: %(who)s.") % {"holder": Holder(holder).label, "who": case.handler}

"""What may be done with a case now, what not, and why: the buttons of its page and of the desk."""

from dataclasses import dataclass, field
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
    button. closed: what the state does not allow. state: words of the present state."""

    state: Any
    open: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    near: list = field(default_factory=list)
    closed: list = field(default_factory=list)


def panel(case, user, url):
    """The CasePanel of a case for `user`; `url` makes the address of a move's or an act's page."""
    kind = registry.of(case)
    found = CasePanel(case.get_state_display())
    for move in kind.transitions.MOVES:
        is_near = case.state in move.sources
        refused = refusal(kind, case, move, user)
        if refused is None:
            found.open.append(Button(move.label, url=url(move)))
        elif is_near:
            found.near.append(Button(move.label, why=_said(kind, case, move, refused)))
        else:
            found.closed.append(Button(move.label, why=str(refused)))
    for act in (*kind.acts, *acts.COMMON):
        if not act.may(user, case):
            continue
        if act.when is None or act.when(case):
            found.acts.append(Button(act.label, url=url(act)))
        else:
            found.closed.append(Button(act.label, why=str(act.why)))
    return found


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


def _said(kind, case, move, refused):
    """Why this person cannot make a move that the state allows, and whose turn it is."""
    if refused.why != MoveRefused.WRONG_PERSON or elsewhere(kind, move):
        return str(refused)
    holder = registry.turn(kind, case.state, case.cadre_id is not None)
    if holder == Holder.OFFICE:
        return _("Turn of the case officer: %(who)s.") % {"who": case.handler}
    return _("Turn of: %(holder)s; case officer: %(who)s.") % {"holder": Holder(holder).label, "who": case.handler}

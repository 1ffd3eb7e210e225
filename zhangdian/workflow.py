"""The move: the only way in which a state changes.

A room lists its moves in a table (name, from, to, who may, what it needs). Buttons, guards, the
trail, the admin's actions and the diagrams in docs all come from that table. `make` locks the row,
looks, saves and writes the trail, in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhangdian.prepared import together, update
from zhangdian.trail import services as trail
from zhangdian.trail import verbs


class MoveRefused(Exception):
    """A move that cannot be made now, by this person, or with what was given. Its text is for people."""

    WRONG_STATE, WRONG_PERSON, MISSING = "state", "person", "missing"

    def __init__(self, sentence: str, why: str):
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True)
class Move:
    """A row of the table.

    name: the verb, as the trail keeps it. sources: states it starts from. target: where it ends.
    may: predicate (user, thing) -> bool. label: the words on the button. needs: the names of what
    must be given and not empty, "reason" among them where a reason is due. by_system: may be made
    without a person.
    """

    name: str
    sources: frozenset[str]
    target: str
    may: Callable[[Any, Any], bool]
    label: Any = ""
    needs: tuple[str, ...] = ()
    by_system: bool = False
    warns: Any = ""
    fields: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def __post_init__(self):
        # Once a table is read, its verbs have words on every page that shows the trail.
        verbs.declare_move(self.name, self.label)


NEED_NAMES = {"reason": gettext_lazy("a reason")}


def check(move, thing, *, actor, given):
    """Raise MoveRefused unless `actor` may make `move` on `thing` as it stands with what is `given`.

    The person comes first: who may not make a move is told so, and not where the thing stands.
    """
    allowed = move.by_system if actor is None else actor.is_active and move.may(actor, thing)
    if not allowed:
        raise MoveRefused(
            _("You are not the one who can “%(move)s” here.") % {"move": move.label or move.name},
            MoveRefused.WRONG_PERSON,
        )
    if thing.state not in move.sources:
        raise MoveRefused(
            _("“%(thing)s” is now at “%(state)s”; “%(move)s” is not possible from there.")
            % {"thing": thing, "state": thing.get_state_display(), "move": move.label or move.name},
            MoveRefused.WRONG_STATE,
        )
    missing = [name for name in move.needs if not str(given.get(name) or "").strip()]
    if missing:
        names = "、".join(str(NEED_NAMES.get(name, name)) for name in missing)
        raise MoveRefused(
            _("“%(move)s” needs %(names)s.") % {"move": move.label or move.name, "names": names}, MoveRefused.MISSING
        )


def make(move, thing, *, actor, at, reason="", before=None, after=None, then=None, rows=None, **changes):
    """Make `move` on the stored row of `thing`; returns the row as saved.

    actor: User, or None for the system. at: the instant. changes: fields to set beside the state.
    then: called with the locked, changed row before it is saved, for what must be checked or set
    under the lock; it may raise MoveRefused. The trail line stands in the same transaction.
    rows: the queryset to lock from, where the lock should bring more along (joined rows, what the
    predicate asks), or a function pk -> the locked row; all rows of the model when not given.
    """
    model = type(thing)
    rows = model.objects.all() if rows is None else rows
    with transaction.atomic():
        row = rows(thing.pk) if callable(rows) else rows.select_for_update(of=("self",)).get(pk=thing.pk)
        check(move, row, actor=actor, given={"reason": reason, **changes})
        came_from = row.state
        row.state = move.target
        for name, value in changes.items():
            setattr(row, name, value)
        with together():
            if then is not None:
                then(row)
            update(row, _saved_fields(model, changes) if then is None else None)
            trail.record(
                row, move.name, actor=actor, at=at, from_state=came_from, to_state=row.state, reason=reason,
                before=before, after=after,
            )  # fmt: skip
    return row


def _saved_fields(model, changes):
    return ["state", *changes]


def open_to(user, thing, moves):
    """The moves of `moves` that `user` could make on `thing` as it stands: what a page shows as buttons."""
    return [move for move in moves if thing.state in move.sources and user.is_active and move.may(user, thing)]

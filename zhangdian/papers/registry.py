"""Whose attachment is whose to see. The owning floor registers; this room asks and knows no floor.

In the floor's `apps.py` `ready()`:

    from zhangdian.papers import registry
    registry.register("cases.card", sees_papers, personal=True)      # f(user, key, day) -> bool
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """A kind of thing that files hang on: who sees them, whether who hung one on may read it back, and whether reading
    one leaves a line."""

    sees: Callable
    own: Callable | None = None
    personal: bool = False


OWNERS: dict[str, Owner] = {}


def register(label, sees, *, own=None, personal=False):
    """Say who sees the attachments of things of kind `label` (app.model, lower case)."""
    OWNERS[label] = Owner(sees, own, personal)


def sees(user, label, key, day):
    """May `user` see what hangs on (label, key)? What no floor answers for is seen by nobody."""
    owner = OWNERS.get(label)
    return owner is not None and user.is_active and bool(owner.sees(user, key, day))


def sees_paper(user, paper, day):
    """May `user` see this attachment: as all that hangs on its thing, or as what he hung on it himself?"""
    if sees(user, paper.label, paper.key, day):
        return True
    owner = OWNERS.get(paper.label)
    is_mine = owner is not None and owner.own is not None and paper.uploaded_by_id == user.pk and user.is_active
    return is_mine and bool(owner.own(user, paper.key, day))

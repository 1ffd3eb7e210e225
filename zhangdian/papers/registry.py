"""Whose attachment is whose to see. The owning floor registers; this room asks and knows no floor.

In the floor's `apps.py` `ready()`:

    from zhangdian.papers import registry
    registry.register("cases.card", sees_papers, personal=True)      # f(user, key, day) -> bool
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """A kind of thing that files hang on: who sees them, and whether reading one leaves a line."""

    sees: Callable
    personal: bool = False


OWNERS: dict[str, Owner] = {}


def register(label, sees, *, personal=False):
    """Say who sees the attachments of things of kind `label` (app.model, lower case)."""
    OWNERS[label] = Owner(sees, personal)


def sees(user, label, key, day):
    """May `user` see what hangs on (label, key)? What no floor answers for is seen by nobody."""
    owner = OWNERS.get(label)
    return owner is not None and user.is_active and bool(owner.sees(user, key, day))

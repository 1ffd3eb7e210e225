"""Doors of the accounts floor."""

from accounts import transitions
from accounts.models import Feedback
from accounts.states import Administrator
from tests.doors import Desk, Door
from tests.doors.world import NOW

ADMINISTRATORS = (Administrator.SYSTEM, Administrator.SECURITY, Administrator.AUDIT)
WHY = {"reason": "核对"}


def furnish(world):
    author = world.people["liaison"]
    world.things["feedback"] = transitions.hand_in(Feedback(subject="字数", text="不够"), actor=author, at=NOW)
    row = transitions.hand_in(Feedback(subject="字号", text="太小"), actor=author, at=NOW)
    row = transitions.accept(row, actor=world.people["office"], at=NOW)
    world.things["answered"] = transitions.answer(row, actor=world.people["office"], at=NOW, answer="已调大")


ROWS = [
    Door("accounts:login", stranger=200, others=302),
    Door("accounts:logout", method="post", others=302),
    Door("accounts:password_change", stranger=302, others=200),
    Door("accounts:account", stranger=302, others=200),
    Door("accounts:revoke_token", method="post", others=302),
    # Asking for one is throttled by sender, so sixteen cannot ask at once; tests/accounts/test_api.py does it.
    Door("api:token", stranger=401, others=405),
    Door("api:token", method="delete", stranger=401, others=204),
    Door("api:me", stranger=401, others=200),
    Door("accounts:feedback", stranger=302, others=200),
    Door("accounts:feedback_new", stranger=302, others=200),
    Door(
        "accounts:feedback_detail", {"pk": "feedback"}, stranger=302, liaison=200, office=200, director=200, others=404
    ),
    Door(
        "accounts:feedback_move",
        {"pk": "feedback", "verb": "accept"},
        method="post",
        stranger=302,
        liaison=403,
        office=302,
        director=302,
        others=404,
    ),
    Door(
        "accounts:feedback_move",
        {"pk": "answered", "verb": "close"},
        method="post",
        stranger=302,
        liaison=302,
        office=403,
        director=403,
        others=404,
    ),
    Desk("accounts", "user", "liaison", see=ADMINISTRATORS, add=("system",), change=("system",)),
    Door(
        "admin:accounts_user_act",
        {"object_id": "liaison", "name": "grant_role"},
        security=200,
        staff=403,
        others=302,
    ),
    Door(
        "admin:accounts_user_act",
        {"object_id": "liaison", "name": "deactivate"},
        method="post",
        data=WHY,
        system=302,
        staff=403,
        others=302,
    ),
    Desk("accounts", "feedback", "feedback", see=("office", "director")),
    Door(
        "admin:accounts_feedback_move",
        {"object_id": "feedback", "name": "accept"},
        office=200,
        director=200,
        staff=403,
        others=302,
    ),
]

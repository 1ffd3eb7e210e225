"""Doors of the quarter's reviews."""

import pytest

from accounts.states import Role
from tests.doors import Desk, Door
from tests.evaluations.reviews import world as reviews

KEEPERS = (Role.OFFICE, Role.DIRECTOR)
SEERS = (Role.DISCIPLINE, Role.PLANNER, Role.SUPERVISOR)
# Who may see goes back to the review with a word; the three administrators and teams have no business there.
MOVE = {"office": 200, "director": 200, "staff": 302, "administrators": 403, "team": 403, "others": 302}


def furnish(world):
    with pytest.MonkeyPatch.context() as patch:
        reviews.cheap(patch)
        world.things["review"] = reviews.a_listed().review
        world.things["review_plan"] = reviews.a_plan().review


ROWS = [
    Desk("evaluations", "review", "review", see=(*KEEPERS, *SEERS), add=KEEPERS),
    Door("admin:evaluations_review_move", {"object_id": "review", "name": "unlock"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "lock"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "raters"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "projects"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "sheet"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "officers"}, **MOVE),
]

"""Doors of the quarter's reviews, and of the voting booth."""

import pytest

from accounts.states import Role
from evaluations.models import Officer
from evaluations.states.reviews import Seat
from tests.doors import Desk, Door
from tests.evaluations.reviews import world as reviews

KEEPERS = (Role.OFFICE, Role.DIRECTOR)
SEERS = (Role.DISCIPLINE, Role.PLANNER, Role.SUPERVISOR)
# Who may see goes back to the review with a word; the three administrators and teams have no business there.
MOVE = {"office": 200, "director": 200, "staff": 302, "administrators": 403, "team": 403, "others": 302}


def furnish(world):
    with pytest.MonkeyPatch.context() as patch:
        reviews.cheap(patch)
        listed, closed = reviews.a_listed(), reviews.a_closed()
        # At these the office and the discipline commission of the doors keep keys.
        for seat, role in ((Seat.FIRST, "office"), (Seat.SECOND, "discipline")):
            for review in (listed.review, closed.review):
                Officer.objects.filter(review=review, seat=seat).update(user=world.people[role])
        world.things["review"], world.things["review_closed"] = listed.review, closed.review
        world.things["review_plan"] = reviews.a_plan().review


SEEN = {"stranger": 302, "administrators": 403, "others": 404, **dict.fromkeys((*KEEPERS, *SEERS, Role.LEADER), 200)}
OFFICERS = {**dict.fromkeys(SEEN, 403), "stranger": 302, "others": 404, "office": 200, "discipline": 200}
KEPT = {**dict.fromkeys(SEEN, 403), "stranger": 302, "others": 404, "office": 200, "director": 200}
ROWS = [
    Desk("evaluations", "review", "review", see=(*KEEPERS, *SEERS), add=KEEPERS),
    Door("admin:evaluations_review_move", {"object_id": "review", "name": "unlock"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "lock"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "raters"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "projects"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "sheet"}, **MOVE),
    Door("admin:evaluations_review_move", {"object_id": "review_plan", "name": "officers"}, **MOVE),
    Door("evaluations:reviews", stranger=302, administrators=403, others=200),
    Door("evaluations:review", {"pk": "review"}, **SEEN),
    Door("evaluations:review", {"pk": "review_closed"}, query="?closed", **SEEN),
    Door("evaluations:review_key", {"pk": "review"}, **OFFICERS),
    Door("evaluations:review_peel", {"pk": "review_closed"}, **OFFICERS),
    Door(
        "evaluations:review_peel",
        {"pk": "review_closed"},
        method="post",
        data={"passphrase": "不对的口令"},
        **{**OFFICERS, "discipline": 302},
    ),
    Door("evaluations:review_open", {"pk": "review_closed"}, **OFFICERS),
    Door("evaluations:review_slips", {"pk": "review"}, **KEPT),
    Door("evaluations:review_slips", {"pk": "review"}, method="post", **KEPT),
    # No log-in: the code is the right, and everybody is a stranger here.
    Door("evaluations:vote", others=200),
    Door("evaluations:vote", method="post", data={"code": "AAAA-BBBB-CCCC", "step": "enter"}, others=200),
]

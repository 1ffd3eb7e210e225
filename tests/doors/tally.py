"""Doors of the results of reviews."""

import pytest

from accounts.models import User
from evaluations.queries.tally import observe_path
from tests.doors import Door
from tests.evaluations.reviews import world as reviews
from tests.evaluations.tally import scene


def furnish(world):
    with pytest.MonkeyPatch.context() as patch:
        reviews.cheap(patch)
        counted, archived = scene.a_counted(), scene.an_archived(raters="A 无 6\nB 单位1 6")
    # The browser reads these names too.
    User.objects.filter(pk__in=[one.pk for made in (counted, archived) for one in (made.office, made.checker)]).update(
        name="陈望舒"
    )
    world.things |= {
        "counted": counted.review, "archived": archived.review, "reviewed": archived.review.subjects.first(),
        "observers": observe_path(counted.review).split("/")[2],
    }  # fmt: skip


# Reviews of projects are seen by the offices that read reviews and by who keeps projects; the rest do not find them.
SEES = {"stranger": 302, "planner": 200, "supervisor": 200, "office": 200, "director": 200, "leader": 200,
        "discipline": 200, "others": 404}  # fmt: skip
KEEPS = SEES | {"planner": 403, "supervisor": 403, "leader": 403, "discipline": 403}
MEMBERS = {"stranger": 302, "on_project": 200, "district": 200, "others": 404}
CHECK = {"office": 200, "director": 200, "staff": 302, "administrators": 403, "team": 403, "others": 302}
COUNTED, ARCHIVED = {"pk": "counted"}, {"pk": "archived"}

ROWS = [
    Door("evaluations:review_results", COUNTED, **KEEPS),
    Door("evaluations:review_results", ARCHIVED, **SEES),
    Door("evaluations:review_result", ARCHIVED | {"subject": "reviewed"}, **SEES),
    Door("evaluations:review_published", COUNTED, stranger=302, others=404),
    Door("evaluations:review_published", ARCHIVED, **MEMBERS),
    Door("evaluations:published_reviews", stranger=302, administrators=403, others=200),
    Door("evaluations:review_pack", COUNTED, **(KEEPS | {"office": 404, "director": 404})),
    Door("evaluations:review_pack", ARCHIVED, **KEEPS),
    Door("evaluations:review_observe", {"token": "observers"}, others=200),
    Door("admin:evaluations_review_move", {"object_id": "counted", "name": "check"}, **CHECK),
]  # fmt: skip

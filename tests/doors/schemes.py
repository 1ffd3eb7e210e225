"""Doors of scoring schemes and of the desk's rows about scores."""

from evaluations.models import ScoreEntry, ScoreObjection, Scoring, SourceHold
from evaluations.services import rehearsals
from evaluations.transitions import scores as moves
from tests.doors import Desk, Door
from tests.doors.world import NOW
from tests.evaluations.scores.scene import ADOPTION, a_draft

DECISION = ADOPTION | {"met_on": "2017-03-20"}


def furnish(world):
    """A scheme in force, a draft after it, a frozen quarter, a rehearsal, and a row of each kind for the desk."""
    office, director = world.people["office"], world.people["director"]
    world.things["scheme"] = moves.adopt(a_draft(office, "一季度方案"), actor=director, at=NOW, **ADOPTION)
    draft = a_draft(office, "征求意见稿")
    draft.based_on = world.things["scheme"]
    draft.save()
    world.things["scheme_draft"] = draft
    frozen = Scoring.objects.create(
        year=2015, quarter=4, scheme=world.things["scheme"], computed_at=NOW, state="FROZEN", shown_at=NOW,
        shown_by=office, check_until=NOW, frozen_at=NOW, frozen_by=director, digest="0", **ADOPTION,
    )  # fmt: skip
    world.things["frozen"] = frozen
    world.things["rehearsal"] = rehearsals.rehearse(draft, frozen, actor=office, at=NOW)
    fact = world.things["fact"]
    world.things["score_entry"] = ScoreEntry.objects.create(
        cadre=world.things["cadre"], year=2017, quarter=1, points=1, reason="通报表扬", source_label="x",
        source_key="1", source_title="进度较快名单", posted_at=NOW, posted_by=office,
    )  # fmt: skip
    world.things["source_hold"] = SourceHold.objects.create(
        kind="disputed", source_label="evaluations.fact", source_key=str(fact.pk), source_title="管线迁改",
        case_label="x", case_key="1", reason="申诉中", held_at=NOW, held_by=office,
    )  # fmt: skip
    world.things["desk_objection"] = ScoreObjection.objects.create(
        scoring=frozen, cadre=world.things["cadre"], claim="节点未计入", evidence="验收单", raised_at=NOW,
        raised_by=world.people["cadre"],
    )  # fmt: skip


KEEPERS = ("office", "director")
SEES = {"stranger": 302, "office": 200, "director": 200, "others": 403}
DRAFT, ADOPTED = {"pk": "scheme_draft"}, {"pk": "scheme"}
GOES = SEES | {"office": 302, "director": 302}
# The desk's page of a move sends back, with a sentence, who may see the row and not make the move.
CHECK = {"office": 302, "director": 200, "staff": 403, "others": 302}

ROWS = [
    Door("evaluations:schemes", **SEES),
    Door("evaluations:scheme", ADOPTED, **SEES),
    Door("evaluations:scheme", DRAFT, **SEES),
    Door("evaluations:scheme_new", query="?after=99999999", **(SEES | {"office": 404, "director": 404})),
    Door("evaluations:scheme_new", **SEES),
    Door("evaluations:scheme_new", method="post", **(SEES | {"office": 422, "director": 422})),
    Door("evaluations:scheme_edit", DRAFT, **SEES),
    Door("evaluations:scheme_edit", ADOPTED, **GOES),
    Door("evaluations:scheme_edit", DRAFT, method="post", **(SEES | {"office": 422, "director": 422})),
    Door("evaluations:scheme_rehearse", DRAFT, method="post", data={"scoring": "frozen"}, **GOES),
    Door("evaluations:rehearsal", DRAFT | {"number": "rehearsal"}, **SEES),
    Door(
        "evaluations:scheme_move", DRAFT | {"verb": "adopt"}, method="post", data=DECISION | {"met_on": "2017-04-01"},
        **(SEES | {"office": 403, "director": 302}),
    ),
    Door("evaluations:scheme_move", DRAFT | {"verb": "withdraw"}, method="post", data={"reason": "不再需要"}, **GOES),
    Desk("evaluations", "scheme", "scheme", see=KEEPERS),
    Desk("evaluations", "scoring", "frozen", see=KEEPERS),
    Desk("evaluations", "scoreentry", "score_entry", see=KEEPERS),
    Desk("evaluations", "sourcehold", "source_hold", see=KEEPERS),
    Desk("evaluations", "scoreobjection", "desk_objection", see=KEEPERS),
    Door("admin:evaluations_scheme_move", {"object_id": "scheme_draft", "name": "adopt"}, **CHECK),
    Door("admin:evaluations_scoring_move", {"object_id": "frozen", "name": "freeze"}, **(CHECK | {"director": 302})),
    Door(
        "admin:evaluations_scoreobjection_move", {"object_id": "desk_objection", "name": "uphold"},
        **(CHECK | {"office": 200}),
    ),
]  # fmt: skip

"""Doors of rule sets, the catalogue and decisions."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import RuleSet
from cases.services import decisions
from cases.services.rulesets import copy_rules, lay_samples
from cases.transitions import cards
from cases.transitions.decisions import confirm
from cases.transitions.rulesets import adopt
from tests.cases.scene import PDF
from tests.cast import a_user
from tests.doors import Desk, Door
from tests.doors.world import NOW

MEETING = {
    "meeting": "department", "held_on": date(2017, 4, 7), "expected": 9, "present": 8, "agreed": 8,
    "words": "会议同意。",
}  # fmt: skip


def furnish(world):
    """The sample rules adopted and a draft after them; two cards before the meeting, a decision about each: one a
    draft, one confirmed."""
    people, things = world.people, world.things
    office, director = people["office"], people["director"]
    for row in lay_samples(actor=office, at=NOW):
        adopt(row, reason="样例", actor=director, at=NOW)
    things["rules"] = RuleSet.objects.in_force(NOW.date()).get()
    things["rules_draft"] = copy_rules(
        things["rules"], code="door", title="征求意见稿", from_on=date(2027, 1, 1), actor=office, at=NOW
    )
    things["circumstance"] = things["rules_draft"].circumstances.first()
    things["circumstance_adopted"] = things["rules"].circumstances.first()
    clerk = a_user("door-rules-clerk", "office", name="陈三")
    deputy = a_user("door-rules-deputy", "director", name="陈四")

    def decided(number):
        card = cards.open_card(
            colour="yellow", facts="两次催办未果。", cadre=things["cadre"], actor=clerk, at=NOW
        )  # fmt: skip
        card = cards.serve_facts(card, manner="system", actor=clerk, at=NOW)
        card = cards.state(card, statement="材料未到。", actor=clerk, at=NOW)
        card = cards.propose(card, proposal="情节属实，建议亮牌。", actor=clerk, at=NOW)
        row = decisions.enter(
            MEETING | {"document_no": number}, items=[(card, "give", "")], attendees=[("周衡", None, "")],
            actor=office, at=NOW,
        )  # fmt: skip
        decisions.attach(row, SimpleUploadedFile("纪要.pdf", PDF), not_secret=True, actor=office, at=NOW)
        return row

    things["decision_draft"] = decided("门纪〔2017〕1号")
    things["decision"] = confirm(decided("门纪〔2017〕2号"), actor=deputy, at=NOW)


KEEPS = {"stranger": 302, "administrators": 404, "office": 200, "director": 200, "others": 403}
ENTERS = KEEPS | {"director": 403}
DRAFT, DONE = {"pk": "decision_draft"}, {"pk": "decision"}
READERS = ("office", "director", "discipline")
# The desk's page of a move sends back, with a sentence, who may see the row and not make the move.
DESK = {"staff": 403, "others": 302}


def move(verb, args=DRAFT, **words):
    return Door("cases:decision_move", args | {"verb": verb}, **words)


ROWS = [
    Door("cases:decisions", **KEEPS),
    Door("cases:decisions", query="?state=DRAFT&meeting=department&year=2017&q=%E9%97%A8", **KEEPS),
    Door("cases:decision_new", **ENTERS),
    Door("cases:decision_new", method="post", **(ENTERS | {"office": 422})),
    Door("cases:decision_agenda", **KEEPS),
    Door("cases:decision", DRAFT, **KEEPS),
    Door("cases:decision", DONE, **KEEPS),
    Door("cases:decision", {"pk": 99999999}, **(KEEPS | {"office": 404, "director": 404})),
    move("confirm", **(KEEPS | {"office": 403})),
    move("confirm", method="post", **(KEEPS | {"office": 403, "director": 302})),
    move("confirm", DONE, **(KEEPS | {"office": 403, "director": 302})),
    move("discard", **KEEPS),
    move("discard", method="post", data={"reason": "误录"}, **(KEEPS | {"office": 302, "director": 302})),
    move("burn", **(KEEPS | {"office": 404, "director": 404})),
    Desk("cases", "decision", "decision_draft", see=("office", "director")),
    Door(
        "admin:cases_decision_move", {"object_id": "decision_draft", "name": "confirm"},
        **(DESK | {"director": 200, "office": 302}),
    ),
    Desk("cases", "ruleset", "rules_draft", see=READERS),
    Desk("cases", "ruleset", "rules", see=READERS),
    Door(
        "admin:cases_ruleset_move", {"object_id": "rules_draft", "name": "adopt"},
        **(DESK | {"director": 200, "office": 302, "discipline": 302}),
    ),
    Door(
        "admin:cases_ruleset_move", {"object_id": "rules", "name": "copy"},
        **(DESK | {"office": 200, "director": 302, "discipline": 302}),
    ),
    Desk("cases", "circumstance", "circumstance", see=READERS, add=("office",)),
    Desk("cases", "circumstance", "circumstance_adopted", see=READERS, add=("office",)),
    Door(
        "admin:cases_circumstance_move", {"object_id": "circumstance_adopted", "name": "out-of-use"},
        **(DESK | {"office": 200, "director": 302, "discipline": 302}),
    ),
    # Without a draft in the address the way leads to the rule sets.
    Door("admin:cases_circumstance_import", **(DESK | {"office": 302})),
    Door("admin:cases_circumstance_export", **(DESK | dict.fromkeys(READERS, 302))),
]  # fmt: skip

# Data, not a page to look at.
NOT_PAGES = {"cases:decision_agenda"}

"""Doors of reviews and appeals, of handing over, of retention and disposal."""

from accounts.states import Role
from cases.models import Appeal, Disposal, LegalHold, RuleSet
from cases.services.rulesets import lay_samples
from cases.transitions import cards, rulesets
from tests.cases.appeal_scene import LODGED, lodged
from tests.cases.scene import LATEST, NEXT_DAY, OPENED, decided
from tests.cast import a_user, at
from tests.doors import Desk, Door

RUNS = (Role.OFFICE, Role.DIRECTOR)
SEES = (*RUNS, Role.DISCIPLINE)
LONG_AGO = at("2015-01-05 09:00:00")


class _People:
    """Those who gave the card: none of the world's own, who come to the appeal."""

    def __init__(self, world):
        self.officer = a_user("door-card-officer", "office", name="沈文")
        self.director = a_user("door-card-director", "director", name="陆明")
        self.deputy = a_user("door-card-deputy", "director", name="何川")
        self.subject, self.cadre = world.people["cadre"], world.things["cadre"]


def furnish(world):
    """A card in force, a review about it in the hands of the world's officer, a batch and a hold of somebody else."""
    people = _People(world)
    lay_samples(actor=people.officer, at=LONG_AGO)
    for row in RuleSet.objects.filter(state="DRAFT"):
        rulesets.adopt(row, reason="样例", actor=people.director, at=LONG_AGO)
    card = cards.open_card(
        colour="yellow", facts="逾期未报结", cadre=people.cadre, actor=people.officer, at=OPENED
    )  # fmt: skip
    card = cards.serve_facts(card, manner="system", actor=people.officer, at=OPENED)
    card = cards.waive(card, actor=people.subject, at=NEXT_DAY)
    card = cards.propose(card, proposal="建议亮牌", actor=people.officer, at=NEXT_DAY)
    card = cards.deliver(decided(people, (card, "give")), manner="signed", actor=people.officer, at=LATEST)
    row = lodged(people, card, when=LODGED)
    Appeal.objects.filter(pk=row.pk).update(handler=world.people["office"])
    world.things |= {
        "review_case": row, "appeal_case": f"card:{card.pk}", "appeal_card": card,
        "disposal": Disposal.objects.create(why="按期", proposed_at=OPENED, proposed_by=people.officer),
        "legal_hold": LegalHold.objects.create(
            label="cases.card", key=str(card.pk), title=str(card), path=card.get_absolute_url(), reason="诉讼",
            held_at=LATEST, held_by=people.officer,
        ),
    }  # fmt: skip


MINE = {"stranger": 302, "others": 404, "cadre": 200, "office": 200, "director": 200, "discipline": 200}
NOT_MINE = MINE | {"cadre": 403, "director": 403, "discipline": 403}
CASE = {"kind": "appeal", "pk": "review_case"}
ABOUT = {"case": "appeal_case"}
ROWS = [
    Door("cases:case", CASE, **MINE),
    Door("cases:case", {"kind": "card", "pk": "appeal_card"}, **MINE),
    Door("cases:move", CASE | {"verb": "admit"}, **NOT_MINE),
    Door("cases:move", CASE | {"verb": "withdraw"}, **(NOT_MINE | {"cadre": 200, "office": 403})),
    Door("cases:move", CASE | {"verb": "hand-over"}, **(NOT_MINE | {"director": 200})),
    Door("cases:paper", CASE | {"code": "application"}, **MINE),
    Door("cases:paper", CASE | {"code": "outcome"}, stranger=302, others=404),
    Door("cases:appeal_new", data=ABOUT, **(MINE | {"director": 403, "discipline": 403})),
    Door("cases:appeal_new", stranger=302, others=404),
    Door("cases:handover", stranger=302, others=403, director=200),
    Door("cases:retention", stranger=302, others=403, office=200, director=200),
    Door("cases:disposal", {"pk": "disposal"}, stranger=302, others=404, office=200, director=200),
    Door(
        "cases:disposal_move", {"pk": "disposal", "verb": "carry-out"}, stranger=302, others=404, office=403,
        director=200,
    ),
    Door("cases:legal_hold_new", data=ABOUT, **(MINE | {"cadre": 403})),
    Door(
        "cases:legal_hold_lift", {"pk": "legal_hold"}, stranger=302, others=404, office=403, director=200,
        discipline=403,
    ),
    Desk("cases", "appeal", "review_case", see=SEES),
    Desk("cases", "disposal", "disposal", see=RUNS),
    Desk("cases", "legalhold", "legal_hold", see=SEES),
    Door(
        "admin:cases_appeal_move", {"object_id": "review_case", "name": "admit"}, office=200, director=302,
        discipline=302, staff=403, others=302,
    ),
    Door(
        "admin:cases_disposal_move", {"object_id": "disposal", "name": "carry-out"}, office=302, director=200,
        staff=403, others=302,
    ),
]  # fmt: skip

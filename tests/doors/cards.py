"""Doors of cards, and of the list of cases."""

from cases.transitions import cards
from tests.cases.scene import the_rules
from tests.cast import a_cadre, a_user, at
from tests.doors import Door

LONG_BEFORE, THEN = at("2017-03-20 09:00:00"), at("2017-04-06 09:00:00")


class _People:
    """As tests.cases.scene.People, from the people of the doors."""

    def __init__(self, world):
        people = world.people
        self.officer, self.director, self.subject = people["office"], people["director"], people["cadre"]
        self.deputy = a_user("door-deputy", "director", name="何川")
        self.cadre = world.things["cadre"]


def furnish(world):
    """Cards about the world's cadre at every stop, run by its office; one about the unit; one about a second person."""
    from datetime import date

    from tests.cases.scene import decided

    people, things = _People(world), world.things
    the_rules(people)
    office = people.officer

    def draft(**words):
        words.setdefault("cadre", people.cadre)
        return cards.open_card(
            colour="yellow", facts="逾期十二天未报结，两次催办未果。", actor=office, at=LONG_BEFORE, **words
        )

    def notified(**words):
        return cards.serve_facts(draft(**words), manner="signed", actor=office, at=LONG_BEFORE)

    def fresh():
        card = cards.open_card(colour="yellow", facts="节点逾期。", cadre=people.cadre, actor=office, at=THEN)
        return cards.serve_facts(card, manner="system", actor=office, at=THEN)

    def heard():
        return cards.expire(notified(), at=at("2017-03-28 00:00:00"))

    def proposed(card):
        when = at("2017-03-28 09:00:00")
        return cards.propose(card, proposal="情节属实，建议亮黄牌。", actor=office, at=when)

    def given():
        card = proposed(heard())
        when = at("2017-03-29 09:00:00")
        return decided(people, (card, "give"), by=people.deputy, held_on=date(2017, 3, 29), when=when)

    def valid():
        return cards.deliver(given(), manner="signed", actor=office, at=at("2017-03-30 09:00:00"))

    things["card_draft"] = draft()
    things["card_notified"] = fresh()
    things["card_heard"] = cards.expire(notified(), at=at("2017-03-28 00:00:00"))
    things["card_proposed"] = proposed(
        cards.expire(notified(), at=at("2017-03-28 00:00:00")), at("2017-03-28 09:00:00")
    )
    things["card_decided"] = given()
    things["card_valid"] = valid()
    things["card_rectified"] = cards.report(valid(), rectification="已报结。", actor=people.subject, at=THEN)
    things["card_unit"] = cards.serve_facts(
        cards.open_card(colour="yellow", facts="两个月红灯。", unit=world.unit, actor=office, at=THEN),
        manner="system", actor=office, at=THEN,
    )  # fmt: skip
    things["card_other"] = cards.open_card(
        colour="yellow", facts="节点逾期。", cadre=a_cadre("冯远"), actor=office, at=THEN
    )


SEES = {"stranger": 302, "office": 200, "director": 200, "others": 404}
SERVED = SEES | {"discipline": 200, "cadre": 200}
DESK = ("office", "director", "discipline")
ROWS = [
    Door("cases:list", stranger=302, administrators=404, others=200),
    Door("cases:case", {"kind": "card", "pk": "card_draft"}, **SEES),
]  # fmt: skip

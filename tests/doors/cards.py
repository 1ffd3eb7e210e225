"""Doors of cards, and of the list of cases."""

from cases.transitions import cards
from tests.cases.scene import the_rules
from tests.cast import a_cadre, a_user, at
from tests.doors import Desk, Door, Plain

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
    things["card_heard"] = heard()
    things["card_proposed"] = proposed(heard())
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


DESK = ("office", "director", "discipline")
# What was not served yet: the cadre section and its leaders.
SEES = {"stranger": 302, "office": 200, "director": 200, "others": 404}
# From the serving of the facts on: whom it concerns, and the discipline commission.
SERVED = SEES | {"discipline": 200, "cadre": 200}
OF_UNIT = SEES | {"discipline": 200, "unit_head": 200}
NOT_ME = {"stranger": 302, "office": 403, "director": 403, "discipline": 403, "cadre": 403, "others": 404}
WHY = {"reason": "经研究"}


def case(thing, **expected):
    return Door("cases:case", {"kind": "card", "pk": thing}, **expected)


def move(verb, thing, data=None, method="post", **expected):
    args = {"kind": "card", "pk": thing, "verb": Plain(verb)}
    return Door("cases:move", args, method=method, data=data or {}, **(NOT_ME | expected))


def paper(code, thing, **expected):
    return Door("cases:paper", {"kind": "card", "pk": thing, "code": Plain(code)}, **expected)


NEW = {"stranger": 302, "administrators": 404, "office": 200, "others": 403}
DRAFT = {"discipline": 404, "cadre": 404}
ROWS = [
    Door("cases:list", stranger=302, administrators=404, others=200),
    Door("cases:list", query="?kind=card&state=VALID&all=1&overdue=1&mine=1&q=2017", stranger=302, administrators=404,
         others=200),
    Door("cases:export", stranger=302, administrators=404, office=200, director=200, others=403),
    Door("cases:export", method="post", data={"purpose": "月度调度"}, stranger=302, administrators=404, office=200,
         director=200, others=403),
    Door("api:case-list", stranger=401, administrators=403, others=200),
    Door("cases:card_new", **NEW),
    Door("cases:card_new", query="?order=1&light=1&cadre=x", **NEW),
    Door("cases:card_new", method="post", data={"facts": "逾期"}, **(NEW | {"office": 422})),
    Door("cases:card_new", method="post", data={"facts": "逾期", "colour": "yellow", "unit": "unit"},
         **(NEW | {"office": 302})),
    case("card_draft", **SEES),
    *(case(f"card_{state}", **SERVED) for state in ("notified", "heard", "proposed", "decided", "valid", "rectified")),
    case("card_unit", **OF_UNIT),
    case("card_other", **SEES),
    Door("cases:case", {"kind": "moon", "pk": "card_draft"}, stranger=302, others=404),
    move("burn", "card_valid", stranger=302, office=404, director=404, discipline=404, cadre=404),
    move("serve-facts", "card_draft", method="get", office=200, **DRAFT),
    move("serve-facts", "card_draft", {"manner": "signed"}, office=302, **DRAFT),
    move("serve-facts", "card_draft", {"manner": "left"}, office=422, **DRAFT),
    move("state", "card_notified", {"statement": "属实"}, office=302, cadre=302),
    move("state", "card_notified", cadre=422, office=422),
    move("state", "card_unit", {"statement": "属实"}, office=302, unit_head=302, cadre=404),
    move("waive", "card_notified", cadre=302),
    # What a person may do, but not now, leads back with a sentence.
    move("waive", "card_valid", cadre=302),
    move("propose", "card_heard", {"proposal": "建议"}, office=302),
    move("propose", "card_heard", office=422),
    # A decision is no button, for nobody.
    move("decide", "card_proposed", director=302),
    move("decline", "card_proposed", director=302),
    move("deliver", "card_decided", {"manner": "signed"}, office=302),
    move("report", "card_valid", {"rectification": "已办"}, cadre=302),
    move("lift", "card_rectified", {"verdict": "属实"}, office=302),
    move("send-back", "card_rectified", WHY, office=302),
    move("drop", "card_heard", WHY, office=302),
    move("withdraw", "card_valid", WHY, director=302),
    move("propose-red", "card_valid", {"facts": "未整改"}, office=302),
    move("extend-step", "card_notified", WHY, director=302),
    move("hold-clock", "card_notified", WHY, office=302),
    move("resume-clock", "card_notified", office=302),
    move("hand-over", "card_notified", office=422, director=422),
    paper("notice", "card_draft", **SEES),
    paper("notice", "card_notified", **(SERVED)),
    paper("hearing", "card_notified", **(SEES | {"discipline": 200})),
    paper("decision", "card_decided", **(SEES | {"discipline": 200})),
    paper("decision", "card_valid", **SERVED),
    paper("receipt", "card_valid", **SERVED),
    paper("decision", "card_draft", stranger=302, others=404),
    Desk("cases", "card", "card_valid", see=DESK),
    Door("admin:cases_card_move", {"object_id": "card_draft", "name": "serve-facts"}, office=200, team=403, planner=403,
         supervisor=403, discipline=404, administrators=403, others=302),
    Door("admin:cases_card_move", {"object_id": "card_valid", "name": "withdraw"}, team=403, planner=403,
         supervisor=403, administrators=403, others=302),
]  # fmt: skip

# Data, not a page to look at.
NOT_PAGES = {"cases:paper"}

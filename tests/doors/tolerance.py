"""Doors of error tolerance: the application, the library, and the generic pages of a tolerance case."""

from datetime import date

from cases.queries import tolerance as queries
from cases.services import clocks
from cases.services import tolerance as services
from cases.transitions import cards
from cases.transitions import tolerance as moves
from tests.cases import tolerance_scene as scene
from tests.cases.scene import the_rules
from tests.cast import a_cadre, a_user, at
from tests.doors import Desk, Door, Plain

THEN = at("2017-03-20 09:00:00")
SIGNED, REPORTED = at("2017-03-21 09:00:00"), at("2017-03-23 09:00:00")


class _People:
    """As tests.cases.tolerance_scene.People, from the people of the doors."""

    def __init__(self, world):
        people = world.people
        self.officer, self.director, self.subject = people["office"], people["director"], people["cadre"]
        self.discipline, self.inspector = people["discipline"], people["team"]
        self.second = a_user("door-tolerance-office", "office", name="顾青")
        self.second_discipline = a_user("door-tolerance-discipline", "discipline", name="方正")
        self.cadre = world.things["cadre"]


def furnish(world):
    """Tolerance cases about cards of the world's cadre at the stops of their road, run by the world's office; the cards
    are another officer's. The team investigates."""
    people, things = _People(world), world.things
    the_rules(people)
    subject, office, discipline = people.subject, people.officer, people.discipline

    def card(number):
        row = cards.open_card(
            colour="yellow", facts=f"节点逾期（{number}）。", cadre=people.cadre, actor=people.second, at=THEN
        )
        return cards.serve_facts(row, manner="system", actor=people.second, at=THEN)

    def lodged(number):
        about = queries.about_case(subject, date(2017, 3, 20), "card", card(number).pk)
        case = services.lodge(about, scene.TOLD, points=scene.SELF, actor=subject, at=THEN)
        # Other rooms bring officers of their own, who have less to do.
        if case.handler != office:
            case = clocks.hand_over(case, office, reason="分办", actor=case.handler, at=THEN)
        return case

    def inquiry(number):
        case = moves.accept(lodged(number), reason="符合", actor=office, at=THEN)
        case = moves.countersign(case, manner="system", actor=discipline, at=SIGNED)
        services.name_investigator(case, user=people.inspector, actor=office, at=SIGNED)
        return case

    def joint(number):
        case = inquiry(number)
        services.name_investigator(case, user=people.second_discipline, actor=office, at=SIGNED)
        for party in ("person", "unit", "masses"):
            services.record_hearing(
                case, party=party, name="众人", held_on=date(2017, 3, 20), words="如实。", actor=people.inspector,
                at=SIGNED,
            )  # fmt: skip
        services.write_findings(
            case, points=scene.FOUND, proposed="exempt", proposal="动机为公。", actor=people.inspector, at=SIGNED
        )
        services.sign_findings(case, actor=people.second_discipline, at=SIGNED)
        return moves.report(case, actor=people.inspector, at=REPORTED)

    things["tolerance_card"] = card("未申请")
    things["tolerance_lodged"] = lodged("一")
    things["tolerance_accepting"] = moves.accept(lodged("二"), reason="符合", actor=office, at=THEN)
    things["tolerance_refusing"] = moves.refuse(lodged("三"), ground="gain", reason="收礼", actor=office, at=THEN)
    things["tolerance_inquiry"], things["tolerance_joint"] = inquiry("四"), joint("五")
    things["tolerance_other"] = services.lodge(
        queries.about_nothing(people.second, a_cadre("冯远"), None), {"course": "经巡察发现。", "error": "延误"},
        points={}, actor=people.second, at=THEN,
    )  # fmt: skip


# From the lodging on: the organs and whom it concerns. Who investigates sees it too.
SEES = {"stranger": 302, "office": 200, "director": 200, "discipline": 200, "cadre": 200, "others": 404}
INSIDE = SEES | {"team": 200}
NOT_ME = {"stranger": 302, "office": 403, "director": 403, "discipline": 403, "cadre": 403, "others": 404}
WHY = {"reason": "经研究"}


def case(thing, **expected):
    return Door("cases:case", {"kind": "tolerance", "pk": thing}, **expected)


def move(verb, thing, data=None, method="get", **expected):
    args = {"kind": "tolerance", "pk": thing, "verb": Plain(verb)}
    return Door("cases:move", args, method=method, data=data or {}, **(NOT_ME | expected))


def paper(code, thing, **expected):
    return Door("cases:paper", {"kind": "tolerance", "pk": thing, "code": Plain(code)}, **expected)


EVERYBODY = {"stranger": 302, "administrators": 404, "others": 200}
ROWS = [
    Door("cases:tolerance_new", **EVERYBODY),
    Door("cases:tolerance_new", query="?order=0", stranger=302, others=404),
    Door("cases:tolerance_library", **EVERYBODY),
    Door("cases:tolerance_library", query="?outcome=exempt&topic=site", **EVERYBODY),
    Door("cases:list", query="?kind=tolerance&all=1", **EVERYBODY),
    case("tolerance_lodged", **SEES),
    case("tolerance_accepting", **SEES),
    case("tolerance_refusing", **SEES),
    case("tolerance_inquiry", **INSIDE),
    case("tolerance_joint", **INSIDE),
    case("tolerance_other", **(SEES | {"cadre": 404})),
    move("accept", "tolerance_lodged", office=200),
    move("refuse", "tolerance_lodged", office=200),
    move("refuse", "tolerance_lodged", WHY, "post", office=422),
    move("withdraw", "tolerance_lodged", cadre=200),
    move("add-evidence", "tolerance_lodged", cadre=200, office=200),
    move("countersign", "tolerance_accepting", discipline=200),
    move("disagree", "tolerance_accepting", discipline=200),
    move("confirm-refusal", "tolerance_refusing", discipline=200),
    move("name-investigator", "tolerance_inquiry", team=403, office=200, discipline=200),
    move("release-investigator", "tolerance_inquiry", team=403, office=200, discipline=200),
    move("record-hearing", "tolerance_inquiry", team=200),
    move("write-findings", "tolerance_inquiry", team=200),
    move("report", "tolerance_inquiry", team=200),
    move("dismiss", "tolerance_inquiry", team=403, director=200),
    move("give-opinion", "tolerance_joint", team=403, discipline=200),
    move("ask-again", "tolerance_joint", team=403, discipline=200, office=200),
    # Not possible from here: back to the case with a sentence.
    move("feed-back", "tolerance_joint", team=403, office=302),
    move("release-lesson", "tolerance_joint", team=403, director=302),
    move("burn", "tolerance_joint", office=404, director=404, discipline=404, cadre=404),
    paper("application", "tolerance_lodged", **SEES),
    paper("report", "tolerance_joint", **(INSIDE | {"cadre": 404})),
    paper("finding", "tolerance_joint", stranger=302, others=404),
    Desk("cases", "tolerance", "tolerance_lodged", see=("office", "director", "discipline")),
    Door(
        "admin:cases_tolerance_move", {"object_id": "tolerance_lodged", "name": "accept"}, office=200, planner=403,
        supervisor=403, team=403, administrators=403, others=302,
    ),
]  # fmt: skip

NOT_PAGES = {"cases:paper"}

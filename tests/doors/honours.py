"""Doors of honours and of the reserve list."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from cadres.models import Cadre
from cases.models import Honouree
from cases.services import honours, reserve
from cases.transitions import honours as moves
from cases.transitions import reserve as entries
from evaluations.models import Score, Scoring
from tests.cases.scene import decided, the_rules
from tests.cast import a_cadre, a_user, at
from tests.doors import Desk, Door
from tests.evaluations.scores.scene import a_draft

FROZEN, DRAWN = at("2017-03-01 09:00:00"), at("2017-03-06 09:00:00")


class People:
    """As tests.cases.scene.People, from the people of the doors."""

    def __init__(self, world):
        people = world.people
        self.officer, self.director, self.discipline = people["office"], people["director"], people["discipline"]
        self.deputy = User.objects.filter(username="door-honour-deputy").first()
        self.deputy = self.deputy or a_user("door-honour-deputy", "director", name="方平")


def furnish(world):
    """Batches about the world's cadre and another at some stops, run by its office; entries about the same."""
    people, things = People(world), world.things
    the_rules(people)
    cadre, office = things["cadre"], people.officer
    Cadre.objects.filter(pk=cadre.pk).update(born_in=date(1980, 5, 1))
    cadre.refresh_from_db()
    scheme = a_draft(office, "表扬之前", from_year=2011)
    scoring = Scoring.objects.create(
        year=2012, quarter=4, scheme=scheme, state="FROZEN", computed_at=FROZEN, shown_at=FROZEN, shown_by=office,
        check_until=FROZEN, frozen_at=FROZEN, frozen_by=people.director, meeting="部务会", met_on=date(2017, 3, 1),
        decision_number="张组〔2017〕3号", digest="d" * 64,
    )  # fmt: skip
    for place, one in enumerate((cadre, a_cadre("冯远山")), 1):
        Score.objects.create(
            scoring=scoring,
            cadre=one,
            title=one.name,
            peer="甲组",
            place=place,
            of=2,
            total=Decimal(90),
            digest="e" * 64,
        )

    def walked(stop):
        row = honours.draw(sort="flag", title="第1期红旗标兵", scoring=scoring, places=2, minimum=Decimal(0), facts=0,
                           actor=office, at=DRAWN)  # fmt: skip
        texts = {one.pk: "牵头征迁" for one in Honouree.objects.filter(honour=row)}
        honours.write_deeds(row, deeds=texts, actor=office, at=DRAWN)
        opinions = dict.fromkeys(texts, ("clear", ""))
        shown = at("2017-04-06 09:00:00" if stop == 3 else "2017-03-07 09:00:00")
        road = (
            lambda one: moves.ask_opinion(one, actor=office, at=DRAWN),
            lambda one: moves.opine(one, opinions=opinions, actor=people.discipline, at=DRAWN),
            lambda one: moves.show(one, actor=office, at=shown),
            lambda one: moves.close_publicity(one, at=at("2017-03-15 00:00:00")),
            lambda one: moves.propose(one, proposal="建议", actor=office, at=at("2017-03-15 09:00:00")),
            lambda one: decided(people, (one, "award"), held_on=date(2017, 3, 16), when=at("2017-03-16 09:00:00")),
            lambda one: moves.publish(one, actor=office, at=at("2017-03-17 09:00:00")),
        )  # fmt: skip
        for go in road[:stop]:
            row = go(row)
        return row

    world.published_batch = lambda: walked(7)
    things |= {"honour_draft": walked(0), "honour_asked": walked(1), "honour_shown": walked(3), "honour_out": walked(7)}
    mine = Honouree.objects.get(honour=things["honour_out"], cadre=cadre)
    things["certificate"] = f"certificate-{mine.pk}"

    def entry(layer):
        return reserve.propose_entry(
            cadre=cadre, layer=layer, source="干部科提名", reason="表现突出", actor=office, at=DRAWN
        )

    things["reserve_new"], row = entry("deputy"), entry("principal")
    row = entries.check(row, annual_grade="excellent", check_note="一致", actor=office, at=DRAWN)
    row = entries.propose(row, proposal="建议", maturity="near", measures="挂职", actor=office, at=DRAWN)
    row = decided(people, (row, "enter"), held_on=date(2017, 3, 7), when=at("2017-03-07 09:00:00"))
    things["reserve_in"] = entries.confirm_entry(row, actor=people.deputy, at=at("2017-03-08 09:00:00"))


OFFICES = {"stranger": 302, "office": 200, "director": 200, "others": 404}
ALL = {"stranger": 302, "administrators": 404, "others": 200}
RUNS = OFFICES | {"director": 403}
DESK = ("office", "director", "discipline")


def case(kind, pk, **expected):
    return Door("cases:case", {"kind": kind, "pk": pk}, **expected)


def move(kind, pk, verb, **expected):
    return Door("cases:move", {"kind": kind, "pk": pk, "verb": verb}, **expected)


def paper(kind, pk, code, **expected):
    return Door("cases:paper", {"kind": kind, "pk": pk, "code": code}, **expected)


ROWS = [
    Door("cases:list", query="?kind=honour", stranger=302, administrators=404, others=200),
    Door("cases:honour_draw", stranger=302, administrators=404, office=200, others=403),
    Door("cases:honour_draw", method="post", stranger=302, administrators=404, office=422, others=403),
    case("honour", "honour_draft", **OFFICES),
    case("honour", "honour_asked", **(OFFICES | {"discipline": 200})),
    case("honour", "honour_shown", **ALL),
    case("honour", "honour_out", **ALL),
    move("honour", "honour_draft", "ask-opinion", **RUNS),
    move("honour", "honour_draft", "write-deeds", **RUNS),
    move("honour", "honour_asked", "opine", **(OFFICES | {"office": 403, "director": 403, "discipline": 200})),
    move("honour", "honour_shown", "object", **ALL),
    move("honour", "honour_shown", "take-out", stranger=302, administrators=404, office=200, others=403),
    paper("honour", "honour_draft", "publicity", stranger=302, others=404),
    paper("honour", "honour_shown", "publicity", **ALL),
    paper("honour", "honour_out", "certificate", stranger=302, cadre=200, office=200, director=200, others=404),
    paper("honour", "honour_out", "commendation", **ALL),
    Door("cases:reserve_propose", **RUNS),
    Door("cases:reserve_list", **OFFICES),
    Door("cases:reserve_export", **OFFICES),
    Door("cases:reserve_export", method="post", data={"purpose": ""}, **(OFFICES | {"office": 422, "director": 422})),
    case("reserve", "reserve_new", **OFFICES),
    case("reserve", "reserve_in", **OFFICES),
    move("reserve", "reserve_new", "check", **RUNS),
    move("reserve", "reserve_in", "list-for", **RUNS),
    move("reserve", "reserve_in", "remove", **(OFFICES | {"office": 403})),
    paper("reserve", "reserve_in", "entry", **OFFICES),
    Desk("cases", "honour", "honour_shown", see=DESK),
    Desk("cases", "reserveentry", "reserve_in", see=("office", "director")),
    Door("admin:cases_honour_move", {"object_id": "honour_draft", "name": "ask-opinion"}, office=200, director=302,
         discipline=404, planner=403, supervisor=403, team=403, administrators=403, others=302),
    Door("admin:cases_reserveentry_move", {"object_id": "reserve_in", "name": "list-for"}, office=200, director=302,
         discipline=403, planner=403, supervisor=403, team=403, administrators=403, others=302),
]  # fmt: skip

"""Doors of adjustments (能下) and of proposals for promotion (能上)."""

from datetime import date

from cadres.models import Appointment
from cases.queries import rulesets
from cases.states.rulesets import MeasureKind
from tests.cases.adjustment_scene import a_circumstance, a_promotion, an_adjustment
from tests.cases.scene import the_rules
from tests.cast import a_cadre, a_unit, a_user
from tests.doors import Desk, Door, Plain

STATES = ("CLUE", "VERIFYING", "NOTIFIED", "HEARD", "PROPOSED", "CONSULTING", "FORWARDED", "DECIDED", "DELIVERED")


class _People:
    """As tests.cases.adjustment_scene.Cast, from the people of the doors."""

    def __init__(self, world):
        people = world.people
        self.officer, self.director, self.discipline = people["office"], people["director"], people["discipline"]
        self.deputy = a_user("door-adjust-deputy", "director", name="何川")
        self.subject, self.cadre = people["cadre"], world.things["cadre"]
        self.rules = the_rules(self)
        self.circumstance = a_circumstance(self.rules)
        self.elsewhere = a_unit("区地方志馆")

    def measure(self, code="transfer"):
        return rulesets.measures(self.rules.pk, MeasureKind.ADJUSTMENT).get(code=code)


def furnish(world):
    """Adjustments about the world's cadre at every stop, run by its office; proposals about others."""
    people = _People(world)
    world.things |= {f"adjust_{state}": an_adjustment(people, state) for state in STATES}
    world.things["adjust_circumstance"] = people.circumstance
    for state, name in (("DRAFT", "俞一"), ("CONSULTING", "俞二"), ("ADVISED", "俞三"), ("DECIDED", "俞四")):
        cadre = a_cadre(name)
        Appointment.objects.create(cadre=cadre, unit=cadre.unit, post="副镇长", from_on=date(2015, 3, 1))
        world.things[f"promote_{state}"] = a_promotion(people, state, cadre=cadre)


DESK = ("office", "director", "discipline")
# Clue to verification: the cadre section and its leaders. From serving on the person, from consultation discipline.
HIDDEN = {"stranger": 302, "office": 200, "director": 200, "others": 404}
SERVED = HIDDEN | {"cadre": 200}
ASKED = SERVED | {"discipline": 200}


def case(thing, kind="adjustment", **expected):
    return Door("cases:case", {"kind": kind, "pk": thing}, **expected)


def move(thing, verb, data=None, kind="adjustment", **expected):
    return Door(
        "cases:move", {"kind": kind, "pk": thing, "verb": verb}, method="get" if data is None else "post",
        data=data or {}, **expected,
    )  # fmt: skip


def paper(thing, code, kind="adjustment", **expected):
    return Door("cases:paper", {"kind": kind, "pk": thing, "code": Plain(code)}, **expected)


# Who sees the case and may not make the move: 403.
OFFICE = {"stranger": 302, "office": 200, "director": 403, "others": 404}
OFFICE_SERVED = OFFICE | {"cadre": 403}
OFFICE_ASKED = OFFICE_SERVED | {"discipline": 403}
WHY = {"reason": "查无实据"}
NEW = {"stranger": 302, "administrators": 404, "office": 200, "others": 403}
FIGURES = {
    "stranger": 302, "administrators": 404, "office": 200, "director": 200, "discipline": 200, "leader": 200,
    "others": 403,
}  # fmt: skip
ON_DESK = dict.fromkeys(("planner", "supervisor", "team", "system", "security", "audit"), 403)
ROWS = [
    Door("cases:list", query="?kind=adjustment&all=1", stranger=302, administrators=404, others=200),
    Door("cases:list", query="?kind=promotion", stranger=302, administrators=404, others=200),
    Door("cases:adjustment_new", **NEW),
    Door("cases:adjustment_new", method="post", data={"clue": ""}, **(NEW | {"office": 422})),
    Door("cases:promotion_new", **NEW),
    Door("cases:adjustment_statistics", query="?year=2017&quarter=2", **FIGURES),
    Door("cases:adjustment_export", **FIGURES),
    *(case(f"adjust_{state}", **HIDDEN) for state in ("CLUE", "VERIFYING")),
    *(case(f"adjust_{state}", **SERVED) for state in ("NOTIFIED", "HEARD", "PROPOSED")),
    *(case(f"adjust_{state}", **ASKED) for state in ("CONSULTING", "FORWARDED", "DECIDED", "DELIVERED")),
    move("adjust_CLUE", "verify", **OFFICE),
    move("adjust_CLUE", "dismiss", WHY, **(OFFICE | {"office": 302})),
    move("adjust_CLUE", "dismiss", {"reason": ""}, **(OFFICE | {"office": 422})),
    move("adjust_VERIFYING", "note-evidence", **OFFICE),
    move("adjust_VERIFYING", "note-evidence", {"text": "督办单", "origin": "督查室"}, **(OFFICE | {"office": 302})),
    move("adjust_VERIFYING", "conclude", **OFFICE),
    move("adjust_NOTIFIED", "state", **(OFFICE | {"cadre": 200})),
    move("adjust_NOTIFIED", "state", {"statement": "说明"}, **(OFFICE | {"cadre": 302, "office": 302})),
    move("adjust_NOTIFIED", "waive", **(OFFICE | {"cadre": 200, "office": 403})),
    move("adjust_HEARD", "record-talk", **OFFICE_SERVED),
    move("adjust_HEARD", "propose", **OFFICE_SERVED),
    move("adjust_PROPOSED", "consult", {"leader": "梁成"}, **(OFFICE_SERVED | {"office": 302})),
    move("adjust_CONSULTING", "give-opinion", **(OFFICE_SERVED | {"office": 403, "discipline": 200})),
    move("adjust_CONSULTING", "enter-opinion", **OFFICE_ASKED),
    move("adjust_FORWARDED", "dismiss", **OFFICE_ASKED),
    move("adjust_DECIDED", "talk", **OFFICE_ASKED),
    move("adjust_DELIVERED", "appoint", **OFFICE_ASKED),
    # No button: it follows from an appeal.
    paper("adjust_NOTIFIED", "hearing", **SERVED),
    paper("adjust_CONSULTING", "letter-discipline", **(HIDDEN | {"discipline": 200})),
    paper("adjust_CONSULTING", "letter-leader", **HIDDEN),
    paper("adjust_DECIDED", "decision", **(HIDDEN | {"discipline": 200})),
    paper("adjust_DELIVERED", "decision", **ASKED),
    paper("adjust_DELIVERED", "talk-decided", **HIDDEN),
    case("promote_DRAFT", "promotion", **HIDDEN),
    case("promote_CONSULTING", "promotion", **(HIDDEN | {"discipline": 200})),
    move("promote_DRAFT", "ask-opinion", {"go": "1"}, "promotion", **(OFFICE | {"office": 302})),
    move("promote_CONSULTING", "advise", None, "promotion", **(OFFICE | {"office": 403, "discipline": 200})),
    move("promote_ADVISED", "forward", None, "promotion", **(OFFICE | {"discipline": 403})),
    move("promote_DECIDED", "appoint", None, "promotion", **(OFFICE | {"discipline": 403})),
    paper("promote_DRAFT", "pack", "promotion", **HIDDEN),
    paper("promote_CONSULTING", "letter", "promotion", **(HIDDEN | {"discipline": 200})),
    Desk("cases", "adjustment", "adjust_DELIVERED", see=DESK),
    Desk("cases", "promotion", "promote_ADVISED", see=DESK),
    Door(
        "admin:cases_adjustment_move", {"object_id": "adjust_CLUE", "name": "verify"}, office=200, director=302,
        discipline=404, **ON_DESK, others=302,
    ),
    Door(
        "admin:cases_promotion_move", {"object_id": "promote_ADVISED", "name": "forward"}, office=200, director=302,
        discipline=302, **ON_DESK, others=302,
    ),
]  # fmt: skip

# Data, not a page to look at.
NOT_PAGES = {"cases:adjustment_export", "cases:paper"}

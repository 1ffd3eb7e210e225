"""Doors of withdrawals of honours, in batches as those of tests.doors.honours."""

from datetime import date

from cases.models import Honouree
from cases.transitions import withdrawal as moves
from tests.cases.scene import decided
from tests.cast import at
from tests.doors import Desk, Door, Plain
from tests.doors.honours import DESK, People

PROPOSED, HEARD = at("2017-03-20 09:00:00"), at("2017-03-21 09:00:00")
JUDGED, THEN = at("2017-03-23 09:00:00"), at("2017-04-06 09:00:00")


def furnish(world):
    """A withdrawal at every stop about the world's cadre, each in a batch of its own, and a draft about another."""
    people, things = People(world), world.things
    office, subject = people.officer, world.people["cadre"]

    def draft(at=PROPOSED):
        one = Honouree.objects.get(honour=world.published_batch(), cadre=things["cadre"])
        return moves.open_withdrawal(one, facts="所报事迹系他人所为。", actor=office, at=at)

    def notified(at=PROPOSED):
        return moves.serve_facts(draft(at), manner="signed", actor=office, at=at)

    def heard():
        return moves.waive(notified(), actor=subject, at=HEARD)

    def proposed():
        return moves.propose(heard(), proposal="建议撤销。", actor=office, at=HEARD)

    def judged():
        return decided(people, (proposed(), "withdraw"), held_on=date(2017, 3, 22), when=JUDGED)

    things |= {
        "withdrawal_draft": draft(), "withdrawal_notified": notified(THEN), "withdrawal_heard": heard(),
        "withdrawal_proposed": proposed(), "withdrawal_decided": judged(),
        "withdrawal_delivered": moves.deliver(judged(), manner="signed", actor=office, at=JUDGED),
    }  # fmt: skip
    other = world.published_batch()
    things["withdrawable"] = Honouree.objects.exclude(cadre=things["cadre"]).get(honour=other)


SEES = {"stranger": 302, "office": 200, "director": 200, "others": 404}
SERVED = SEES | {"discipline": 200, "cadre": 200}
NOT_ME = {"stranger": 302, "office": 403, "director": 403, "discipline": 403, "cadre": 403, "others": 404}
DRAFT = {"discipline": 404, "cadre": 404}
NEW = {"stranger": 302, "administrators": 404, "office": 200, "others": 403}
WHY = {"reason": "经研究"}


def case(thing, **expected):
    return Door("cases:case", {"kind": "withdrawal", "pk": thing}, **expected)


def move(verb, thing, data=None, method="post", **expected):
    args = {"kind": "withdrawal", "pk": thing, "verb": Plain(verb)}
    return Door("cases:move", args, method=method, data=data or {}, **(NOT_ME | expected))


def paper(code, thing, **expected):
    return Door("cases:paper", {"kind": "withdrawal", "pk": thing, "code": Plain(code)}, **expected)


ROWS = [
    Door("cases:withdrawal_new", **NEW),
    Door("cases:withdrawal_new", query="?honouree=x", **NEW),
    Door("cases:withdrawal_new", method="post", data={"facts": "不实"}, **(NEW | {"office": 422})),
    Door("cases:withdrawal_new", method="post", data={"facts": "不实", "honouree": "withdrawable"},
         **(NEW | {"office": 302})),
    case("withdrawal_draft", **SEES),
    *(case(f"withdrawal_{state}", **SERVED) for state in ("notified", "heard", "proposed", "decided", "delivered")),
    move("serve-facts", "withdrawal_draft", method="get", office=200, **DRAFT),
    move("serve-facts", "withdrawal_draft", {"manner": "signed"}, office=302, **DRAFT),
    move("state", "withdrawal_notified", {"statement": "属实"}, office=302, cadre=302),
    move("waive", "withdrawal_notified", cadre=302),
    move("expire", "withdrawal_notified"),
    move("propose", "withdrawal_heard", office=422),
    move("propose", "withdrawal_heard", {"proposal": "建议"}, office=302),
    # A decision is no button, for nobody.
    move("decide", "withdrawal_proposed", director=302),
    move("decline", "withdrawal_proposed", director=302),
    move("deliver", "withdrawal_decided", {"manner": "signed"}, office=302),
    move("drop", "withdrawal_heard", WHY, office=302),
    move("revoke", "withdrawal_delivered", WHY, director=302),
    move("excuse", "withdrawal_heard", WHY),
    move("extend-step", "withdrawal_notified", WHY, director=302),
    move("hold-clock", "withdrawal_notified", WHY, office=302),
    move("hand-over", "withdrawal_notified", office=422, director=422),
    paper("notice", "withdrawal_draft", **SEES),
    paper("notice", "withdrawal_notified", **SERVED),
    paper("hearing", "withdrawal_notified", **(SEES | {"discipline": 200})),
    paper("decision", "withdrawal_decided", **(SEES | {"discipline": 200})),
    paper("decision", "withdrawal_delivered", **SERVED),
    paper("receipt", "withdrawal_delivered", **SERVED),
    Desk("cases", "honourwithdrawal", "withdrawal_delivered", see=DESK),
    Door("admin:cases_honourwithdrawal_move", {"object_id": "withdrawal_draft", "name": "serve-facts"}, office=200,
         team=403, planner=403, supervisor=403, discipline=404, administrators=403, others=302),
]  # fmt: skip

"""The road of a review or an appeal: builders walk the real moves."""

from datetime import date, timedelta

from cases.models import Appeal
from cases.transitions import appeals
from tests.cases.scene import LATEST, a_card, decided
from tests.cast import a_user, at

# The card was delivered on 20 April 2017; review and appeal until 22 May.
LODGED = at("2017-04-24 09:00:00")
THEN = at("2017-04-26 09:00:00")
MEETING = at("2017-05-03 09:00:00")
END = at("2017-05-04 09:00:00")
TOO_LATE = at("2017-05-23 00:00:00")


def more(people):
    """Those who come to an appeal: a third leader, who had no hand in the card."""
    people.third = a_user("case-third", "director", name="苏衡")
    return people


def a_target(people, **words):
    """A yellow card in force."""
    words.setdefault("colour", "yellow")
    return a_card(people, "VALID", **words)


def lodged(people, target=None, *, remedy="review", when=LODGED, actor=None, **words):
    """Just lodged by the person concerned."""
    target = target or a_target(people)
    words = {"claim": "撤销黄牌。", "grounds": "材料未到系供应商违约，已三次书面催告。"} | words
    return appeals.lodge(target, remedy=remedy, actor=actor or people.subject, at=when, **words)


def an_appeal(
    people, state="LODGED", *, outcome="revoked", target=None, remedy="review", when=LODGED, later=timedelta(0), **words
):
    """A review or an appeal that has walked to `state`; its officer is whom it was given to. later: by how much it lies
    after one about a card of the common scene."""
    late = state in ("QUESTIONED", "INADMISSIBLE")
    when = when + later
    row = lodged(people, target, remedy=remedy, when=TOO_LATE + later if late else when, **words)
    if state == "WITHDRAWN":
        return appeals.withdraw(row, actor=people.subject, at=when)
    if state == "INADMISSIBLE":
        return appeals.refuse(
            row, ruling="逾期且无正当理由。", manner="signed", actor=people.third, at=TOO_LATE + later
        )
    road = {
        "ADMITTED": lambda row: appeals.admit(row, actor=row.handler, at=THEN + later),
        "EXAMINED": lambda row: appeals.examine(row, findings="三次催告属实。", actor=row.handler, at=THEN + later),
        "PROPOSED": lambda row: appeals.propose(row, proposal="建议撤销。", actor=row.handler, at=THEN + later),
        "DECIDED": lambda row: panel(people, row, outcome, later=later),
        "CLOSED": lambda row: appeals.deliver(row, manner="signed", actor=row.handler, at=END + later),
    }
    for walk in road.values():
        if row.state == state:
            break
        row = walk(row)
    return row


def panel(people, row, outcome, later=timedelta(0), **words):
    """The appeals panel's word, confirmed by the third leader."""
    words = {"meeting": "appeals", "held_on": date(2017, 5, 2) + later, "when": MEETING + later, "by": None} | words
    by = words.pop("by") or row.handler
    confirmer = words.pop("confirmer", people.third)
    people = _Others(people, by, confirmer)
    return decided(people, (row, outcome), **words)


class _Others:
    """The same people, the decision entered and confirmed by others."""

    def __init__(self, people, officer, deputy):
        self.officer, self.deputy = officer, deputy


def again(row):
    return Appeal.objects.select_related("handler", "cadre").get(pk=row.pk)


__all__ = ["LATEST", "again", "an_appeal", "lodged", "more", "panel"]

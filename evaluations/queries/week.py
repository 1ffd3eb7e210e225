"""What of the week waits for a person, for the home page."""

from django.utils.translation import gettext as _

from accounts.states import Role
from evaluations.queries import inspections, orders
from projects.queries.home import Line


def lines(user, day, at):
    """[Line] of visits and orders; one statement for everybody, two or three more for inspectors and the office."""
    found = []
    if user.has_role(Role.SUPERVISOR, Role.TEAM):
        waiting = inspections.waiting_for(user, day)
        if waiting["unplanned"]:
            week = inspections.week_name(waiting["unplanned"])
            found.append(Line(1, _("week without a published inspection plan"), f"/inspections/?week={week}", True))
        if waiting["write"]:
            found.append(Line(waiting["write"], _("visits to make or to write about"), "/inspections/"))
        if waiting["consolidate"]:
            found.append(Line(waiting["consolidate"], _("visits whose result is to be settled"), "/inspections/"))
    turn = orders.waiting(user, day, at)
    if turn["turn"]:
        path = "/orders/?mine=1&overdue=1" if turn["overdue"] == turn["turn"] else "/orders/?mine=1"
        found.append(Line(turn["turn"], _("orders waiting for you"), path, turn["overdue"] > 0))
    return found

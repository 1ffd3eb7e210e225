"""What of the week waits for a person, for the home page."""

from django.utils.translation import gettext as _

from accounts.states import Role
from evaluations.queries import inspections, orders
from zhangdian.waiting import Wait


def waits(user, day, at):
    """What may wait of visits and orders: [Wait]."""
    found = []
    if user.has_role(Role.SUPERVISOR):
        week_on, published = inspections.to_publish(day)
        path = f"/inspections/?week={inspections.week_name(week_on)}"
        found.append(Wait(published, _("week without a published inspection plan"), path, urgent=True, is_lack=True))
    if user.has_role(Role.SUPERVISOR, Role.TEAM):
        own = inspections.own_work(user, day)
        found += [
            Wait(own["write"], _("visits to make or to write about"), "/inspections/"),
            Wait(own["consolidate"], _("visits whose result is to be settled"), "/inspections/"),
        ]
    turn, overdue = orders.waiting(user, day, at)
    return [
        *found,
        Wait(turn, _("orders waiting for you"), "/orders/?mine=1", overdue, "/orders/?mine=1&overdue=1"),
    ]

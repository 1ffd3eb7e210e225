"""Who is offered which way: the navigation by role, from the account alone, without a query."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.states import Role

READS_ALL = (Role.PLANNER, Role.SUPERVISOR, Role.TEAM, Role.OFFICE, Role.DIRECTOR, Role.LEADER, Role.DISCIPLINE)
STEERS = (Role.PLANNER, Role.SUPERVISOR, Role.OFFICE, Role.DIRECTOR, Role.LEADER)


@dataclass(frozen=True)
class Place:
    """A page that people go to: where, what it is called, whom it is for, whether the phone's bar has room for it."""

    path: str
    label: Any
    roles: tuple = ()
    on_phone: bool = False
    everybody: bool = False
    staff: bool = False


PLACES = (
    Place("/", _("Today"), on_phone=True, everybody=True),
    Place("/cockpit/", _("Cockpit"), roles=STEERS, on_phone=True),
    Place("/wall/", _("Wall of the day"), on_phone=True),
    Place("/projects/", _("Projects"), on_phone=True),
    Place("/daily-reports/", _("Daily reports")),
    Place("/coordination/", _("Coordination")),
    Place("/inspections/", _("Inspections")),
    Place("/orders/", pgettext_lazy("papers", "Orders")),
    Place("/figures/", _("Figures"), roles=READS_ALL),
    Place("/lights/", _("Lights"), roles=(Role.PLANNER,)),
    Place("/reviews/", _("Reviews"), roles=READS_ALL),
    Place("/bulletins/", _("Bulletins")),
    Place("/scores/", _("Scores and places")),
    Place("/units/", _("Units"), roles=READS_ALL),
    Place("/examinations/", _("Evaluations on site"), roles=(Role.TEAM, Role.OFFICE, Role.DIRECTOR)),
    Place("/cases/", _("Cases"), roles=(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)),
    Place("/checks/", _("Opinions asked"), roles=(Role.DISCIPLINE,)),
    Place("/admin/", _("Work desk"), staff=True, everybody=True),
    Place("/me/", _("Me"), on_phone=True, everybody=True),
)
MENU = (
    Place("/notices/", _("Notices"), everybody=True),
    Place("/reviews/published/", _("Published reviews")),
    Place("/account/", _("My account"), everybody=True),
    Place("/password/", _("Change the password"), everybody=True),
    Place("/accounts/issue/", _("Accounts for people on the roster"), roles=(Role.PLANNER, Role.OFFICE)),
    Place("/week/", _("Week of inspection"), roles=READS_ALL),
    Place("/burden/", _("Burden on the sites"), roles=STEERS),
    Place("/facts/", _("Book of facts"), roles=(Role.TEAM, Role.OFFICE, Role.DIRECTOR)),
    Place("/cases/decisions/", _("Decisions"), roles=(Role.OFFICE, Role.DIRECTOR)),
    Place("/cases/handover/", _("Hand over cases"), roles=(Role.DIRECTOR,)),
    Place("/cases/retention/", _("Retention and disposal"), roles=(Role.OFFICE, Role.DIRECTOR)),
    Place("/schemes/", _("Scoring schemes"), roles=(Role.OFFICE, Role.DIRECTOR)),
    Place("/api/docs/", _("Interface for programs"), roles=READS_ALL),
    Place("/feedback/", _("Complaints and suggestions"), everybody=True),
)


@lru_cache(maxsize=64)
def leads_somewhere(path):
    """Is there a page at `path`? What has not been built is not offered."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def places_for(user, places, path):
    """The entries of `places` that `user` is offered while standing at `path`, as dictionaries for the frame."""
    offered = [place for place in places if is_offered(user, place) and leads_somewhere(place.path)]
    here = max(
        (place.path for place in offered if path == place.path or (place.path != "/" and path.startswith(place.path))),
        key=len,
        default=None,
    )
    return [
        {"path": place.path, "label": place.label, "on_phone": place.on_phone, "is_here": place.path == here}
        for place in offered
    ]


def is_offered(user, place):
    """The three administrators are offered what is for everybody; the desk is for staff; the rest follows roles."""
    if place.staff and not user.is_staff:
        return False
    if user.administrator:
        return place.everybody
    return not place.roles or user.has_role(*place.roles)

"""Reading the book of facts."""

from evaluations.models import Fact
from evaluations.states.facts import FactState


def of_cadre(cadre, *, since=None, until=None, seen_by=None, day=None):
    """The verified facts of a cadre, newest first, between two days where given: for the dossier and for scores.
    Nothing that is not verified is ever among them. seen_by: only those that this user may see on `day`."""
    rows = Fact.objects.all() if seen_by is None else Fact.objects.visible_to(seen_by, day)
    rows = rows.verified().filter(cadre=cadre).select_related("project")
    if since is not None:
        rows = rows.filter(day__gte=since)
    return rows.filter(day__lte=until) if until is not None else rows


def listed(user, day, state=""):
    """The facts that `user` may see, those to be verified first."""
    rows = Fact.objects.visible_to(user, day).select_related("cadre", "project", "author")
    if state in FactState.values:
        return rows.filter(state=state)
    return rows.order_by("state", "-day", "-pk")

"""Reading the book of facts."""

from evaluations.models import Fact
from evaluations.states.facts import FactState


def of_cadre(cadre, *, since=None, until=None):
    """The verified facts of a cadre, newest first, between two days where given: for the dossier and for scores.
    Nothing that is not verified is ever among them."""
    rows = Fact.objects.verified().filter(cadre=cadre).select_related("project")
    if since is not None:
        rows = rows.filter(day__gte=since)
    return rows.filter(day__lte=until) if until is not None else rows


def listed(user, day, state=""):
    """The facts that `user` may see, those to be verified first."""
    rows = Fact.objects.visible_to(user, day).select_related("cadre", "project", "author")
    if state in FactState.values:
        return rows.filter(state=state)
    return rows.order_by("state", "-day", "-pk")

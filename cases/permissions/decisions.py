"""Who enters, confirms and discards decisions."""

from accounts.states import Role
from cases.models import Decision
from cases.models.decisions import KEEPS
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def enters(user, decision=None):
    """The cadre section enters what a meeting decided."""
    return user.has_role(Role.OFFICE)


def edits(user, decision):
    """Who entered it, while it is not confirmed."""
    return enters(user) and decision.entered_by_id == user.pk


def confirms(user, decision):
    """A leader of the department who did not enter it and whom none of its cases concerns; more is asked case by case
    (transitions.decisions)."""
    return user.has_role(Role.DIRECTOR) and decision.entered_by_id != user.pk


def discards(user, decision):
    """Who entered it, or a leader of the department."""
    return edits(user, decision) or user.has_role(Role.DIRECTOR)


def sees_decisions(user, decision=None):
    return user.has_role(*KEEPS)


def sees_file(user, key, day):
    """Minutes are seen with their decision."""
    return key.isdigit() and Decision.objects.visible_to(user, day).filter(pk=key).exists()


allow("cases.decision", view=sees_decisions)
papers.register("cases.decision", sees_file, personal=True)

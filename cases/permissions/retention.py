"""Who keeps and who disposes: proposed by the cadre section, carried out by a leader; holds by either or discipline."""

from accounts.states import Role
from cases.permissions.common import is_free
from zhangdian.desk.permissions import allow


def reads(user, thing=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


def proposes(user, disposal=None):
    return user.has_role(Role.OFFICE)


def confirms(user, disposal):
    """A leader of the department who did not propose it; none of its cases concerns him (transitions.retention)."""
    return user.has_role(Role.DIRECTOR) and disposal.proposed_by_id != user.pk


def discards(user, disposal):
    return user.has_role(Role.DIRECTOR) or disposal.proposed_by_id == user.pk


def reads_holds(user, hold=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)


def holds(user, case=None):
    """Whoever runs cases may keep one from disposal; not whom it concerns."""
    return reads_holds(user) and (case is None or is_free(user, case))


def lifts(user, hold):
    """A leader of the department, not who set it."""
    return user.has_role(Role.DIRECTOR) and hold.held_by_id != user.pk


allow("cases.disposal", view=reads)
allow("cases.legalhold", view=reads_holds)

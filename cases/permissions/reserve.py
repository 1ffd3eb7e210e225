"""Who does what with the reserve list: the cadre section and its leaders only, never about oneself."""

from accounts.states import Role
from cases.models import ReserveEntry
from cases.permissions.common import directs, files_of, handles, of_office
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def proposes(user, case=None):
    return of_office(user)


def runs(user, case):
    return handles(user, case)


def confirms(user, case):
    """The minister, or the leader who acts for him; not who proposed the entry."""
    return directs(user, case) and user.pk not in (case.proposed_by_id, case.opened_by_id)


def removes(user, case):
    """A leader who did not propose the exit."""
    return directs(user, case) and user.pk != case.exit_by_id


def reads(user, case=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR)


allow("cases.reserveentry", view=reads)
papers.register("cases.reserveentry", files_of(ReserveEntry), personal=True)

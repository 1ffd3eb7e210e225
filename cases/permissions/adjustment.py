"""Who does what with an adjustment. Nobody proposes and decides, and nobody acts in a case about himself, about
somebody of the unit he heads, or from which he is recused."""

from accounts.states import Role
from cases.models import Adjustment
from cases.permissions.common import directs, disciplines, files_of, handles, of_office, sees_desk
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def opens(user, case=None):
    """Clues are recorded by the cadre section."""
    return of_office(user)


def runs(user, case):
    """The steps of the road are the case officer's."""
    return handles(user, case)


def advises(user, case):
    """The discipline commission gives its own opinion; nobody enters it in its stead."""
    return disciplines(user, case)


def turns_back(user, case):
    """A leader of the department, by the outcome of an appeal."""
    return directs(user, case)


def settles_post(user, case):
    """The case officer; a leader of the department too, since a case that is over is not handed over."""
    return handles(user, case) or directs(user, case)


def sees_statistics(user):
    """The figures, which name nobody."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE, Role.LEADER)


def sees_list(user):
    """The list behind the figures; which rows, `visible_to` says."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)


allow("cases.adjustment", view=sees_desk)
papers.register("cases.adjustment", files_of(Adjustment), personal=True)

"""Who does what with a proposal for promotion."""

from cases.models import Promotion
from cases.permissions.common import disciplines, files_of, handles, of_office, sees_desk
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def opens(user, case=None):
    """Proposals are made by the cadre section."""
    return of_office(user)


def runs(user, case):
    return handles(user, case)


def advises(user, case):
    """The discipline commission gives its own opinion."""
    return disciplines(user, case)


allow("cases.promotion", view=sees_desk)
papers.register("cases.promotion", files_of(Promotion), personal=True)

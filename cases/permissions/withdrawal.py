"""Who does what with the withdrawal of an honour. Nobody withdraws the honour of somebody of the unit he heads, or from
whom he is recused, nor decides what he proposed."""

from cases.models import HonourWithdrawal
from cases.permissions.common import directs, files_of, handles, of_office, sees_desk
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def proposes(user, honouree=None):
    """The cadre section; with an honouree: free of that person."""
    return of_office(user, honouree)


def runs(user, case):
    """The steps of the road are the case officer's."""
    return handles(user, case)


def turns_back(user, case):
    """A leader of the department, by the outcome of an appeal."""
    return directs(user, case)


allow("cases.honourwithdrawal", view=sees_desk)
papers.register("cases.honourwithdrawal", files_of(HonourWithdrawal), personal=True)

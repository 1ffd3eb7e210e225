"""Who does what with a review or an appeal: another officer, another proposer, another leader than before."""

from cases.models import Appeal
from cases.permissions.common import directs, files_of, handles, is_subject, of_office, sees_desk
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def lodges(user, target):
    """The person concerned by a case, or the head of the unit concerned."""
    return is_subject(user, target)


def registers(user, target):
    """The cadre section enters what came on paper; not who is concerned."""
    return of_office(user, target)


def examines(user, appeal):
    """The officer of the appeal, who had no hand in what it is about."""
    return handles(user, appeal) and user.pk not in appeal.involved


def admits(user, appeal):
    """The officer where it came in time; a late one is ruled on by a leader."""
    return examines(user, appeal) and not appeal.is_late


def rules_on(user, appeal):
    """A leader who had no hand in what it is about says whether it is admitted."""
    return directs(user, appeal) and user.pk not in appeal.involved | {appeal.handler_id}


def decides(user, appeal):
    """The leader who confirms the panel's word: not the proposer, nor who confirmed an earlier decision about it."""
    return directs(user, appeal) and user.pk not in appeal.involved | {appeal.proposed_by_id, appeal.opened_by_id}


def takes_back(user, appeal):
    return is_subject(user, appeal)


allow("cases.appeal", view=sees_desk)
papers.register("cases.appeal", files_of(Appeal), personal=True)

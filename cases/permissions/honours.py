"""Who does what with a batch of honours. Nobody on a batch handles it; who raised an objection does not answer it."""

from accounts.states import Role
from cases.models import Honour
from cases.permissions.common import disciplines, handles, of_office, sees_desk, stands
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers


def draws(user, case=None):
    """Batches are drawn by the cadre section."""
    return of_office(user)


def runs(user, case):
    return handles(user, case)


def opines(user, case):
    return disciplines(user, case)


def objects(user, case):
    """Everybody who works here and is signed in."""
    return user.is_active and not user.administrator


def answers(user, objection):
    """The officer of the batch, who did not raise it."""
    return objection.raised_by_id != user.pk and handles(user, objection.honour)


def takes_out(user, honouree):
    return handles(user, honouree.honour)


def awards(user, honouree):
    """With the publication, by who publishes."""
    return handles(user, honouree.honour)


def sees_scores(user, case):
    """Scores, places, opinions and those taken out: the cadre section and its leaders who are not on the list."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR) and not (
        stands(user, case, "is_subject") or stands(user, case, "is_recused")
    )


def sees_file(user, key, day):
    return key.isdigit() and Honour.objects.visible_to(user, day).filter(pk=key).exists()


allow("cases.honour", view=sees_desk)
papers.register("cases.honour", sees_file, personal=True)

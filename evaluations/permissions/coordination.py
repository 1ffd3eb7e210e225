"""Who may do what with a coordination slip. Who holds it is derived from the dated rows of the day."""

from django.utils import timezone

from accounts.states import Role
from cadres.models import in_force
from evaluations.queries import holders
from evaluations.states.coordination import Level, Origin
from projects.models import Responsibility
from projects.models.roster import SEES_ALL, Project
from projects.states import PersonRole
from zhangdian.desk.permissions import allow


def holding(slip):
    """The Held of a slip: as the lock or the list brought it (`slip.held`), else asked for today and kept."""
    if not hasattr(slip, "held"):
        slip.held = holders.held([slip], timezone.localdate())[slip.pk]
    return slip.held


def liaisons(slip):
    """The accounts of the project's liaisons: as the lock or the page brought them, else asked for today and kept."""
    if not hasattr(slip, "liaison_ids"):
        slip.liaison_ids = liaison_ids(slip, timezone.localdate())
    return slip.liaison_ids


def liaison_ids(slip, day):
    """Keys of the accounts that report on the project of `slip` on `day`; one statement."""
    rows = Responsibility.objects.filter(in_force(day), project=slip.project_id, role=PersonRole.LIAISON)
    return set(rows.exclude(cadre__user=None).values_list("cadre__user", flat=True))


def holds(user, slip):
    """Does `user` stand at the level that holds the slip? Who raised it never does."""
    return user.pk != slip.raised_by_id and user.pk in holding(slip).user_ids


def records_for(user, slip):
    """For the leaders of the district (levels 3 and 4) the key project office and the inspection office enter what
    they decide; never whoever raised the slip."""
    held = holding(slip)
    return (
        user.pk != slip.raised_by_id
        and user.has_role(Role.PLANNER, Role.SUPERVISOR)
        and (held.level is None or held.level >= Level.LEADER)
    )


def handles(user, slip):
    """Takes the slip up, works on it, answers it."""
    return holds(user, slip) or records_for(user, slip)


def speaks(user, slip):
    """Speaks for who raised it: that person; for a matter out of a report, or when that account is closed, also the
    project's liaison of the day."""
    if user.pk == slip.raised_by_id:
        return True
    if slip.origin != Origin.REPORT and slip.raised_by.is_active:
        return False
    return user.pk in liaisons(slip)


def may_settle(user, slip):
    """Confirms an answer, or sends it back: the raising side, never who answered, never who holds it."""
    return user.pk != slip.answered_by_id and speaks(user, slip) and not holds(user, slip)


def steers(user, slip=None):
    """The key project office sees to it that slips do not lie."""
    return user.has_role(Role.PLANNER)


def may_escalate(user, slip):
    """The holder passes it up; the key project office; the raising side once that is prompted (`transitions`)."""
    return handles(user, slip) or steers(user) or speaks(user, slip)


def may_withdraw(user, slip):
    return speaks(user, slip)


def may_raise(user, project):
    """Whom the project concerns by a dated row, the key project office and the inspection office."""
    if user.administrator or not user.is_active:
        return False
    if user.has_role(Role.PLANNER, Role.SUPERVISOR):
        return True
    if user.has_role(*SEES_ALL):
        return False
    return Project.objects.visible_to(user, timezone.localdate()).filter(pk=project.pk).exists()


def reads_slips(user, slip=None):
    """On the desk the slips are read by the offices that read every project."""
    return user.has_role(*SEES_ALL)


allow("evaluations.coordination", view=reads_slips)
allow("evaluations.coordinationstep", view=reads_slips)
allow("evaluations.coordinationreport", view=reads_slips)

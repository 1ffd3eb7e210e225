"""Who does what with a tolerance case. Nobody investigates, screens, gives an opinion on or decides the own matter; who
investigated neither gives the commission's opinion nor confirms the decision."""

from accounts.states import Role
from cases.models import Tolerance
from cases.permissions.common import (
    directs,
    disciplines,
    files_of,
    handles,
    is_free,
    is_subject,
    sees_desk,
    stands,
)
from cases.states.tolerance import Origin
from zhangdian.desk.permissions import allow
from zhangdian.papers import registry as papers

INVESTIGATES = (Role.OFFICE, Role.DISCIPLINE, Role.TEAM)


def organ(user, thing=None):
    """The cadre section or the discipline commission: they may open one themselves."""
    return user.has_role(Role.OFFICE, Role.DISCIPLINE)


def opens(user, standing):
    """standing: how the user stands to the matter (queries.tolerance.About.standing), "" where not at all."""
    return user.is_active and bool(standing)


def screens(user, case):
    return handles(user, case)


def countersigns(user, case):
    """The other organ: the discipline commission, and not who screened it."""
    return disciplines(user, case) and user.pk != case.screened_by_id


def may_investigate(user, case):
    """Of the cadre section, the commission or a team; free of the case, not the applicant."""
    return user.has_role(*INVESTIGATES) and is_free(user, case) and user.pk != case.opened_by_id


def names(user, case):
    """Investigators are named by the case officer or the discipline commission."""
    return handles(user, case) or disciplines(user, case)


def investigates(user, case):
    return stands(user, case, "investigates") and may_investigate(user, case)


def records(user, case):
    """Hearings are recorded by who investigates."""
    return investigates(user, case)


def opines(user, case):
    """The discipline commission; not who investigated."""
    return disciplines(user, case) and not stands(user, case, "investigates")


def asks_again(user, case):
    return opines(user, case) or handles(user, case)


def decides(user, case):
    """The leader who confirms the joint meeting's decision; not who investigated or reported."""
    return directs(user, case) and not stands(user, case, "investigates") and user.pk != case.proposed_by_id


def runs(user, case):
    return handles(user, case)


def concerned(user, case):
    """The person concerned; for a unit its head."""
    return is_subject(user, case)


def reports(user, case):
    """The person, or the head of the unit."""
    return user.is_active and (stands(user, case, "is_subject") or stands(user, case, "speaks"))


def consents(user, case):
    return concerned(user, case)


def withdraws(user, case):
    """The person concerned, or who applied. What the organ opened is not withdrawn but dismissed."""
    return user.is_active and case.origin != Origin.ORGAN and (concerned(user, case) or case.opened_by_id == user.pk)


def dismisses(user, case):
    """A leader of the department."""
    return directs(user, case)


def adds_evidence(user, case):
    """The person or unit, who applied, who investigates, the case officer."""
    return reports(user, case) or withdraws(user, case) or handles(user, case) or investigates(user, case)


def releases(user, case):
    """A leader of the department lets a filed finding into the library."""
    return directs(user, case)


def takes_back(user, lesson=None):
    return user.has_role(Role.DIRECTOR)


def sees_library(user, lesson=None):
    """Everybody who works here."""
    return user.is_active and not user.administrator


def sees_own_file(user, key, day):
    """Who hung a piece of evidence on it reads that back while he sees the case."""
    return key.isdigit() and Tolerance.objects.visible_to(user, day).filter(pk=key).exists()


allow("cases.tolerance", view=sees_desk)
papers.register("cases.tolerance", files_of(Tolerance), own=sees_own_file, personal=True)

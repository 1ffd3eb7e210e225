"""Who enters and adopts rule sets: four eyes."""

from accounts.states import Role
from zhangdian.desk.permissions import allow


def enters(user, rule_set=None):
    """The cadre section writes them; an adopted one is changed by nobody."""
    return user.has_role(Role.OFFICE) and (rule_set is None or rule_set.state == "DRAFT")


def adopts(user, rule_set):
    """A leader of the department who neither entered nor last changed it."""
    return user.has_role(Role.DIRECTOR) and user.pk not in (rule_set.entered_by_id, rule_set.changed_by_id)


def reads(user, thing=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)


allow("cases.ruleset", view=reads, add=enters, change=enters, delete=enters)

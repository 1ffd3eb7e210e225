"""Who enters and adopts rule sets: four eyes."""

from accounts.states import Role
from cases.states.rulesets import RuleSetState
from zhangdian.desk.permissions import allow


def enters(user, rule_set=None):
    """The cadre section writes them; an adopted one is changed by nobody."""
    return user.has_role(Role.OFFICE) and (rule_set is None or rule_set.state == RuleSetState.DRAFT)


def adopts(user, rule_set):
    """A leader of the department who neither entered nor last changed it."""
    return user.has_role(Role.DIRECTOR) and user.pk not in (rule_set.entered_by_id, rule_set.changed_by_id)


def reads(user, thing=None):
    return user.has_role(Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)


def copies(user, rule_set):
    """The cadre section begins a draft from any rule set."""
    return user.has_role(Role.OFFICE)


def catalogues(user, circumstance=None):
    """The cadre section keeps the catalogue: of a draft all of it, of an adopted one only what is in use."""
    return enters(user, circumstance.rule_set if circumstance is not None else None)


def retires(user, circumstance):
    """What is in use is said by the cadre section, of an adopted rule set too."""
    return user.has_role(Role.OFFICE)


allow("cases.ruleset", view=reads, change=enters)
allow("cases.circumstance", view=reads, add=catalogues, change=catalogues, **{"import": enters, "export": reads})

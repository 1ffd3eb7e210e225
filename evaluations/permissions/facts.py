"""Who enters, verifies and answers facts. Nobody in a case of the own; never the author of it."""

from django.utils import timezone

from accounts.states import Role


def _apart(user, fact):
    if getattr(fact, "asker", None) != user.pk:
        fact = type(fact).objects.standing(user, timezone.localdate()).get(pk=fact.pk)
    return not fact.is_own and not fact.keeps_out


def enters(user, thing=None):
    """The cadre section and the evaluation teams; about whom, the queryset of cadres says."""
    return user.has_role(Role.OFFICE, Role.TEAM)


def verifies(user, fact):
    """The cadre section or its leaders, who neither entered it nor are concerned."""
    return user.has_role(Role.OFFICE, Role.DIRECTOR) and fact.author_id != user.pk and _apart(user, fact)


def withdraws(user, fact):
    """Its author, or the cadre section; never the cadre concerned."""
    return (fact.author_id == user.pk or user.has_role(Role.OFFICE, Role.DIRECTOR)) and _apart(user, fact)


def objects(user, fact):
    """The cadre concerned, once, to what was verified."""
    return fact.cadre.user_id == user.pk and fact.objected_at is None


def answers(user, fact):
    """The cadre section, by another hand than the one that verified."""
    if fact.objected_at is None or fact.answered_at is not None or fact.verified_by_id == user.pk:
        return False
    return user.has_role(Role.OFFICE, Role.DIRECTOR) and fact.author_id != user.pk and _apart(user, fact)

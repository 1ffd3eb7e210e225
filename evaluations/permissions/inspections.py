"""Who plans, who goes, who writes, who confirms. What is seen is a matter of the querysets."""

from django.utils import timezone

from accounts.states import Role
from evaluations.models import Inspection, Record
from projects.models.roster import SEES_ALL
from zhangdian.desk.permissions import allow, stands
from zhangdian.papers import registry

GOES = (Role.SUPERVISOR, Role.TEAM)


def plans(user, thing=None):
    """The inspection office plans the week, names the inspectors and calls a visit off."""
    return user.has_role(Role.SUPERVISOR)


def may_go(user):
    """May `user` be an inspector: of the inspection office or of an evaluation team?"""
    return user.has_role(*GOES)


def goes(user, inspection):
    """Is `user` one of the inspectors of this site?"""
    return user.is_active and stands(user, inspection, "goes", timezone.localdate())


def writes(user, record):
    """A record is written and handed in by its author, nobody else."""
    return user.is_active and record.author_id == user.pk


def may_consolidate(user, inspection):
    """One of those who went, whose own records are all in: nobody confirms what is still to be written alone."""
    return goes(user, inspection) and is_unblinded(user, inspection)


def is_unblinded(user, inspection):
    """May `user` read what was written together on this visit?"""
    return stands(user, inspection, "is_readable", timezone.localdate())


def sees_file(user, key, day):
    """Evidence is seen with the record it hangs on; once confirmed also with the common result."""
    if not key.isdigit():
        return False
    if Record.objects.visible_to(user).filter(pk=key).exists():
        return True
    confirmed = Inspection.objects.readable_by(user, day).filter(state="CONFIRMED")
    return Record.objects.filter(pk=key, inspection__in=confirmed.values("pk")).exists()


def sees_inspections(user, thing=None):
    """On the desk: the offices that read every project."""
    return user.has_role(*SEES_ALL)


allow("evaluations.inspection", view=sees_inspections)
allow("evaluations.weekplan", view=sees_inspections)
registry.register("evaluations.record", sees_file)

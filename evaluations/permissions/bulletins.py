"""Who may do what with bulletins and lists of faster projects.

Nobody acts on an own case: who took the draft in hand or changed it neither reviews nor signs it, who is of the
objecting unit does not answer, and who drew up a list does not record that it was decided.
"""

from django.utils import timezone

from accounts.states import Role
from cadres.models import Unit
from evaluations.models import BulletinParty, Objection
from evaluations.states.bulletins import EDITABLE, BulletinState, ObjectionState
from zhangdian.desk.permissions import allow, stands
from zhangdian.papers import registry


def drafts(user, thing=None):
    """The key project office draws up bulletins and lists."""
    return user.has_role(Role.PLANNER)


def wrote(user, bulletin):
    """Did `user` take the draft in hand or change it?"""
    return bulletin.drafted_by_id == user.pk or user.pk in bulletin.editors


def reviews(user, bulletin):
    """Reviewed in the office or by a district leader, never by who wrote it."""
    return user.has_role(Role.PLANNER, Role.LEADER) and not wrote(user, bulletin)


def signs(user, bulletin):
    """Signed by a district leader or by the principal leader in the key project office; never by who wrote it."""
    if wrote(user, bulletin):
        return False
    if user.has_role(Role.LEADER):
        return True
    return user.has_role(Role.PLANNER) and Unit.objects.headed_by(user, timezone.localdate()).exists()


def sends_back(user, bulletin):
    """Who reviews or signs may send it back."""
    return reviews(user, bulletin) or signs(user, bulletin)


def edits(user, bulletin):
    """Lines and words are changed by the office until the bulletin goes to be signed."""
    return drafts(user) and bulletin.state in EDITABLE


def speaks_for(user, party):
    """Who speaks for the unit: its head, or its head or leader in charge on a project."""
    return stands(user, party, "speaks", timezone.localdate())


def checks(user, party):
    """A unit checks its lines while the bulletin is being checked."""
    return party.bulletin.state == BulletinState.CHECKING and speaks_for(user, party)


def receives(user, party):
    """A unit signs for a published bulletin, once."""
    return party.bulletin.is_public and party.received_at is None and speaks_for(user, party)


def answers(user, objection):
    """The office answers an objection; nobody of the unit that raised it."""
    if not drafts(user) or objection.raised_by_id == user.pk:
        return False
    return not stands(user, objection, "is_own", timezone.localdate())


def decides(user, batch):
    """The decision on a list is recorded by the office or a leader, not by who drew it up."""
    return user.has_role(Role.PLANNER, Role.LEADER) and batch.drafted_by_id != user.pk


def sees_evidence(user, key, day):
    """What an objection rests on is seen by the office, by those who sign, and by the unit."""
    rows = Objection.objects.filter(pk=key)
    if user.has_role(Role.PLANNER, Role.LEADER):
        return rows.exists()
    return rows.filter(party__in=BulletinParty.objects.speaking(user, day).values("pk")).exists()


def adds_evidence(user, objection):
    """Files are added by the unit while its objection waits for an answer."""
    return objection.state == ObjectionState.RAISED and checks(user, objection.party)


allow("evaluations.bulletin", view=drafts)
allow("evaluations.batch", view=drafts)
registry.register("evaluations.objection", sees_evidence)

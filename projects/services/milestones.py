"""Milestones: reached, taken back, and a reason for delay that the office accepts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Milestone
from projects.permissions.roster import may_excuse, may_reach
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


def _locked(milestone, actor, may, act):
    row = Milestone.objects.select_for_update(of=("self",)).select_related("project").get(pk=milestone.pk)
    row.asked_by = getattr(milestone, "asked_by", None)
    if actor is not None and not (actor.is_active and may(actor, row)):
        raise MoveRefused(_("You are not the one who can “%(move)s” here.") % {"move": act}, MoveRefused.WRONG_PERSON)
    return row


def _tell(row, verb, *, actor, at, before, after, reason=""):
    # The line stands on the project's trail, where everything about it is read.
    trail.record(
        row.project, verb, actor=actor, at=at, reason=reason, before={"milestone": row.name, **before},
        after={"milestone": row.name, **after},
    )  # fmt: skip


@transaction.atomic
def reach(milestone, *, on, actor, at, evidence=""):
    """Note a milestone as reached on a day, with what shows it. Returns the Milestone as saved."""
    row = _locked(milestone, actor, may_reach, _("Milestone reached"))
    if row.done_on is not None:
        raise ValidationError(_("This milestone was reached on %(day)s already.") % {"day": row.done_on})
    if on > timezone.localdate(at):
        raise ValidationError({"on": _("The day %(day)s is yet to come.") % {"day": on}})
    row.done_on, row.evidence = on, evidence[:200]
    row.save(update_fields=["done_on", "evidence"])
    _tell(row, "reach", actor=actor, at=at, before={}, after={"done_on": str(on), "evidence": row.evidence})
    return row


@transaction.atomic
def take_back(milestone, *, actor, at, reason):
    """A milestone was noted as reached by mistake. Returns the Milestone as saved."""
    row = _locked(milestone, actor, may_reach, _("Not reached after all"))
    if row.done_on is None:
        raise ValidationError(_("This milestone is not reached yet."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is kept on the trail.")})
    before = {"done_on": str(row.done_on)}
    row.done_on, row.evidence = None, ""
    row.save(update_fields=["done_on", "evidence"])
    _tell(row, "not_reached", actor=actor, at=at, before=before, after={}, reason=reason)
    return row


@transaction.atomic
def accept_excuse(milestone, *, excuse, actor, at, asked_by=None):
    """Accept the reason for a milestone's delay, given by the cadre `asked_by`; nobody accepts a reason of their own.

    Returns the Milestone as saved: a missed milestone with an accepted reason turns no light.
    """
    milestone.asked_by = asked_by
    row = _locked(milestone, actor, may_excuse, _("Accept the reason for delay"))
    if not excuse.strip():
        raise ValidationError({"excuse": _("Say what the reason is: policy, funds, land, a lawsuit, the weather.")})
    before = {"excuse": row.excuse}
    row.excuse, row.excused_by = excuse.strip()[:200], actor
    row.save(update_fields=["excuse", "excused_by"])
    after = {"excuse": row.excuse, "asked_by": asked_by.name if asked_by else ""}
    _tell(row, "accept_excuse", actor=actor, at=at, before=before, after=after)
    return row

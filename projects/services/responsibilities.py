"""Who carries a project when people change: standing in, and handing a post over."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cadres.states import CadreState
from projects.models import Project, Responsibility
from projects.permissions.roster import settles_post
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


def _allow(actor, post, act):
    if actor is not None and not (actor.is_active and settles_post(actor, post)):
        raise MoveRefused(_("You are not the one who can “%(move)s” here.") % {"move": act}, MoveRefused.WRONG_PERSON)


def _lock(responsibility):
    Project.objects.select_for_update().get(pk=responsibility.project_id)
    return Responsibility.objects.select_related("project", "cadre").get(pk=responsibility.pk)


def _refuse_leaver(cadre):
    if cadre.state != CadreState.SERVING:
        raise ValidationError(_("%(name)s is not serving any more: choose somebody else.") % {"name": cadre})


@transaction.atomic
def stand_in(responsibility, cadre, *, from_on, until_on, actor, at, reason=""):
    """Let `cadre` stand in for who holds a responsibility, from a day until a day; returns the new Responsibility.

    The stand-in may do what the holder may; the share of responsibility stays with the holder.
    """
    held = _lock(responsibility)
    _allow(actor, held, _("Stand in"))
    _refuse_leaver(cadre)
    if until_on < from_on:
        raise ValidationError({"until_on": _("The last day lies before the first one.")})
    if held.stands_in_for_id is not None:
        raise ValidationError(_("Nobody stands in for a stand-in: choose who holds the post."))
    if cadre.pk == held.cadre_id:
        raise ValidationError(_("Nobody stands in for themselves."))
    if from_on < held.from_on or (held.until_on is not None and until_on > held.until_on):
        raise ValidationError(_("%(name)s does not hold the post on all of these days.") % {"name": held.cadre})
    overlapping = held.stand_ins.filter(from_on__lte=until_on, until_on__gte=from_on).select_related("cadre").first()
    if overlapping is not None:
        raise ValidationError(
            _("%(name)s already stands in from %(first)s until %(last)s.")
            % {"name": overlapping.cadre, "first": overlapping.from_on, "last": overlapping.until_on}
        )
    made = Responsibility.objects.create(
        project=held.project, cadre=cadre, role=held.role, from_on=from_on, until_on=until_on, stands_in_for=held
    )
    after = {
        "role": held.role,
        "for": held.cadre.name,
        "person": cadre.name,
        "from": str(from_on),
        "until": str(until_on),
    }
    trail.record(held.project, "stand_in", actor=actor, at=at, reason=reason, after=after)
    return made


@transaction.atomic
def end_stand_in(responsibility, *, on, actor, at):
    """End a standing-in early, `on` being its last day; returns the Responsibility as saved."""
    row = _lock(responsibility)
    _allow(actor, row, _("End the standing-in"))
    if row.stands_in_for_id is None:
        raise ValidationError(_("This is no standing-in: hand the post over instead."))
    if on < row.from_on or (row.until_on is not None and on > row.until_on):
        raise ValidationError({"on": _("The day lies outside the standing-in.")})
    before = {"person": row.cadre.name, "until": str(row.until_on)}
    row.until_on = on
    row.save(update_fields=["until_on"])
    trail.record(row.project, "end_stand_in", actor=actor, at=at, before=before, after={"until": str(on)})
    return row


@transaction.atomic
def hand_over(responsibility, cadre, *, on, actor, at, reason=""):
    """Hand a post on a project over to `cadre` from the day `on`; returns the new Responsibility.

    The holder's row ends the day before, with those who stood in; the share goes on. Reports of days from `on` are
    owed by the successor: who reports is asked by the day of each report.
    """
    held = _lock(responsibility)
    _allow(actor, held, _("Hand over"))
    _refuse_leaver(cadre)
    if held.stands_in_for_id is not None:
        raise ValidationError(_("A stand-in hands nothing over: choose who holds the post."))
    if cadre.pk == held.cadre_id:
        raise ValidationError(_("%(name)s holds the post already.") % {"name": cadre})
    if held.until_on is not None and held.until_on < on:
        raise ValidationError(_("The post was held until %(day)s only.") % {"day": held.until_on})
    if on <= held.from_on:
        raise ValidationError(
            {"on": _("The day must come after %(day)s, when the holder began.") % {"day": held.from_on}}
        )
    last = on - timedelta(days=1)
    made = Responsibility.objects.create(
        project=held.project, cadre=cadre, role=held.role, share=held.share, from_on=on, until_on=held.until_on
    )
    held.stand_ins.filter(from_on__gt=last).delete()
    held.stand_ins.filter(until_on__gt=last).update(until_on=last)
    held.until_on = last
    held.save(update_fields=["until_on"])
    trail.record(
        held.project, "hand_over", actor=actor, at=at, reason=reason,
        before={"role": held.role, "person": held.cadre.name, "until": str(last)},
        after={"role": held.role, "person": cadre.name, "from": str(on)},
    )  # fmt: skip
    return made

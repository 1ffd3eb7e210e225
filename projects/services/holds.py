"""Holding the reminders of one project."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Role
from projects import options
from projects.permissions.reminders import may_hold
from projects.permissions.roster import keeps_roster
from projects.rules.reminders import KIND, project_key
from zhangdian.notices import services as notices
from zhangdian.options import queries as settings
from zhangdian.workflow import MoveRefused


def _allow(actor, project):
    if not may_hold(actor, project):
        raise MoveRefused(
            _("Reminders of a project are held by the head of its responsible unit or the key project office."),
            MoveRefused.WRONG_PERSON,
        )


def hold_project(project, *, until, cause, reason, actor, at):
    """Let the reminders of a project stand still until the end of `until`. What is missing stays missing in the
    figures. A unit is bound to a number of days, and the key project office is told; returns the Hold."""
    _allow(actor, project)
    today = timezone.localdate(at)
    if not keeps_roster(actor):
        longest = settings.value(options.HOLD_DAYS, today)
        if until > today + timedelta(days=longest - 1):
            raise ValidationError(
                {"until": _("A unit may hold for at most %(days)d days; ask the key project office for longer.")
                 % {"days": longest}}
            )  # fmt: skip
    with transaction.atomic():
        held = notices.hold(
            KIND, project_key(project.pk), until=until, cause=cause, reason=reason, actor=actor, at=at,
            title=str(project), path=project.get_absolute_url(),
        )  # fmt: skip
        if not keeps_roster(actor):
            notices.tell(
                list(User.objects.with_role(Role.PLANNER)), kind="reminders.held", key=held.pk, at=at,
                path=address(project),
                title=_("%(who)s holds the reminders of %(project)s until %(until)s: %(reason)s") % {
                    "who": actor.name, "project": project, "until": until, "reason": reason,
                },
            )  # fmt: skip
    return held


def release_project(project, held, *, actor, at):
    """End a hold of a project early; returns whether it was this call that ended it."""
    _allow(actor, project)
    return notices.release(held, actor=actor, at=at)


def address(project):
    """Where the holds of a project are looked at."""
    return f"/projects/{project.pk}/holds/"

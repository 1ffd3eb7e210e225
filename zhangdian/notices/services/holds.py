"""Holding a ladder still, and letting it climb again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.notices.models import Hold
from zhangdian.notices.states import Cause
from zhangdian.trail import services as trail


def hold(kind, key, *, until, reason, actor, at, cause=Cause.OTHER, title="", path="", from_on=None):
    """Let the ladder of (kind, key) stand still until the end of the day `until`; returns the Hold.

    key: of the row, or a wider one under which rows stand ("project:7"); empty: every row of the kind. kind empty:
    every ladder. The days held do not count as working days of the ladder.
    """
    if isinstance(until, datetime):
        until = timezone.localdate(until)
    today = timezone.localdate(at)
    from_on = from_on or today
    if not str(reason).strip():
        raise ValidationError({"reason": _("Say why: the reason is kept on the trail.")})
    if until < max(today, from_on):
        raise ValidationError({"until": _("The last day must not lie before today or before the first day.")})
    with transaction.atomic():
        row = Hold.objects.create(
            kind=kind, key=str(key), title=str(title)[:200], path=path[:200], cause=cause,
            reason=str(reason).strip()[:200], from_on=from_on, until=until, at=at, by=actor,
        )  # fmt: skip
        trail.record(
            row, "hold", actor=actor, at=at, reason=row.reason, before={},
            after={"kind": kind, "key": row.key, "from": str(from_on), "until": str(until), "cause": str(cause)},
        )  # fmt: skip
    return row


def release(held, *, actor, at, reason=""):
    """End a hold early: from today on the ladder climbs again. Ended before: nothing changes; returns whether it was
    this call that ended it."""
    with transaction.atomic():
        done = Hold.objects.filter(pk=held.pk, released_at__isnull=True).update(released_at=at, released_by=actor)
        if done:
            trail.record(held, "release", actor=actor, at=at, reason=reason)
    return bool(done)

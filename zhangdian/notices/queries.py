"""What holds a ladder, and whether the machinery behind the pages is alive."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from zhangdian.notices.models import Heartbeat, Hold
from zhangdian.notices.rules import ONE_DAY, Held

# Beat wakes every minute; five missed wake-ups are no hiccup.
LATE = timedelta(minutes=5)


def is_late(beat, at):
    """Has the sweep not run for longer than it should? Only beat itself has a fixed pace."""
    return beat.name == "beat" and at - beat.at > LATE


def beat_is_late(at):
    """Is beat (or the worker) down: no heartbeat for five minutes, or none ever? For the staff home."""
    last = Heartbeat.objects.filter(name="beat").first()
    return last is None or is_late(last, at)


def holds(kind, since):
    """The holds over ladders of `kind` whose days reach beyond `since`, as rules.Held; one statement. A hold that was
    ended early held until the day before."""
    rows = Hold.objects.filter(Q(kind=kind) | Q(kind=""), until__gte=timezone.localdate(since))
    found = []
    for key, first, last, released_at in rows.values_list("key", "from_on", "until", "released_at"):
        if released_at is not None:
            last = min(last, timezone.localdate(released_at) - ONE_DAY)
        if first <= last:
            found.append(Held(key, first, last))
    return found

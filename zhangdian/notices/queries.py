"""What holds a ladder, and whether the machinery behind the pages is alive."""

from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from zhangdian.notices import options, registry
from zhangdian.notices.models import Cadence, Heartbeat, Hold, Reminder, Rung
from zhangdian.notices.rules import ONE_DAY, Held, Wish
from zhangdian.notices.states import Pace
from zhangdian.options import queries as settings

# Beat wakes every minute; five missed wake-ups are no hiccup.
LATE = timedelta(minutes=5)


def is_late(beat, at):
    """Is the sweep behind its own timetable?"""
    if beat.name == "beat":
        return at - beat.at > LATE
    return beat.due_by is not None and beat.due_by < at


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


def holding(kind, key, day):
    """The holds that stand over a key of a ladder on `day`, newest first; one statement."""
    return Hold.objects.standing(day).filter(kind__in=[kind, ""], key__in=[key, ""])


def longest(kind):
    """The working days of the highest rung in use of a ladder; one statement."""
    return Rung.objects.filter(kind=kind, is_active=True).aggregate(most=Max("days"))["most"] or 0


def settled(kind, keys):
    """The keys among `keys` that are no longer owed, as the floor of `kind` says; none where it says nothing."""
    known = registry.KINDS.get(kind)
    if known is None or known.settled is None or not keys:
        return set()
    return {str(key) for key in known.settled(sorted(keys))}


def open_keys(kind, prefix):
    """The keys of a ladder that begin with `prefix` and of which somebody is still reminded; one statement."""
    rows = Reminder.objects.open().filter(kind=kind, key__startswith=prefix)
    return set(rows.order_by().values_list("key", flat=True).distinct())


def wish(user, setting):
    """How `user` wants to be told, as rules.Wish: the own choice within what the office allows, else the district's."""
    mine = getattr(user, "cadence", None)
    quiet_from, quiet_until = setting[options.QUIET_FROM], setting[options.QUIET_UNTIL]
    if mine is not None and mine.quiet_from is not None:
        quiet_from, quiet_until = mine.quiet_from, mine.quiet_until
    daily = mine is not None and mine.pace == Pace.DAILY and setting[options.DAILY_ALLOWED]
    return Wish(mine.daily_at if daily else None, quiet_from, quiet_until)


MOST_SHOWN = 100


def once(rows):
    """Reminders with one row a thing: the one of the highest rung, in the order they came."""
    found = {}
    for row in rows:
        known = found.get((row.kind, row.key))
        if known is None or row.rung > known.rung:
            found[row.kind, row.key] = row
    return list(found.values())


def still_owed(user):
    """([reminders of what is still owed, one a thing], how many more there are); one statement."""
    rows = once(Reminder.objects.visible_to(user).open().order_by("due_at", "pk")[: MOST_SHOWN * 5])
    return rows[:MOST_SHOWN], max(len(rows) - MOST_SHOWN, 0)


def open_things(user):
    """The things that are owed of which `user` is reminded, one row a thing; no evaluation."""
    return Reminder.objects.visible_to(user).open().values("kind", "key").distinct()


def told_in(digest):
    """What a digest told: `owed` and `ended`, one row a thing; two statements."""
    return {"owed": once(digest.reminders.all()), "ended": once(digest.ends.all())}


@dataclass(frozen=True)
class Allowed:
    """What the office allows and what holds where a person has chosen nothing."""

    daily: bool
    quiet_hours: int
    quiet_from: time
    quiet_until: time
    rest_days: bool


def allowed(day):
    """The district's frame for personal choices; one statement."""
    found = settings.values(
        day, options.DAILY_ALLOWED, options.QUIET_LONGEST, options.QUIET_FROM, options.QUIET_UNTIL, options.REST_DAYS
    )
    return Allowed(*found.values())


def cadence_of(user):
    """The person's choice, or an unsaved one."""
    return Cadence.objects.filter(user=user).first() or Cadence(user=user)

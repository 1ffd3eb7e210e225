"""The watchdog: is beat, a sweep, the queue or the post late? For the staff home."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhangdian import gathered
from zhangdian.notices.models import Delivery, Heartbeat, Stumble

# How long beat may be silent before somebody should look.
GRACE = timedelta(minutes=10)
# How long a message may wait beyond its time, or a wake-up lie unread.
STUCK = timedelta(minutes=15)
# So many wake-ups in the queue are more than a busy minute.
MANY = 200
NAMED = 3


def late_sweeps(at):
    """(last wake of beat or None, [(name, last run)] of the sweeps behind their timetable); one statement."""
    beats = list(Heartbeat.objects.order_by("name"))
    late = [(beat.name, beat.at) for beat in beats if beat.due_by is not None and beat.due_by < at]
    return next((beat.at for beat in beats if beat.name == "beat"), None), late


def waiting_wakes():
    """How many wake-ups lie in the queue unread for too long, or None where the broker cannot be asked."""
    if not settings.REDIS_URL:
        old = (timezone.now() - STUCK).timestamp()
        return sum(_touched(path) < old for path in (settings.BROKER_DIR / "queue").glob("*.msg"))
    import redis

    try:
        length = redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).llen("celery")
    except redis.RedisError:
        return None
    return length if length > MANY else 0


def _touched(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def when(at):
    """An instant as warnings print it."""
    return timezone.localtime(at).strftime("%m-%d %H:%M")


def engine(at):
    """Sentences about beat, the sweeps and the queue; one statement."""
    last, late = late_sweeps(at)
    if last is None:
        yield _("The background work has never run: rows are not opened and figures not computed. Tell the system "
                "administrator to start the worker and beat.")  # fmt: skip
        return
    if at - last > GRACE:
        yield _("The background work has been silent since %(when)s: tell the system administrator.") % {
            "when": when(last)
        }
        return
    if late:
        names = "、".join(f"{name} ({when(last)})" for name, last in late[:NAMED])
        yield ngettext(
            "%(n)d sweep is behind its timetable: %(names)s. Tell the system administrator.",
            "%(n)d sweeps are behind their timetable, first: %(names)s. Tell the system administrator.",
            len(late),
        ) % {"n": len(late), "names": names}
    stuck = waiting_wakes()
    if stuck is None:
        yield _("The queue of the background work cannot be asked: tell the system administrator.")
    elif stuck:
        yield _("The queue of the background work is stuck: %(n)d wake-ups lie unread.") % {"n": stuck}


def post(at):
    """Sentences about messages that did not leave and reminders that failed; one statement."""
    unsent = Delivery.objects.filter(sent_at__isnull=True)
    found = gathered.counts(
        failed=unsent.filter(failed_at__isnull=False),
        stuck=unsent.filter(failed_at__isnull=True, next_at__lt=at - STUCK),
        stumbles=Stumble.objects.all(),
    )
    if found["failed"]:
        yield ngettext(
            "%(n)d message could not be sent out: see “Messages sent out” on the work desk and have it tried again.",
            "%(n)d messages could not be sent out: see “Messages sent out” on the work desk and have them tried again.",
            found["failed"],
        ) % {"n": found["failed"]}
    if found["stuck"]:
        yield ngettext(
            "%(n)d message is waiting to be sent out for too long.",
            "%(n)d messages are waiting to be sent out for too long.",
            found["stuck"],
        ) % {"n": found["stuck"]}
    if found["stumbles"]:
        yield ngettext(
            "%(n)d reminder could not be worked on and is tried again: see “Reminders that failed” on the work desk.",
            "%(n)d reminders could not be worked on and are tried again: see “Reminders that failed” on the work desk.",
            found["stumbles"],
        ) % {"n": found["stumbles"]}

"""Is the machinery behind the pages alive?"""

from datetime import timedelta

from zhangdian.notices.models import Heartbeat

# Beat wakes every minute; five missed wake-ups are no hiccup.
LATE = timedelta(minutes=5)


def is_late(beat, at):
    """Has the sweep not run for longer than it should? Only beat itself has a fixed pace."""
    return beat.name == "beat" and at - beat.at > LATE


def beat_is_late(at):
    """Is beat (or the worker) down: no heartbeat for five minutes, or none ever? For the staff home."""
    last = Heartbeat.objects.filter(name="beat").first()
    return last is None or is_late(last, at)

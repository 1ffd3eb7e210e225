"""Telling people."""

from zhangdian.notices.models import Cadence, Heartbeat, Notice


def tell(users, *, kind, key, title, path, at):
    """One notice for each of `users` about (kind, key); told before is not told again. One statement."""
    Notice.objects.bulk_create(
        [Notice(user=user, kind=kind, key=str(key), title=title[:200], path=path[:200], at=at) for user in users],
        ignore_conflicts=True,
    )


def read(user, *, at, pk=None):
    """Mark one notice of `user`, or all of them, as read; returns how many."""
    mine = Notice.objects.visible_to(user).unread()
    if pk is not None:
        mine = mine.filter(pk=pk)
    return mine.update(read_at=at)


def beat(name, *, at, said=""):
    """Note that sweep `name` ran to its end."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at, "said": said[:200]})


def choose(user, **choice):
    """Keep how `user` wants to be reminded."""
    Cadence.objects.update_or_create(user=user, defaults={"daily_at": None, **choice})

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


def beat(name, *, at, said="", due_by=None):
    """Note that sweep `name` ran to its end. due_by: when it is late if it has not run again."""
    found = {"at": at, "said": said[:200]}
    if due_by is not None:
        found["due_by"] = due_by
    Heartbeat.objects.update_or_create(name=name, defaults=found)


def expect(due_by, *, at):
    """From now on the sweeps {name: late after} are expected to beat, counted from `at` where they never have; those
    that the timetable no longer knows are forgotten."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at, due_by=late) for name, late in due_by.items()], ignore_conflicts=True
    )
    Heartbeat.objects.exclude(name__in=[*due_by, "beat"]).delete()


def choose(user, **choice):
    """Keep how `user` wants to be reminded."""
    Cadence.objects.update_or_create(user=user, defaults={"daily_at": None, **choice})

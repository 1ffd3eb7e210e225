"""Climbing and settling."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from zhangdian import prepared
from zhangdian.calendar.queries import calendar
from zhangdian.notices import queries, registry, rules
from zhangdian.notices.models import Reminder, Rung, Stumble

BATCH = 500
# Minutes after which what failed is tried again: the first pause, and the longest.
FIRST_PAUSE, LONGEST_PAUSE = 15, 720
log = logging.getLogger(__name__)


@dataclass
class Climbed:
    """What a climb did. made: reminders laid. nobody: (rung number, key) for which there is nobody to tell.
    failed: key -> what went wrong."""

    made: int = 0
    nobody: list = field(default_factory=list)
    failed: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.made}, nobody {len(self.nobody)}, failed {len(self.failed)}"


def lay_rungs():
    """Enter the declared rungs that are no rows yet. Safe to run twice: a kind has each number once."""
    there = set(Rung.objects.values_list("kind", "number"))
    missing = [
        Rung(kind=kind.name, number=rung.number, days=rung.days, minutes=rung.minutes, who=rung.who)
        for kind in registry.KINDS.values()
        for rung in kind.rungs
        if (kind.name, rung.number) not in there
    ]
    if missing:
        Rung.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def climb(kind, owed, people, *, at):
    """Remind of everything of `kind` that is owed: each rung whose time has come, once per (key, rung, person).

    owed: iterable of rules.Owed, all that is owed now. people: (word, keys) -> {key: [user, …]}, called once a word.
    What is held waits. Safe to run twice, late, or at once: the database allows one reminder a (key, rung, person).
    What cannot be worked on is noted, tried again after a pause, and stops nobody else. Returns Climbed.
    """
    if kind not in registry.KINDS:
        raise KeyError(kind)
    result = Climbed()
    items = {str(item.key): item for item in owed}
    paused = set(Stumble.objects.filter(kind=kind, next_at__gt=at).values_list("key", flat=True))
    items = {key: item for key, item in items.items() if key not in paused}
    if items:
        lay_rungs()
        rungs = list(Rung.objects.filter(kind=kind, is_active=True).order_by("number"))
        due = _due(kind, items, rungs, at, result)
        _remind(kind, items, rungs, due, people, at, result)
    _note(kind, items, result, at)
    return result


def _due(kind, items, rungs, at, result):
    """[(rung, key)] of what has come, held rows left out."""
    working, here = calendar(), timezone.localtime(at)
    times = [item.due_at for item in items.values() if isinstance(item.due_at, datetime)]
    holds = queries.holds(kind, min([at, *times]))
    found = []
    for key, item in items.items():
        try:
            mine = [held for held in holds if held.covers(item)]
            if rules.holding(mine, item, here.date()):
                continue
            due_at = item.due_at.astimezone(here.tzinfo)
            reached = [rung for rung in rungs if rules.reached_at(due_at, rung.days, rung.minutes, working, mine) <= at]
        except Exception as fault:
            _failed(kind, key, fault, result)
        else:
            found += [(rung, key) for rung in reached]
    return found


def _remind(kind, items, rungs, due, people, at, result):
    """Lay the reminders of `due` that are not there yet."""
    told = _whom(kind, due, people, result)
    there = set()
    keys = sorted({key for _rung, key in due})
    for start in range(0, len(keys), BATCH):
        part = Reminder.objects.filter(kind=kind, key__in=keys[start : start + BATCH])
        there |= set(part.values_list("key", "rung", "user_id"))
    rows = {}
    for rung, key in due:
        if key in result.failed:
            continue
        users = [user for user in told.get((rung.who, key), ()) if user.is_active]
        if not users:
            result.nobody.append((rung.number, key))
        try:
            for user in {user.pk: user for user in users}.values():
                if (key, rung.number, user.pk) not in there:
                    rows.setdefault(key, []).append(_row(kind, items[key], rung, rungs[0], user, at))
        except Exception as fault:
            rows.pop(key, None)
            _failed(kind, key, fault, result)
    _store(kind, rows, result)


def _row(kind, item, rung, first, user, at):
    return Reminder(
        kind=kind, key=str(item.key), rung=rung.number, user_id=user.pk, title=str(item.title)[:200],
        path=str(item.path)[:200], under=",".join(item.under)[:200], due_at=item.due_at, at=at,
        channels=rung.channels, tells_end=rung.who != first.who,
    )  # fmt: skip


def _whom(kind, due, people, result):
    """{(word, key): [user, …]}; asked once a word, key by key where that fails."""
    wanted = {}
    for rung, key in due:
        wanted.setdefault(rung.who, set()).add(key)
    found = {}
    for word, keys in wanted.items():
        keys = sorted(keys)
        try:
            with transaction.atomic():
                answer = people(word, keys)
        except Exception:
            log.exception("%s: people of %s", kind, word)
            answer = {}
            for key in keys:
                try:
                    with transaction.atomic():
                        answer.update(people(word, [key]))
                except Exception as fault:
                    _failed(kind, key, fault, result)
        for key, users in answer.items():
            found[word, str(key)] = users
    return found


def _store(kind, rows, result):
    """Insert all at once; where the database refuses, key by key, so that one bad row stops no other."""
    every = [row for group in rows.values() for row in group]
    if not every:
        return
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(every, batch_size=BATCH, ignore_conflicts=True)
        result.made += len(every)
    except Exception:
        log.exception("%s: storing reminders", kind)
        for key, group in rows.items():
            try:
                with transaction.atomic():
                    Reminder.objects.bulk_create(group, ignore_conflicts=True)
                result.made += len(group)
            except Exception as fault:
                _failed(kind, key, fault, result)


def _failed(kind, key, fault, result):
    log.error("%s %s: %r", kind, key, fault, exc_info=fault)
    result.failed[key] = f"{type(fault).__name__}: {fault}"[:200]


def _note(kind, items, result, at):
    """Keep what failed with its next time; forget what went well."""
    known = dict(Stumble.objects.filter(kind=kind).values_list("key", "attempts"))
    for key, error in result.failed.items():
        attempts = known.get(key, 0) + 1
        again = at + rules.pause(attempts, first=FIRST_PAUSE, longest=LONGEST_PAUSE) - timedelta(seconds=1)
        Stumble.objects.update_or_create(
            kind=kind, key=key[:80], defaults={"error": error, "at": at, "next_at": again, "attempts": attempts}
        )
    well = [key for key in known if key in items and key not in result.failed]
    if well:
        Stumble.objects.filter(kind=kind, key__in=well).delete()


def settle(kind, keys, *, at):
    """What is named by `keys` is no longer owed: nobody else is reminded of it, and those above the first rung who had
    been told are told in their next digest. One statement, which may wait for others of the move."""
    keys = [str(key) for key in keys]
    if not keys:
        return
    places = ", ".join(["%s"] * len(keys))
    prepared.run(
        f"UPDATE {Reminder._meta.db_table} SET settled_at = %s"
        f" WHERE kind = %s AND settled_at IS NULL AND key IN ({places})",
        [connection.ops.adapt_datetimefield_value(at), kind, *keys],
    )


def lapse(kind, keys, *, at):
    """What is named by `keys` stays undone but is no longer to be reminded of; nobody is told that it is settled."""
    done = 0
    keys = [str(key) for key in keys]
    for start in range(0, len(keys), BATCH):
        rows = Reminder.objects.open().filter(kind=kind, key__in=keys[start : start + BATCH])
        done += rows.update(settled_at=at, is_lapsed=True, tells_end=False)
    return done


def reconcile(kind, owed_keys, *, at):
    """Bring the open reminders of a kind into line with all that is owed now: what its floor says is settled is
    settled, what is left over lapses. For sweeps that know all that is owed; guards against a move that came between
    what the sweep read and what it wrote."""
    owed_keys = {str(key) for key in owed_keys}
    left = set(Reminder.objects.open().filter(kind=kind).values_list("key", flat=True).distinct()) - owed_keys
    done = queries.settled(kind, left)
    for start in range(0, len(done), BATCH):
        settle(kind, sorted(done)[start : start + BATCH], at=at)
    return lapse(kind, sorted(left - done), at=at)

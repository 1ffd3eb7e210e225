"""Telling people what is owed: one digest a person and wake."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhangdian.calendar.queries import calendar
from zhangdian.notices import options, queries, rules
from zhangdian.notices.models import Channel, Copy, Delivery, Digest, Reminder
from zhangdian.notices.services.bell import tell
from zhangdian.notices.services.ladder import settle
from zhangdian.notices.states import ChannelKind
from zhangdian.options import queries as settings

KIND = "digest"
log = logging.getLogger(__name__)


def tell_owed(at):
    """Tell each person who may be told now all that is owed and was not told, in one digest; returns how many.

    Safe to run twice, late, or at once: a reminder belongs to one digest, taken by a conditional update in the
    transaction that makes the digest, its notice and its copies. One person who cannot be told stops nobody.
    """
    here = timezone.localtime(at)
    setting = settings.values(
        here.date(), options.GATHER, options.QUIET_FROM, options.QUIET_UNTIL, options.DAILY_ALLOWED, options.REST_DAYS
    )
    channels = {channel.code: channel for channel in Channel.objects.filter(is_active=True)}
    rests = not setting[options.REST_DAYS] and not calendar().is_working(here.date())
    made = 0
    for user, (untold, ends) in ({} if rests else _waiting(at)).items():
        oldest = min([row.at for row in untold] + [row.settled_at for row in ends])
        if not rules.may_tell(
            here, timezone.localtime(oldest), queries.wish(user, setting),
            gather=timedelta(minutes=setting[options.GATHER]),
        ):  # fmt: skip
            continue
        try:
            made += _tell(user, untold, ends, channels, at)
        except Exception:
            log.exception("digest of user %s", user.pk)
    _gather_groups(channels, at)
    return made


def _waiting(at):
    """{user: ([reminders not told yet], [told ones whose end is to be told])}, without what was settled or held
    meanwhile."""
    rows = (
        Reminder.objects.filter(user__is_active=True)
        .filter(
            Q(digest__isnull=True, settled_at__isnull=True)
            | Q(digest__isnull=False, settled_at__isnull=False, tells_end=True, end_digest__isnull=True)
        )
        .select_related("user", "user__cadence")
        .order_by("user_id", "due_at", "pk")
    )
    rows = _without_held(list(rows), at)
    over = _settled_meanwhile([row for row in rows if row.digest_id is None], at)
    found = {}
    for row in rows:
        if (row.kind, row.key) in over and row.digest_id is None:
            continue
        untold, ends = found.setdefault(row.user, ([], []))
        (untold if row.digest_id is None else ends).append(row)
    return found


def _without_held(rows, at):
    """`rows` without the untold ones over which a hold stands now, entered after they were laid. Those are taken back:
    the days held do not count, so their rung has not come yet; the climb lays them again when it does."""
    day, holds, held = timezone.localdate(at), {}, set()
    for row in rows:
        if row.digest_id is not None:
            continue
        if row.kind not in holds:
            holds[row.kind] = queries.holds(row.kind, at)
        if rules.holding(holds[row.kind], row.owed, day):
            held.add(row.pk)
    Reminder.objects.filter(pk__in=held, digest__isnull=True).delete()
    return [row for row in rows if row.pk not in held]


def _settled_meanwhile(rows, at):
    """{(kind, key)} of rows that their floor says are no longer owed; they are settled on the way."""
    keys = {}
    for row in rows:
        keys.setdefault(row.kind, set()).add(row.key)
    over = set()
    for kind, mine in keys.items():
        try:
            with transaction.atomic():
                done = queries.settled(kind, mine) & mine
                settle(kind, sorted(done), at=at)
        except Exception:
            log.exception("%s: asking what is settled", kind)
        else:
            over |= {(kind, key) for key in done}
    return over


def _tell(user, untold, ends, channels, at):
    """Make one digest of what is still untold; 1, or 0 where another worker was first."""
    with transaction.atomic():
        digest = Digest.objects.create(user=user, at=at)
        taken = Reminder.objects.filter(
            pk__in=[row.pk for row in untold], digest__isnull=True, settled_at__isnull=True
        ).update(digest=digest)
        taken += Reminder.objects.filter(pk__in=[row.pk for row in ends], end_digest__isnull=True).update(
            end_digest=digest
        )
        if not taken:
            transaction.set_rollback(True)
            return 0
        owed = list(Reminder.objects.filter(digest=digest).values_list("kind", "key", "channels", "title"))
        over = list(Reminder.objects.filter(end_digest=digest).values_list("kind", "key", "channels", "title"))
        with translation.override(user.language or django_settings.LANGUAGE_CODE):
            title = sentence(count(owed), count(over))
            if count(owed) + count(over) == 1:
                title = owed[0][3] if owed else _("Settled: %(what)s") % {"what": over[0][3]}
        tell([user], kind=KIND, key=digest.pk, title=title, path=digest.get_absolute_url(), at=at)
        _copy(digest, user, owed, over, channels, at)
    return 1


def count(rows):
    """How many things rows are about: one thing at several rungs counts once."""
    return len({(kind, key) for kind, key, *_more in rows})


def sentence(owed, over):
    """The counts in words."""
    words = []
    if owed:
        words.append(ngettext("%(n)d thing is owed", "%(n)d things are owed", owed) % {"n": owed})
    if over:
        words.append(ngettext("%(n)d thing was settled", "%(n)d things were settled", over) % {"n": over})
    return "，".join(words)


def _copy(digest, user, owed, over, channels, at):
    """Lay the copies of a digest that leave the house: by the channels of the rungs reached."""
    for code, channel in channels.items():
        mine = [row for row in owed if code in row[2].split(",")]
        done = [row for row in over if code in row[2].split(",")]
        if not (mine or done) or (channel.kind == ChannelKind.EMAIL and not user.email):
            continue
        copy = Copy(digest=digest, channel=channel, items=count(mine), ended=count(done))
        if channel.kind == ChannelKind.EMAIL:
            copy.delivery = _message(channel, at, user=user, items=copy.items, ended=copy.ended)
        copy.save()


def _message(channel, at, **words):
    return Delivery.objects.create(channel=channel, message_id=str(uuid.uuid4()), at=at, next_at=at, **words)


def _gather_groups(channels, at):
    """One message a group and wake for the copies that wait for it."""
    for channel in channels.values():
        if not channel.is_robot:
            continue
        copies = Copy.objects.filter(channel=channel, delivery__isnull=True)
        if not copies.exists():
            continue
        with transaction.atomic():
            message = _message(channel, at, people=0)
            if not copies.update(delivery=message):
                transaction.set_rollback(True)
                continue
            mine = list(message.copies.values_list("digest__user", "items", "ended"))
            message.people = len({user for user, _items, _ended in mine})
            message.items = sum(items for _user, items, _ended in mine)
            message.ended = sum(ended for _user, _items, ended in mine)
            message.save(update_fields=["people", "items", "ended"])

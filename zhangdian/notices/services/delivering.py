"""Sending what waits to leave the house: claimed, tried, paused, given up after so many tries."""

import logging
import uuid
from datetime import timedelta

from django.conf import settings as django_settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhangdian.notices import options, rules
from zhangdian.notices.models import Delivery
from zhangdian.notices.services.channels import hosts_on, speak
from zhangdian.notices.services.digests import sentence
from zhangdian.notices.states import ChannelKind
from zhangdian.options import queries as settings
from zhangdian.trail import services as trail

# A message claimed by a worker that died is taken up again after this.
LEASE = timedelta(minutes=10)
MOST = 200
# So much of a message's number is enough to tell it from the others of a group.
SHORT = 8
log = logging.getLogger(__name__)


def deliver(at):
    """Send what is due to leave the house; returns (sent, failed).

    A message is claimed by a conditional update and carries a stable number. Killed between the vendor's answer and
    the commit it is sent again after LEASE: the only way in which a message can come twice.
    """
    due = list(Delivery.objects.waiting().filter(next_at__lte=at).order_by("next_at", "pk")[:MOST].values_list("pk"))
    if not due:
        return 0, 0
    setting = settings.values(
        timezone.localdate(at), options.ATTEMPTS, options.FIRST_PAUSE, options.LONGEST_PAUSE, options.HOSTS
    )
    hosts = hosts_on(timezone.localdate(at))
    sent = failed = 0
    for (pk,) in due:
        message = _claim(pk, at)
        if message is None:
            continue
        try:
            _send(message, at, hosts)
        except Exception as fault:
            failed += 1
            _not_sent(message, fault, setting, at)
        else:
            sent += 1
            Delivery.objects.filter(pk=pk, sent_at__isnull=True).update(sent_at=at, failed_at=None, error="", claim="")
    return sent, failed


def _claim(pk, at):
    """The message, ours until LEASE is over; None where another worker was first."""
    claim = uuid.uuid4().hex
    mine = Delivery.objects.waiting().filter(pk=pk, next_at__lte=at)
    if not mine.update(claim=claim, attempts=F("attempts") + 1, next_at=at + LEASE):
        return None
    return Delivery.objects.select_related("channel", "user").get(pk=pk)


def _not_sent(message, fault, setting, at):
    """Keep why, and when it is tried again; given up after so many tries."""
    log.warning("message %s by %s: %s", message.message_id, message.channel.code, fault)
    mine = Delivery.objects.waiting().filter(pk=message.pk, claim=message.claim)
    words = {"error": f"{fault}"[:200] or type(fault).__name__, "claim": ""}
    if message.attempts >= setting[options.ATTEMPTS]:
        mine.update(failed_at=at, **words)
        return
    pause = rules.pause(message.attempts, first=setting[options.FIRST_PAUSE], longest=setting[options.LONGEST_PAUSE])
    mine.update(next_at=at + pause, **words)


def _send(message, at, hosts):
    if message.channel.kind == ChannelKind.EMAIL:
        _mail(message)
    else:
        speak(message.channel, group_text(message), people=_called(message), at=at, hosts=hosts)


def link():
    """Where a message leads."""
    return f"{django_settings.PUBLIC_URL}/notices/"


def group_text(message):
    """What a group is told: counts and a link, no name, no contents; a number by which to know one that came twice."""
    with translation.override(django_settings.LANGUAGE_CODE):
        people = ngettext("%(n)d person", "%(n)d people", message.people) % {"n": message.people}
        return _("Zhangdian on site: %(people)s, %(counts)s. Log in to see what: %(link)s (message %(number)s)") % {
            "people": people, "counts": sentence(message.items, message.ended), "link": link(),
            "number": message.message_id[:SHORT],
        }  # fmt: skip


def _called(message):
    """Whom the robot calls: mobile numbers, or Feishu's own numbers; nobody where the channel does not mention."""
    if not message.channel.mentions:
        return []
    field = "user__cadence__feishu_id" if message.channel.kind == ChannelKind.FEISHU else "user__phone"
    found = message.copies.filter(items__gt=0).values_list(f"digest__{field}", flat=True)
    return sorted({person for person in found if person})


def _mail(message):
    user = message.user
    if not user.email:
        raise ValueError("the person has no e-mail address any more")
    with translation.override(user.language or django_settings.LANGUAGE_CODE):
        counts = sentence(message.items, message.ended)
        body = _("%(counts)s.\nLog in to see what: %(link)s\n\nThis message is sent by itself; do not answer it.") % {
            "counts": counts, "link": link(),
        }  # fmt: skip
        subject = _("Zhangdian on site: %(counts)s") % {"counts": counts}
    domain = django_settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    EmailMessage(
        subject, body, to=[user.email],
        headers={"Message-ID": f"<{message.message_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    ).send()  # fmt: skip


def retry(message, *, actor, at):
    """Have a message that was given up tried again from now on, as often as a new one."""
    with transaction.atomic():
        again = Delivery.objects.given_up().filter(pk=message.pk)
        done = again.update(failed_at=None, attempts=0, next_at=at, claim="")
        if done:
            trail.record(message, "retry", actor=actor, at=at)
    return bool(done)

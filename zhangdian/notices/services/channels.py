"""Keeping the ways out of the house."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhangdian.notices import options, robots, sealing
from zhangdian.options import queries as settings


def hosts_on(day):
    """The hosts that robots may be addressed at."""
    return [host.strip().lower() for host in settings.value(options.HOSTS, day).split(",") if host.strip()]


def keep_channel(channel, *, address, secret, at):
    """Put a new address or secret on an unsaved change of a channel; empty means: as it is. Checks the host."""
    if address:
        address = address.strip()
        if not robots.allowed(address, hosts_on(timezone.localdate(at))):
            raise ValidationError(
                {"new_address": _("This host is not on the list of allowed hosts (setting notice.hosts).")}
            )
        channel.address, channel.host = sealing.seal(address), robots.origin(address)
    if secret:
        channel.secret = sealing.seal(secret.strip())
    if channel.is_robot and not channel.address:
        raise ValidationError({"new_address": _("A robot needs the address that the group gave it.")})
    return channel


def speak(channel, text, *, people=(), at, hosts):
    """Let the robot of a channel say `text`; robots.Refused where it cannot."""
    try:
        address, secret = sealing.unseal(channel.address), sealing.unseal(channel.secret)
    except sealing.Unreadable:
        raise robots.Refused("the address was sealed under another key: enter it anew") from None
    robots.send(channel.kind, address, text, people=people, secret=secret, at=at, hosts=hosts)


def try_channel(channel, *, actor, at):
    """Let a robot say one sentence, so that the office sees that it is heard."""
    try:
        speak(
            channel, _("Zhangdian on site: this is a test. Nothing needs to be done."), at=at,
            hosts=hosts_on(timezone.localdate(at)),
        )  # fmt: skip
    except robots.Refused as refused:
        raise ValidationError(_("It was not taken: %(why)s") % {"why": refused}) from None

"""What leaves the house: by which channel, how often it was tried, what came of it. Counts and a link, no contents."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhangdian.notices.models.ladder import Digest
from zhangdian.notices.states import ChannelKind


class Channel(models.Model):
    """A way out of the house: e-mail, or the robot of a group. Address and secret are kept encrypted."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind)
    address = models.TextField(_("address (encrypted)"), blank=True, editable=False)
    secret = models.TextField(_("secret (encrypted)"), blank=True, editable=False)
    host = models.CharField(_("host"), max_length=100, blank=True, editable=False)
    mentions = models.BooleanField(
        _("mentions people"), default=False,
        help_text=_("Calls those concerned by their mobile number, which the group then sees by name."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("channel of reminders")
        verbose_name_plural = _("channels of reminders")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="channel_kind_known")]

    def __str__(self):
        return self.name

    @property
    def is_robot(self):
        """Does it speak to a group, not to a person?"""
        return self.kind != ChannelKind.EMAIL


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent nor given up."""
        return self.filter(sent_at__isnull=True, failed_at__isnull=True)

    def given_up(self):
        """Tried as often as the district allows, without success."""
        return self.filter(failed_at__isnull=False)


class Delivery(models.Model):
    """One message out of the house, to one person or one group."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries", verbose_name=_("channel"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    message_id = models.CharField(_("number of the message"), max_length=36, unique=True)
    at = models.DateTimeField(_("made at"))
    people = models.PositiveIntegerField(_("people"), default=1)
    items = models.PositiveIntegerField(_("owed"), default=0)
    ended = models.PositiveIntegerField(_("settled"), default=0)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try at"))
    claim = models.CharField(max_length=32, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message sent out")
        verbose_name_plural = _("messages sent out")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True), name="delivery_one_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(sent_at__isnull=True, failed_at__isnull=True), name="delivery_waiting"
            ),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="delivery_failed"),
        ]

    def __str__(self):
        return f"{self.channel} {self.at:%Y-%m-%d %H:%M}"


class Copy(models.Model):
    """A digest on its way out by a channel; the message that carries it follows."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="copies", verbose_name=_("digest"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name=_("channel"))
    items = models.PositiveIntegerField(_("owed"))
    ended = models.PositiveIntegerField(_("settled"))
    delivery = models.ForeignKey(
        Delivery, models.CASCADE, null=True, blank=True, related_name="copies", verbose_name=_("message")
    )

    class Meta:
        verbose_name = _("copy of a digest")
        verbose_name_plural = _("copies of digests")
        constraints = [models.UniqueConstraint(fields=["digest", "channel"], name="copy_once")]
        indexes = [models.Index(fields=["channel"], condition=Q(delivery__isnull=True), name="copy_waiting")]

    def __str__(self):
        return f"{self.digest} {self.channel}"

"""The trail's rows. They point at things by label, key, title and path, never by foreign key."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhangdian.trail import verbs


class AppendOnly(Exception):
    """Somebody tried to change or delete what is only ever added."""


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that can add and read, nothing else."""

    def update(self, **kwargs):
        raise AppendOnly(_("The trail is only ever added to."))

    def delete(self):
        raise AppendOnly(_("The trail is only ever added to."))

    def about(self, thing):
        """The lines about one stored object, oldest first."""
        return self.filter(label=thing._meta.label_lower, key=str(thing.pk)).order_by("id")


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # A guard, not a rule: the row either is new or is refused.
        if not self._state.adding:
            raise AppendOnly(_("The trail is only ever added to."))
        return super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly(_("The trail is only ever added to."))


# What the HMAC of a line covers, in this order: everything but its number and the HMAC itself.
SIGNED = (
    "at", "actor_id", "actor_name", "role", "verb", "label", "key", "title", "path", "from_state", "to_state", "reason",
    "request_id", "content_digest",
)  # fmt: skip


class Entry(AppendOnlyModel):
    """One line: who did what to which thing, when, from which state to which, and why."""

    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("actor")
    )
    actor_name = models.CharField(_("name of the actor"), max_length=60)
    role = models.CharField(_("role"), max_length=60, blank=True)
    verb = models.CharField(_("verb"), max_length=40)
    label = models.CharField(_("kind of thing"), max_length=60)
    key = models.CharField(_("key of the thing"), max_length=40)
    title = models.CharField(_("thing"), max_length=200)
    path = models.CharField(_("address"), max_length=200, blank=True)
    from_state = models.CharField(pgettext_lazy("state", "from"), max_length=20, blank=True)
    to_state = models.CharField(pgettext_lazy("state", "to"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("request"), max_length=40, blank=True)
    content_digest = models.CharField(_("digest of the contents"), max_length=64, blank=True)
    mac = models.CharField(_("seal of the line"), max_length=64)

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["label", "key"], name="entry_about"),
            models.Index(fields=["at"], name="entry_at"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb} {self.title}"

    @property
    def words(self):
        """The verb in words."""
        return verbs.words(self.verb)

    def signed(self):
        """What the line's HMAC covers."""
        return [getattr(self, name) for name in SIGNED]


class EntryContent(AppendOnlyModel):
    """Before and after of an entry, apart from it, so that a lawful disposal leaves the chain whole."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="content")
    salt = models.CharField(max_length=32)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("contents of a trail entry")
        verbose_name_plural = _("contents of trail entries")

    def __str__(self):
        return f"#{self.entry_id}"


class Seal(AppendOnlyModel):
    """A link of the chain: a batch of entries with their digests and the hash of the seal before."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-number"]

    def __str__(self):
        return f"{self.number} {self.hash[:12]}"


class SealLine(AppendOnlyModel):
    """An entry's number and digest as the seal found them. No foreign key: a deleted entry must be missed."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="lines")
    entry_number = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("line of a seal")
        verbose_name_plural = _("lines of seals")

    def __str__(self):
        return f"#{self.entry_number}"

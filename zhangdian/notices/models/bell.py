"""Notices in the application. They point at things by kind, key and path, never by foreign key."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is seen by the one it is for."""
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One sentence for one person about one thing; exists exactly once for (person, kind, key)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=80)
    title = models.CharField(_("text"), max_length=200)
    path = models.CharField(_("address"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self):
        return self.title


class Heartbeat(models.Model):
    """When a sweep last ran to its end, so that a late beat or sweep can be seen on the staff home."""

    name = models.CharField(_("sweep"), max_length=60, primary_key=True)
    at = models.DateTimeField(_("last run"))
    due_by = models.DateTimeField(_("late after"), null=True, blank=True)
    said = models.CharField(_("what it did"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return self.name

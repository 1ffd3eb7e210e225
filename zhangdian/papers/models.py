"""Attachments, which point at their owner by label and key, never by foreign key; and the numbers of papers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A file that hangs on a stored thing; uploaded with the uploader's word that it holds no state secret."""

    label = models.CharField(_("kind of thing"), max_length=60)
    key = models.CharField(_("key of the thing"), max_length=40)
    name = models.CharField(_("file name"), max_length=120)
    file = models.FileField(_("file"), upload_to="papers/%Y/%m/", max_length=200)
    size = models.PositiveIntegerField(_("size (bytes)"))
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    not_secret = models.BooleanField(_("holds no state secret"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]
        indexes = [models.Index(fields=["label", "key"], name="attachment_about")]
        constraints = [
            models.CheckConstraint(condition=models.Q(not_secret=True), name="attachment_not_secret"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/papers/{self.pk}/"


class Series(models.Model):
    """The last number given out in a year's series of papers (orders, bulletins, cards …)."""

    name = models.CharField(_("series"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        ordering = ["name", "year"]
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="series_once")]

    def __str__(self):
        return f"{self.name} {self.year}"

"""The district's own word on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayOff(models.Model):
    """A day on which the district departs from the official calendar; it always wins."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("is a working day"), default=False)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {self.name}"

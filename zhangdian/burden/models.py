"""How long a form took, counted by month and length alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormTime(models.Model):
    """How many times a form took so many seconds in a month. Nothing here tells one person from another."""

    form = models.CharField(_("form"), max_length=40)
    month = models.DateField(_("month (its first day)"))
    seconds = models.PositiveIntegerField(_("seconds, rounded up"))
    n = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("time on a form")
        verbose_name_plural = _("times on forms")
        constraints = [models.UniqueConstraint(fields=["form", "month", "seconds"], name="formtime_once")]

    def __str__(self):
        return f"{self.form} {self.month:%Y-%m} {self.seconds}"

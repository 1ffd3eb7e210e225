"""Rows that override a declared default from a day on."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import DECLARED


class Option(models.Model):
    """The value of one key from one day on, until a later row."""

    key = models.CharField(_("setting"), max_length=60)
    value = models.CharField(_("value"), max_length=200)
    effective_from = models.DateField(_("effective from"))
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("set by")
    )

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        ordering = ["key", "-effective_from"]
        constraints = [models.UniqueConstraint(fields=["key", "effective_from"], name="one_value_a_day")]

    def __str__(self):
        declared = DECLARED.get(self.key)
        return str(declared.title) if declared else self.key

    def clean(self):
        declared = DECLARED.get(self.key)
        if declared is None:
            raise ValidationError({"key": _("There is no such setting.")})
        try:
            declared.read(self.value)
        except ValidationError as wrong:
            raise ValidationError({"value": wrong.messages}) from None

"""What was served (送达回证): which paper of a case, on whom, how, when, by whom. Never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.people import person
from cases.states.common import Manner, Paper


class Served(models.Model):
    """One serving of one paper. label, key: the case, of any kind."""

    label = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=20)
    paper = models.CharField(_("paper"), max_length=12, choices=Paper)
    on_whom = models.CharField(_("served on"), max_length=60)
    manner = models.CharField(_("manner"), max_length=8, choices=Manner)
    witness = models.CharField(_("witness"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    at = models.DateTimeField(_("served at"))
    by = person(_("served by"))

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="served_paper_known"),
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="served_manner_known"),
            models.CheckConstraint(condition=~Q(manner=Manner.LEFT) | ~Q(witness=""), name="served_left_witness"),
        ]
        indexes = [models.Index(fields=["label", "key"], name="served_case")]

    def __str__(self):
        return f"{self.get_paper_display()} → {self.on_whom}"

"""Choices of the tally."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class Averaging(TextChoices):
    """How the answers to an item become one number; settled in the plan, never both at once."""

    PLAIN = "plain", _("plain mean")
    TRIMMED = "trimmed", _("mean without one highest and one lowest")


verbs.declare(archive_pack=_("took the archive away"))

"""Choices of the disposal of what is kept long enough."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DisposalState(TextChoices):
    """A batch is proposed by one person and carried out by another."""

    PROPOSED = "PROPOSED", _("proposed")
    DONE = "DONE", _("carried out")
    DISCARDED = "DISCARDED", _("discarded")


# What lists say beside the state of a case under a legal hold.
UNDER_HOLD = pgettext_lazy("tag", "legal hold")
# What stands in place of a text that was disposed of.
BLANK = "（已按期销毁）"

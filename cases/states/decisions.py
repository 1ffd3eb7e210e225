"""Choices of the decisions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionState(TextChoices):
    """A decision is entered by one person and confirmed by another; from then on it stays as it is."""

    DRAFT = "DRAFT", _("entered")
    CONFIRMED = "CONFIRMED", _("confirmed")
    DISCARDED = "DISCARDED", _("discarded")


class Meeting(TextChoices):
    """Which meeting decided."""

    DEPARTMENT = "department", _("meeting of the department")
    STANDING = "standing", _("standing committee of the district")
    GROUP = "group", _("leading Party group of the unit")
    JOINT = "joint", _("joint meeting with the discipline commission")
    APPEALS = "appeals", _("appeals panel")

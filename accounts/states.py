"""Roles and states of the accounts floor."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """District-wide roles, stored on the user. What belongs to one project or unit is derived from dated rows above."""

    PLANNER = "planner", _("Key project office")
    SUPERVISOR = "supervisor", _("Inspection office")
    TEAM = "team", _("Evaluation team")
    OFFICE = "office", _("Cadre section")
    DIRECTOR = "director", _("Organisation department leader")
    LEADER = "leader", _("District leader")
    DISCIPLINE = "discipline", _("Discipline commission")


class Administrator(TextChoices):
    """The three administrators exclude each other and every role; none sees business data."""

    NONE = "", _("none")
    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDIT = "audit", _("Audit administrator")


class FeedbackState(TextChoices):
    """A complaint or suggestion on its way to an answer."""

    RECEIVED = "RECEIVED", _("received")
    ACCEPTED = "ACCEPTED", _("being handled")
    ANSWERED = "ANSWERED", _("answered")
    CLOSED = "CLOSED", _("closed")

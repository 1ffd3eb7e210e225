"""Choices of the reserve list (后备)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Layer(TextChoices):
    """For which posts somebody is in reserve."""

    PRINCIPAL = "principal", _("reserve for principal posts")
    DEPUTY = "deputy", _("reserve for deputy posts")


class Maturity(TextChoices):
    """When somebody could be used."""

    NEAR = "near", _("near (within a year)")
    MIDDLE = "middle", _("middle (one to three years)")
    FAR = "far", _("far (after three years)")


class AnnualGrade(TextChoices):
    """The newest grade of the yearly appraisal, as the personnel file says it."""

    EXCELLENT = "excellent", _("excellent")
    COMPETENT = "competent", _("competent")
    BASIC = "basic", _("basically competent")
    NOT = "not", _("not competent")
    NONE = "none", _("no grade fixed")


# With these somebody may be on the list.
GOOD_GRADES = (AnnualGrade.EXCELLENT, AnnualGrade.COMPETENT)


class ReserveState(TextChoices):
    """An entry of the reserve list on its way."""

    PROPOSED = "PROPOSED", _("proposed")
    CHECKED = "CHECKED", _("checked")
    BEFORE = "BEFORE", _("before the meeting")
    DECIDED = "DECIDED", _("decided, to be confirmed")
    IN = "IN", _("in the list")
    LISTED = "LISTED", _("to be evaluated for a post")
    USED = "USED", _("used")
    REMOVED = "REMOVED", _("struck off the list")
    DROPPED = "DROPPED", _("not entered")


R = ReserveState
RESERVE_ENDED = (R.USED, R.REMOVED, R.DROPPED)
# Reached only after a meeting's decision and its confirmation.
RESERVE_EFFECTIVE = (R.IN, R.LISTED, R.USED, R.REMOVED)
# What counts as on the list, as long as nothing blocks it.
RESERVE_STANDING = (R.IN, R.LISTED)

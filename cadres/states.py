"""Choices of the cadres floor."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Track(TextChoices):
    """The kind of unit; tables and standings are never mixed across tracks."""

    TOWN = "town", _("town or sub-district")
    DEPARTMENT = "department", _("district department")
    ENTERPRISE = "enterprise", _("state-owned enterprise")
    DISTRICT = "district", _("district leadership")
    OTHER = "other", _("other")


class Level(TextChoices):
    """Level of a post; with the track it makes the peer group."""

    DISTRICT = "district", _("district level")
    CHIEF = "chief", _("section chief level")
    DEPUTY = "deputy", _("deputy section level")
    STAFF = "staff", _("staff")


class CadreState(TextChoices):
    """Where a cadre stands in service."""

    SERVING = "serving", _("serving")
    LEFT = "left", _("left office")
    RETIRED = "retired", _("retired")


class Gender(TextChoices):
    MALE = "m", _("male")
    FEMALE = "f", _("female")


class InfluenceKind(TextChoices):
    """What an influence period follows from. Default months are a setting of each kind (cadres.options)."""

    REMINDER = "reminder", _("reminder talk")
    ADMONITION = "admonition", _("admonition")
    TRANSFER = "transfer", _("transferred from the post")
    DEMOTION = "demotion", _("demoted")
    REMOVAL = "removal", _("removed from office")
    PARTY_WARNING = "party_warning", _("Party warning")
    STATE_WARNING = "state_warning", _("administrative warning")
    SERIOUS_WARNING = "serious_warning", _("serious Party warning")
    DEMERIT = "demerit", _("demerit")
    MAJOR_DEMERIT = "major_demerit", _("major demerit, demotion or dismissal")
    OPEN_CASE = "open_case", _("case open")
    YELLOW_CARD = "yellow_card", _("yellow card")
    RED_CARD = "red_card", _("red card")
    OTHER = "other", _("other")


class Purpose(TextChoices):
    """What an influence period may block."""

    PROMOTION = "promotion", _("promotion")
    RANK = "rank", _("rank")
    MERIT = "merit", _("merit award")
    RESERVE = "reserve", _("reserve list")
    HONOUR = "honour", _("red-flag pacesetter")

"""Choices of the cards (亮牌)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Colour(TextChoices):
    """The cards there are; codes of measures of kind card."""

    YELLOW = "yellow", _("yellow card")
    RED = "red", _("red card")


class Rule(TextChoices):
    """By which rule the system drafted a card; empty where a person proposed it."""

    NONE = "", _("proposed by a person")
    ORDER = "order", _("order overdue")
    LIGHTS = "lights", _("red light for months in a row")
    YELLOWS = "yellows", _("yellow cards within the window")
    NOT_RIGHTED = "not_righted", _("yellow card not put right in time")
    TOLERANCE = "tolerance", _("red card stepped down after a tolerance finding")


class CardState(TextChoices):
    """A card on its way: proposed, facts served, heard, forwarded, decided, delivered, put right, over."""

    DRAFT = "DRAFT", pgettext_lazy("card", "proposed")
    NOTIFIED = "NOTIFIED", pgettext_lazy("card", "facts served")
    HEARD = "HEARD", pgettext_lazy("card", "heard")
    PROPOSED = "PROPOSED", pgettext_lazy("card", "before the meeting")
    DECIDED = "DECIDED", pgettext_lazy("card", "decided")
    VALID = "VALID", pgettext_lazy("card", "in force")
    RECTIFIED = "RECTIFIED", pgettext_lazy("card", "reported put right")
    LIFTED = "LIFTED", pgettext_lazy("card", "lifted")
    ESCALATED = "ESCALATED", pgettext_lazy("card", "escalated")
    LAPSED = "LAPSED", pgettext_lazy("card", "lapsed")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("card", "withdrawn")
    DROPPED = "DROPPED", pgettext_lazy("card", "not given")


ENDED = (CardState.LIFTED, CardState.ESCALATED, CardState.LAPSED, CardState.WITHDRAWN, CardState.DROPPED)
# Reached only after delivery.
EFFECTIVE = (
    CardState.VALID, CardState.RECTIFIED, CardState.LIFTED, CardState.ESCALATED, CardState.LAPSED, CardState.WITHDRAWN,
)  # fmt: skip
# In force now: what counts in every figure.
COUNTING = (CardState.VALID, CardState.RECTIFIED)
# Delivered and not taken back: review and appeal lie against it, and its effect stands.
STANDING = tuple(state for state in EFFECTIVE if state != CardState.WITHDRAWN)

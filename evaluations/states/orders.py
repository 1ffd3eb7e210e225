"""Choices of the orders to put something right (督办单)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class OrderState(TextChoices):
    """An order on its way from the draft to its closing (销号)."""

    DRAFT = "DRAFT", _("order being drafted")
    ISSUED = "ISSUED", _("to be signed for")
    WORKING = "WORKING", _("being put right")
    REPORTED = "REPORTED", _("to be verified")
    CLOSED = "CLOSED", _("order closed")
    WITHDRAWN = "WITHDRAWN", _("order withdrawn")
    DISCARDED = "DISCARDED", _("draft discarded")


# The road that an order goes when nothing is in the way: what a page shows as its line.
ROAD = (OrderState.DRAFT, OrderState.ISSUED, OrderState.WORKING, OrderState.REPORTED, OrderState.CLOSED)
# What the responsible unit and the office still have to do something about.
OPEN = (OrderState.ISSUED, OrderState.WORKING, OrderState.REPORTED)
# What has a number: all that was ever issued.
NUMBERED = (*OPEN, OrderState.CLOSED, OrderState.WITHDRAWN)


class Extension(TextChoices):
    """An extension is asked for once, by the unit, and decided by the office."""

    NONE = "", _("not asked for")
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class Holder(TextChoices):
    """Whose turn it is."""

    HEAD = "head", _("head of the inspection office")
    UNIT = "unit", _("responsible unit")
    OFFICE = "office", _("inspection office")
    NOBODY = "nobody", _("nobody")


class Prompt(TextChoices):
    """What an overdue order suggests to the office; people decide."""

    NONE = "", _("nothing")
    URGE = "urge", _("consider urging the unit")
    CIRCULATE = "circulate", _("consider naming it in the circular")
    CARD = "card", _("consider proposing a card")


class Urging(TextChoices):
    """What the office did about an overdue order."""

    URGED = "urged", _("urged")
    CIRCULATED = "circulated", _("named in the circular")
    PROPOSED = "proposed", _("card proposed")


verbs.declare(
    draft=_("drafted"), edit=_("changed the draft"), urged=_("urged"), circulated=_("named in the circular"),
    proposed=_("card proposed"),
)  # fmt: skip

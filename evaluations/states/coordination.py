"""Choices of the coordination slip (协调单)."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class CoordinationState(TextChoices):
    """A slip on its way: raised, taken up, worked on, answered, and settled only when its raiser says so."""

    RAISED = "RAISED", _("raised, to be taken up")
    ESCALATED = "ESCALATED", _("escalated, to be taken up")
    ACCEPTED = "ACCEPTED", _("taken up")
    WORKING = "WORKING", _("being coordinated")
    ANSWERED = "ANSWERED", _("answered, to be confirmed")
    SOLVED = "SOLVED", _("settled")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


# Before anybody has taken it up at its level; with its holder; still open at all.
WAITING = (CoordinationState.RAISED, CoordinationState.ESCALATED)
HELD = (*WAITING, CoordinationState.ACCEPTED, CoordinationState.WORKING)
OPEN = (*HELD, CoordinationState.ANSWERED)


class Level(IntegerChoices):
    """The four levels of domain.md: who coordinates."""

    DEPUTY = 1, _("level 1, leader in charge")
    HEAD = 2, _("level 2, principal leader of the responsible unit")
    LEADER = 3, _("level 3, supporting leader")
    PRINCIPAL = 4, _("level 4, principal leaders of the district")


class Origin(TextChoices):
    """How a slip came about."""

    REPORT = "report", _("from a daily report")
    HAND = "hand", _("entered by hand")


class StepEnd(TextChoices):
    """How a step at one level ended."""

    ANSWERED = "answered", _("answered")
    ESCALATED = "escalated", _("escalated")
    WITHDRAWN = "withdrawn", _("withdrawn")


verbs.declare(**{"raise": _("raised a coordination slip"), "name_again": _("named again in a report")})

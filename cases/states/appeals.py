"""Choices of reviews and appeals (复核、申诉)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AppealState(TextChoices):
    """A review or an appeal on its way: lodged, admitted, examined, before the panel, decided, delivered."""

    LODGED = "LODGED", _("lodged")
    QUESTIONED = "QUESTIONED", _("admissibility to be decided")
    ADMITTED = "ADMITTED", _("admitted")
    INADMISSIBLE = "INADMISSIBLE", _("not admitted")
    EXAMINED = "EXAMINED", _("examined")
    PROPOSED = "PROPOSED", _("before the appeals panel")
    DECIDED = "DECIDED", _("decided, to be delivered")
    CLOSED = "CLOSED", _("outcome delivered")
    WITHDRAWN = "WITHDRAWN", _("taken back by the person")


ENDED = (AppealState.INADMISSIBLE, AppealState.CLOSED, AppealState.WITHDRAWN)
# Only here the outcome has flowed back into what was appealed against.
EFFECTIVE = (AppealState.CLOSED,)
# Admitted and not over: what it is about is disputed.
DISPUTES = (AppealState.ADMITTED, AppealState.EXAMINED, AppealState.PROPOSED, AppealState.DECIDED)

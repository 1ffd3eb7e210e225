"""Choices of the withdrawal of an honour (撤销称号)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class WithdrawalState(TextChoices):
    """A withdrawal on its way: proposed, facts served, heard, before the meeting, decided, delivered; or the honour
    stays."""

    DRAFT = "DRAFT", pgettext_lazy("withdrawal", "proposed")
    NOTIFIED = "NOTIFIED", pgettext_lazy("withdrawal", "facts served")
    HEARD = "HEARD", pgettext_lazy("withdrawal", "heard")
    PROPOSED = "PROPOSED", pgettext_lazy("withdrawal", "before the meeting")
    DECIDED = "DECIDED", pgettext_lazy("withdrawal", "decided")
    DELIVERED = "DELIVERED", pgettext_lazy("withdrawal", "honour withdrawn")
    KEPT = "KEPT", pgettext_lazy("withdrawal", "the honour stays")
    DROPPED = "DROPPED", pgettext_lazy("withdrawal", "not pursued")
    REVOKED = "REVOKED", pgettext_lazy("withdrawal", "honour given back")


S = WithdrawalState
ENDED = (S.DELIVERED, S.KEPT, S.DROPPED, S.REVOKED)
# Reached only after delivery.
EFFECTIVE = (S.DELIVERED, S.REVOKED)
BEFORE_MEETING = (S.DRAFT, S.NOTIFIED, S.HEARD)
BEFORE_DELIVERY = (*BEFORE_MEETING, S.PROPOSED, S.DECIDED)

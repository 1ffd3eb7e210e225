"""Choices of proposals for promotion (能上)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PromotionState(TextChoices):
    """A proposal on its way: evidence frozen, discipline asked, proposed, decided, appointed."""

    DRAFT = "DRAFT", _("evidence gathered")
    CONSULTING = "CONSULTING", _("opinion asked")
    ADVISED = "ADVISED", _("opinion received")
    FORWARDED = "FORWARDED", _("before the meeting")
    DECIDED = "DECIDED", _("decided")
    APPOINTED = "APPOINTED", _("appointed")
    DECLINED = "DECLINED", _("meeting declined")
    DROPPED = "DROPPED", _("not pursued")


ENDED = (PromotionState.APPOINTED, PromotionState.DECLINED, PromotionState.DROPPED)


class Target(TextChoices):
    """What the person is proposed for; codes are purposes that an influence period may block."""

    PROMOTION = "promotion", _("higher post")
    RANK = "rank", _("higher rank")

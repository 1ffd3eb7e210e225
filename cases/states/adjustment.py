"""Choices of adjustments (能下): what set them off, what was looked at, who was asked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AdjustmentState(TextChoices):
    """An adjustment on its way: clue, verification, hearing, proposal, consultation, decision, post, follow-up."""

    CLUE = "CLUE", _("clue")
    VERIFYING = "VERIFYING", _("being verified")
    VERIFIED = "VERIFIED", _("facts verified")
    NOTIFIED = "NOTIFIED", _("facts served")
    HEARD = "HEARD", _("heard")
    PROPOSED = "PROPOSED", _("measure proposed")
    CONSULTING = "CONSULTING", _("opinions asked")
    FORWARDED = "FORWARDED", _("before the meeting")
    DECIDED = "DECIDED", _("decided")
    TALKED = "TALKED", _("talked with")
    DELIVERED = "DELIVERED", _("decision delivered")
    FOLLOW_UP = "FOLLOW_UP", _("in the influence period")
    CLOSED = "CLOSED", _("evaluated and closed")
    REVOKED = "REVOKED", pgettext_lazy("adjustment", "revoked")
    DISMISSED = "DISMISSED", _("dismissed")
    DECLINED = "DECLINED", _("meeting declined")


S = AdjustmentState
ENDED = (S.CLOSED, S.REVOKED, S.DISMISSED, S.DECLINED)
# Reached only after delivery.
EFFECTIVE = (S.DELIVERED, S.FOLLOW_UP, S.CLOSED, S.REVOKED)
# The road before each thing that must stand; a dismissal may come from anywhere on it.
UNVERIFIED = (S.CLUE, S.VERIFYING, S.DISMISSED)
UNSERVED = (*UNVERIFIED, S.VERIFIED)
UNHEARD = (*UNSERVED, S.NOTIFIED)
UNPROPOSED = (*UNHEARD, S.HEARD)
UNCONSULTED = (*UNPROPOSED, S.PROPOSED)
UNFORWARDED = (*UNCONSULTED, S.CONSULTING)
BEFORE_DECISION = (S.CLUE, S.VERIFYING, S.VERIFIED, S.NOTIFIED, S.HEARD, S.PROPOSED, S.CONSULTING, S.FORWARDED)


class Trigger(TextChoices):
    """What set the case off; never shown to the person concerned."""

    ANNUAL = "annual", _("annual appraisal")
    SPECIAL = "special", _("special examination")
    RED_CARD = "red_card", _("red card")
    INSPECTION = "inspection", _("discipline inspection")
    AUDIT = "audit", _("audit")
    PETITION = "petition", _("letters and visits")
    SUPERVISION = "supervision", _("supervision and inspection")


class ToleranceCheck(TextChoices):
    """What came of asking whether error tolerance applies; asked in every verification."""

    NONE = "", _("not considered yet")
    NOT_APPLICABLE = "no", _("considered: not applicable")
    OPENED = "opened", _("considered: tolerance case opened")


class TalkTime(TextChoices):
    """When in the case a talk was held."""

    BEFORE = "before", _("before the proposal")
    DECIDED = "decided", _("after the decision")
    FOLLOW_UP = "follow_up", _("during the follow-up")


class Asked(TextChoices):
    """Whose opinion must be heard before a meeting."""

    DISCIPLINE = "discipline", _("Discipline commission")
    LEADER = "leader", _("leader in charge")


class Stance(TextChoices):
    """What an opinion comes to."""

    AGREE = "agree", _("agrees")
    RESERVED = "reserved", _("agrees with reservations")
    OBJECT = "object", _("objects")


class Verdict(TextChoices):
    """What the evaluation at the end of the influence period says."""

    EXCELLENT = "excellent", _("outstanding: may be promoted again")
    FIT = "fit", _("fit for the present post")
    UNFIT = "unfit", _("not fit for the present post")

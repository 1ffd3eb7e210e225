"""Choices of the honours (评先树优): batches of pacesetters, who is on them, what others object to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sort(TextChoices):
    """What a batch honours."""

    FLAG = "flag", _("red-flag pacesetters")
    FASTER = "faster", _("pacesetters of the faster projects")


class HonourState(TextChoices):
    """A batch on its way: drawn, asked about, shown to all, proposed, decided, published."""

    DRAFT = "DRAFT", _("drawn")
    OPINION = "OPINION", _("with the discipline commission")
    OPINED = "OPINED", _("opinion given")
    PUBLICITY = "PUBLICITY", _("shown to all")
    CHECKED = "CHECKED", _("publicity over")
    PROPOSED = "PROPOSED", _("before the meeting")
    DECIDED = "DECIDED", _("decided")
    PUBLISHED = "PUBLISHED", _("published")
    DROPPED = "DROPPED", _("dropped")


H = HonourState
HONOUR_ENDED = (H.PUBLISHED, H.DROPPED)
# What a meeting has decided: only with everything that comes before.
HONOUR_EFFECTIVE = (H.DECIDED, H.PUBLISHED)
# From the publicity on everybody who works here may look.
HONOUR_PUBLIC = (H.PUBLICITY, H.CHECKED, H.PROPOSED, H.DECIDED, H.PUBLISHED)
# Until the meeting a candidate may be taken out.
HONOUR_OPEN_LIST = (H.DRAFT, H.OPINION, H.OPINED, H.PUBLICITY, H.CHECKED)


class HonoureeState(TextChoices):
    """A person on a batch."""

    CANDIDATE = "CANDIDATE", _("candidate")
    OUT = "OUT", _("taken out")
    RECIPIENT = "RECIPIENT", _("honoured")
    WITHDRAWN = "WITHDRAWN", _("honour withdrawn")


HONOUREE_EFFECTIVE = (HonoureeState.RECIPIENT, HonoureeState.WITHDRAWN)


class Origin(TextChoices):
    """How a person came on a batch."""

    DRAWN = "drawn", _("drawn by the criteria")
    ADDED = "added", _("added by hand")


class Opinion(TextChoices):
    """What the discipline commission says of a candidate."""

    NONE = "", _("not yet given")
    CLEAR = "clear", _("nothing known against")
    ADVERSE = "adverse", _("should not be honoured")


class ObjectionState(TextChoices):
    """An objection raised while a batch is shown to all."""

    RAISED = "RAISED", _("raised")
    UPHELD = "UPHELD", _("found right")
    REJECTED = "REJECTED", _("found not right")

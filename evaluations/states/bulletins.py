"""Choices of the monthly bulletin (月通报) and of the lists of faster projects."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class BulletinKind(TextChoices):
    MONTHLY = "monthly", _("monthly bulletin")
    CORRECTION = "correction", _("correction of a bulletin")


class BulletinState(TextChoices):
    """A bulletin on its way from the draft to the archive. From 印发 on nothing of it moves."""

    DRAFT = "DRAFT", _("bulletin being drafted")
    CHECKING = "CHECKING", _("being checked by the units")
    REVIEWING = "REVIEWING", _("to be reviewed")
    SIGNING = "SIGNING", _("to be signed")
    SIGNED = "SIGNED", _("to be published")
    PUBLISHED = "PUBLISHED", _("published, being signed for")
    ARCHIVED = "ARCHIVED", _("archived")
    DISCARDED = "DISCARDED", _("discarded")


# The line of a page.
ROAD = (
    BulletinState.DRAFT, BulletinState.CHECKING, BulletinState.REVIEWING, BulletinState.SIGNING, BulletinState.SIGNED,
    BulletinState.PUBLISHED, BulletinState.ARCHIVED,
)  # fmt: skip
PUBLIC = (BulletinState.PUBLISHED, BulletinState.ARCHIVED)
# Words and lines are still open to change.
EDITABLE = (BulletinState.DRAFT, BulletinState.CHECKING, BulletinState.REVIEWING)


class ObjectionState(TextChoices):
    """A unit's objection to its line, answered by the office."""

    RAISED = "RAISED", _("to be answered")
    ACCEPTED = "ACCEPTED", _("objection accepted")
    REJECTED = "REJECTED", _("objection not accepted")


class Section(TextChoices):
    """The parts of the text, in the order in which they are printed."""

    OVERALL = "overall", _("overall")
    RED = "red", _("faster projects")
    LIGHTS = "lights", _("projects behind plan, and why")
    ORDERS = "orders", _("problems closed")
    NEXT = "next", _("what is asked next")


class BatchState(TextChoices):
    """A list of faster projects: drawn up, then published by a recorded decision."""

    DRAFT = "DRAFT", _("list being drafted")
    PUBLISHED = "PUBLISHED", _("list published")
    DISCARDED = "DISCARDED", _("list discarded")


verbs.declare(
    draft=_("drafted"), edit=_("changed the draft"), agree=_("found correct"), receive=_("signed for"),
    object=_("objected"), edit_line=_("changed a line"), edit_words=_("changed the words"),
)  # fmt: skip

"""Choices of the weekly inspection."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class PlanState(TextChoices):
    """A week's plan is drawn, looked at, then published in advance."""

    DRAFT = "DRAFT", _("plan being drawn up")
    PUBLISHED = "PUBLISHED", _("published")


class InspectionState(TextChoices):
    """A visit to one site by two inspectors or more."""

    PLANNED = "PLANNED", _("planned")
    OPEN = "OPEN", _("on site")
    GATHERED = "GATHERED", _("to be consolidated")
    CONFIRMED = "CONFIRMED", _("confirmed")
    CANCELLED = "CANCELLED", _("called off")


class RecordState(TextChoices):
    """What one inspector writes, alone."""

    WRITING = "WRITING", _("being written")
    IN = "IN", _("handed in")


class Choice(TextChoices):
    """How a site came into a week's plan."""

    OLDEST = "oldest", _("longest not seen")
    DRAWN = "drawn", _("drawn at random")
    ADDED = "added", _("added by hand")


class Aspect(TextChoices):
    """What an inspector looks at on every site."""

    PROGRESS = "progress", _("progress as reported")
    PEOPLE = "people", _("people in charge on site")
    SAFETY = "safety", _("safety on site")
    QUALITY = "quality", _("quality of the works")
    CARE = "care", _("dust, noise, residents")
    MENDING = "mending", _("earlier findings mended")


class Value(TextChoices):
    """The mark for one aspect."""

    GOOD = "good", _("in order")
    FAIR = "fair", _("mostly in order")
    POOR = "poor", _("not in order")
    UNSEEN = "unseen", _("not looked at")


class Speed(TextChoices):
    """How fast a finding can be put right; the days are settings."""

    AT_ONCE = "at_once", _("at once")
    ORDINARY = "ordinary", _("ordinary")
    COMPLEX = "complex", _("complex")


# What was done to a record without moving it.
verbs.declare(
    draw=_("drew the sites"), redraw=_("drew the sites anew"), add_site=_("added a site"),
    drop_site=_("took a site out"), assign=_("named the inspectors"), show_file=_("added evidence"),
    hide_file=_("took evidence out"),
)  # fmt: skip

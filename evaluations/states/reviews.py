"""Choices of the quarter's reviews."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class ReviewState(TextChoices):
    """A review on its way from the plan to the archive."""

    PLANNED = "PLANNED", _("plan")
    LISTED = "LISTED", _("lists locked")
    OPEN = "OPEN", _("open for voting")
    CLOSED = "CLOSED", _("voting closed")
    PEELED = "PEELED", _("first seal taken off")
    OPENED = "OPENED", _("urns opened")
    COUNTED = "COUNTED", _("counted")
    CHECKED = "CHECKED", _("checked")
    APPROVED = "APPROVED", _("approved")
    PUBLISHED = "PUBLISHED", _("published")
    ARCHIVED = "ARCHIVED", _("archived")
    VOID = "VOID", _("void")


class ReviewKind(TextChoices):
    """Whom a review is about; only reviews of cadres feed the five dimensions."""

    PROJECT = "project", _("review of projects")
    CADRE = "cadre", _("review of cadres")


class Scale(TextChoices):
    """How an item is answered."""

    MARKS = "marks", _("by marks")
    OPTIONS = "options", _("options")


class Dimension(TextChoices):
    """The five dimensions of a cadre (项目建设、思想政治、工作作风、工作创新、廉政建设)."""

    NONE = "", _("no dimension")
    PROJECT = "project", _("building projects")
    POLITICS = "politics", _("political thought")
    STYLE = "style", _("manner of work")
    INNOVATION = "innovation", _("innovation")
    INTEGRITY = "integrity", _("integrity")


class Seat(TextChoices):
    """The three who keep the keys: any two of them open the urns, none alone."""

    FIRST = "first", _("first officer")
    SECOND = "second", _("second officer")
    RESERVE = "reserve", _("reserve officer")


verbs.declare(
    set_up=_("set up"),
    set_raters=_("entered the raters"),
    add_subjects=_("added subjects"),
    set_sheet=_("chose the sheet"),
    appoint_officers=_("appointed the officers of the urns"),
    make_key=_("made the key"),
    issue_slips=_("issued the slips"),
)

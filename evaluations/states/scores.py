"""States and choices of schemes and scores."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhangdian.trail import verbs


class SchemeState(TextChoices):
    """A scheme is a draft until a meeting adopts it; from then on its numbers stand."""

    DRAFT = "DRAFT", _("being drawn up")
    ADOPTED = "ADOPTED", _("adopted")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("scheme", "withdrawn")


class Method(TextChoices):
    """Which figure of a review a score takes."""

    COUNTED = "counted", _("as the review was counted")
    ROBUST = "robust", _("robust estimate where the ballots allow it")


class ScoringState(TextChoices):
    """The scores of a quarter: computed, shown for checking, then frozen by a decision."""

    DRAFT = "DRAFT", _("computed")
    CHECKING = "CHECKING", _("shown for checking")
    FROZEN = "FROZEN", _("frozen")


class Grade(TextChoices):
    """The quarter's grade (平时考核)."""

    NONE = "", _("no grade")
    GOOD = "good", _("grade good")
    FAIR = "fair", _("grade rather good")
    PLAIN = "plain", _("grade ordinary")
    POOR = "poor", _("grade poor")


class Unranked(TextChoices):
    """Why somebody has a score and no place, or neither."""

    NO = "", _("ranked")
    NOTHING = "nothing", _("nothing could be owed")
    PIECES = "pieces", _("too few pieces of evidence")
    DAYS = "days", _("too few days on projects")
    PEER = "peer", _("no peer group in the scheme")


class Indicator(TextChoices):
    """What a line of a score is about."""

    MILESTONES = "milestones", _("milestones")
    INVESTMENT = "investment", _("investment")
    ORDERS = "orders", _("orders closed in time")
    REVIEW = "review", _("review of projects")
    CARRIED = "carried", _("scores of the projects carried")
    TARGETS = "targets", _("targets of the projects carried")
    PROJECT = "project", _("building projects")
    POLITICS = "politics", _("political thought")
    STYLE = "style", _("manner of work")
    INNOVATION = "innovation", _("innovation")
    INTEGRITY = "integrity", _("integrity")
    ADDITIONS = "additions", _("verified facts and decisions")


class ObjectionState(TextChoices):
    """An objection to a score."""

    RAISED = "RAISED", _("objection raised")
    UPHELD = "UPHELD", _("objection upheld")
    REJECTED = "REJECTED", _("objection not upheld")


class HoldKind(TextChoices):
    """What an open case does to what a score rests on."""

    SUSPENDED = "suspended", _("suspended: an error tolerance case is open")
    DISPUTED = "disputed", _("disputed: an appeal is open")


verbs.declare(
    post_entry=_("entered points"),
    hold_source=_("held what a score rests on"),
    release_source=_("released what a score rests on"),
    open_scoring=_("computed the scores of a quarter"),
    revise=_("made a revision of a score"),
    rehearse=_("rehearsed a scheme"),
    copy_scheme=_("drew up a scheme after another"),
    read_score=_("read why a number is what it is"),
)

"""Choices that every kind of case shares: whose turn it is, how something was served, how a statement ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Holder(TextChoices):
    """Whose turn it is at a step; every open step has exactly one."""

    OFFICE = "office", _("Cadre section")
    DIRECTOR = "director", _("Organisation department leader")
    DISCIPLINE = "discipline", _("Discipline commission")
    SUBJECT = "subject", _("the person concerned")
    UNIT = "unit", _("the unit concerned")
    NOBODY = "", _("nobody")


class Paper(TextChoices):
    """What is served on the person or unit concerned."""

    FACTS = "facts", _("notice of facts")
    DECISION = "decision", pgettext_lazy("served", "decision")
    CORRECTION = "correction", _("correction notice")
    OUTCOME = "outcome", _("reply")


class Manner(TextChoices):
    """How something was served."""

    SIGNED = "signed", _("signed for by the person")
    SYSTEM = "system", _("opened in the system")
    LEFT = "left", _("refused and left, with a witness")
    POST = "post", _("by registered post")


class Heard(TextChoices):
    """How the hearing of the person ended."""

    NONE = "", _("not yet heard")
    GIVEN = "given", _("stated")
    WAIVED = "waived", _("waived")
    EXPIRED = "expired", _("period expired without a statement")


class Remedy(TextChoices):
    """What the person may ask for against a decision."""

    REVIEW = "review", _("review (复核)")
    APPEAL = "appeal", _("appeal (申诉)")


class Result(TextChoices):
    """What an appeal ends in."""

    CONFIRMED = "confirmed", _("confirmed")
    CHANGED = "changed", _("changed")
    REVOKED = "revoked", _("revoked")

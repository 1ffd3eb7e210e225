"""Choices of the rule sets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RuleSetState(TextChoices):
    """A rule set is written, then adopted, and from then on stays as it is."""

    DRAFT = "DRAFT", _("draft")
    ADOPTED = "ADOPTED", _("adopted")


class Span(TextChoices):
    """What a clock counts."""

    WORKING = "working", _("working days")
    DAYS = "days", _("days")
    MONTHS = "months", _("months")


class MeasureKind(TextChoices):
    """What a measure is: a reminder below the cards, a card, or an adjustment of the post."""

    REMINDER = "reminder", _("reminder")
    CARD = "card", _("card")
    ADJUSTMENT = "adjustment", _("adjustment")
    PROMOTION = "promotion", _("promotion")


class Category(TextChoices):
    """The four categories of the district's circumstances."""

    POLITICS = "politics", _("Political discipline and rules not kept")
    DUTY = "duty", _("Duties not effectively carried")
    STYLE = "style", _("No practical, responsible style of work")
    INTEGRITY = "integrity", _("Not clean in office")


class Severity(TextChoices):
    """How heavily a circumstance weighs."""

    LIGHT = "light", _("light")
    MIDDLE = "middle", _("middle")
    HEAVY = "heavy", _("heavy")

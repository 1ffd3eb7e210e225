"""States and choices of the book of facts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FactState(TextChoices):
    """Only a verified fact may be read by a dossier or a score."""

    DRAFT = "DRAFT", _("fact to be verified")
    VERIFIED = "VERIFIED", _("verified")
    REJECTED = "REJECTED", _("not borne out")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class FactKind(TextChoices):
    ACHIEVEMENT = "achievement", _("achievement in a hard task")
    INNOVATION = "innovation", _("innovation")
    PEOPLE = "people", _("word of the people")
    PROBLEM = "problem", _("problem")
    PRAISE = "praise", _("commendation")
    CRITICISM = "criticism", _("criticism by circular")


# A kind is never told by its colour: each has a shape beside its word.
SHAPES = {
    FactKind.ACHIEVEMENT: "▲", FactKind.INNOVATION: "◆", FactKind.PEOPLE: "●", FactKind.PRAISE: "★",
    FactKind.PROBLEM: "□", FactKind.CRITICISM: "▽",
}  # fmt: skip


class FactSource(TextChoices):
    REPORTS = "reports", _("from milestones and reports")
    INSPECTION = "inspection", _("from inspections")
    TEAM = "team", _("from an evaluation team")
    SUPERIOR = "superior", _("from a superior authority")
    PEOPLE = "people", _("from the people")

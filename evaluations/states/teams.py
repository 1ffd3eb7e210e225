"""States and choices of the evaluation teams' work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhangdian.trail import verbs


class ExaminationState(TextChoices):
    """An evaluation on its way from plan to file (domain: 方案、组建、进入一线、延伸核实、材料、部务会研判、归档)."""

    DRAFT = "DRAFT", _("plan being drafted")
    SUBMITTED = "SUBMITTED", _("plan awaiting approval")
    APPROVED = "APPROVED", _("plan approved")
    FORMED = "FORMED", _("team formed")
    ON_SITE = "ON_SITE", _("at the front line")
    VERIFYING = "VERIFYING", _("being verified further")
    MATERIAL = "MATERIAL", _("material being written")
    JUDGED = "JUDGED", _("considered by the department meeting")
    ARCHIVED = "ARCHIVED", _("on file")
    ABANDONED = "ABANDONED", _("called off")


class Trigger(TextChoices):
    """Why now."""

    PROGRESS = "progress", _("special, by the progress of projects")
    YEAR_END = "year_end", _("concentrated, at the end of the year")


class Way(TextChoices):
    """How a team looks."""

    SITE = "site", _("looking at the site")
    FORUM = "forum", _("discussion meeting")
    TALK = "talk", _("individual talks")
    OPINION = "opinion", _("opinions of leaders in charge and building units")
    REVIEW = "review", _("democratic appraisal")


class Outcome(TextChoices):
    """What the department meeting found for one person: a suggestion, never a decision on a post."""

    IN_VIEW = "in_view", _("comes into view")
    RESERVE = "reserve", _("proposed for the reserve list")
    REMIND = "remind", _("proposed for a reminder")
    NONE = "none", _("nothing further")


class TalkKind(TextChoices):
    """What a team writes down."""

    SITE = "site", _("record on site")
    FORUM = "forum", _("discussion meeting")
    TALK = "talk", _("individual talk")
    LEADER = "leader", _("opinion of the leader in charge")
    BUILDER = "builder", _("opinion of the building unit")


class Relation(TextChoices):
    """How the person talked to stands to the cadre."""

    SUPERIOR = "superior", _("superior")
    PEER = "peer", _("peer")
    SUBORDINATE = "subordinate", _("subordinate")
    SERVED = "served", _("person served")


class Leaning(TextChoices):
    """What the person talked to would recommend."""

    HIGHER = "higher", _("recommends for a more important post")
    STAY = "stay", _("fits the present post")
    IMPROVE = "improve", _("has to improve")
    UNSAID = "unsaid", _("did not say")


class TalkState(TextChoices):
    DRAFT = "DRAFT", _("being written down")
    FILED = "FILED", _("handed in")
    VOID = "VOID", _("void")


class CheckKind(TextChoices):
    """What is verified beyond the site."""

    INTEGRITY = "integrity", _("opinion on integrity")
    ARCHIVE = "archive", _("personnel file")
    MATTERS = "matters", _("personal matters reported")
    PETITION = "petition", _("letters and complaints")


class CheckState(TextChoices):
    ASKED = "ASKED", _("reply awaited")
    ANSWERED = "ANSWERED", _("answered")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class Finding(TextChoices):
    CLEAR = "clear", _("nothing known against")
    KNOWN = "known", _("something known, no effect on the evaluation")
    OPEN = "open", _("under examination, conclusion later")
    ADVERSE = "adverse", _("should not be proposed")


class MaterialState(TextChoices):
    DRAFT = "DRAFT", _("being drafted")
    HANDED_UP = "HANDED_UP", _("awaiting the team leader")
    SIGNED = "SIGNED", _("signed")


class ReadingPurpose(TextChoices):
    """What a material is opened for; kept on the trail."""

    DRAFTING = "drafting", _("drafting and checking")
    MEETING = "meeting", _("preparing the department meeting")
    DECISION = "decision", _("examining for a decision")
    ARCHIVE = "archive", _("putting on file")


verbs.declare(
    unseal=_("read the sealed words"), write=_("wrote"), ask=_("asked"), recuse=_("recused"),
    end_recusal=_("ended a recusal"),
)  # fmt: skip

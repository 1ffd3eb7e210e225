"""Choices of error tolerance (容错纠错)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ToleranceState(TextChoices):
    """A tolerance case on its way: lodged, accepted by two organs, investigated, deliberated, decided, fed back, put
    right, revisited."""

    LODGED = "LODGED", _("lodged")
    ACCEPTING = "ACCEPTING", _("acceptance to be countersigned")
    REFUSING = "REFUSING", _("refusal to be countersigned")
    INQUIRY = "INQUIRY", _("under investigation")
    JOINT = "JOINT", _("before the discipline commission")
    MEETING = "MEETING", _("before the joint meeting")
    DECIDED = "DECIDED", _("found, not yet fed back")
    FED_BACK = "FED_BACK", _("fed back, in effect")
    FILED = "FILED", _("filed")
    CORRECTING = "CORRECTING", _("being put right")
    CORRECTED = "CORRECTED", _("correction reported")
    FOLLOWED = "FOLLOWED", _("to be revisited")
    CLOSED = "CLOSED", _("closed after the revisit")
    REFUSED = "REFUSED", _("not accepted")
    WITHDRAWN = "WITHDRAWN", _("application withdrawn")
    DISMISSED = "DISMISSED", _("dismissed")
    REVOKED = "REVOKED", _("finding revoked")


S = ToleranceState
ENDED = (S.CLOSED, S.REFUSED, S.WITHDRAWN, S.DISMISSED, S.REVOKED)
# Reached only after the feedback was served: the finding is in effect (or was, before an appeal revoked it).
EFFECTIVE = (S.FED_BACK, S.FILED, S.CORRECTING, S.CORRECTED, S.FOLLOWED, S.CLOSED, S.REVOKED)
IN_EFFECT = EFFECTIVE[:-1]
# While it stands here what it is about is suspended: from acceptance to feedback. A mere application stops nothing, or
# a page handed in would stop every card; the acceptance is a matter of days.
SUSPENDING = (S.INQUIRY, S.JOINT, S.MEETING, S.DECIDED)
# Reached only through an acceptance that two organs signed. (A dismissed one may have ended before.)
ACCEPTED = (*SUSPENDING, *EFFECTIVE)


class Origin(TextChoices):
    """Who started it."""

    PERSON = "person", _("the person concerned")
    UNIT = "unit", _("the unit of the person")
    ORGAN = "organ", _("the organ itself")


class Ground(TextChoices):
    """Why an application is not accepted: the negative list (负面清单), or that it does not belong here."""

    GAIN = "gain", _("Private gain was sought (谋取私利)")
    FORBIDDEN = "forbidden", _("Done though expressly forbidden (明令禁止仍为)")
    BOTTOM = "bottom", _("Against the bottom line of Party discipline and law (违反党纪国法底线)")
    GRAVE = "grave", _("Responsible for a grave accident, damage or mass incident (重大安全、生态、群体性事件责任)")
    REPEATED = "repeated", _("Repeated after being corrected (屡犯不改)")
    NO_PROCEDURE = "procedure", _("Decided alone, without the procedure (未经程序擅自决策)")
    FALSE = "false", _("Falsified (弄虚作假)")
    SCOPE = "scope", _("Not within the scope of tolerance (不属于容错范围)")


class Distinction(TextChoices):
    """The three distinctions (三个区分开来): whether the matter lies on the side that is tolerated."""

    PIONEER = "pioneer", _("A mistake for lack of experience in trying first, not a known breach of discipline or law")
    EXPLORE = "explore", _("An exploration where no rule forbade it yet, not going on after it was forbidden")
    DEVELOP = "develop", _("An unintended slip for development, not a breach for private gain")


class Look(TextChoices):
    """The six looks (六看)."""

    MOTIVE = "motive", _("Motive and attitude (动机态度)")
    CONDITION = "condition", _("Objective conditions (客观条件)")
    PROCEDURE = "procedure", _("Procedure and method (程序方法)")
    NATURE = "nature", _("Nature and degree (性质程度)")
    CONSEQUENCE = "consequence", _("Consequences and influence (后果影响)")
    REMEDY = "remedy", _("Losses made good (挽回损失)")


class Side(TextChoices):
    """Whose word on a point it is."""

    SELF = "self", _("self-check of the applicant")
    FINDING = "finding", _("finding of the investigators")


class Party(TextChoices):
    """Who was heard."""

    PERSON = "person", _("the person concerned")
    UNIT = "unit", _("the unit")
    MASSES = "masses", _("the masses")


class Outcome(TextChoices):
    """What is found."""

    EXEMPT = "exempt", _("exempt from responsibility (免责)")
    LIGHTER = "lighter", _("lighter (从轻)")
    REDUCED = "reduced", _("reduced (减轻)")
    DENIED = "denied", _("not tolerated (不予容错)")


MITIGATED = (Outcome.LIGHTER, Outcome.REDUCED)


class Scope(TextChoices):
    """How far the clearing of the name (澄清正名) goes: the person says so."""

    NONE = "none", _("no clearing wished")
    MEETING = "meeting", _("at a meeting")
    DOCUMENT = "document", _("by a document")
    PUBLIC = "public", _("in public")


class Topic(TextChoices):
    """Under what a past finding stands in the library."""

    DECISION = "decision", _("decisions and approvals")
    LAND = "land", _("land and relocation")
    SITE = "site", _("building and safety on site")
    FUNDS = "funds", _("funds and tenders")
    REFORM = "reform", _("trying something new")
    EMERGENCY = "emergency", _("emergencies")
    OTHER = "other", _("other")

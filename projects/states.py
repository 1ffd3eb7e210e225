"""States and choices of the projects floor."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeState(TextChoices):
    DRAFT = "DRAFT", _("being drawn up")
    RUNNING = "RUNNING", _("running")
    CLOSED = "CLOSED", _("closed")


class Stage(TextChoices):
    """Where a project stands (domain: 谋划、储备、前期、在建、停工、竣工、验收、退出)."""

    IDEA = "IDEA", _("idea")
    RESERVE = "RESERVE", _("reserve")
    PREPARING = "PREPARING", _("preparing")
    BUILDING = "BUILDING", _("in construction")
    SUSPENDED = "SUSPENDED", _("suspended")
    COMPLETED = "COMPLETED", _("completed")
    ACCEPTED = "ACCEPTED", _("accepted")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


class Nature(TextChoices):
    NEW = "new", _("new")
    CONTINUED = "continued", _("continued")
    REBUILT = "rebuilt", _("rebuilt or extended")
    FINISHING = "finishing", _("to be completed")


class UnitRole(TextChoices):
    """What a unit does on a project."""

    RESPONSIBLE = "responsible", _("responsible unit")
    SUPPORT = "support", _("supporting unit")
    SERVICE = "service", _("service unit")
    BUILDER = "builder", _("building unit")


class PersonRole(TextChoices):
    """What a person does on a project."""

    LEADER = "leader", _("supporting leader")
    UNIT_HEAD = "unit_head", _("head of the responsible unit")
    DEPUTY = "deputy", _("leader in charge")
    SUPPORT_HEAD = "support_head", _("head of the supporting unit")
    LIAISON = "liaison", _("liaison")
    TEAM = "team", _("evaluation team")


# Of which unit of the project the people of a role are.
UNIT_OF = {
    PersonRole.UNIT_HEAD: UnitRole.RESPONSIBLE,
    PersonRole.DEPUTY: UnitRole.RESPONSIBLE,
    PersonRole.SUPPORT_HEAD: UnitRole.SUPPORT,
    PersonRole.LIAISON: UnitRole.RESPONSIBLE,
    PersonRole.TEAM: UnitRole.RESPONSIBLE,
}


class ReportState(TextChoices):
    """A day's report. Missing and late are computed, never stored as a state."""

    OPEN = "OPEN", _("to be reported")
    SUBMITTED = "SUBMITTED", _("reported")
    RETURNED = "RETURNED", _("returned")
    EXEMPT = "EXEMPT", _("exempt")


class Channel(TextChoices):
    """How a report came in."""

    WEB = "web", _("web page")
    API = "api", _("interface")
    OFFLINE = "offline", _("written without a signal")
    IMPORT = "import", _("import")


class Addressee(TextChoices):
    """Whom a matter to coordinate is addressed to."""

    UNIT = "unit", _("responsible unit")
    SUPPORT = "support", _("supporting unit")
    LEADER = "leader", _("supporting leader")
    PLANNER = "planner", _("key project office")


class LightColour(TextChoices):
    GREEN = "green", _("on plan")
    YELLOW = "yellow", _("behind")
    RED = "red", _("far behind")
    GREY = "grey", _("not yet due")


class LightState(TextChoices):
    """A light is computed, then confirmed by a person."""

    COMPUTED = "COMPUTED", _("computed")
    CONFIRMED = "CONFIRMED", _("confirmed")


class Period(TextChoices):
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


class Scope(TextChoices):
    """What a figure is about."""

    PROJECT = "project", _("project")
    UNIT = "unit", _("unit")
    DISTRICT = "district", _("district")

"""Settings of coordination slips."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

RESPOND_DAYS = declare(
    "coordination.respond_days", "int", 2, _("Coordination: working days to take a slip up"),
    _("Counted from the day it reached the level; the day ends at 24:00."), low=1, high=30,
)  # fmt: skip
ESCALATE_DAYS = declare(
    "coordination.escalate_days", "int", 5, _("Coordination: working days at one level until escalation is prompted"),
    _("The system only prompts; a person decides."), low=1, high=60,
)  # fmt: skip
CONFIRM_DAYS = declare(
    "coordination.confirm_days", "int", 3, _("Coordination: working days to confirm an answer"), low=1, high=30
)
ALIKE = declare(
    "coordination.alike", "int", 80, _("Coordination: wordings this much alike (%) are the same matter"),
    _("A report that names the matter of an open slip again is added to that slip; 100: only the very same words."),
    low=50, high=100,
)  # fmt: skip
PRINCIPAL_UNIT = declare(
    "coordination.principal_unit", "text", "",
    _("Coordination: code of the unit whose heads are the principal leaders"),
    _("Level 4. Empty, or nobody there: the inspection office puts the slip before the principal leaders."),
)  # fmt: skip

"""The settings of the book of facts."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

LOOK_BACK = declare(
    "facts.look_back", "int", 120, _("Milestones reached and orders closed are offered as facts for this many days"),
    _("Each is offered once a person, as a draft that somebody verifies."), low=7, high=730,
)  # fmt: skip
VERIFY_DAYS = declare(
    "facts.verify_days", "int", 5, _("Facts are verified within this many working days"),
    _("Counted from the day on which a fact was entered or offered."), low=0, high=60,
)  # fmt: skip

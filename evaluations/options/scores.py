"""The settings of scores that are no part of a scheme."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

CHECK_DAYS = declare(
    "scores.check_days", "int", 5, _("Working days in which scores are checked and objected to"),
    _("Counted from the day after they are shown; the last day ends with its last second."), low=1, high=30,
)  # fmt: skip

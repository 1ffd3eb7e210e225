"""The settings of scores that are no part of a scheme."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

CHECK_DAYS = declare(
    "scores.check_days", "int", 5, _("Working days in which scores are checked and objected to"),
    _("Counted from the day after they are shown; the last day ends with its last second."), low=1, high=30,
)  # fmt: skip
ANSWER_DAYS = declare(
    "scores.answer_days", "int", 2, _("Working days in which an objection to a score is answered"),
    _("Counted from the day after it was raised. The cadre section is reminded the day before and a day after, its "
      "leaders three days after."), low=1, high=20,
)  # fmt: skip

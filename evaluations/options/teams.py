"""The settings of the evaluation teams' work."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

LEAST_MEMBERS = declare(
    "teams.least_members", "int", 2, _("An evaluation team has at least this many members"),
    _("Counted without whoever is recused."), low=2, high=20,
)  # fmt: skip
LEAST_TALKS = declare(
    "teams.least_talks", "int", 3, _("Individual talks about each cadre before a team leaves the site"),
    _("Only those that have been handed in count."), low=0, high=50,
)  # fmt: skip
CHECK_DAYS = declare(
    "teams.check_days", "int", 5, _("Verifications are answered within this many working days"), low=1, high=60
)  # fmt: skip

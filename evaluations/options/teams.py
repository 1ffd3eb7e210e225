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
NOTE_DAYS = declare(
    "teams.note_days", "int", 2, _("Notes are handed in within this many working days"),
    _("Counted from the day on which a talk was held; the recorder is reminded, then the leader of the team."),
    low=0, high=30,
)  # fmt: skip
MATERIAL_DAYS = declare(
    "teams.material_days", "int", 5, _("Materials are signed within this many working days"),
    _("Counted from the last day of the evaluation."), low=0, high=60,
)  # fmt: skip

"""The settings of the weekly inspection."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

SITES = declare("inspections.sites", "int", 8, _("Sites inspected a week"), low=1, high=60)
OLDEST = declare(
    "inspections.oldest", "int", 4, _("Of these, sites longest not seen"), _("The others are drawn at random."),
    low=0, high=60,
)  # fmt: skip
YELLOW = declare("inspections.yellow", "int", 2, _("Weight of a yellow light in the draw"), low=0, high=20)
RED = declare("inspections.red", "int", 3, _("Weight of a red light in the draw"), low=0, high=20)
CEILING = declare(
    "inspections.ceiling", "int", 2, _("Visits to a site within thirty days at most"),
    _("A site seen so often is left out of the draw and marked as visited too often when somebody adds it."),
    low=1, high=30,
)  # fmt: skip
COVERAGE = declare(
    "inspections.coverage_days", "int", 60, _("A site counts as covered when seen within (days)"), low=7, high=366
)
INSPECTORS = declare("inspections.inspectors", "int", 2, _("Inspectors on a site at least"), low=2, high=9)

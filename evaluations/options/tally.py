"""The settings of the tally."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

TRIM_FROM = declare(
    "tally.trim_from", "int", 7, _("One highest and one lowest are dropped from this many answers on"),
    _("Only in a review whose plan says so. Taken over by a review when it is counted."), low=5, high=100,
)  # fmt: skip
GOOD = declare(
    "tally.good", "decimal", Decimal(90), _("With marks: “好” from this score on"),
    _("Sheets of options take their levels from the weights of the options instead."), low=0, high=100,
)  # fmt: skip
FAIR = declare("tally.fair", "decimal", Decimal(80), _("With marks: “较好” from this score on"), low=0, high=100)
POOR = declare("tally.poor", "decimal", Decimal(60), _("With marks: below this score “较差”"), low=0, high=100)

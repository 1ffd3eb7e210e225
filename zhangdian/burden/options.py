"""The ceilings above which the burden page warns."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

FIELDS = declare("burden.fields", "int", 3, _("Burden: fields typed at least in one form, at most"), low=0, high=50)
MINUTES = declare(
    "burden.minutes", "decimal", Decimal(5), _("Burden: minutes on one form (median of the district) at most"),
    low=0, high=120,
)  # fmt: skip
VISITS = declare(
    "burden.visits", "int", 4, _("Burden: inspection visits to one project in a month at most"), low=0, high=60
)
REMINDERS = declare(
    "burden.reminders", "int", 20, _("Burden: reminders about one project in a month at most"), low=0, high=1000
)

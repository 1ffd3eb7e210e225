"""Settings of the cards."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

OFFICER = declare(
    "cases.card_officer", "text", "", _("Cards drafted from the rules: log-in name of their case officer"),
    _("Empty: who of the cadre section has the fewest open cases."),
)  # fmt: skip

"""The settings of the dossier."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

RADAR_FACTS = declare(
    "dossier.radar_facts", "int", 5, _("Verified facts from which on a dossier draws the five dimensions"),
    _("With fewer the page says so instead: a picture of a person must not rest on little."), low=1, high=50,
)  # fmt: skip

"""The settings of this floor: months of effect of each kind of measure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cadres import rules
from cadres.states import InfluenceKind
from zhangdian.options.registry import declare

MONTHS = {
    kind: declare(
        f"influence.{kind}", "int", months, format_lazy(_("Months of effect: {kind}"), kind=InfluenceKind(kind).label),
        _("Holds for periods that begin on or after the effective day; the end of an earlier one stays as computed."),
        low=0, high=120,
    )
    for kind, months in rules.MONTHS.items()
    if months is not None
}  # fmt: skip

"""Units: a new name keeps the old one findable."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cadres import rules
from cadres.models import Unit, UnitName
from zhangdian.trail import services as trail

# The first day of a name whose beginning nobody knows.
SINCE_EVER = date(1949, 10, 1)


@transaction.atomic
def rename_unit(unit, *, name, on, actor, at, reason, short_name=None):
    """Give `unit` a new name from the day `on`; the old one becomes a past name that ends the day before.

    Returns the unit as saved. ValidationError when the name is taken, unchanged, or the day lies in an earlier name.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name = rules.clean_unit_name(name)
    if name == unit.name:
        raise ValidationError({"name": _("The unit bears this name already.")})
    if Unit.objects.filter(name=name).exists():
        raise ValidationError({"name": _("Another unit bears this name; if they are one, merge them.")})
    last = unit.past_names.order_by("-until_on").first()
    since = last.until_on + timedelta(days=1) if last else SINCE_EVER
    if on <= since:
        raise ValidationError(
            {"on": _("The day must come after %(day)s, when the present name began.") % {"day": since}}
        )
    before = {"name": unit.name, "short_name": unit.short_name}
    UnitName.objects.create(unit=unit, name=unit.name, from_on=since, until_on=on - timedelta(days=1))
    unit.name = name
    if short_name is not None:
        unit.short_name = rules.clean_unit_name(short_name)
    unit.full_clean()
    unit.save(update_fields=["name", "short_name"])
    trail.record(
        unit, "rename", actor=actor, at=at, reason=reason, before=before,
        after={"name": unit.name, "short_name": unit.short_name, "from_on": str(on)},
    )  # fmt: skip
    return unit

"""Reading the burden of forms."""

from dataclasses import dataclass
from typing import Any

from zhangdian.burden import registry, rules
from zhangdian.burden.models import FormTime

# A median of fewer would tell of single persons.
FEWEST = 5


@dataclass
class FormRow:
    """One form with its median of the month: for the whole district only. too_many, too_long: above the ceiling."""

    form: Any
    minutes: Any = None
    n: int = 0
    too_many: bool = False
    too_long: bool = False


def forms(month, *, most_fields, most_minutes):
    """A FormRow for every declared form; one statement."""
    counts = {}
    for code, seconds, n in FormTime.objects.filter(month=month).values_list("form", "seconds", "n"):
        counts.setdefault(code, {})[seconds] = n
    rows = []
    for form in registry.FORMS.values():
        mine = counts.get(form.code, {})
        minutes = rules.median_minutes(mine) if sum(mine.values()) >= FEWEST else None
        rows.append(
            FormRow(
                form, minutes, sum(mine.values()), form.least > most_fields,
                minutes is not None and minutes > most_minutes,
            )
        )  # fmt: skip
    return rows

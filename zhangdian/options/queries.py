"""Reading settings as of a day."""

from zhangdian.options.models import Option
from zhangdian.options.registry import DECLARED


def values(day, *keys):
    """The values in force on `day` of the named keys (all declared ones when none is named), in one query."""
    wanted = keys or tuple(DECLARED)
    found = {key: DECLARED[key].default for key in wanted}
    rows = Option.objects.filter(key__in=wanted, effective_from__lte=day).order_by("effective_from")
    for key, text in rows.values_list("key", "value"):
        found[key] = DECLARED[key].read(text)
    return found


def value(key, day):
    """The value of one key in force on `day`."""
    return values(day, key)[key]

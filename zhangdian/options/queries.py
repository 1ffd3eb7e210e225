"""Reading settings as of a day."""

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

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


def over_time(*keys):
    """A function day -> {key: value in force on that day}, for work over many days; one query for all of them."""
    rows = list(
        Option.objects.filter(key__in=keys).order_by("effective_from").values_list("effective_from", "key", "value")
    )

    def on(day):
        found = {key: DECLARED[key].default for key in keys}
        for since, key, text in rows:
            if since <= day:
                found[key] = DECLARED[key].read(text)
        return found

    return on


def stored(key, day_field):
    """An expression for annotations: the text in force on the row's own `day_field`, empty where the default holds.
    `DECLARED[key]` reads it (see `read`); so a lock may carry a setting without a statement of its own."""
    return _stored(key, OuterRef(day_field))


def stored_on(key, day):
    """The same for one given day."""
    return _stored(key, day)


def _stored(key, day):
    rows = Option.objects.filter(key=key, effective_from__lte=day).order_by("-effective_from")
    return Coalesce(Subquery(rows.values("value")[:1]), Value(""), output_field=CharField())


def read(key, text):
    """The value that a text found by `stored` stands for."""
    return DECLARED[key].read(text) if text else DECLARED[key].default


def overview(day):
    """[(Declared, value in force on the day, next (value, day) or None)] of every key, in two queries."""
    in_force = values(day)
    coming = {}
    for row in Option.objects.filter(effective_from__gt=day).order_by("-effective_from"):
        coming[row.key] = (row.value, row.effective_from)
    return [(DECLARED[key], in_force[key], coming.get(key)) for key in sorted(DECLARED)]

"""What a line calls its thing, where the thing's own words would tell the reader of the trail more than he may know:
who audits the trail sees its titles without seeing what they are about."""

from collections.abc import Callable

from django.db.models import Model

TITLES: dict[str, Callable] = {}


def numbered(thing):
    """What kind of thing it is and its number, as where a name would tell whom something concerns."""
    return f"{thing._meta.verbose_name} #{thing.pk}"


def declare(label, words=numbered):
    """Lines about things of the kind `label` (app.model, lower case) are entitled words(thing)."""
    TITLES[label] = words


def title_of(thing):
    """The title of a line about `thing`."""
    # A list of things goes by the label of its rows, and has a title of its own.
    words = TITLES.get(thing._meta.label_lower) if isinstance(thing, Model) else None
    return words(thing) if words is not None else str(thing)

"""A list as the trail names it, where no single row is meant."""

from django.utils.translation import gettext as _


class ListOf:
    """A list as the trail names it."""

    pk = "list"

    def __init__(self, model, count):
        self._meta, self.count = model._meta, count

    def __str__(self):
        return _("%(things)s: %(count)s rows") % {"things": self._meta.verbose_name_plural, "count": self.count}

"""Rows of several tables in the order of one subject, met side by side: memory holds one subject at a time."""

import itertools
from collections.abc import Iterable
from operator import itemgetter

CHUNK = 2000


class Side:
    """Rows that come in the order of their first column, met subject by subject."""

    def __init__(self, rows: Iterable):
        self.groups = itertools.groupby(rows, key=itemgetter(0))
        self.key, self.rows = next(self.groups, (None, ()))

    def of(self, key):
        """The rows of `key`; keys are asked for in their order."""
        while self.key is not None and self.key < key:
            self.key, self.rows = next(self.groups, (None, ()))
        return list(self.rows) if self.key == key else []


def stream(rows, *columns):
    """The Side of a queryset in the order of its first column, read in chunks."""
    return Side(rows.values_list(*columns).iterator(chunk_size=CHUNK))

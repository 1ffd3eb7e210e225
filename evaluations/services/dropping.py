"""Putting a ballot into the urns of its group: every list of every urn is written anew, in a new random order.

A list of two hundred whole ballots is megabytes. On PostgreSQL it never leaves the server: the box goes there, the list
is shuffled by its own strong random numbers (gen_random_uuid). Elsewhere the list is read, shuffled here, and written.
"""

from django.db import connection

from evaluations.models import Urn
from evaluations.rules import duties, sealing

LISTS = tuple(pair.papers for pair in duties.PAIRS)
# By what PostgreSQL orders a list; a name of its own, so that a test can take the shuffling away.
SHUFFLED_BY = "gen_random_uuid()"


def drop(group, papers, keys, *, size):
    """Put `papers` ({subject key, None for whole ballots: padded paper}) into the urns of `group`, sealed for each pair
    of officers. keys: {seat: public key}. size: of a sealed box. Urns without a paper are shuffled and written too.

    To be called under the lock of the group's row, in the transaction that marks the ticket.
    """
    urns = list(Urn.objects.filter(group=group).order_by("pk").values_list("pk", "subject_id"))
    boxes = {pk: _sealed(papers.get(subject), keys) for pk, subject in urns}
    if connection.vendor == "postgresql":
        _in_the_server(boxes, size)
    else:
        _here(boxes, size)


def _sealed(paper, keys):
    """The paper in a box for each list; None for a rater who does not judge this urn's subject."""
    if paper is None:
        return (None,) * len(LISTS)
    return tuple(sealing.seal_twice(paper, keys[pair.opener], keys[pair.peeler]) for pair in duties.PAIRS)


def _here(boxes, size):
    for urn in Urn.objects.select_for_update().filter(pk__in=boxes).order_by("pk"):
        for name, box in zip(LISTS, boxes[urn.pk], strict=True):
            setattr(urn, name, sealing.dropped(getattr(urn, name), box, size))
        urn.save(update_fields=LISTS)


def _in_the_server(boxes, size):
    """One statement for all urns of the group. Only numbers are sorted: the boxes are cut out in their new order, so
    that no list is held twice and nothing of it lies in a temporary file."""
    lists = ", ".join(
        f"{name} = COALESCE((SELECT string_agg("
        f"CASE WHEN s.n < length(u.{name}) / %s THEN substr(u.{name}, s.n * %s + 1, %s) ELSE v.{name} END, ''::bytea)"
        f" FROM (SELECT n FROM generate_series(0, length(u.{name}) / %s - (v.{name} IS NULL)::int) AS n"
        f" ORDER BY {SHUFFLED_BY}) AS s), ''::bytea)"
        for name in LISTS
    )
    row = "(%s::bigint" + ", %s::bytea" * len(LISTS) + ")"
    values = ", ".join([row] * len(boxes))
    table = Urn._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS u SET {lists} FROM (VALUES {values}) AS v (id, {', '.join(LISTS)}) WHERE u.id = v.id",
            [size] * (4 * len(LISTS)) + [part for pk, sealed in boxes.items() for part in (pk, *sealed)],
        )

"""Statements written once a process, for the few roads that are walked all day: a lock, a stored row, a trail line.

Building a query of many parts costs more than running it. `Prepared` keeps the SQL of a queryset and only puts in new
values (PostgreSQL keeps its plan too); `insert` and `update` keep the SQL of a model. What they store and return is
what the ORM would. For hundreds of rows at once see `zhangdian.bulk`.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from itertools import count
from weakref import WeakKeyDictionary

from django.db import connections, router
from django.db.models.query import get_related_populators

# Which plans a session of PostgreSQL holds: {session: {names}}. It plans them once, not at every call.
_held = WeakKeyDictionary()
_numbers = count(1)
_NUMBER, _DAY = 7_300_000_000_000_000_000, date(1801, 1, 1)


class Prepared:
    """A queryset of one row whose values change and whose shape does not.

    build: called once a database with stand-ins of the values, by name; must use each of them as a value only (never to
    decide which conditions there are) and returns the queryset. Values are whole numbers and days.
    """

    def __init__(self, build):
        self.build = build
        self.known = {}

    def get(self, **values):
        """The row for `values`, or the model's DoesNotExist."""
        plan = self.known.get(router_db()) or self._learn(values)
        return plan.get(values)

    def _learn(self, values):
        stand_ins = {}
        for number, (name, value) in enumerate(values.items()):
            stand_ins[name] = _DAY.replace(day=number + 1) if isinstance(value, date) else _NUMBER + number
        rows = self.build(**stand_ins)
        plan = _Plan(rows, {str(value): name for name, value in stand_ins.items()})
        self.known[rows.db] = plan
        return plan


def router_db():
    """The database that is written to."""
    return router.db_for_write(None)


class _Plan:
    """The SQL of a queryset with the places of its values, and how its rows become objects."""

    def __init__(self, rows, names):
        self.db = rows.db
        # Never given twice, unlike id(): a session would run the statement of a plan that is gone.
        self.name = f"zd_{next(_numbers)}"
        self.compiler = rows.query.get_compiler(using=self.db)
        self.sql, params = self.compiler.as_sql()
        # A day is text in SQLite and a date elsewhere.
        self.places = [(names.get(str(param)), param, isinstance(param, str)) for param in params]
        missing = set(names.values()) - {name for name, _param, _text in self.places}
        if missing:
            raise TypeError(f"{', '.join(sorted(missing))} is in no condition of the queryset.")
        select, info = self.compiler.select, self.compiler.klass_info
        self.model = info["model"]
        self.first, self.last = info["select_fields"][0], info["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.last]]
        self.related = get_related_populators(info, select, self.db)
        self.added = self.compiler.annotation_col_map or {}
        self.converters = self.compiler.get_converters([column[0] for column in select])

    def get(self, values):
        connection = connections[self.db]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._execute(connection, cursor, values)
            else:
                given = [
                    param if name is None else str(values[name]) if is_text else values[name]
                    for name, param, is_text in self.places
                ]
                cursor.execute(self.sql, given)
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist(f"{self.model._meta.object_name} matching query does not exist.")
        row = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        found = self.model.from_db(self.db, self.names, row[self.first : self.last])
        for related in self.related:
            related.populate(row, found)
        for name, place in self.added.items():
            setattr(found, name, row[place])
        return found

    def _execute(self, connection, cursor, values):
        """Run it as a statement that the session of the database keeps, with its plan."""
        held = _held.setdefault(connection.connection, set())
        if self.name not in held:
            # Not through Django's cursor: it belongs to the session, not to the work of this call.
            with connection.wrap_database_errors, connection.connection.cursor() as plain:
                plain.execute(f"PREPARE {self.name} ({', '.join(self._types(values))}) AS {self._text(cursor, values)}")
            held.add(self.name)
        cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * len(values))})", list(values.values()))

    def _types(self, values):
        return ["date" if isinstance(value, date) else "bigint" for value in values.values()]

    def _text(self, cursor, values):
        """The SQL with $1, $2 … where values go, and with its constants written in."""
        numbers = {name: f"${number}" for number, name in enumerate(values, 1)}
        pieces = [piece.replace("%%", "%") for piece in self.sql.split("%s")]
        filled = [
            cursor.mogrify("%s", [param]).decode() if name is None else numbers[name]
            for name, param, _is_text in self.places
        ]
        return "".join(piece + value for piece, value in zip(pieces, [*filled, ""], strict=True))


_inserts, _updates = {}, {}
_waiting = ContextVar("waiting", default=None)


@contextmanager
def together():
    """Send the updates and keyless inserts of the block as one message, where the database takes several statements
    at once. They are run at the end of the block, in order, and not at all when the block raises. Open it inside the
    transaction of the act; what is read within the block does not see them yet."""
    connection = connections[router_db()]
    if connection.vendor != "postgresql" or _waiting.get() is not None:
        yield
        return
    queue = []
    token = _waiting.set(queue)
    try:
        yield
    finally:
        _waiting.reset(token)
    if queue:
        with connection.cursor() as cursor:
            cursor.execute(
                "; ".join(sql for sql, _values in queue), [each for _sql, values in queue for each in values]
            )


def run(sql, values):
    """Run a statement that gives nothing back; it may wait for others (see `together`)."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((sql, values))
        return
    with connections[router_db()].cursor() as cursor:
        cursor.execute(sql, values)


def insert(row, keyless=False):
    """Store a new row, as `row.save(force_insert=True)` would; returns it with its key.

    keyless: nobody asks for the key, so that it may wait for others (see `together`).
    """
    db = router.db_for_write(type(row), instance=row)
    connection = connections[db]
    meta = row._meta
    plan = _inserts.get((db, type(row), row.pk is None))
    if plan is None:
        fields = [field for field in meta.concrete_fields if not (field.primary_key and row.pk is None)]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"
        plan = _inserts[db, type(row), row.pk is None] = sql, fields
    sql, fields = plan
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    waiting = _waiting.get()
    if keyless and waiting is not None:
        waiting.append((sql, values))
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} RETURNING {connection.ops.quote_name(meta.pk.column)}", values)
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, db
    return row


def update(row, names=None):
    """Store the fields `names` of a stored row (all of them when None), as `row.save(update_fields=…)` would."""
    db = router.db_for_write(type(row), instance=row)
    connection = connections[db]
    meta = row._meta
    key = db, type(row), None if names is None else tuple(names)
    plan = _updates.get(key)
    if plan is None:
        fields = [
            field for field in meta.concrete_fields
            if not field.primary_key and (names is None or field.name in names or field.attname in names)
        ]  # fmt: skip
        quote = connection.ops.quote_name
        changed = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        plan = _updates[key] = f"UPDATE {quote(meta.db_table)} SET {changed} WHERE {quote(meta.pk.column)} = %s", fields
    sql, fields = plan
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((sql, [*values, row.pk]))
        return row
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        if not cursor.rowcount:
            raise type(row).DoesNotExist(f"{meta.object_name} {row.pk} is gone.")
    return row

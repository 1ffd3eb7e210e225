"""Hundreds of rows at once: built without asking each field, stored in a statement or two a table.

What is stored is what the ORM would store. On PostgreSQL many rows go as one stream (COPY), with their keys drawn from
the table's sequence before; elsewhere, and for a few rows, they go as lists of values.
"""

import io
import json
from datetime import date
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from django.db import connections, models, router
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

# From so many rows on a stream pays for the statement that draws the keys.
MANY = 100
BATCH = 2000


# Making rows --------------------------------------------------------------------------------------

_blanks = {}


def unsaved(model, **values):
    """An unsaved row as `model(**values)` would be, at a tenth of the cost; values by field, related things included.

    For models whose fields keep plain values: a field that makes something of its value, a default that is computed,
    or somebody who listens to rows being made is a TypeError.
    """
    blank, related = _blanks.get(model) or _blank_of(model)
    row = model.__new__(model)
    kept = row.__dict__
    kept.update(blank)
    state = kept["_state"] = ModelState()
    things = state.fields_cache = {}
    for name, value in values.items():
        if name in related:
            things[name] = value
            kept[related[name]] = value.pk
        elif name in blank:
            kept[name] = value
        else:
            raise TypeError(f"{model.__name__} has no field {name}.")
    return row


def _blank_of(model):
    fields, related = model._meta.concrete_fields, {}
    for field in fields:
        if field.is_relation:
            related[field.name] = field.attname
        elif type(getattr(model, field.attname)) is not DeferredAttribute or (
            field.has_default() and callable(field.default)
        ):
            raise TypeError(f"{field} does not keep a plain value.")
    if pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise TypeError(f"Somebody listens to new rows of {model.__name__}.")
    _blanks[model] = {field.attname: field.get_default() for field in fields}, related
    return _blanks[model]


# Storing rows -------------------------------------------------------------------------------------


def insert_many(model, rows, batch=BATCH):
    """Store new rows, as `model.objects.bulk_create(rows, batch_size=batch)` would; they get their keys."""
    rows = list(rows)
    db = router.db_for_write(model)
    connection = connections[db]
    numbered = model._meta.auto_field
    fields = [field for field in model._meta.concrete_fields if field is not numbered]
    shape = _shape(model, fields) if _streams(connection, rows) else None
    if shape:
        keys = _copy(connection, model, fields, map(shape.values, rows), len(rows), keys=True)
    else:
        writers = [_writer(field, connection) for field in fields]
        keys = _insert(connection, model, fields, rows, lambda row: [write(row) for write in writers], batch)
    if numbered:
        name = numbered.attname
        for row, key in zip(rows, keys, strict=True):
            setattr(row, name, key)
    for row in rows:
        row._state.adding, row._state.db = False, db
    return rows


def draw_keys(model, count):
    """`count` keys that no row of `model` has or will get: for rows that others point to before they are stored."""
    connection = connections[router.db_for_write(model)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _drawn(cursor, model, count)
        # SQLite numbers on from what stands here, and a row that brings its key along lifts it.
        table = model._meta.db_table
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", [count, table])
            return list(range(1, count + 1))
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        return list(range(last[0] + 1, last[0] + count + 1))


def insert_rows(model, names, rows, keys=True):
    """Store rows given as tuples of the columns `names`; returns the keys that the database gave them, if any.

    Values are texts, whole numbers, days, aware instants or None, as they are to stand; JSON is given as its text. An
    automatic key is left out, or one drawn by `draw_keys` is put in. keys: False where nobody asks for the keys.
    """
    rows = list(rows)
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    numbered = model._meta.auto_field
    if numbered in fields:
        keys = False
    if _streams(connection, rows):
        return _copy(connection, model, fields, rows, len(rows), keys)
    places = [place for place, field in enumerate(fields) if isinstance(field, models.DateField)]

    def adapted(row):
        row = list(row)
        for place in places:
            row[place] = fields[place].get_db_prep_save(row[place], connection)
        return row

    return _insert(connection, model, fields, rows, adapted, BATCH, keys)


def _streams(connection, rows):
    return connection.vendor == "postgresql" and len(rows) >= MANY


def _insert(connection, model, fields, rows, values_of, batch, keys=True):
    """Store rows as lists of values; returns their keys where the database gives them and `keys` are asked for."""
    quote, numbered = connection.ops.quote_name, model._meta.auto_field if keys else None
    columns = ", ".join(quote(field.column) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    tail = f" RETURNING {quote(numbered.column)}" if numbered else ""
    if connection.vendor != "postgresql":  # where values travel apart from the statement and are counted
        batch = min(batch, connection.features.max_query_params // len(fields))
    keys = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), batch):
            part = rows[start : start + batch]
            values = [value for row in part for value in values_of(row)]
            cursor.execute(head + ", ".join([places] * len(part)) + tail, values)
            if numbered:
                keys += [key for (key,) in cursor.fetchall()]
    return keys


def _writer(field, connection):
    """row -> the value of `field` as the database takes it."""
    name = field.attname
    if field.is_relation:
        return lambda row: field.get_db_prep_save(_related(field, row), connection)
    if isinstance(field, models.CharField | models.TextField) and type(field).pre_save is models.Field.pre_save:

        def text(row):
            value = getattr(row, name)
            return value if type(value) is str else field.get_db_prep_save(value, connection)

        return text
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def _related(field, row):
    """The key that a relation of `row` points to; that of a thing put there before it was stored is taken over."""
    value = getattr(row, field.attname)
    if value is None and field.is_cached(row) and (thing := field.get_cached_value(row)) is not None:
        value = getattr(thing, field.target_field.attname)
        if value is None:
            raise ValueError(f"{field.name} of {row!r} is not stored yet.")
        row.__dict__[field.attname] = value
    return value


# Streams of PostgreSQL ----------------------------------------------------------------------------


# What parts the cells and the rows of a stream while it is put together, and what stands for no value.
CELL, ROW, NOTHING = "\x1f", "\x1e", "\x1d"
# The types whose values a stream takes as they are, by kind of column.
PLAIN = (
    (models.CharField | models.TextField, {str}),
    (models.BooleanField, {bool}),
    (models.IntegerField, {int}),
    (models.DecimalField, {Decimal, int}),
    (models.DateTimeField, set()),
    (models.DateField, {date}),
    (models.UUIDField, {UUID}),
    (models.JSONField, set()),
)


def _copy(connection, model, fields, rows, count, keys):
    """Store `count` rows of plain values as one stream; returns their keys where the table numbers its rows and `keys`
    are asked for."""
    quote, numbered = connection.ops.quote_name, model._meta.auto_field
    table, found = quote(model._meta.db_table), []
    with connection.cursor() as cursor:
        if numbered and keys:
            fields = [numbered, *fields]
            found = _drawn(cursor, model, count)
            rows = ((key, *row) for key, row in zip(found, rows, strict=True))
        stream = io.BytesIO(_text(list(rows)).encode())
        columns = ", ".join(quote(field.column) for field in fields)
        with connection.wrap_database_errors:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN (DELIMITER E'\\x1f')", stream, 1 << 17)
    return found


def _drawn(cursor, model, count):
    """So many numbers from the sequence of a table."""
    cursor.execute(
        "SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name OFFSET 0) s, "
        "generate_series(1, %s)",
        [f'"{model._meta.db_table}"', model._meta.auto_field.column, count],
    )
    return [key for (key,) in cursor.fetchall()]


def _text(rows):
    """Rows as PostgreSQL reads them: parted by CELL and line, with its backslashes for what would be taken for them."""
    lines, cells, empty = [], 0, 0
    for row in rows:
        cells += len(row)
        try:
            lines.append(CELL.join(row))
        except TypeError:
            # Not all of them texts: they are put down one by one.
            lines.append(CELL.join([NOTHING if value is None else str(value) for value in row]))
            empty += row.count(None)
    text = ROW.join(lines)
    if (text.count(CELL), text.count(ROW), text.count(NOTHING)) != (cells - len(rows), len(rows) - 1, empty):
        # Somebody wrote one of the signs that part them: value by value.
        return "\n".join([CELL.join(map(_escaped, row)) for row in rows])
    for sign, escaped in ESCAPES[:3]:
        text = text.replace(sign, escaped)
    return text.replace(ROW, "\n").replace(NOTHING, "\\N")


# Backslashes first: the others bring some.
ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), (CELL, f"\\{CELL}"))


def _escaped(value):
    if value is None:
        return "\\N"
    text = str(value)
    for sign, escaped in ESCAPES:
        text = text.replace(sign, escaped)
    return text


_shapes = {}


def _shape(model, fields):
    """The _Shape of a model, None where a stream cannot hold one of its fields."""
    if model not in _shapes:
        kinds = [_kind(field) for field in fields]
        _shapes[model] = None if None in kinds else _Shape(fields, kinds)
    return _shapes[model]


def _kind(field):
    """The types of values that `field` takes as they are; None for a field that a stream cannot hold, or that is not
    Django's own and may make something else of its values."""
    stored = field.target_field if field.is_relation else field
    if not type(stored).__module__.startswith("django.db.models."):
        return None
    return next((types for kinds, types in PLAIN if isinstance(stored, kinds)), None)


def _is_late(field):
    if isinstance(field, models.DateField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save


class _Shape:
    """How the rows of a model become plain values: by the types of the values, learned once for each set of types."""

    def __init__(self, fields, kinds):
        self.fields, self.kinds = fields, kinds
        self.get = attrgetter(*(field.attname for field in fields))
        self.known = {}
        # Those that put in a value of their own at the last moment.
        self.late = {place for place, field in enumerate(fields) if _is_late(field)}

    def values(self, row):
        """The values of `row` in the order of the columns."""
        found = self.get(row)
        types = tuple(map(type, found))
        mends = self.known.get(types)
        if mends is None:
            mends = self.known[types] = [
                (place, self._mend(place, field, types[place]))
                for place, field in enumerate(self.fields)
                if place in self.late or types[place] not in self.kinds[place]
            ]
        if not mends:
            return found
        found = list(found)
        for place, mend in mends:
            found[place] = mend(row, found[place])
        return found

    def _mend(self, place, field, kind):
        """(row, value) -> the value as a stream takes it."""
        if field.is_relation and kind is type(None):
            return lambda row, _value: _related(field, row)
        is_plain = kind is type(None) or (issubclass(kind, str) and str in self.kinds[place])
        if is_plain and place not in self.late:
            return lambda _row, value: value
        if isinstance(field, models.JSONField):
            return lambda _row, value: json.dumps(value, cls=field.encoder)
        return lambda row, _value: field.get_prep_value(field.pre_save(row, True))

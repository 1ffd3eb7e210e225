"""Several small reads in one statement, for pages composed of many parts.

`rows` asks for the rows of several querysets, of any models, and gives them back as each queryset would; `counts` only
asks how many there are. Nothing is kept: what is read is what stands in the database now.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.query import get_related_populators

# How the database writes what JSON has no word for.
READERS = (
    (models.DateTimeField, datetime.fromisoformat),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.UUIDField, UUID),
    (models.JSONField, lambda value: json.dumps(value, default=float)),
)
# PostgreSQL hands at most a hundred values to one function, SQLite 127.
A_CALL = 90


def counts(**querysets):
    """{name: number of rows} of each queryset, in one statement; none at all without querysets."""
    connection, parts, params = _connection(querysets), [], []
    for name, rows in querysets.items():
        try:
            asked = rows.order_by() if rows._fields else rows.order_by().values("pk")
            sql, values = asked.query.get_compiler(using=rows.db).as_sql()
        except EmptyResultSet:
            continue
        parts.append((name, f"SELECT COUNT(*) FROM ({sql}) counted"))
        params += values
    return dict.fromkeys(querysets, 0) | _ask(connection, parts, params)


def rows(**querysets):
    """{name: [its rows]} of querysets of models (with what they select_related, defer and annotate) or of
    `values_list`; in one statement. What they prefetch is not fetched. Meant for lists of a few dozen rows: each
    travels as text."""
    connection, parts, params, shapes = _connection(querysets), [], [], {}
    for name, found in querysets.items():
        try:
            shape = _Shape(found, connection)
        except EmptyResultSet:
            continue
        shapes[name] = shape
        parts.append((name, shape.sql))
        params += shape.params
    told = _ask(connection, parts, params)
    return {name: shapes[name].read(told[name]) if name in shapes else [] for name in querysets}


def _connection(querysets):
    return connections[next(iter(querysets.values())).db] if querysets else None


def _ask(connection, parts, params):
    """{name: what the sub-select of that name gives}."""
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({sql})" for _name, sql in parts), params)
        return dict(zip((name for name, _sql in parts), cursor.fetchone(), strict=True))


class _Shape:
    """The SQL of a queryset that gives all of its rows as one text, and how the text becomes rows again."""

    def __init__(self, found, connection):
        self.found, self.connection = found, connection
        compiler = found.query.get_compiler(using=found.db)
        sql, self.params = compiler.as_sql(with_col_aliases=True)
        self.select, self.info = compiler.select, compiler.klass_info
        self.added = compiler.annotation_col_map or {}
        self.converters = compiler.get_converters([column[0] for column in self.select])
        names = [f"part.{connection.ops.quote_name(alias)}" for _column, _sql, alias in self.select]
        calls = [names[start : start + A_CALL] for start in range(0, len(names), A_CALL)]
        if connection.vendor == "postgresql":
            line = " || ".join(f"jsonb_build_array({', '.join(call)})" for call in calls)
            self.sql = f"SELECT CAST(json_agg({line}) AS text) FROM ({sql}) part"
            self.readers = [self._reader(column[0]) for column in self.select]
        else:
            line = ", ".join(f"json_array({', '.join(call)})" for call in calls)
            self.sql = f"SELECT json_group_array(json_array({line})) FROM ({sql}) part"
            self.readers = [None] * len(self.select)

    @staticmethod
    def _reader(expression):
        """What makes of a JSON value the one that the database's own answer would have held."""
        field = expression.output_field
        return next((reader for kind, reader in READERS if isinstance(field, kind)), None)

    def read(self, told):
        """The rows of an answer."""
        exact = Decimal if self.connection.vendor == "postgresql" else float
        lines = json.loads(told, parse_float=exact) if told else []
        if self.connection.vendor != "postgresql":
            lines = [[value for part in line for value in part] for line in lines]
        return self._rows([self._values(line) for line in lines])

    def _values(self, line):
        values = [
            value if reader is None or value is None else reader(value)
            for value, reader in zip(line, self.readers, strict=True)
        ]
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, self.connection)
        return values

    def _rows(self, lines):
        if self.found._fields:
            return [tuple(line) for line in lines]
        model, places = self.info["model"], self.info["select_fields"]
        first, last = places[0], places[-1] + 1
        names = [column[0].target.attname for column in self.select[first:last]]
        related = get_related_populators(self.info, self.select, self.found.db)
        made = []
        for line in lines:
            row = model.from_db(self.found.db, names, line[first:last])
            for each in related:
                each.populate(line, row)
            for name, place in self.added.items():
                setattr(row, name, line[place])
            made.append(row)
        return made

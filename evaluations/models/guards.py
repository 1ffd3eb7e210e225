"""Triggers by which the database itself refuses to change, or to take away, what is published or frozen.

A migration that touches one of the tables ends with `create` again: SQLite drops a table's triggers when Django
remakes it. What replaces a whole database is not refused: TRUNCATE and COPY on PostgreSQL, the copied file on SQLite;
that is how a backup comes back. A test database on SQLite, which is emptied row by row, goes without the triggers
against taking away (tests/conftest.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Guard:
    """The triggers of some tables.

    function: its name on PostgreSQL. sentence: what the database answers. kept: {table: condition on OLD under which a
    row stays as it is}. open: {table: columns that may change all the same}. beside: {table: condition on NEW that is a
    change too, whatever columns differ}.
    """

    function: str
    sentence: str
    kept: Mapping[str, str]
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def names(self):
        """The triggers against change there must be: (table, name). Those against taking away are called name_gone."""
        return [(table, f"{table.partition('_')[2]}_frozen") for table in self.kept]

    def create(self, editor, columns):
        """Create every trigger anew. columns: {table: its columns}, as the migration knows them."""
        self.drop(editor)
        is_postgres = editor.connection.vendor == "postgresql"
        if is_postgres:
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                + " ".join(
                    f"IF TG_TABLE_NAME = '{table}' THEN IF {condition} THEN RAISE EXCEPTION '{self.sentence}' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END IF; END IF;"
                    for table, condition in self.kept.items()
                )
                + " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
            )
        for table, name in self.names():
            changed = self._changed(table, columns[table], "IS DISTINCT FROM" if is_postgres else "IS NOT")
            if is_postgres:
                call = f"EXECUTE FUNCTION {self.function}()"
                editor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {call}")
                editor.execute(f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} FOR EACH ROW {call}")
            else:
                refuse, condition = f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END", self.kept[table]
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN ({condition}) AND ({changed}) {refuse}"
                )
                editor.execute(f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} WHEN ({condition}) {refuse}")

    def _changed(self, table, columns, differs):
        kept = [f'"{column}"' for column in columns if column not in self.open.get(table, ())]
        said = [f"OLD.{column} {differs} NEW.{column}" for column in kept]
        return " OR ".join([*said, *([self.beside[table]] if table in self.beside else [])])

    def drop(self, editor):
        """Take the triggers away, for a migration backwards."""
        for table, name in self.names():
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                editor.execute(f"DROP TRIGGER IF EXISTS {name}_gone ON {table}")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        self.let_go(editor)

    def let_go(self, editor):
        """Take the triggers against taking rows away from SQLite."""
        if editor.connection.vendor == "sqlite":
            for _table, name in self.names():
                editor.execute(f"DROP TRIGGER IF EXISTS {name}_gone")

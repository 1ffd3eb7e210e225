"""What the database itself refuses: changing what a published bulletin or list says.

A migration that touches one of these tables ends with `create` again: SQLite drops a table's triggers when Django
remakes it. Taking whole rows away is refused as well. What replaces a whole database is not: TRUNCATE and COPY on
PostgreSQL, the copied file on SQLite; that is how a backup comes back. A test database on SQLite, which is emptied row
by row, goes without the triggers against taking away (tests/conftest.py).
"""

OPEN_COLUMNS = {
    "evaluations_bulletin": ("id", "state"),
    "evaluations_bulletinparty": ("id", "unit_id", "received_at", "received_by_id"),
    "evaluations_bulletinline": ("id",),
    "evaluations_objection": ("id",),
    "evaluations_batch": ("id",),
    "evaluations_batchline": ("id",),
}
_LINE = "(SELECT b.published_at FROM evaluations_bulletin b WHERE b.id = OLD.bulletin_id) IS NOT NULL"
_OBJECTION = (
    "(SELECT b.published_at FROM evaluations_bulletin b JOIN evaluations_bulletinparty p ON p.bulletin_id = b.id "
    "WHERE p.id = OLD.party_id) IS NOT NULL"
)
_LISTED = "(SELECT b.state FROM evaluations_batch b WHERE b.id = OLD.batch_id) = 'PUBLISHED'"
PUBLISHED = {
    "evaluations_bulletin": "OLD.published_at IS NOT NULL",
    "evaluations_bulletinparty": _LINE,
    "evaluations_bulletinline": _LINE,
    "evaluations_objection": _OBJECTION,
    "evaluations_batch": "OLD.state = 'PUBLISHED'",
    "evaluations_batchline": _LISTED,
}
SENTENCE = "what is published is not changed; publish a correction"


def names():
    """The triggers against change there must be: (table, name). Those against taking away are called name_gone."""
    return [(table, f"{table.removeprefix('evaluations_')}_frozen") for table in PUBLISHED]


def create(editor, columns):
    """Create every trigger anew. columns: {table: its columns}, as the migration knows them."""
    drop(editor)
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION evaluations_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + " ".join(
                f"IF TG_TABLE_NAME = '{table}' THEN IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; END IF;"
                for table, condition in PUBLISHED.items()
            )
            + " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for table, name in names():
        kept = [column for column in columns[table] if column not in OPEN_COLUMNS[table]]
        if vendor == "postgresql":
            changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept)
            if table == "evaluations_bulletin":
                changed += " OR NEW.state NOT IN ('PUBLISHED', 'ARCHIVED')"
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
                "EXECUTE FUNCTION evaluations_frozen()"
            )
            editor.execute(
                f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} FOR EACH ROW "
                "EXECUTE FUNCTION evaluations_frozen()"
            )
        else:
            changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in kept)
            if table == "evaluations_bulletin":
                changed += " OR NEW.state NOT IN ('PUBLISHED', 'ARCHIVED')"
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN ({PUBLISHED[table]}) AND ({changed}) "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
            editor.execute(
                f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} WHEN ({PUBLISHED[table]}) "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def drop(editor):
    """Take the triggers away, for a migration backwards."""
    for table, name in names():
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_gone ON {table}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    let_go(editor)


def let_go(editor):
    """Take the triggers against taking rows away from SQLite."""
    if editor.connection.vendor == "sqlite":
        for _table, name in names():
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_gone")

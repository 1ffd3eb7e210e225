"""What the database itself refuses: changing a frozen score, its lines, or the numbers of an adopted scheme.

A migration that touches one of these tables ends with `create` again: SQLite drops a table's triggers when Django
remakes it. Taking whole rows away is refused on PostgreSQL; on SQLite a test database is emptied row by row.
"""

SENTENCE = "what is frozen is not changed; make a revision"
_OF = "(SELECT s.state FROM evaluations_scoring s WHERE s.id = {}) = 'FROZEN'"
FROZEN = {
    "evaluations_scoring": "OLD.state = 'FROZEN'",
    "evaluations_score": _OF.format("OLD.scoring_id"),
    "evaluations_scoreline": _OF.format("(SELECT c.scoring_id FROM evaluations_score c WHERE c.id = OLD.score_id)"),
    "evaluations_scheme": "OLD.state <> 'DRAFT'",
    "evaluations_peergroup": "(SELECT m.state FROM evaluations_scheme m WHERE m.id = OLD.scheme_id) <> 'DRAFT'",
    "evaluations_scoreentry": "1 = 1",
}
# What may still change in a frozen row: a later revision takes the mark of the newest away; a scheme is withdrawn.
OPEN_COLUMNS = {"evaluations_score": ("is_newest",), "evaluations_scheme": ("state",)}


def names():
    """The triggers there must be: (table, name)."""
    return [(table, f"{table.removeprefix('evaluations_')}_frozen") for table in FROZEN]


def create(editor, columns):
    """Create every trigger anew. columns: {table: its columns}, as the migration knows them."""
    drop(editor)
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION evaluations_score_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + " ".join(
                f"IF TG_TABLE_NAME = '{table}' THEN IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; END IF;"
                for table, condition in FROZEN.items()
            )
            + " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
    for table, name in names():
        kept = [column for column in columns[table] if column not in OPEN_COLUMNS.get(table, ())]
        if vendor == "postgresql":
            changed = " OR ".join(f"OLD.{_q(column)} IS DISTINCT FROM NEW.{_q(column)}" for column in kept)
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
                "EXECUTE FUNCTION evaluations_score_kept()"
            )
            editor.execute(
                f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} FOR EACH ROW "
                "EXECUTE FUNCTION evaluations_score_kept()"
            )
        else:
            changed = " OR ".join(f"OLD.{_q(column)} IS NOT NEW.{_q(column)}" for column in kept)
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN ({FROZEN[table]}) AND ({changed}) "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def _q(column):
    return f'"{column}"'


def drop(editor):
    """Take the triggers away, for a migration backwards."""
    for table, name in names():
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_gone ON {table}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")

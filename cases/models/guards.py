"""What the database itself refuses of cases.

- Decisions once confirmed, their cases and attendees, what was served, and rule sets once adopted: never changed.
- A case in an effective state without rows that say so: facts and decision served, and the case named by a confirmed
  decision (`Effective`). The stamps of the row itself are asked by CHECK constraints (models.base).

SQLite drops a table's triggers when Django remakes it: a migration that touches one of the tables ends with `lay`
again, and a test compares these lists with the database.
"""

from dataclasses import dataclass

from cases.states import cards, honours, reserve
from evaluations.models.guards import Guard

_DECIDED = "(SELECT d.state FROM cases_decision d WHERE d.id = OLD.decision_id) = 'CONFIRMED'"
_ADOPTED = "(SELECT r.state FROM cases_ruleset r WHERE r.id = OLD.rule_set_id) = 'ADOPTED'"
KEPT = {
    "cases_decision": "OLD.state = 'CONFIRMED'",
    "cases_decisionitem": _DECIDED,
    "cases_attendee": _DECIDED,
    "cases_served": "OLD.id IS NOT NULL",
    "cases_reservereview": "OLD.id IS NOT NULL",
    "cases_ruleset": "OLD.state = 'ADOPTED'",
    "cases_clock": _ADOPTED,
    "cases_figure": _ADOPTED,
    "cases_measure": _ADOPTED,
    "cases_circumstance": _ADOPTED,
}
# A circumstance may go out of use; a decision's people may be made one with another row of the same person.
OPEN = {"cases_circumstance": ("is_active",), "cases_decisionitem": ("cadre_id",), "cases_attendee": ("cadre_id",)}
SENTENCE = "what was decided, served or adopted is not changed"
GUARD = Guard("cases_kept", SENTENCE, KEPT, OPEN)


@dataclass(frozen=True)
class Effective:
    """The triggers that refuse an effective state of `table` whose servings and decision are no rows.

    label: of the model. states: effective. papers: what must have been served.
    """

    table: str
    label: str
    states: tuple[str, ...]
    papers: tuple[str, ...] = ("facts", "decision")
    # Of a row that belongs to a case: the condition on NEW that must hold in an effective state, in place of the above.
    must: str = ""

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_effective"

    def _condition(self):
        states = ", ".join(f"'{state}'" for state in self.states)
        if self.must:
            return f"NEW.state IN ({states}) AND NOT ({self.must})"
        key = "CAST(NEW.id AS varchar(20))"
        there = [
            f"EXISTS (SELECT 1 FROM cases_served s WHERE s.label = '{self.label}' AND s.key = {key} "
            f"AND s.paper = '{paper}')"
            for paper in self.papers
        ]
        there.append(
            "EXISTS (SELECT 1 FROM cases_decisionitem i JOIN cases_decision d ON d.id = i.decision_id "
            f"WHERE i.label = '{self.label}' AND i.key = {key} AND d.id = NEW.decision_id AND d.state = 'CONFIRMED')"
        )
        return f"NEW.state IN ({states}) AND NOT ({' AND '.join(there)})"

    def create(self, editor):
        """Create the triggers anew."""
        self.drop(editor)
        before = "facts served, a decision and its delivery" if self.papers else "what comes before and a decision"
        sentence = f"{self.label}: no effect without {before}"
        for act in ("INSERT", "UPDATE"):
            name = f"{self.name}_{act[:3].lower()}"
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {self._condition()} THEN RAISE EXCEPTION '{sentence}' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
                )
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} WHEN {self._condition()} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )

    def names(self):
        return [(self.table, f"{self.name}_{act}") for act in ("ins", "upd")]

    def drop(self, editor):
        for table, name in self.names():
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")


# A person is honoured in a batch that a confirmed meeting decided, after the opinion and the whole publicity.
_HONOURED = (
    "EXISTS (SELECT 1 FROM cases_honour h JOIN cases_decision d ON d.id = h.decision_id WHERE h.id = NEW.honour_id "
    f"AND h.state IN ({', '.join(repr(str(state)) for state in honours.HONOUR_EFFECTIVE)}) "
    "AND h.opined_at IS NOT NULL AND h.closed_at >= h.publicity_until AND d.state = 'CONFIRMED')"
)
# A line a kind that ends in something that touches a person.
EFFECTIVE: list[Effective] = [
    Effective("cases_card", "cases.card", tuple(map(str, cards.EFFECTIVE))),
    Effective("cases_honour", "cases.honour", tuple(map(str, honours.HONOUR_EFFECTIVE)), papers=()),
    Effective(
        "cases_honouree", "cases.honouree", tuple(map(str, honours.HONOUREE_EFFECTIVE)), papers=(), must=_HONOURED
    ),
    # Confidential: nothing is served of it.
    Effective(
        "cases_reserveentry", "cases.reserveentry", tuple(map(str, (*reserve.RESERVE_EFFECTIVE, reserve.R.DECIDED))),
        papers=(),
    ),
]  # fmt: skip


def lay(apps, editor):
    """Create every trigger whose table the migration knows: the last operation of a migration of this floor."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    columns = {name: [field.column for field in model._meta.concrete_fields] for name, model in tables.items()}
    known = {table: condition for table, condition in KEPT.items() if table in tables}
    Guard(GUARD.function, SENTENCE, known, OPEN).create(editor, columns)
    for one in EFFECTIVE:
        if one.table in tables:
            one.create(editor)


def lift(apps, editor):
    """Take them away, for a migration backwards."""
    GUARD.drop(editor)
    for one in EFFECTIVE:
        one.drop(editor)

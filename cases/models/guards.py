"""What the database itself refuses of cases.

- Decisions once confirmed, their cases and attendees, what was served, and rule sets once adopted: never changed.
- A case in an effective state without rows that say so: facts and decision served, and the case named by a confirmed
  decision (`Effective`). The stamps of the row itself are asked by CHECK constraints (models.base).
- A state whose steps are rows of their own, without them (`STEPS`): evidence, talks, opinions. Another value in what
  was frozen.

SQLite drops a table's triggers when Django remakes it: a migration that touches one of the tables ends with `lay`
again, and a test compares these lists with the database.
"""

from dataclasses import dataclass

from cases.states import adjustment, cards
from evaluations.models.guards import Guard

_DECIDED = "(SELECT d.state FROM cases_decision d WHERE d.id = OLD.decision_id) = 'CONFIRMED'"
_ADOPTED = "(SELECT r.state FROM cases_ruleset r WHERE r.id = OLD.rule_set_id) = 'ADOPTED'"
KEPT = {
    "cases_decision": "OLD.state = 'CONFIRMED'",
    "cases_decisionitem": _DECIDED,
    "cases_attendee": _DECIDED,
    "cases_served": "OLD.id IS NOT NULL",
    "cases_ruleset": "OLD.state = 'ADOPTED'",
    "cases_clock": _ADOPTED,
    "cases_figure": _ADOPTED,
    "cases_measure": _ADOPTED,
    "cases_circumstance": _ADOPTED,
    "cases_adjustevidence": "(SELECT a.served_at FROM cases_adjustment a WHERE a.id = OLD.case_id) IS NOT NULL",
    "cases_adjusttalk": "OLD.id IS NOT NULL",
    "cases_adjustopinion": "OLD.answered_at IS NOT NULL",
}
# A circumstance may go out of use; a decision's people may be made one with another row of the same person.
OPEN = {"cases_circumstance": ("is_active",), "cases_decisionitem": ("cadre_id",), "cases_attendee": ("cadre_id",)}
SENTENCE = "what was decided, served or adopted is not changed"
GUARD = Guard("cases_kept", SENTENCE, KEPT, OPEN)


class Trigger:
    """Triggers of one table that refuse a row by a condition on what it is to be (NEW) and was (OLD)."""

    table: str
    acts: tuple[str, ...] = ("INSERT", "UPDATE")

    def create(self, editor):
        """Create the triggers anew."""
        self.drop(editor)
        is_postgres = editor.connection.vendor == "postgresql"
        condition = self.condition("IS DISTINCT FROM" if is_postgres else "IS NOT")
        for act in self.acts:
            name = f"{self.name}_{act[:3].lower()}"
            if is_postgres:
                editor.execute(
                    f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {condition} THEN RAISE EXCEPTION '{self.sentence}' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
                )
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
                )

    def names(self):
        return [(self.table, f"{self.name}_{act[:3].lower()}") for act in self.acts]

    def drop(self, editor):
        for table, name in self.names():
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")


@dataclass(frozen=True)
class Effective(Trigger):
    """The triggers that refuse an effective state of `table` whose servings and decision are no rows.

    label: of the model. states: effective. papers: what must have been served.
    """

    table: str
    label: str
    states: tuple[str, ...]
    papers: tuple[str, ...] = ("facts", "decision")

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_effective"

    @property
    def sentence(self):
        return f"{self.label}: no effect without facts served, a decision and its delivery"

    def condition(self, differs):
        states = ", ".join(f"'{state}'" for state in self.states)
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


@dataclass(frozen=True)
class Needs(Trigger):
    """The triggers that refuse states of `table` without rows of others: needs, (states before it, SQL that must hold)
    pairs."""

    table: str
    needs: tuple

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_needs"

    @property
    def sentence(self):
        return f"{self.table}: a step was left out"

    def condition(self, differs):
        return " OR ".join(
            "(NEW.state NOT IN ({}) AND NOT ({}))".format(", ".join(f"'{state}'" for state in before), holds)
            for before, holds in self.needs
        )


@dataclass(frozen=True)
class Frozen(Trigger):
    """The trigger that refuses another value in columns of `table`."""

    table: str
    columns: tuple[str, ...]
    acts = ("UPDATE",)

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_same"

    @property
    def sentence(self):
        return f"{self.table}: {', '.join(self.columns)} stays as it was"

    def condition(self, differs):
        return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)


def _talk(time):
    return f"EXISTS (SELECT 1 FROM cases_adjusttalk t WHERE t.case_id = NEW.id AND t.time = '{time}')"


# A line a kind that ends in something that touches a person.
EFFECTIVE: list[Effective] = [
    Effective("cases_adjustment", "cases.adjustment", tuple(map(str, adjustment.EFFECTIVE))),
    Effective("cases_card", "cases.card", tuple(map(str, cards.EFFECTIVE))),
    Effective("cases_promotion", "cases.promotion", ("APPOINTED",), papers=()),
]
# Steps that are rows of their own.
STEPS: list[Trigger] = [
    Needs(
        "cases_adjustment",
        (
            (adjustment.UNVERIFIED, "EXISTS (SELECT 1 FROM cases_adjustevidence e WHERE e.case_id = NEW.id)"),
            (adjustment.UNPROPOSED, _talk("before")),
            (
                adjustment.UNFORWARDED,
                (
                    "(SELECT COUNT(*) FROM cases_adjustopinion o WHERE o.case_id = NEW.id "
                    "AND o.answered_at IS NOT NULL) >= 2"
                ),
            ),
            ((*adjustment.UNFORWARDED, "FORWARDED", "DECLINED", "DECIDED"), _talk("decided")),
        ),
    ),
    Frozen("cases_promotion", ("pack",)),
]


def lay(apps, editor):
    """Create every trigger whose table the migration knows: the last operation of a migration of this floor."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    columns = {name: [field.column for field in model._meta.concrete_fields] for name, model in tables.items()}
    kept = {table: condition for table, condition in KEPT.items() if table in tables}
    Guard("cases_kept", SENTENCE, kept, OPEN).create(editor, columns)
    for one in (*EFFECTIVE, *STEPS):
        if one.table in tables:
            one.create(editor)


def lift(apps, editor):
    """Take them away, for a migration backwards."""
    GUARD.drop(editor)
    for one in (*EFFECTIVE, *STEPS):
        one.drop(editor)

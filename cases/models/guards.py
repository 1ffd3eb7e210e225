"""What the database itself refuses of cases.

- Decisions once confirmed, their cases and attendees, what was served, and rule sets once adopted: never changed, and
  nothing is added to what a decision or a rule set holds (`Closed`).
- A disposal of what stands under a legal hold (`REFUSALS`).
- A case in an effective state without rows that say so: facts and decision served, and the case named by a confirmed
  decision (`Effective`). The stamps of the row itself are asked by CHECK constraints (models.base).

SQLite drops a table's triggers when Django remakes it: a migration that touches one of the tables ends with `lay`
again, and a test compares these lists with the database.
"""

from dataclasses import dataclass, replace

from cases.states import appeals, cards, tolerance
from evaluations.models.guards import Guard

_DECIDED = "(SELECT d.state FROM cases_decision d WHERE d.id = OLD.decision_id) = 'CONFIRMED'"
_ADOPTED = "(SELECT r.state FROM cases_ruleset r WHERE r.id = OLD.rule_set_id) = 'ADOPTED'"
_FOUND = "(SELECT t.state FROM cases_tolerance t WHERE t.id = OLD.tolerance_id) IN ({})".format(
    ", ".join(f"'{state}'" for state in ("DECIDED", *tolerance.EFFECTIVE))
)
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
    "cases_disposal": "OLD.state = 'DONE'",
    "cases_disposalitem": "OLD.done_at IS NOT NULL",
    "cases_tolerancehearing": "OLD.id IS NOT NULL",
    "cases_investigator": _FOUND,
    "cases_tolerancepoint": _FOUND,
    "cases_lesson": "OLD.id IS NOT NULL",
}
# A circumstance may go out of use; a decision's people may be made one with another row of the same person.
OPEN = {
    "cases_circumstance": ("is_active",), "cases_decisionitem": ("cadre_id",), "cases_attendee": ("cadre_id",),
    "cases_lesson": ("taken_back_at", "taken_back_why"),
}  # fmt: skip
SENTENCE = "what was decided, served or adopted is not changed"
GUARD = Guard("cases_kept", SENTENCE, KEPT, OPEN)


@dataclass(frozen=True)
class Closed:
    """The triggers that refuse a new row of `table`, or an old one hung elsewhere, where the row it hangs on is closed.

    column: by which it hangs. on: the table it hangs on. state: in which that one is closed.
    """

    table: str
    column: str
    on: str
    state: str

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_closed"

    def _condition(self, act):
        there = f"EXISTS (SELECT 1 FROM {self.on} o WHERE o.id = NEW.{self.column} AND o.state = '{self.state}')"
        return there if act == "INSERT" else f"NEW.{self.column} <> OLD.{self.column} AND {there}"

    def create(self, editor):
        """Create the triggers anew."""
        self.drop(editor)
        for act, (_table, name) in zip(("INSERT", "UPDATE"), self.names(), strict=True):
            condition = self._condition(act)
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = "
                    "'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
                )
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {self.table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )

    def names(self):
        return [(self.table, f"{self.name}_{act}") for act in ("ins", "upd")]

    def drop(self, editor):
        for table, name in self.names():
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")


# What hangs on a confirmed decision or an adopted rule set is not added to either: an item slipped in afterwards would
# speak for a case that no meeting saw.
CLOSED = [
    *(Closed(f"cases_{name}", "decision_id", "cases_decision", "CONFIRMED") for name in ("decisionitem", "attendee")),
    *(
        Closed(f"cases_{name}", "rule_set_id", "cases_ruleset", "ADOPTED")
        for name in ("clock", "figure", "measure", "circumstance")
    ),
]


@dataclass(frozen=True)
class Effective:
    """The triggers that refuse an effective state of `table` whose servings and decision are no rows.

    label: of the model. states: effective. papers: what must have been served. also: further conditions in SQL over
    NEW, of the kind's own rows; `{key}` stands for the case's key as text.
    """

    table: str
    label: str
    states: tuple[str, ...]
    papers: tuple[str, ...] = ("facts", "decision")
    also: tuple[str, ...] = ()

    @property
    def name(self):
        return f"{self.table.removeprefix('cases_')}_effective"

    def _condition(self):
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
        there += [words.replace("{key}", key) for words in self.also]
        return f"NEW.state IN ({states}) AND NOT ({' AND '.join(there)})"

    def create(self, editor):
        """Create the triggers anew."""
        self.drop(editor)
        sentence = f"{self.label}: no effect without facts served, a decision and its delivery"
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


@dataclass(frozen=True)
class Refusal:
    """A trigger that refuses an act (INSERT or UPDATE) on `table` under a condition on NEW."""

    name: str
    table: str
    act: str
    condition: str
    sentence: str

    def create(self, editor):
        """Create it anew."""
        self.drop(editor)
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {self.condition} THEN RAISE EXCEPTION '{self.sentence}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} FOR EACH ROW "
                f"EXECUTE FUNCTION {self.name}()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.act} ON {self.table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
            )

    def names(self):
        return [(self.table, self.name)]

    def drop(self, editor):
        on = f" ON {self.table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {self.name}{on}")


_HELD = "a legal hold stands on the case: nothing of it is disposed of"
_HOLD = "SELECT 1 FROM cases_legalhold h WHERE h.lifted_at IS NULL"
# Nothing under a legal hold enters a batch, is marked disposed of, or lets its batch be carried out.
REFUSALS = [
    Refusal(
        f"disposalitem_held_{act[:3].lower()}", "cases_disposalitem", act,
        f"EXISTS ({_HOLD} AND h.label = NEW.label AND h.key = NEW.key)", _HELD,
    )
    for act in ("INSERT", "UPDATE")
] + [
    Refusal(
        "disposal_held_upd", "cases_disposal", "UPDATE",
        f"NEW.state = 'DONE' AND EXISTS ({_HOLD} AND EXISTS (SELECT 1 FROM cases_disposalitem i "
        "WHERE i.disposal_id = NEW.id AND i.label = h.label AND i.key = h.key))",
        _HELD,
    ),
]  # fmt: skip

_SERVED = "cases_served s WHERE s.label = 'cases.tolerance' AND s.key = {key} AND s.paper = 'decision'"
_SIGNED = "cases_investigator v WHERE v.tolerance_id = NEW.id AND v.signed_at IS NOT NULL AND v.dropped_at IS NULL"
_FOUND_ON = "cases_tolerancepoint p WHERE p.tolerance_id = NEW.id AND p.side = 'finding'"
TOLERATED = (
    f"(SELECT COUNT(*) FROM {_SERVED}) >= 2",
    f"(SELECT COUNT(*) FROM {_SIGNED}) >= 2",
    "(SELECT COUNT(DISTINCT h.party) FROM cases_tolerancehearing h WHERE h.tolerance_id = NEW.id) >= 3",
    f"(SELECT COUNT(*) FROM {_FOUND_ON}) >= 9",
)
# A line a kind that ends in something that touches a person.
EFFECTIVE: list[Effective] = [
    Effective("cases_card", "cases.card", tuple(map(str, cards.EFFECTIVE))),
    Effective("cases_appeal", "cases.appeal", tuple(map(str, appeals.EFFECTIVE)), papers=("outcome",)),
    # Accepted with a word to the applicant, fed back to the person and to the Party organisation; two who signed, the
    # person, the unit and the masses heard, three distinctions and six looks.
    Effective(
        "cases_tolerance", "cases.tolerance", tuple(map(str, tolerance.EFFECTIVE)), ("outcome", "decision"), TOLERATED
    ),
]


def known(tables):
    """The guard of those of its tables that a migration knows."""
    return Guard("cases_kept", SENTENCE, {table: said for table, said in KEPT.items() if table in tables}, OPEN)


def lay(apps, editor):
    """Create every trigger whose table the migration knows: the last operation of a migration of this floor."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    columns = {name: [field.column for field in model._meta.concrete_fields] for name, model in tables.items()}
    known(tables).create(editor, columns)
    for one in [*CLOSED, *EFFECTIVE]:
        if one.table in tables:
            one.create(editor)
    for one in REFUSALS:
        if {one.table, "cases_legalhold", "cases_disposalitem"} <= set(tables):
            one.create(editor)


def lift(apps, editor):
    """Take them away, for a migration backwards."""
    GUARD.drop(editor)
    for one in (*CLOSED, *EFFECTIVE, *REFUSALS):
        one.drop(editor)

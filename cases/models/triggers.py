"""Triggers by which the database itself refuses a row of a case; what stands in which list: `models.guards`.

SQLite drops a table's triggers when Django remakes it: a migration that touches one of the tables ends with
`guards.lay`, and a test compares the lists with the database.
"""

from dataclasses import dataclass

SENTENCE = "what was decided, served or adopted is not changed"


class Trigger:
    """Triggers of one table that refuse a row by a condition on what it is to be (NEW) and was (OLD).

    table, name, acts, sentence: what the database answers. condition(act, differs): SQL; differs: the operator that
    compares with empty values.
    """

    acts: tuple[str, ...] = ("INSERT", "UPDATE")

    def create(self, editor):
        """Create them anew."""
        self.drop(editor)
        is_postgres = editor.connection.vendor == "postgresql"
        for act, (table, name) in zip(self.acts, self.names(), strict=True):
            condition = self.condition(act, "IS DISTINCT FROM" if is_postgres else "IS NOT")
            if is_postgres:
                editor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"IF {condition} THEN RAISE EXCEPTION '{self.sentence}' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
                )
                editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
                )

    def names(self):
        """[(table, name)] of the triggers there must be."""
        return [(self.table, f"{self.name}_{act[:3].lower()}") for act in self.acts]

    def drop(self, editor):
        """Take them away, for a migration backwards."""
        for table, name in self.names():
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    @property
    def of(self):
        """The table's own word."""
        return self.table.removeprefix("cases_")


@dataclass(frozen=True)
class Closed(Trigger):
    """Refuses a new row of `table`, or an old one hung elsewhere, where the row it hangs on is closed.

    column: by which it hangs. on: the table it hangs on. state: in which that one is closed.
    """

    table: str
    column: str
    on: str
    state: str
    sentence = SENTENCE

    @property
    def name(self):
        return f"{self.of}_closed"

    def condition(self, act, differs):
        there = f"EXISTS (SELECT 1 FROM {self.on} o WHERE o.id = NEW.{self.column} AND o.state = '{self.state}')"
        return there if act == "INSERT" else f"NEW.{self.column} <> OLD.{self.column} AND {there}"


@dataclass(frozen=True)
class Effective(Trigger):
    """Refuses an effective state of `table` whose servings and decision are no rows.

    label: of the model. states: effective. papers: what must have been served. also: further conditions in SQL over
    NEW, of the kind's own rows; `{key}` stands for the case's key as text. must: of a row that belongs to a case, the
    condition on NEW in place of all that.
    """

    table: str
    label: str
    states: tuple[str, ...]
    papers: tuple[str, ...] = ("facts", "decision")
    also: tuple[str, ...] = ()
    must: str = ""

    @property
    def name(self):
        return f"{self.of}_effective"

    @property
    def sentence(self):
        before = "facts served, a decision and its delivery" if self.papers else "what comes before and a decision"
        return f"{self.label}: no effect without {before}"

    def condition(self, act, differs):
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
        there += [words.replace("{key}", key) for words in self.also]
        return f"NEW.state IN ({states}) AND NOT ({' AND '.join(there)})"


@dataclass(frozen=True)
class Needs(Trigger):
    """Refuses states of `table` without rows of others: needs, (states before it, SQL that must hold) pairs."""

    table: str
    needs: tuple

    @property
    def name(self):
        return f"{self.of}_needs"

    @property
    def sentence(self):
        return f"{self.table}: a step was left out"

    def condition(self, act, differs):
        return " OR ".join(
            "(NEW.state NOT IN ({}) AND NOT ({}))".format(", ".join(f"'{state}'" for state in before), holds)
            for before, holds in self.needs
        )


@dataclass(frozen=True)
class Frozen(Trigger):
    """Refuses another value in columns of `table`."""

    table: str
    columns: tuple[str, ...]
    acts = ("UPDATE",)

    @property
    def name(self):
        return f"{self.of}_same"

    @property
    def sentence(self):
        return f"{self.table}: {', '.join(self.columns)} stays as it was"

    def condition(self, act, differs):
        return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)


@dataclass(frozen=True)
class Refusal(Trigger):
    """Refuses an act on `table` under a condition on NEW. beside: tables that it reads."""

    table: str
    word: str
    when: str
    sentence: str
    acts: tuple[str, ...] = ("INSERT", "UPDATE")
    beside: tuple[str, ...] = ()

    @property
    def name(self):
        return f"{self.of}_{self.word}"

    def condition(self, act, differs):
        return self.when

"""What a list would do, as a plan: for the page, the digest that a confirmation confirms, and the store."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from projects.models import Project
from projects.roster import cells, columns
from projects.states import PersonRole, ProgrammeState, UnitRole

# Fields of the list that are columns of the project.
PLAIN = (
    "code", "name", "nature", "kind", "content", "location", "funding", "total_investment", "year_plan",
    "starts_on", "ends_on", "entry_document", "remarks",
)  # fmt: skip
UNITS = {role.value: role for role in UnitRole}
PEOPLE = {role.value: role for role in PersonRole}
MONTHS = {f"month_{number}": number for number in range(1, 13)}
BRANCH = ("branch", "secretary", "members")


@dataclass(slots=True)
class Entry:
    """One project of the list beside the stored one (`project` is unsaved when it is new)."""

    row: object
    project: Project
    is_new: bool
    # {field: (as it was, as it will be)} in words, for the page and the trail.
    changes: dict = field(default_factory=dict)
    # {attribute: value before} of the project's own columns.
    before: dict = field(default_factory=dict)
    stage: str = ""


@dataclass
class Plan:
    """Everything that a list would do. The lists of rows hold unsaved or changed objects, ready for bulk writes."""

    programme: object
    begins: date
    entries: list = field(default_factory=list)
    unchanged: int = 0
    absent: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    new_units: list = field(default_factory=list)
    new_people: list = field(default_factory=list)
    phones: dict = field(default_factory=dict)
    # Rows to add, per model; rows to change as (row, {attribute: before}); dated rows to end or to take away.
    add: dict = field(default_factory=dict)
    change: list = field(default_factory=list)
    end: list = field(default_factory=list)

    @property
    def new(self):
        return [entry for entry in self.entries if entry.is_new]

    @property
    def changed(self):
        return [entry for entry in self.entries if not entry.is_new]

    @property
    def is_empty(self):
        """Would nothing be written?"""
        return not self.entries

    def digest(self):
        """One text for what the plan would do, so that a confirmation confirms what was shown."""
        told = [
            [entry.is_new, entry.project.pk, entry.project.code, entry.project.name, entry.stage, entry.changes]
            for entry in self.entries
        ]
        told.append([unit.name for unit in self.new_units])
        told.append([[person.name, person.phone, person.unit.name] for person in self.new_people])
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def begins(programme, day):
    """From which day on what a list says holds: the start of reporting, or today once reports are being made."""
    if programme.state == ProgrammeState.DRAFT or not programme.reporting_from < day <= programme.reporting_until:
        return programme.reporting_from
    return day


def as_text(key, value):
    """A stored or wanted value as lists and the trail show it."""
    if value is None or value == "":
        return ""
    kind = columns.FIELDS[key].kind
    if kind == "money":
        return cells.format_money(value)
    if kind == "nature":
        return columns.NATURE_TEXT.get(value, str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def day_before(day):
    """The last day of what ends when something else begins on `day`."""
    return day - timedelta(days=1)

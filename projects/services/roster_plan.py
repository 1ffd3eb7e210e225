"""What a list would change: compared with what is stored, nothing written."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.models import (
    Branch,
    BranchMember,
    DailyReport,
    Milestone,
    MonthlyPlan,
    Project,
    ProjectUnit,
    Responsibility,
    Target,
)
from projects.roster import cells, columns, names
from projects.roster.shapes import CellRefused, Problem
from projects.services.roster_people import People, Units
from projects.states import UNIT_OF, Nature, PersonRole, ProgrammeState, Stage, UnitRole

# Fields of the list that are columns of the project.
PLAIN = (
    "code", "name", "nature", "kind", "content", "location", "funding", "total_investment", "year_plan",
    "starts_on", "ends_on", "entry_document", "remarks",
)  # fmt: skip
UNITS = {role.value: role for role in UnitRole}
PEOPLE = {role.value: role for role in PersonRole}
MONTHS = {f"month_{number}": number for number in range(1, 13)}
BRANCH = ("branch", "secretary", "members")


@dataclass
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


class Stored:
    """What stands in the programme now, read in one query per kind and only for kinds the list speaks of."""

    def __init__(self, programme, fields, since):
        of = {"project__programme": programme} if programme.pk else {"project__in": []}
        self.projects = list(Project.objects.filter(programme=programme)) if programme.pk else []
        some = bool(self.projects)
        still = Q(until_on__isnull=True) | Q(until_on__gte=since)
        has = {
            "units": some and not fields.isdisjoint([*UNITS, *PEOPLE, *BRANCH]),
            "people": some and not fields.isdisjoint([*PEOPLE, *BRANCH]),
        }
        self.units = _grouped(ProjectUnit.objects.filter(still, **of).order_by("pk")) if has["units"] else {}
        people = Responsibility.objects.filter(still, stands_in_for__isnull=True, **of).order_by("pk")
        self.people = _grouped(people.select_related("cadre")) if has["people"] else {}
        self.branches, self.members = {}, {}
        if some and not fields.isdisjoint(BRANCH):
            self.branches = {branch.project_id: branch for branch in Branch.objects.filter(**of)}
            members = BranchMember.objects.filter(still, branch__in=[b.pk for b in self.branches.values()])
            for member in members.select_related("cadre").order_by("pk"):
                self.members.setdefault(member.branch_id, []).append(member)
        self.steps = _named(Milestone.objects.filter(**of)) if some and "steps" in fields else {}
        self.targets = _named(Target.objects.filter(**of)) if some and "targets" in fields else {}
        self.months = {}
        if some and not fields.isdisjoint(MONTHS):
            self.months = {(plan.project_id, plan.month): plan for plan in MonthlyPlan.objects.filter(**of)}


def _grouped(rows):
    found = {}
    for row in rows:
        found.setdefault((row.project_id, row.role), []).append(row)
    return found


def _named(rows):
    return {(row.project_id, row.name): row for row in rows}


def compare(reading, programme, day, shares=None):
    """The Plan of a Reading for a programme (unsaved when it is to be made) on `day`."""
    return _Comparison(reading, programme, day, shares or {}).run()


class _Comparison:
    def __init__(self, reading, programme, day, shares):
        self.reading, self.programme, self.shares = reading, programme, shares
        self.since = begins(programme, day)
        self.plan = Plan(programme, self.since, problems=list(reading.problems))
        self.fields = reading.fields
        self.stored = Stored(programme, self.fields, self.since)
        self.units = Units() if not self.fields.isdisjoint([*UNITS, *PEOPLE, *BRANCH]) else None
        wanted = {
            person.name
            for row in reading.rows
            for key in (*PEOPLE, "secretary", "members")
            for person in row.values.get(key, ())
        }
        wanted |= {row.cadre.name for rows in self.stored.people.values() for row in rows}
        self.people = People(self.units, wanted) if not self.fields.isdisjoint([*PEOPLE, *BRANCH]) else None
        for rows in (*self.stored.people.values(), *self.stored.members.values()):
            for row in rows:
                row.cadre.unit = self.units.by_pk[row.cadre.unit_id]
        # Asked only where an existing project's opening amount differs.
        self._reported = None

    def run(self):
        by_code = {project.code: project for project in self.stored.projects}
        by_name = {}
        for project in self.stored.projects:
            by_name.setdefault(project.name, []).append(project)
        codes = {row.values.get("code") for row in self.reading.rows}
        taken, number = set(), 0
        for row in self.reading.rows:
            project = by_code.get(row.values.get("code"))
            if project is None:
                same = [p for p in by_name.get(row.values["name"], []) if p.code not in codes and p.pk not in taken]
                if len(same) == 1:
                    project = same[0]
                elif len(same) > 1:
                    self._bad(row, "code", row.values["name"], _(
                        "Several projects of the programme bear this name. Add the column 项目编号 to tell them apart."
                    ))  # fmt: skip
                    continue
            if project is not None and project.pk in taken:
                self._bad(row, "name", row.values["name"], _("Two rows of the list mean the same stored project."))
                continue
            if project is not None:
                taken.add(project.pk)
                self._compare(row, project, is_new=False)
                continue
            project = Project(programme=self.programme)
            code = row.values.get("code")
            while not code:
                number += 1
                made = f"{self.programme.year}-{number:03}"
                code = made if made not in by_code and made not in codes else None
            project.code = code
            self._compare(row, project, is_new=True)
        self.plan.absent = [project for project in self.stored.projects if project.pk not in taken]
        if self.units:
            self.plan.new_units = self.units.new
            self.plan.notes += [("", 0, sentence) for sentence in self.units.notes]
        if self.people:
            self.plan.new_people, self.plan.phones = self.people.new, self.people.phones
        return self.plan

    def _bad(self, row, key, value, sentence):
        heading = columns.FIELDS[key].heading if key in columns.FIELDS else ""
        self.plan.problems.append(Problem(row.sheet, row.row, heading, str(value)[:60], sentence))

    def _note(self, row, sentence):
        self.plan.notes.append((row.sheet, row.row, sentence))

    # One project -------------------------------------------------------------------------------

    def _compare(self, row, project, is_new):
        entry = Entry(row, project, is_new)
        values = row.values
        for key in PLAIN:
            if key in values:
                self._set(entry, key, values[key])
        self._opening(entry)
        self._stage(entry)
        for key, role in UNITS.items():
            if key in values:
                self._units(entry, key, role)
        for key, role in PEOPLE.items():
            if key in values:
                self._people(entry, key, role)
        if not values.keys().isdisjoint(BRANCH):
            self._branch(entry)
        for key, month in MONTHS.items():
            if key in values:
                self._month(entry, key, date(self.programme.year, month, 1))
        for step in values.get("steps", ()):
            self._step(entry, step)
        for target in values.get("targets", ()):
            self._target(entry, target)
        first, last = project.starts_on, project.ends_on
        if first and last and last < first:
            sentence = _("The completion (%(last)s) lies before the start (%(first)s). Correct one of them.")
            self._bad(
                row, "ends_on", last.isoformat(), sentence % {"last": last.isoformat(), "first": first.isoformat()}
            )
        if is_new or entry.changes:
            self.plan.entries.append(entry)
        else:
            self.plan.unchanged += 1

    def _set(self, entry, key, value):
        old = getattr(entry.project, key)
        if (cells.clean(old) if old.__class__ is str else old) == value:
            return
        if not entry.is_new:
            entry.before[key] = old
            entry.changes[key] = (as_text(key, old), as_text(key, value))
        setattr(entry.project, key, value)

    def _opening(self, entry):
        value = entry.row.values.get("invested_before")
        if value is None or value == entry.project.invested_before:
            return
        if not entry.is_new:
            if self._reported is None:
                reports = DailyReport.objects.filter(project__programme=self.programme, received_at__isnull=False)
                self._reported = set(reports.order_by().values_list("project_id", flat=True).distinct())
            if entry.project.pk in self._reported:
                sentence = _("“%(name)s” already has reports: what was invested before them stays as it is.")
                self._note(entry.row, sentence % {"name": entry.project})
                return
        self._set(entry, "invested_before", value)

    def _stage(self, entry):
        stage = entry.row.values.get("stage")
        if not entry.is_new:
            if stage and stage != entry.project.state:
                sentence = _(
                    "“%(name)s” stands at “%(now)s”, the list says “%(then)s”: stages are changed on the project "
                    "itself, with day and reason."
                )
                now = entry.project.get_state_display()
                self._note(entry.row, sentence % {"name": entry.project, "now": now, "then": Stage(stage).label})
            return
        if stage is None:
            going = entry.project.nature in (Nature.CONTINUED, Nature.FINISHING)
            stage = Stage.BUILDING if going else Stage.PREPARING
        if stage not in Project.BEGINS_AS:
            sentence = _("A project that is accepted or withdrawn is not taken into a list anew. Delete the row.")
            self._bad(entry.row, "stage", columns.STAGE_TEXT[stage], sentence)
        entry.project.state = entry.stage = stage

    # Dated rows --------------------------------------------------------------------------------

    def _add(self, row):
        self.plan.add.setdefault(type(row), []).append(row)

    def _end(self, row):
        """End a dated row the day before the list holds; one that would begin only then is taken away."""
        self.plan.end.append((row, row.from_on >= self.since))

    def _units(self, entry, key, role):
        current = self.stored.units.get((entry.project.pk, role), []) if not entry.is_new else []
        try:
            wanted = _each_once(self.units.get(name) for name in entry.row.values[key])
        except CellRefused as refusal:
            self._bad(entry.row, key, "、".join(entry.row.values[key]), str(refusal))
            return
        have = {row.unit_id: row for row in current}
        fresh = [unit for unit in wanted if unit.pk is None or unit.pk not in have]
        gone = [row for row in current if row.unit_id not in {unit.pk for unit in wanted}]
        for unit in fresh:
            self._add(ProjectUnit(project=entry.project, unit=unit, role=role, from_on=self.since))
        for row in gone:
            self._end(row)
        if not entry.is_new and (fresh or gone):
            before = "、".join(self.units.by_pk[row.unit_id].name for row in current)
            entry.changes[key] = (before, "、".join(unit.name for unit in wanted))

    def _unit_of(self, entry, role):
        """The first unit of a role, by the list or as stored: unknown people are taken to be its people."""
        listed = entry.row.values.get(role.value)
        if listed:
            return self.units.get(listed[0])
        stored = self.stored.units.get((entry.project.pk, role)) if not entry.is_new else None
        return self.units.by_pk[stored[0].unit_id] if stored else None

    def _found(self, entry, key, role, current):
        """The cadres that a cell names, or None where one cannot be told."""
        unit = self._unit_of(entry, UNIT_OF[role]) if role in UNIT_OF else None
        found, fine = [], True
        for person in entry.row.values[key]:
            try:
                cadre = self.people.get(person, role, unit, [row.cadre for row in current])
                if cadre not in found:
                    found.append(cadre)
            except CellRefused as refusal:
                fine = False
                self._bad(entry.row, key, person, str(refusal))
        return found if fine else None

    def _people(self, entry, key, role):
        current = self.stored.people.get((entry.project.pk, role), []) if not entry.is_new else []
        wanted = self._found(entry, key, role, current)
        if wanted is None:
            return
        have = {row.cadre_id for row in current}
        fresh = [cadre for cadre in wanted if cadre.pk is None or cadre.pk not in have]
        gone = [row for row in current if row.cadre_id not in {cadre.pk for cadre in wanted}]
        share = self.shares.get(key, 0)
        for cadre in fresh:
            self._add(Responsibility(project=entry.project, cadre=cadre, role=role, from_on=self.since,
                                     share=share / len(wanted) if share else 0))  # fmt: skip
        for row in gone:
            self._end(row)
        self._tell_people(entry, key, [row.cadre for row in current], wanted, fresh or gone)

    def _tell_people(self, entry, key, before, after, differs):
        filled = [cadre for cadre in after if cadre.pk in self.people.phones]
        if not entry.is_new and (differs or filled):
            was = [cadre.name for cadre in before]
            entry.changes[key] = ("、".join(was), "、".join(
                f"{cadre.name}({cadre.phone})" if cadre in filled else cadre.name for cadre in after
            ))  # fmt: skip

    # Branch, plans, targets ----------------------------------------------------------------------

    def _branch(self, entry):
        branch = self.stored.branches.get(entry.project.pk) if not entry.is_new else None
        name = entry.row.values.get("branch")
        if branch is None:
            branch = Branch(project=entry.project, name=name or f"{entry.project.name[:50]}项目党支部")
            self._add(branch)
            if not entry.is_new:
                entry.changes["branch"] = ("", branch.name)
        elif name and name != cells.clean(branch.name):
            self.plan.change.append((branch, {"name": branch.name}))
            entry.changes["branch"] = (branch.name, name)
            branch.name = name
        for key, is_secretary in (("secretary", True), ("members", False)):
            if key in entry.row.values:
                self._members(entry, branch, key, is_secretary)

    def _members(self, entry, branch, key, is_secretary):
        everybody = self.stored.members.get(branch.pk, []) if branch.pk else []
        current = [row for row in everybody if row.is_secretary == is_secretary]
        wanted = self._found(entry, key, PersonRole.LIAISON, everybody)
        if wanted is None:
            return
        if not is_secretary:
            # Lists name the secretary among the members, too.
            added = self.plan.add.get(BranchMember, [])
            first = [row.cadre for row in added if row.branch is branch and row.is_secretary]
            first += [row.cadre for row in everybody if row.is_secretary and row.cadre not in first]
            wanted = [cadre for cadre in wanted if cadre not in first]
        have = {row.cadre_id for row in current}
        fresh = [cadre for cadre in wanted if cadre.pk is None or cadre.pk not in have]
        gone = [row for row in current if row.cadre_id not in {cadre.pk for cadre in wanted}]
        moved = {row.cadre_id: row for row in everybody if row.is_secretary != is_secretary}
        for cadre in fresh:
            if cadre.pk and cadre.pk in moved:
                self._end(moved[cadre.pk])
            self._add(BranchMember(branch=branch, cadre=cadre, is_secretary=is_secretary, from_on=self.since))
        for row in gone:
            self._end(row)
        self._tell_people(entry, key, [row.cadre for row in current], wanted, fresh or gone)

    def _month(self, entry, key, month):
        value = entry.row.values[key]
        plan = self.stored.months.get((entry.project.pk, month)) if not entry.is_new else None
        if plan is None:
            self._add(MonthlyPlan(project=entry.project, month=month, planned=value))
            old = ""
        elif plan.planned != value:
            self.plan.change.append((plan, {"planned": plan.planned}))
            old, plan.planned = cells.format_money(plan.planned), value
        else:
            return
        if not entry.is_new:
            entry.changes[key] = (old, cells.format_money(value))

    def _step(self, entry, step):
        row = self.stored.steps.get((entry.project.pk, step.name)) if not entry.is_new else None
        weight = step.weight if step.weight is not None else 1
        if row is None:
            self._add(Milestone(project=entry.project, name=step.name, planned_on=step.planned_on, weight=weight))
            old = ""
        else:
            if (row.planned_on, row.weight) == (step.planned_on, row.weight if step.weight is None else weight):
                return
            if row.done_on:
                self._note(
                    entry.row, _("The milestone “%(name)s” is reached; its plan stays as it is.") % {"name": row}
                )
                return
            old = names.format_step(row)
            self.plan.change.append((row, {"planned_on": row.planned_on, "weight": row.weight}))
            row.planned_on = step.planned_on
            row.weight = row.weight if step.weight is None else weight
        self._tell(entry, "steps", old, names.format_step(step))

    def _target(self, entry, target):
        row = self.stored.targets.get((entry.project.pk, target.name)) if not entry.is_new else None
        if row is None:
            self._add(Target(project=entry.project, name=target.name, measure=target.measure, total=target.total))
            old = ""
        elif (row.total, row.measure) != (target.total, target.measure):
            old = names.format_target(row)
            self.plan.change.append((row, {"total": row.total, "measure": row.measure}))
            row.total, row.measure = target.total, target.measure
        else:
            return
        self._tell(entry, "targets", old, names.format_target(target))

    def _tell(self, entry, key, old, new):
        if entry.is_new:
            return
        was, now = entry.changes.get(key, ("", ""))
        entry.changes[key] = ("；".join(filter(None, (was, old))), "；".join(filter(None, (now, new))))


def _each_once(things):
    """Unsaved rows cannot be kept in sets."""
    found = []
    for thing in things:
        if thing not in found:
            found.append(thing)
    return found


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

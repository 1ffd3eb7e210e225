"""Comparing the rows that hang on a project: dated ones (units, people, branch), and amounts (months, steps, targets).

Both classes are parts of `roster_compare.Comparison`, which brings `plan`, `stored`, `since`, `units`, `people`.
"""

from django.utils.translation import gettext as _

from projects.models import Branch, BranchMember, Milestone, MonthlyPlan, ProjectUnit, Responsibility, Target
from projects.roster import cells, names
from projects.roster.shapes import CellRefused
from projects.states import UNIT_OF, PersonRole
from zhangdian.bulk import unsaved


class DatedRows:
    """Units, people and the branch: what is new begins with the list, what is gone ends the day before."""

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
            self._add(unsaved(ProjectUnit, project=entry.project, unit=unit, role=role, from_on=self.since))
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
            self._add(unsaved(Responsibility, project=entry.project, cadre=cadre, role=role, from_on=self.since,
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

    def _branch(self, entry):
        branch = self.stored.branches.get(entry.project.pk) if not entry.is_new else None
        name = entry.row.values.get("branch")
        if branch is None:
            branch = unsaved(Branch, project=entry.project, name=name or f"{entry.project.name[:50]}项目党支部")
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
            self._add(unsaved(BranchMember, branch=branch, cadre=cadre, is_secretary=is_secretary, from_on=self.since))
        for row in gone:
            self._end(row)
        self._tell_people(entry, key, [row.cadre for row in current], wanted, fresh or gone)


class Amounts:
    """Months of the plan, milestones, targets: new ones are added, others changed."""

    def _month(self, entry, key, month):
        value = entry.row.values[key]
        plan = self.stored.months.get((entry.project.pk, month)) if not entry.is_new else None
        if plan is None:
            self._add(unsaved(MonthlyPlan, project=entry.project, month=month, planned=value))
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
            self._add(
                unsaved(Milestone, project=entry.project, name=step.name, planned_on=step.planned_on, weight=weight)
            )
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
            self._add(
                unsaved(Target, project=entry.project, name=target.name, measure=target.measure, total=target.total)
            )
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

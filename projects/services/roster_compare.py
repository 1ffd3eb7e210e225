"""Comparing a list with what is stored; nothing is written."""

from datetime import date

from django.utils.translation import gettext as _

from projects.models import DailyReport, Project
from projects.roster import cells, columns
from projects.roster.shapes import Problem
from projects.services.roster_people import People, Units
from projects.services.roster_plan import BRANCH, MONTHS, PEOPLE, PLAIN, UNITS, Entry, Plan, as_text, begins
from projects.services.roster_rows import Amounts, DatedRows
from projects.services.roster_stored import Stored
from projects.states import Nature, Stage
from zhangdian.bulk import unsaved


def compare(reading, programme, day, shares=None):
    """The Plan of a Reading for a programme (unsaved when it is to be made) on `day`."""
    return Comparison(reading, programme, day, shares or {}).run()


class Comparison(DatedRows, Amounts):
    """One comparison, project by project, into one Plan."""

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
            project = unsaved(Project, programme=self.programme)
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

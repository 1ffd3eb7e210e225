"""Writing a plan, and taking back what it wrote: bulk statements alone, every line on the trail."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.db.models import Exists, OuterRef, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from cadres.models import Cadre, Unit
from projects.models import DailyReport, Project, StageSpan
from projects.services.roster_plan import PLAIN, as_text, day_before
from projects.states import ReportState
from zhangdian.bulk import insert_many, unsaved
from zhangdian.trail import services as trail

BATCH = 500
# What the trail tells of a new project beside its stage.
TOLD = (*PLAIN, "invested_before")


class ImportRefused(Exception):
    """An import or its undoing that cannot be. Its text is for people; `problems` are the bad rows."""

    def __init__(self, sentence, problems=()):
        super().__init__(sentence)
        self.problems = list(problems)


def write(plan, *, actor, at):
    """Write everything of a Plan without problems; returns the outcome that `take_back` needs. In a transaction."""
    insert_many(Unit, plan.new_units)
    insert_many(Cadre, plan.new_people)
    new, changed = [entry.project for entry in plan.new], plan.changed
    insert_many(Project, new)
    insert_many(StageSpan, [unsaved(StageSpan, project=each, stage=each.state, from_on=plan.begins) for each in new])
    _update([(entry.project, entry.before) for entry in changed if entry.before])
    gone = _end(plan)
    for model, rows in plan.add.items():
        insert_many(model, rows)
    _update(plan.change)
    phones = [(cadre, {"phone": before}) for cadre, before, _now in plan.phones.values()]
    _update(phones)
    trail.record_all(_facts(plan), actor=actor, at=at)
    # Rows of new projects vanish with them; only the others are listed one by one.
    fresh = {project.pk for project in new}
    return {
        "counts": {
            "new": len(new), "changed": len(changed), "unchanged": plan.unchanged, "units": len(plan.new_units),
            "people": len(plan.new_people),
        },
        "created": {
            "projects.project": [row.pk for row in new],
            "cadres.cadre": [row.pk for row in plan.new_people],
            "cadres.unit": [row.pk for row in plan.new_units],
        },
        "added": _keys(row for rows in plan.add.values() for row in rows if _project_of(row) not in fresh),
        "ended": _keys(row for row, begins_later in plan.end if not begins_later),
        "until": day_before(plan.begins).isoformat(),
        "gone": gone,
        "changed": _before_and_after(
            [(entry.project, entry.before) for entry in changed if entry.before] + plan.change + phones
        ),
        "titles": {"changed": [entry.project.pk for entry in changed]},
    }  # fmt: skip


def _project_of(row):
    """The key of the project that a row belongs to, by its branch where it has one."""
    return row.branch.project_id if hasattr(row, "branch_id") else row.project_id


def _keys(rows):
    found = defaultdict(list)
    for row in rows:
        found[row._meta.label_lower].append(row.pk)
    return dict(found)


def _update(pairs):
    """Save the changed attributes of (row, {attribute: before}) pairs, one bulk statement a model and batch."""
    by_model = defaultdict(lambda: ({}, set()))
    for row, before in pairs:
        rows, attributes = by_model[type(row)]
        rows[row.pk] = row
        attributes.update(before)
    for model, (rows, attributes) in by_model.items():
        model.objects.bulk_update(rows.values(), sorted(attributes), batch_size=BATCH)


def _end(plan):
    """End the dated rows that the list no longer names; returns what was taken away whole."""
    last, gone = day_before(plan.begins), defaultdict(list)
    by_model = defaultdict(lambda: ([], []))
    for row, begins_later in plan.end:
        by_model[type(row)][begins_later].append(row)
    for model, (ended, later) in by_model.items():
        if ended:
            model.objects.filter(pk__in=[row.pk for row in ended]).update(until_on=last)
        for row in later:
            gone[model._meta.label_lower].append(
                {field.attname: _json(getattr(row, field.attname)) for field in model._meta.concrete_fields}
            )
        if later:
            model.objects.filter(pk__in=[row.pk for row in later]).delete()
    return dict(gone)


def _json(value):
    return str(value) if isinstance(value, (date, Decimal)) else value


def _before_and_after(pairs):
    found = defaultdict(dict)
    for row, before in pairs:
        found[row._meta.label_lower].setdefault(str(row.pk), {}).update(
            {name: [_json(value), _json(getattr(row, name))] for name, value in before.items()}
        )
    return dict(found)


def _facts(plan):
    """(thing, verb, before, after) of everything that a Plan does, for the trail."""
    for unit in plan.new_units:
        yield unit, "add", None, {"name": unit.name, "track": unit.track}
    for cadre in plan.new_people:
        yield cadre, "add", None, {"name": cadre.name, "unit": cadre.unit.name, "post": cadre.post}
    for cadre, before, now in plan.phones.values():
        yield cadre, "change", {"phone": before}, {"phone": now}
    for entry in plan.entries:
        if entry.is_new:
            project = entry.project
            after = {key: as_text(key, value) for key in TOLD if (value := getattr(project, key))}
            after["stage"] = project.state
            yield project, "add", None, after
        else:
            yield (
                entry.project, "change",
                {key: was for key, (was, _now) in entry.changes.items()},
                {key: now for key, (_was, now) in entry.changes.items()},
            )  # fmt: skip


# Taking back ------------------------------------------------------------------------------------


def take_back(outcome, *, actor, at):
    """Undo what `write` told of; returns (projects removed, projects restored, people and units left in use).

    ImportRefused where reports or later edits hang on it; nothing is changed then (the caller's transaction).
    """
    _refuse_if_reported(outcome["created"]["projects.project"])
    _refuse_if_edited(outcome)
    restored = Project.objects.in_bulk(outcome["titles"]["changed"])
    removed = list(Project.objects.filter(pk__in=outcome["created"]["projects.project"]))
    lines = [trail.line(project, "undo_import", actor=actor, at=at) for project in [*removed, *restored.values()]]
    try:
        _take_back_rows(outcome)
        DailyReport.objects.filter(project__in=[p.pk for p in removed], state=ReportState.OPEN).delete()
        Project.objects.filter(pk__in=[project.pk for project in removed]).delete()
    except (ProtectedError, RestrictedError) as refusal:
        named = next(
            iter(refusal.protected_objects if hasattr(refusal, "protected_objects") else refusal.restricted_objects)
        )
        raise ImportRefused(
            _("The import cannot be undone: %(kind)s “%(thing)s” hangs on it.")
            % {"kind": named._meta.verbose_name, "thing": named}
        ) from None
    left = sum(_remove_unused(label, outcome["created"][label]) for label in ("cadres.cadre", "cadres.unit"))
    trail.record_many(lines)
    return len(removed), len(restored), left


def _refuse_if_reported(keys):
    report = (
        DailyReport.objects.filter(project__in=keys).exclude(state=ReportState.OPEN).select_related("project").first()
    )
    if report is not None:
        raise ImportRefused(
            _("The import cannot be undone: “%(project)s” has a report of %(day)s. Withdraw the project instead.")
            % {"project": report.project, "day": report.day}
        )


def _refuse_if_edited(outcome):
    for label, rows in outcome["changed"].items():
        stored = apps.get_model(label).objects.in_bulk([int(key) for key in rows])
        for key, values in rows.items():
            row = stored.get(int(key))
            for name, (_before, after) in values.items():
                if row is None or _json(getattr(row, name)) != _same_kind(row, name, after):
                    raise ImportRefused(
                        _("The import cannot be undone: “%(thing)s” was edited after it. Correct it by hand.")
                        % {"thing": row or key}
                    )


def _same_kind(row, name, text):
    return _json(row._meta.get_field(name).to_python(text)) if text is not None else None


def _take_back_rows(outcome):
    for label, keys in outcome["added"].items():
        apps.get_model(label).objects.filter(pk__in=keys).delete()
    for label, keys in outcome["ended"].items():
        apps.get_model(label).objects.filter(pk__in=keys, until_on=outcome["until"]).update(until_on=None)
    for label, rows in outcome["gone"].items():
        apps.get_model(label).objects.bulk_create([apps.get_model(label)(**values) for values in rows])
    for label, rows in outcome["changed"].items():
        model = apps.get_model(label)
        stored = model.objects.in_bulk([int(key) for key in rows])
        pairs = []
        for key, values in rows.items():
            row = stored[int(key)]
            for name, (before, _after) in values.items():
                setattr(row, name, None if before is None else row._meta.get_field(name).to_python(before))
            pairs.append((row, values))
        _update(pairs)


def _remove_unused(label, keys):
    """Remove the created rows that nothing else uses by now; returns how many stay."""
    model = apps.get_model(label)
    rows = model.objects.filter(pk__in=keys)
    for relation in model._meta.related_objects:
        others = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.filter(~Exists(others))
    if label == "cadres.cadre":
        rows = rows.filter(user__isnull=True)
    gone = rows.count()
    rows.delete()
    return len(keys) - gone

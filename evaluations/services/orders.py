"""Drafting an order and hanging files on it; what happens to orders when units are made one."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations import options
from evaluations.models import Order
from evaluations.permissions.orders import drafts, edits, hangs_files, verifies
from evaluations.queries import orders as queries
from evaluations.rules import orders as rules
from evaluations.states.inspections import InspectionState
from evaluations.states.orders import OrderState, Urging
from projects.models import ProjectUnit
from projects.states import UnitRole
from zhangdian.calendar.queries import working_end
from zhangdian.notices import services as notices
from zhangdian.options.queries import value, values
from zhangdian.papers import services as papers
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

FIELDS = (
    "title", "problem", "demand", "instructed_by", "assisting", "contact", "phone", "speed", "days", "unit",
)  # fmt: skip


def ranges(day):
    """{kind: rules.Range} of the days that orders may take, as set on `day`."""
    found = values(day, *options.orders.DAYS)
    return rules.ranges(*(found[key] for key in options.orders.DAYS))


def draft(project, content, *, finding=None, actor, at):
    """Draft an order from a confirmed finding, or on an instruction without one; returns the Order.

    content: the fields named in FIELDS. The words are copied: what is changed in the finding later changes no order.
    """
    if not drafts(actor):
        raise MoveRefused(_("Orders are drafted by the inspection office."), MoveRefused.WRONG_PERSON)
    day = timezone.localdate(at)
    _check(project, content, day)
    if finding is not None:
        if finding.inspection.project_id != project.pk:
            raise ValidationError(_("This finding belongs to another project."))
        if finding.inspection.state != InspectionState.CONFIRMED:
            raise MoveRefused(
                _("The result of this inspection is not confirmed. Confirm it first."), MoveRefused.WRONG_STATE
            )
    elif not content["instructed_by"].strip():
        raise ValidationError(
            {"instructed_by": _("An order without a finding names who instructed it, with the date.")}
        )
    with transaction.atomic():
        row = Order.objects.create(
            project=project, finding=finding, drafted_by=actor, drafted_at=at,
            issue_due_at=working_end(day, value(options.orders.ISSUE, day)), **{name: content[name] for name in FIELDS},
        )  # fmt: skip
        trail.record(row, "draft", actor=actor, at=at, to_state=OrderState.DRAFT, after=_words(row))
    return row


def edit(order, content, *, actor, at):
    """Change a draft; who wrote it."""
    with transaction.atomic():
        row = Order.objects.select_for_update(of=("self",)).select_related("project", "unit").get(pk=order.pk)
        if row.state != OrderState.DRAFT:
            raise MoveRefused(_("This order is no longer a draft."), MoveRefused.WRONG_STATE)
        if not edits(actor, row):
            raise MoveRefused(_("A draft is changed by who wrote it."), MoveRefused.WRONG_PERSON)
        _check(row.project, content, timezone.localdate(at))
        if row.finding_id is None and not content["instructed_by"].strip():
            raise ValidationError(
                {"instructed_by": _("An order without a finding names who instructed it, with the date.")}
            )
        before = _words(row)
        for name in FIELDS:
            setattr(row, name, content[name])
        row.save(update_fields=FIELDS)
        after = _words(row)
        changed = [name for name in FIELDS if before[name] != after[name]]
        if changed:
            trail.record(
                row, "edit", actor=actor, at=at, before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )  # fmt: skip
    return row


def _words(row):
    return {name: str(getattr(row, name)) for name in FIELDS}


def _check(project, content, day):
    allowed = ranges(day)[content["speed"]]
    if not allowed.holds(content["days"]):
        raise ValidationError(
            {"days": _("This kind of order is given %(low)s to %(high)s days.") % {
                "low": allowed.low, "high": allowed.high}}
        )  # fmt: skip
    if not responsible(project, day).filter(unit=content["unit"]).exists():
        raise ValidationError({"unit": _("Choose a unit that is responsible for the project.")})


def responsible(project, day):
    """The parts of the units responsible for `project` today."""
    parts = ProjectUnit.objects.filter(project=project, role=UnitRole.RESPONSIBLE, from_on__lte=day)
    return parts.exclude(until_on__lt=day)


def attach(order, file, *, not_secret, actor, at):
    """Hang a file on an order: the office on its draft, the unit on what it puts right."""
    with transaction.atomic():
        row = Order.objects.standing(actor, timezone.localdate(at)).select_for_update(of=("self",)).get(pk=order.pk)
        if not hangs_files(actor, row):
            raise MoveRefused(
                _("Files are added by the drafter while it is a draft, by the unit while it is put right."),
                MoveRefused.WRONG_PERSON,
            )
        return papers.attach(row, file, not_secret=not_secret, actor=actor, at=at)


def urge(order, how, words, *, actor, at):
    """Note what the office did about an overdue order, in its own words, and tell the unit. Changes no state."""
    with transaction.atomic():
        row = Order.objects.select_for_update(of=("self",)).select_related("project", "unit").get(pk=order.pk)
        if not row.is_overdue(at):
            raise MoveRefused(_("This order is not overdue."), MoveRefused.WRONG_STATE)
        if not verifies(actor, row):
            raise MoveRefused(_("The inspection office urges; nobody of the unit itself."), MoveRefused.WRONG_PERSON)
        if not words.strip():
            raise ValidationError({"words": _("Say what was done or said.")})
        trail.record(row, str(how), actor=actor, at=at, reason=words)
        notices.tell(
            queries.of_unit(row, timezone.localdate(at)), kind=f"order.{how}", key=f"{row.pk}.{at:%Y%m%d%H%M%S}", at=at,
            path=row.get_absolute_url(), title=f"{Urging(how).label}: {row}. {words}"[:200],
        )  # fmt: skip
    return row


def move_unit(kept, gone, *, actor, at):
    """Orders for a unit that is made one with another become the other's; hooked into `cadres.registry`."""
    lines = []
    for row in Order.objects.filter(unit=gone):
        row.unit = kept
        row.save(update_fields=["unit"])
        lines.append(
            trail.line(row, "merge_unit", actor=actor, at=at, before={"unit": str(gone)}, after={"unit": str(kept)})
        )
    trail.record_many(lines)


def longest_extension(row, day):
    """The last day that an extension may reach."""
    last = rules.day_of(row.due_at, timezone.get_current_timezone())
    return last + timedelta(days=value(options.orders.EXTENSION, day))

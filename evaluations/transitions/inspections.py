"""The moves of the week's plan, of the visits, and of what each inspector writes.

An inspector's record is handed in alone; with the last one the visit is `gather`ed and the records open to each other.
What they then `confirm` together is kept as a version. Any later change goes by `revise`: it voids the confirmation,
keeps the version readable, and has to be confirmed anew.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cadres.queries import heads_of
from evaluations import options
from evaluations.models import Finding, Inspection, InspectionVersion, Record
from evaluations.permissions.inspections import goes, may_consolidate, plans, writes
from evaluations.services import inspections as services
from evaluations.states.inspections import Aspect, PlanState, RecordState
from evaluations.states.inspections import InspectionState as S
from projects.models import ProjectUnit, Responsibility
from projects.states import PersonRole, UnitRole
from zhangdian.notices import services as notices
from zhangdian.options.queries import value
from zhangdian.workflow import Move, MoveRefused, make

PUBLISH = Move(
    "publish", frozenset({PlanState.DRAFT}), PlanState.PUBLISHED, plans, gettext_lazy("Publish the plan"),
    warns=gettext_lazy("Units, liaisons and inspectors are told which sites are visited on which day. The draw stays."),
)  # fmt: skip
BEGIN = Move("begin", frozenset({S.PLANNED}), S.OPEN, goes, gettext_lazy("Begin on site"))
GATHER = Move("gather", frozenset({S.OPEN}), S.GATHERED, goes, gettext_lazy("All records are in"), by_system=True)
CONFIRM = Move("confirm", frozenset({S.GATHERED}), S.CONFIRMED, may_consolidate, gettext_lazy("Confirm the result"))
REVISE = Move(
    "revise", frozenset({S.CONFIRMED}), S.GATHERED, may_consolidate, gettext_lazy("Change the result"),
    needs=("reason",),
    warns=gettext_lazy("The confirmation becomes void; the version confirmed until now stays readable."),
)  # fmt: skip
CANCEL = Move(
    "cancel", frozenset({S.PLANNED}), S.CANCELLED, plans, gettext_lazy("Call the visit off"), needs=("reason",),
    warns=gettext_lazy("The site counts as not seen and comes up again in the next draw."),
)  # fmt: skip
HAND_IN = Move("hand-in", frozenset({RecordState.WRITING}), RecordState.IN, writes, gettext_lazy("Hand in my record"))

PLAN_MOVES = (PUBLISH,)
MOVES = (BEGIN, GATHER, CONFIRM, REVISE, CANCEL)
RECORD_MOVES = (HAND_IN,)
ROWS = Inspection.objects.select_related("project", "plan")


def publish(plan, *, actor, at):
    """Publish a week's plan before its first visit; units, liaisons and inspectors are told."""

    def check(row):
        visits = list(
            row.inspections.exclude(state=S.CANCELLED).select_related("project").prefetch_related("seats__user")
        )
        if not visits:
            raise MoveRefused(_("There is no site in the plan. Draw the sites first."), MoveRefused.MISSING)
        least = value(options.inspections.INSPECTORS, timezone.localdate(at))
        for visit in visits:
            if len(visit.seats.all()) < least:
                raise MoveRefused(
                    _("%(site)s has fewer than %(n)s inspectors. Name them first.") % {
                        "site": visit.project, "n": least,
                    },
                    MoveRefused.MISSING,
                )  # fmt: skip
            if visit.day <= timezone.localdate(at):
                raise MoveRefused(
                    _("%(site)s is to be visited on %(day)s: a visit is announced at least a day before. Move it.") % {
                        "site": visit.project, "day": services.day_words(visit.day),
                    },
                    MoveRefused.MISSING,
                )  # fmt: skip
        _announce(row, visits, at)

    return make(PUBLISH, plan, actor=actor, at=at, then=check, published_at=at, published_by=actor)


def _announce(plan, visits, at):
    """Tell each person once about each site that concerns them; a constant number of statements a plan."""
    day = timezone.localdate(at)
    keys = [visit.project_id for visit in visits]
    units = {}
    for part in ProjectUnit.objects.filter(project__in=keys, role=UnitRole.RESPONSIBLE, until_on__isnull=True):
        units.setdefault(part.project_id, []).append(part.unit_id)
    heads = heads_of({unit for found in units.values() for unit in found}, day)
    liaisons = {}
    rows = Responsibility.objects.filter(project__in=keys, role=PersonRole.LIAISON, until_on__isnull=True)
    for project, user in rows.exclude(cadre__user=None).values_list("project", "cadre__user"):
        liaisons.setdefault(project, set()).add(user)
    told = {}
    for visit in visits:
        people = {cadre.user_id for unit in units.get(visit.project_id, ()) for cadre in heads.get(unit, ())}
        people |= liaisons.get(visit.project_id, set()) | {seat.user_id for seat in visit.seats.all()}
        told[visit] = people - {None}
    users = User.objects.active().in_bulk({user for people in told.values() for user in people})
    for visit, people in told.items():
        notices.tell(
            [users[key] for key in sorted(people) if key in users], kind="inspection.planned", key=visit.pk, at=at,
            path=visit.get_absolute_url(),
            title=_("Inspection on %(day)s: %(site)s") % {"day": services.day_words(visit.day), "site": visit.project},
        )  # fmt: skip


def begin(inspection, *, actor, at):
    """Begin on site, on the day of the visit or later; every inspector gets a record to write alone."""

    def open_records(row):
        if row.plan.state != PlanState.PUBLISHED:
            raise MoveRefused(_("The plan of this week is not published yet."), MoveRefused.WRONG_STATE)
        if timezone.localdate(at) < row.day:
            raise MoveRefused(
                _("The visit is announced for %(day)s; it does not begin before.") % {
                    "day": services.day_words(row.day)
                },
                MoveRefused.WRONG_STATE,
            )  # fmt: skip
        seats = list(row.seats.all())
        least = value(options.inspections.INSPECTORS, timezone.localdate(at))
        if len(seats) < least:
            raise MoveRefused(
                _("At least %(n)s inspectors go to a site. Ask the inspection office to name them.") % {"n": least},
                MoveRefused.MISSING,
            )
        Record.objects.bulk_create(Record(inspection=row, author_id=seat.user_id) for seat in seats)

    return make(BEGIN, inspection, actor=actor, at=at, rows=ROWS, then=open_records, begun_at=at)


def hand_in(record, content, *, actor, at):
    """Hand in a record; it can no longer be changed alone. With the last one all records open to each other.

    content: what stands in the form, stored with the move; a ValidationError names what is missing.
    """
    with transaction.atomic():
        # The visit is locked first: of two who hand in at once, the second sees that it is the last.
        visit = ROWS.select_for_update(of=("self",)).get(pk=record.inspection_id)

        def fill(row):
            if row.inspection.state != S.OPEN:
                raise MoveRefused(_("The visit is no longer open."), MoveRefused.WRONG_STATE)
            complete(content)
            services.write(row, content, at=at)

        row = make(
            HAND_IN, record, actor=actor, at=at, rows=Record.objects.select_related("inspection__project", "author"),
            then=fill, handed_in_at=at,
        )  # fmt: skip
        if not visit.records.filter(state=RecordState.WRITING).exists():
            make(GATHER, visit, actor=None, at=at, rows=ROWS, then=lambda gathered: _tell_gathered(gathered, at))
    return row


def _tell_gathered(visit, at):
    notices.tell(
        [seat.user for seat in visit.seats.select_related("user")], kind="inspection.gathered", key=visit.pk, at=at,
        path=visit.get_absolute_url(),
        title=_("All records are in, consolidate them: %(inspection)s") % {"inspection": visit},
    )  # fmt: skip


def complete(content):
    """Refuse a record that leaves open whether there is a problem, or says both."""
    wrong = {}
    if len(content["marks"]) < len(Aspect):
        wrong["marks"] = _("Give a mark for every aspect; “not looked at” is one too.")
    if content["nothing_found"] is None:
        wrong["nothing_found"] = _(
            "Choose “no problem found” or “there are problems”: an empty answer could mean either."
        )
    elif content["nothing_found"] and content["observations"]:
        wrong["nothing_found"] = _("Either “no problem found” or problems, not both.")
    elif not content["nothing_found"] and not content["observations"]:
        wrong["nothing_found"] = _("Write down the problems, or choose “no problem found”.")
    if not content["summary"].strip():
        wrong["summary"] = _("Say in a few words what you saw.")
    if wrong:
        raise ValidationError(wrong)


def confirm(inspection, content, *, actor, at):
    """Confirm what the inspectors found together; a version keeps it with the records it rests on.

    content: {"summary", "nothing_found", "findings": [(key or None, text, speed)]}.
    """

    def fill(row):
        _consolidate(row, content)
        row.version += 1
        InspectionVersion.objects.create(inspection=row, number=row.version, at=at, by=actor, content=snapshot(row))

    return make(CONFIRM, inspection, actor=actor, at=at, rows=ROWS, then=fill, confirmed_at=at, confirmed_by=actor)


def _consolidate(row, content):
    """Put the common result on the locked row; a finding that an order rests on keeps its place and words."""
    wrong = {}
    if not content["summary"].strip():
        wrong["summary"] = _("Say in a few words what was found.")
    if content["nothing_found"] is None:
        wrong["nothing_found"] = _(
            "Choose “no problem found” or “there are problems”: an empty answer could mean either."
        )
    elif content["nothing_found"] == bool(content["findings"]):
        wrong["nothing_found"] = (
            _("Either “no problem found” or problems, not both.") if content["nothing_found"]
            else _("Write down the problems, or choose “no problem found”.")
        )  # fmt: skip
    if wrong:
        raise ValidationError(wrong)
    row.summary, row.nothing_found = content["summary"], content["nothing_found"]
    stored = {finding.pk: finding for finding in row.findings.annotate(n_orders=Count("orders"))}
    kept = {key for key, _text, _speed in content["findings"] if key in stored}
    for key, finding in stored.items():
        if finding.n_orders and key not in kept:
            raise ValidationError(
                {"findings": _("An order rests on “%(finding)s”: it stays. Withdraw the order first.") % {
                    "finding": finding.text[:60]}}
            )  # fmt: skip
    row.findings.exclude(pk__in=kept).delete()
    used, number = {finding.number for key, finding in stored.items() if key in kept}, 0
    for key, text, speed in content["findings"]:
        if key in kept:
            finding = stored[key]
            if finding.n_orders and (finding.text, finding.speed) != (text, speed):
                raise ValidationError(
                    {"findings": _("An order rests on “%(finding)s”: its words stay. Add another finding.") % {
                        "finding": finding.text[:60]}}
                )  # fmt: skip
            finding.text, finding.speed = text, speed
            finding.save(update_fields=["text", "speed"])
            continue
        number += 1
        while number in used:
            number += 1
        Finding.objects.create(inspection=row, number=number, text=text, speed=speed)


def snapshot(row):
    """What a version keeps: the common result, every record with its marks, problems and files."""
    records = []
    rows = Record.objects.filter(inspection=row).select_related("author")
    for record in rows.prefetch_related("marks", "observations", "evidence__paper"):
        records.append(
            {
                "author": record.author.name, "summary": record.summary, "nothing_found": record.nothing_found,
                "marks": [[mark.aspect, mark.value, mark.note] for mark in record.marks.all()],
                "observations": [[seen.text, seen.speed] for seen in record.observations.all()],
                "files": [
                    [one.paper_id, one.paper.name, one.paper.sha256]
                    for one in record.evidence.all() if one.hidden_at is None
                ],
            }
        )  # fmt: skip
    return {
        "summary": row.summary, "nothing_found": row.nothing_found, "records": records,
        "findings": [[one.pk, one.number, one.text, one.speed] for one in Finding.objects.filter(inspection=row)],
    }  # fmt: skip


def revise(inspection, *, actor, at, reason):
    """Take a confirmed result up again. The confirmation becomes void; only then can words or files be changed, so that
    no change of a confirmed result leaves its confirmation standing."""

    def void(row):
        row.versions.filter(number=row.version).update(voided_at=at, voided_by=actor, void_reason=reason[:400])
        row.confirmed_at = row.confirmed_by = None

    return make(REVISE, inspection, actor=actor, at=at, reason=reason, rows=ROWS, then=void)


def cancel(inspection, *, actor, at, reason):
    """Call a visit off that has not begun."""

    def note(row):
        row.reason = reason[:400]

    return make(CANCEL, inspection, actor=actor, at=at, reason=reason, rows=ROWS, then=note)

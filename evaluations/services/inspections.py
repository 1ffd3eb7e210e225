"""The week's plan and what inspectors write: writes that are not moves."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from evaluations import options
from evaluations.models import Evidence, Inspection, Mark, Observation, Record, Seat, WeekPlan
from evaluations.permissions.inspections import may_consolidate, may_go, plans, writes
from evaluations.queries import inspections as queries
from evaluations.states.inspections import Choice, InspectionState, PlanState, RecordState
from projects.models import Project
from projects.services.photos import cleaned
from projects.states import Stage
from zhangdian.calendar.queries import calendar
from zhangdian.options.queries import values
from zhangdian.papers import services as papers
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

KEYS = (options.inspections.SITES, options.inspections.OLDEST, options.inspections.YELLOW, options.inspections.RED,
        options.inspections.CEILING)  # fmt: skip


def draw(week_on, *, actor, at, reason=""):
    """Draw the sites of the week that begins on `week_on`; returns the WeekPlan, with a visit planned for each site.

    A week drawn before is drawn anew, with another seed and with a reason, while its plan is a draft: the trail keeps
    each draw, so that nobody draws until the result pleases without its being seen.
    """
    if not plans(actor):
        raise MoveRefused(_("Sites are drawn by the inspection office."), MoveRefused.WRONG_PERSON)
    if week_on.weekday():
        raise MoveRefused(_("A week begins on a Monday."), MoveRefused.MISSING)
    if week_on + timedelta(days=6) < timezone.localdate(at):
        raise MoveRefused(_("This week is over: plan a coming one."), MoveRefused.WRONG_STATE)
    days = calendar().between(week_on, week_on + timedelta(days=6))
    if not days:
        raise MoveRefused(_("There is no working day in this week."), MoveRefused.WRONG_STATE)
    found = values(week_on, *KEYS)
    basis = {
        "wanted": found[options.inspections.SITES], "oldest": found[options.inspections.OLDEST],
        "ceiling": found[options.inspections.CEILING],
        "factors": {"yellow": found[options.inspections.YELLOW], "red": found[options.inspections.RED]},
    }  # fmt: skip
    with transaction.atomic():
        plan = WeekPlan.objects.select_for_update().filter(week_on=week_on).first()
        pool = queries.candidates(week_on)
        basis["pool"] = [[one.key, one.unseen, one.colour, one.visits] for one in pool]
        stamps = {"seed": f"{secrets.randbelow(10**32):032}", "basis": basis, "drawn_at": at, "drawn_by": actor}
        if plan is None:
            plan = WeekPlan.objects.create(week_on=week_on, **stamps)
            before = {}
        else:
            before = _undraw(plan, reason)
            for name, value in stamps.items():
                setattr(plan, name, value)
            plan.draws += 1
            plan.save(update_fields=[*stamps, "draws"])
        picks = queries.replay(plan)
        Inspection.objects.bulk_create(
            Inspection(
                plan=plan, project_id=pick.candidate.key, how=pick.how, day=days[turn * len(days) // len(picks)],
                unseen=pick.candidate.unseen, visits=pick.candidate.visits,
            )
            for turn, pick in enumerate(picks)
        )  # fmt: skip
        trail.record(
            plan, "redraw" if before else "draw", actor=actor, at=at, reason=reason, before=before or None,
            after={"seed": plan.seed, "sites": [pick.candidate.key for pick in picks]},
        )  # fmt: skip
    return plan


def _undraw(plan, reason):
    """Take the drawn sites out of a draft; returns what stood there."""
    if plan.state != PlanState.DRAFT:
        raise MoveRefused(_("The plan of this week is published; a site can still be added."), MoveRefused.WRONG_STATE)
    if not reason.strip():
        raise MoveRefused(_("Say why it is drawn again: the reason is kept on the trail."), MoveRefused.MISSING)
    drawn = plan.inspections.exclude(how=Choice.ADDED)
    before = {"seed": plan.seed, "sites": list(drawn.order_by("pk").values_list("project_id", flat=True))}
    drawn.delete()
    return before


def add_site(plan, project, day, *, actor, at, reason):
    """Add a site by hand, with a reason; to a published plan too."""
    _planning(actor)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why this site is visited.")})
    if project.state != Stage.BUILDING:
        raise ValidationError({"project": _("Only projects in construction are inspected.")})
    if not plan.week_on <= day <= plan.week_on + timedelta(days=6):
        raise ValidationError({"day": _("Choose a day of this week.")})
    if day < timezone.localdate(at):
        raise ValidationError({"day": _("This day is over.")})
    with transaction.atomic():
        plan = WeekPlan.objects.select_for_update().get(pk=plan.pk)
        if plan.inspections.filter(project=project).exists():
            raise ValidationError({"project": _("This site is in the plan already.")})
        seen = {one.key: one for one in queries.candidates(plan.week_on)}.get(project.pk)
        made = Inspection.objects.create(
            plan=plan, project=project, day=day, how=Choice.ADDED, why=reason[:200], unseen=seen.unseen if seen else 0,
            visits=seen.visits if seen else 0,
        )  # fmt: skip
        trail.record(made, "add_site", actor=actor, at=at, reason=reason)
    return made


def drop_site(inspection, *, actor, at, reason):
    """Take a site out of a plan that is not published yet, with a reason."""
    _planning(actor)
    if not reason.strip():
        raise MoveRefused(_("Say why it is taken out: the reason is kept on the trail."), MoveRefused.MISSING)
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("plan", "project").get(pk=inspection.pk)
        if row.plan.state != PlanState.DRAFT:
            raise MoveRefused(_("The plan is published: call the visit off instead."), MoveRefused.WRONG_STATE)
        trail.record(row.plan, "drop_site", actor=actor, at=at, reason=reason, before={"site": str(row.project)})
        row.delete()


def assign(inspection, users, leader, day=None, *, actor, at):
    """Name who goes, who leads and, where given, on which day; until the visit has begun."""
    _planning(actor)
    users = list(dict.fromkeys(users))
    least = values(timezone.localdate(at), options.inspections.INSPECTORS)[options.inspections.INSPECTORS]
    if len(users) < least:
        raise ValidationError({"users": _("At least %(n)s inspectors go to a site.") % {"n": least}})
    if leader not in users:
        raise ValidationError({"leader": _("The one who leads must be one of them.")})
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("plan", "project").get(pk=inspection.pk)
        if row.state != InspectionState.PLANNED:
            raise MoveRefused(_("The visit has begun: its inspectors stay."), MoveRefused.WRONG_STATE)
        involved = set(queries.involved(row.project_id, [user.pk for user in users], row.day))
        for user in users:
            if not may_go(user):
                raise ValidationError({"users": _("%(name)s is neither of the inspection office nor of a team.") % {
                    "name": user}})  # fmt: skip
            if user.pk in involved:
                raise ValidationError({"users": _("%(name)s has to do with this project and stands aside.") % {
                    "name": user}})  # fmt: skip
        if day and day != row.day:
            if not row.plan.week_on <= day <= row.plan.week_on + timedelta(days=6):
                raise ValidationError({"day": _("Choose a day of this week.")})
            row.day = day
            row.save(update_fields=["day"])
        before = list(row.seats.values_list("user__name", flat=True))
        row.seats.all().delete()
        Seat.objects.bulk_create(Seat(inspection=row, user=user, is_leader=user == leader) for user in users)
        trail.record(
            row, "assign", actor=actor, at=at, before={"inspectors": before},
            after={"inspectors": [user.name for user in users], "leader": leader.name, "day": row.day.isoformat()},
        )  # fmt: skip
    return row


def assign_day(inspection, users, leader, day, *, everywhere, actor, at):
    """Name the inspectors of one site and, where `everywhere`, of the other sites of that day that have nobody yet and
    with which none of them has to do; returns how many sites got them."""
    with transaction.atomic():
        row = assign(inspection, users, leader, day, actor=actor, at=at)
        done = 1
        if everywhere:
            keys = [user.pk for user in users]
            others = Inspection.objects.filter(
                plan=row.plan_id, day=row.day, state=InspectionState.PLANNED, seats__isnull=True
            )
            for other in others.select_related("project"):
                if not queries.involved(other.project_id, keys, other.day):
                    assign(other, users, leader, actor=actor, at=at)
                    done += 1
    return done


def _planning(actor):
    if not plans(actor):
        raise MoveRefused(_("Visits are planned by the inspection office."), MoveRefused.WRONG_PERSON)


# What an inspector writes ------------------------------------------------------------------------


def save_draft(record, content, *, actor, at):
    """Keep what an inspector has written so far; half-finished is welcome. content: see `forms.inspections`."""
    with transaction.atomic():
        row = Record.objects.select_for_update(of=("self",)).select_related("inspection__project").get(pk=record.pk)
        if not writes(actor, row):
            raise MoveRefused(_("A record is written by its author alone."), MoveRefused.WRONG_PERSON)
        if row.state != RecordState.WRITING:
            raise MoveRefused(
                _("This record is handed in; it is changed together when the records are consolidated."),
                MoveRefused.WRONG_STATE,
            )
        write(row, content, at=at)
        row.save(update_fields=["summary", "nothing_found", "saved_at"])
    return row


def write(row, content, *, at):
    """Put `content` on a locked record and into the rows below it; the caller saves the record itself."""
    row.summary, row.nothing_found, row.saved_at = content["summary"], content["nothing_found"], at
    row.marks.all().delete()
    Mark.objects.bulk_create(Mark(record=row, **mark) for mark in content["marks"])
    row.observations.all().delete()
    Observation.objects.bulk_create(
        Observation(record=row, number=number, text=text, speed=speed)
        for number, (text, speed) in enumerate(content["observations"], 1)
    )


def add_evidence(record, file, *, not_secret, actor, at):
    """Hang a file on a record: its author while it is written, one of those who went while the result is consolidated.
    A picture is kept as a clean copy, without time and place."""
    picture, kept = _clean(file)
    with transaction.atomic():
        row = _for_evidence(record.pk, actor)
        paper = papers.attach(row, kept, not_secret=not_secret, actor=actor, at=at)
        made, _new = Evidence.objects.get_or_create(paper=paper, defaults={"record": row, "is_picture": picture})
        if made.hidden_at:
            made.hidden_at = None
            made.save(update_fields=["hidden_at"])
    return made


def _for_evidence(pk, actor):
    """The record under lock, where `actor` may change its files now."""
    row = (
        Record.objects.select_for_update(of=("self",)).select_related("inspection__project", "author").get(pk=pk)
    )  # fmt: skip
    if row.inspection.state == InspectionState.CONFIRMED:
        raise MoveRefused(
            _("The result is confirmed. Take it up again first; the version confirmed now stays readable."),
            MoveRefused.WRONG_STATE,
        )
    if row.state == RecordState.WRITING:
        if not writes(actor, row):
            raise MoveRefused(_("Evidence is changed by who writes the record."), MoveRefused.WRONG_PERSON)
    elif row.inspection.state != InspectionState.GATHERED:
        raise MoveRefused(_("This record is handed in. Wait until the others are in too."), MoveRefused.WRONG_STATE)
    elif not may_consolidate(actor, row.inspection):
        raise MoveRefused(_("Evidence is changed by those who went."), MoveRefused.WRONG_PERSON)
    return row


def _clean(file):
    """(is it a picture, the file as it is kept)."""
    if (file.name or "").lower().endswith((".jpg", ".jpeg", ".png", ".webp")):
        name = file.name.rsplit(".", 1)[0][:80] or "photo"
        return True, SimpleUploadedFile(f"{name}.jpg", cleaned(file), "image/jpeg")
    return False, file


def remove_evidence(evidence, *, actor, at, reason=""):
    """Take a file off a record. While it is written the file goes; later it only is no longer shown and stays with the
    versions that rest on it. Its name stays on the trail."""
    with transaction.atomic():
        row = _for_evidence(evidence.record_id, actor)
        if row.state == RecordState.WRITING and not row.inspection.version:
            paper = evidence.paper
            evidence.delete()
            papers.remove(paper, row, actor=actor, at=at, reason=reason or _("taken out while writing"))
        elif evidence.hidden_at is None:
            evidence.hidden_at = at
            evidence.save(update_fields=["hidden_at"])
            trail.record(row, "hide_file", actor=actor, at=at, reason=reason, before={"name": evidence.paper.name})


def inspectors():
    """The accounts that may be named as inspectors."""
    rows = User.objects.active().order_by("name", "pk")
    return [user for user in rows.exclude(roles="") if may_go(user)]


def sites(week_on):
    """The projects that may be added to a week."""
    return Project.objects.filter(state=Stage.BUILDING, programme__state="RUNNING").order_by("code")


def day_words(day):
    """A day as notices say it."""
    return date_format(day, "MONTH_DAY_FORMAT")

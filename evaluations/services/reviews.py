"""Setting a review up: raters, subjects, sheet, officers and their keys."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.states import Role
from cadres.models import Cadre, Unit, in_force
from evaluations.models import Officer, RaterSeats, Review, ReviewItem, ReviewOption, ReviewSubject
from evaluations.permissions.reviews import is_officer, keeps_reviews
from evaluations.rules import sealing
from evaluations.services.review_ladder import no_keys
from evaluations.states.reviews import Dimension, ReviewKind, Scale, Seat
from evaluations.states.reviews import ReviewState as S
from projects.models import Project, ProjectUnit
from projects.states import Stage, UnitRole
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

NO_UNIT = ("-", "—", "无")
KEEP_KEYS = (Role.OFFICE, Role.DIRECTOR, Role.DISCIPLINE)
JUDGED_STAGES = (Stage.PREPARING, Stage.BUILDING, Stage.SUSPENDED, Stage.COMPLETED)
PROJECT_SHEET = "projects"
CADRE_SHEET, CADRE_OPTIONS = "cadres", "cadres_options"
SHEETS = {
    PROJECT_SHEET: gettext_lazy("Projects: marks for progress, quality and safety, coordination, civilised building"),
    CADRE_SHEET: gettext_lazy("Cadres: marks for the five dimensions"),
    CADRE_OPTIONS: gettext_lazy("Cadres: options for the five dimensions"),
}
ITEMS = {
    PROJECT_SHEET: [
        ("进度与投资", 40, ""), ("质量与安全", 25, ""), ("协调与服务", 20, ""), ("文明施工与群众满意", 15, ""),
    ],
    CADRE_SHEET: [
        ("项目建设", 40, Dimension.PROJECT), ("思想政治", 15, Dimension.POLITICS), ("工作作风", 15, Dimension.STYLE),
        ("工作创新", 15, Dimension.INNOVATION), ("廉政建设", 15, Dimension.INTEGRITY),
    ],
}  # fmt: skip
ITEMS[CADRE_OPTIONS] = ITEMS[CADRE_SHEET]
OPTIONS = (
    ("优秀", 100, False),
    ("称职", 80, False),
    ("基本称职", 60, False),
    ("不称职", 40, False),
    ("不了解", 0, True),
)


def held(review, actor, *states, may=keeps_reviews):
    """The review's row, locked, for a change by `actor` in one of `states` (the plan when none is named)."""
    row = Review.objects.select_for_update().get(pk=review.pk)
    if row.state not in (states or (S.PLANNED,)):
        raise MoveRefused(
            _("“%(thing)s” is now at “%(state)s”: this can no longer be changed.")
            % {"thing": row, "state": row.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    if actor is None or not actor.is_active or not may(actor, row):
        raise MoveRefused(_("You are not the one who can change this review."), MoveRefused.WRONG_PERSON)
    return row


@transaction.atomic
def set_raters(review, *, raters, actor, at):
    """Replace the raters by a list, a line each: group, unit (or 无), expected, and slips if fewer.

    A ValidationError names every bad line at once.
    """
    row = held(review, actor)
    groups = {group.code: group for group in row.groups.all()}
    seats, wrong, seen = [], [], set()
    for number, line in enumerate(raters.splitlines(), 1):
        cells = line.replace("，", " ").replace(",", " ").split()
        if not cells:
            continue
        seat, fault = _seat(cells, groups)
        if not fault and (seat.group_id, seat.unit_id) in seen:
            fault = _("this group and unit stand in an earlier line already")
        if fault:
            wrong.append(_("Line %(number)d: %(fault)s.") % {"number": number, "fault": fault})
            continue
        seen.add((seat.group_id, seat.unit_id))
        seats.append(seat)
    if wrong or not seats:
        raise ValidationError({"raters": wrong or [_("Enter at least one line.")]})
    RaterSeats.objects.filter(group__review=row).delete()
    RaterSeats.objects.bulk_create(seats)
    after = {group.code: sum(seat.slips for seat in seats if seat.group_id == group.pk) for group in groups.values()}
    trail.record(row, "set_raters", actor=actor, at=at, before={}, after=after)
    return row


def _seat(cells, groups):
    """(RaterSeats or None, what is wrong or "") of one line's cells."""
    if len(cells) not in (3, 4):
        return None, _("write group, unit, expected raters, and slips if fewer")
    code, name, *numbers = cells
    group = groups.get(code.upper())
    if group is None:
        return None, _("there is no group “%(code)s”") % {"code": code}
    unit = None
    if name not in NO_UNIT:
        units = list(Unit.objects.active().named(name)[:2])
        if len(units) != 1:
            return None, _("there is no unit “%(name)s”") % {"name": name}
        unit = units[0]
    if not all(number.isdecimal() and 0 < int(number) < 10000 for number in numbers):
        return None, _("a number of raters is a whole number above 0")
    expected, slips = int(numbers[0]), int(numbers[-1])
    if slips > expected:
        return None, _("more slips than expected raters")
    return RaterSeats(group=group, unit=unit, expected=expected, slips=slips), ""


@transaction.atomic
def add_projects(review, *, programme, actor, at):
    """Add the programme's projects that are prepared, built, suspended or completed; returns how many were new."""
    row = held(review, actor)
    if row.kind != ReviewKind.PROJECT:
        raise MoveRefused(_("This review is of cadres; it takes no projects."), MoveRefused.WRONG_STATE)
    there = set(row.subjects.values_list("project_id", flat=True))
    day = timezone.localdate(at)
    mains = {}
    for project, unit in (
        ProjectUnit.objects.filter(in_force(day), project__programme=programme, role=UnitRole.RESPONSIBLE)
        .order_by("-pk")
        .values_list("project_id", "unit_id")
    ):
        mains[project] = unit
    projects = Project.objects.filter(programme=programme, state__in=JUDGED_STAGES).order_by("code")
    return _add(
        row,
        [
            ReviewSubject(review=row, project=project, label=project.name, unit_id=mains.get(project.pk))
            for project in projects
            if project.pk not in there
        ],
        actor=actor,
        at=at,
    )


@transaction.atomic
def add_cadres(review, *, cadres, actor, at):
    """Add the named cadres who serve and are assessed; returns how many were new."""
    row = held(review, actor)
    if row.kind != ReviewKind.CADRE:
        raise MoveRefused(_("This review is of projects; it takes no cadres."), MoveRefused.WRONG_STATE)
    there = set(row.subjects.values_list("cadre_id", flat=True))
    people = Cadre.objects.serving().filter(pk__in=[cadre.pk for cadre in cadres], is_assessed=True)
    return _add(
        row,
        [
            ReviewSubject(
                review=row, cadre=cadre, label=f"{cadre.name}（{cadre.unit.name}）"[:120], unit_id=cadre.unit_id
            )
            for cadre in people.select_related("unit")
            if cadre.pk not in there
        ],
        actor=actor,
        at=at,
    )


def _add(row, subjects, *, actor, at):
    last = row.subjects.aggregate(last=Max("position"))["last"] or 0
    for number, subject in enumerate(subjects, last + 1):
        subject.position = number
    ReviewSubject.objects.bulk_create(subjects)
    trail.record(row, "add_subjects", actor=actor, at=at, before={}, after={"count": len(subjects)})
    return len(subjects)


@transaction.atomic
def set_sheet(review, *, sheet, actor, at):
    """Replace items and options by one of the ready sheets; they may be edited afterwards."""
    row = held(review, actor)
    if (sheet == PROJECT_SHEET) != (row.kind == ReviewKind.PROJECT):
        raise MoveRefused(_("This sheet is for the other kind of review."), MoveRefused.WRONG_STATE)
    row.items.all().delete()
    row.options.all().delete()
    row.scale = Scale.OPTIONS if sheet == CADRE_OPTIONS else Scale.MARKS
    row.save(update_fields=["scale"])
    ReviewItem.objects.bulk_create(
        ReviewItem(review=row, position=number, name=name, full_mark=Decimal(mark), dimension=dimension)
        for number, (name, mark, dimension) in enumerate(ITEMS[sheet], 1)
    )
    if row.scale == Scale.OPTIONS:
        ReviewOption.objects.bulk_create(
            ReviewOption(review=row, position=number, label=label, weight=Decimal(weight), is_unknown=unknown)
            for number, (label, weight, unknown) in enumerate(OPTIONS, 1)
        )
    trail.record(row, "set_sheet", actor=actor, at=at, before={}, after={"sheet": sheet})
    return row


@transaction.atomic
def appoint(review, *, first, second, reserve, actor, at):
    """Name the three who keep the keys; whoever is replaced takes the old key along."""
    row = held(review, actor, S.PLANNED, S.LISTED)
    wanted = {Seat.FIRST: first, Seat.SECOND: second, Seat.RESERVE: reserve}
    if len({user.pk for user in wanted.values()}) < len(wanted):
        raise ValidationError(_("The two officers and the reserve are three different people."))
    for user in wanted.values():
        if not user.is_active or not user.has_role(*KEEP_KEYS):
            raise ValidationError(_("%(name)s belongs to none of the offices that keep keys.") % {"name": user.name})
        if row.subjects.filter(cadre__user=user).exists():
            raise ValidationError(_("%(name)s is judged in this review.") % {"name": user.name})
    before = {officer.seat: officer.user_id for officer in row.officers.all()}
    kept = {officer.user_id: officer for officer in row.officers.all()}
    stay = {user.pk for user in wanted.values()}
    no_keys(row, [officer for pk, officer in kept.items() if pk not in stay], at=at)
    row.officers.all().delete()
    made = []
    for seat, user in wanted.items():
        officer = kept.get(user.pk) or Officer(user=user)
        officer.pk, officer.review, officer.seat = None, row, seat
        officer._state.adding = True
        made.append(officer)
    Officer.objects.bulk_create(made)
    trail.record(
        row, "appoint_officers", actor=actor, at=at, before=before,
        after={seat: user.pk for seat, user in wanted.items()},
    )  # fmt: skip
    return row


@transaction.atomic
def make_key(review, *, passphrase, actor, at):
    """Make the officer's key pair; the passphrase is kept nowhere. Repeating replaces it until voting begins."""
    row = held(review, actor, S.PLANNED, S.LISTED, may=is_officer)
    if len(passphrase.strip()) < sealing.SHORTEST_PASSPHRASE:
        raise ValidationError(
            {
                "passphrase": _("At least %(count)d characters: a sentence that only you know serves best.")
                % {"count": sealing.SHORTEST_PASSPHRASE}
            }
        )
    officer = row.officers.select_for_update().get(user=actor)
    key = sealing.make_key(passphrase)
    officer.public_key, officer.salt, officer.nonce, officer.locked_key = key.public, key.salt, key.nonce, key.locked
    officer.ready_at = at
    officer.save()
    no_keys(row, [officer], at=at)
    trail.record(
        row, "make_key", actor=actor, at=at, before={}, after={"seat": officer.seat, "public_key": key.public.hex()}
    )
    return officer

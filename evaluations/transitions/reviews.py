"""The moves of a review up to the closing of the vote."""

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import in_force
from evaluations.models import Ballot, RaterSeats, Review, SubjectUnit, Ticket, Urn
from evaluations.options import reviews as options
from evaluations.permissions.reviews import keeps_reviews, leads_reviews
from evaluations.queries import reviews as queries
from evaluations.rules import ballots
from evaluations.services import review_ladder
from evaluations.states.reviews import ReviewState as S
from evaluations.states.reviews import Scale
from projects.models import ProjectUnit
from projects.states import UnitRole
from zhangdian.notices import services as notices
from zhangdian.options import queries as settings
from zhangdian.workflow import Move, MoveRefused, make

LOCK = Move(
    "lock", frozenset({S.PLANNED}), S.LISTED, keeps_reviews, gettext_lazy("Lock the lists"),
    warns=gettext_lazy("Subjects, raters and sheet stand from now on; slips are issued next."),
)  # fmt: skip
UNLOCK = Move(
    "unlock", frozenset({S.LISTED}), S.PLANNED, keeps_reviews, gettext_lazy("Back to the plan"), needs=("reason",),
    warns=gettext_lazy("Slips that were issued lose their validity."),
)  # fmt: skip
START = Move(
    "start", frozenset({S.LISTED}), S.OPEN, keeps_reviews, gettext_lazy("Open the vote"),
    warns=gettext_lazy("The lists are frozen and their digest is written into the trail; they change no more."),
)  # fmt: skip
CLOSE = Move(
    "close", frozenset({S.OPEN}), S.CLOSED, keeps_reviews, gettext_lazy("Close the vote"), needs=("reason",),
    by_system=True, warns=gettext_lazy("Nobody can vote any more; then the two officers open the urns."),
)  # fmt: skip
RESUME = Move(
    "resume", frozenset({S.CLOSED}), S.OPEN, leads_reviews, gettext_lazy("Let voting go on"),
    needs=("closes_at", "reason"),
    warns=gettext_lazy("For when too few have voted. The urns are sealed still."),
)  # fmt: skip
VOID = Move(
    "void", frozenset({S.PLANNED, S.LISTED, S.OPEN, S.CLOSED, S.PEELED}), S.VOID, leads_reviews,
    gettext_lazy("Declare void"), needs=("reason",),
    warns=gettext_lazy("The papers in the urns are destroyed unread. The vote may be repeated as a new review."),
)  # fmt: skip
MOVES = (LOCK, UNLOCK, START, CLOSE, RESUME, VOID)
OWN_UNITS = (UnitRole.RESPONSIBLE, UnitRole.SUPPORT)


def lock(review, *, actor, at):
    """Check the plan, fix names and own units, and settle in which form ballots are cast."""

    def fill(row):
        day = timezone.localdate(at)
        found = settings.values(day, options.FEWEST_SHOWN, options.TEXT_LIMIT, options.PAPER_BYTES)
        groups, items = list(row.groups.all()), list(row.items.all())
        subjects = list(row.subjects.select_related("project", "cadre__unit"))
        _complete(row, groups, items, subjects, found[options.FEWEST_SHOWN])
        _freeze(subjects, day)
        row.text_limit = found[options.TEXT_LIMIT]
        length = max(len(str(subject.pk)) for subject in subjects)
        room = found[options.PAPER_BYTES]
        row.whole_size = ballots.paper_size(len(subjects), len(items), row.text_limit, room, length)
        row.piece_size = ballots.paper_size(1, len(items), row.text_limit, room, length)
        _settle_form(row, groups, found[options.FEWEST_SHOWN])

    return make(LOCK, review, actor=actor, at=at, then=fill, locked_at=at)


def _complete(row, groups, items, subjects, fewest):
    """Refuse a plan that lacks something, naming all of it at once."""
    lacks = []
    if not subjects:
        lacks.append(_("there are no subjects"))
    if not groups or sum(group.weight for group in groups) != 100:
        lacks.append(_("the weights of the groups do not sum to 100 %"))
    if not items or sum(item.full_mark for item in items) != 100:
        lacks.append(_("the full marks of the items do not sum to 100"))
    if row.scale == Scale.OPTIONS:
        weights = [option.weight for option in row.options.all() if not option.is_unknown]
        if len(weights) < 2 or len(set(weights)) < len(weights) or max(weights) != 100:
            lacks.append(_("options need at least two different weights, the highest 100"))
    elif any(item.full_mark != int(item.full_mark) for item in items):
        lacks.append(_("with marks every full mark is a whole number"))
    slips = dict(RaterSeats.objects.filter(group__review=row).order_by().values_list("group").annotate(Sum("slips")))
    for group in groups:
        if slips.get(group.pk, 0) < fewest:
            lacks.append(
                _("group %(group)s has %(count)d slips; under %(fewest)d no vote stays secret: join it to another")
                % {"group": group, "count": slips.get(group.pk, 0), "fewest": fewest}
            )
    if row.officers.count() < 3:
        lacks.append(_("the two officers and the reserve are not appointed"))
    if lacks:
        raise MoveRefused(
            _("The plan is not complete: %(lacks)s.") % {"lacks": "；".join(map(str, lacks))}, MoveRefused.WRONG_STATE
        )


def _freeze(subjects, day):
    """Write down the names as they are now, and the units whose raters do not judge a subject."""
    SubjectUnit.objects.filter(subject__in=subjects).delete()
    own = {}
    rows = ProjectUnit.objects.filter(
        in_force(day), role__in=OWN_UNITS, project__in=[row.project_id for row in subjects]
    )
    for project, unit in rows.values_list("project_id", "unit_id"):
        own.setdefault(project, set()).add(unit)
    rows = []
    for subject in subjects:
        units = own.get(subject.project_id, set()) if subject.project_id else {subject.cadre.unit_id}
        if subject.unit_id:
            units = units | {subject.unit_id}
        rows += [SubjectUnit(subject=subject, unit_id=unit) for unit in sorted(units)]
    SubjectUnit.objects.bulk_create(rows)


def _settle_form(row, groups, fewest):
    """Whole ballots only where each set of excluded subjects is shared by enough tickets of the group."""
    excluded = queries.excluded_subjects(row)
    for group in groups:
        tickets = [unit for unit, slips in group.seats.values_list("unit_id", "slips") for _number in range(slips)]
        group.is_cut = ballots.must_be_cut(ballots.exclusion_sets(tickets, excluded), fewest)
        group.save(update_fields=["is_cut"])


def unlock(review, *, actor, at, reason):
    """Take the lists back to the plan; issued slips are void."""

    def fill(row):
        Ticket.objects.filter(group__review=row).delete()

    return make(UNLOCK, review, actor=actor, at=at, reason=reason, then=fill, locked_at=None)


def start(review, *, actor, at):
    """Open the vote: freeze the electorate under a digest and set up the urns."""
    said = {}

    def fill(row):
        lacks = []
        if any(officer.ready_at is None for officer in row.officers.all()):
            lacks.append(_("not every officer has made a key"))
        slips = RaterSeats.objects.filter(group__review=row).aggregate(total=Sum("slips"))["total"] or 0
        if Ticket.objects.filter(group__review=row).count() != slips:
            lacks.append(_("the slips have not been issued"))
        if at >= row.closes_at:
            lacks.append(_("voting would have ended already"))
        if lacks:
            raise MoveRefused(
                _("The vote cannot be opened: %(lacks)s.") % {"lacks": "；".join(map(str, lacks))},
                MoveRefused.WRONG_STATE,
            )
        row.electorate_hash = queries.electorate_hash(row)
        said["electorate"] = row.electorate_hash
        subjects = list(row.subjects.all())
        Urn.objects.bulk_create(
            Urn(group=group, subject=subject)
            for group in row.groups.all()
            for subject in (subjects if group.is_cut else [None])
        )

    return make(START, review, actor=actor, at=at, then=fill, before={}, after=said, opened_at=at)


def close(review, *, actor, at, reason):
    """Close the vote, at its end by the system or earlier by who keeps the review."""

    def fill(row):
        _let_the_last_vote(row)
        tell_officer(row, "peeler", at=at)

    return make(CLOSE, review, actor=actor, at=at, reason=reason, then=fill, closed_at=at)


def close_due(at):
    """Close every vote whose end has come; returns how many. Safe to run twice: a closed vote is no longer open."""
    closed = 0
    for review in Review.objects.filter(state=S.OPEN, closes_at__lte=at):
        try:
            close(review, actor=None, at=at, reason=_("The time for voting is over."))
            closed += 1
        except MoveRefused:
            continue
    return closed


def resume(review, *, actor, at, closes_at, reason):
    """Let voting go on until another end; possible while both seals are on the urns."""

    def fill(row):
        if closes_at <= at:
            raise MoveRefused(_("The new end must lie in the future."), MoveRefused.MISSING)
        review_ladder.turn_over(row, at=at)

    return make(RESUME, review, actor=actor, at=at, reason=reason, then=fill, closes_at=closes_at)


def void(review, *, actor, at, reason):
    """Declare the vote void; what is in the urns is destroyed unread."""

    def fill(row):
        _let_the_last_vote(row)
        empty(row)
        Ticket.objects.filter(group__review=row, used=0).delete()
        if Ballot.objects.filter(group__review=row).exists():
            raise MoveRefused(_("The urns have been opened already."), MoveRefused.WRONG_STATE)
        review_ladder.no_keys(row, row.officers.all(), at=at)
        review_ladder.turn_over(row, at=at)

    return make(VOID, review, actor=actor, at=at, reason=reason, then=fill, void_reason=reason)


def _let_the_last_vote(review):
    """Wait for ballots that are being cast this moment: each holds its group's row."""
    list(review.groups.select_for_update())


def empty(review):
    """Destroy every paper in the urns of the review."""
    Urn.objects.filter(group__review=review).update(for_both=b"", without_second=b"", without_first=b"", peeled=b"")


def tell_officer(review, part, *, at):
    """Tell the officer on duty that it is their turn."""
    seats = queries.officers(review)
    pair = queries.on_duty(seats)
    if pair is None:
        return
    officer = seats[getattr(pair, part)]
    notices.tell(
        [officer.user], kind=f"review.{part}", key=f"{review.pk}.{officer.seat}.{at:%Y%m%d%H%M%S}", at=at,
        path=review.get_absolute_url(),
        title=_("The urns of “%(review)s” wait for your key.") % {"review": review.name},
    )  # fmt: skip

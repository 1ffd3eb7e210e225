"""Opening the urns: the first officer takes off the outer seal, the second opens the inner one, in that order."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.models import Ballot, Officer, Ticket, Urn
from evaluations.options import reviews as options
from evaluations.permissions.reviews import may_open, may_peel, may_reseat
from evaluations.queries import reviews as queries
from evaluations.rules import ballots, duties, sealing
from evaluations.services.review_ladder import turn_over
from evaluations.states.reviews import ReviewState as S
from evaluations.states.reviews import Seat
from evaluations.transitions.reviews import empty, tell_officer
from zhangdian.options import queries as settings
from zhangdian.workflow import Move, MoveRefused, make

PEEL = Move("peel", frozenset({S.CLOSED}), S.PEELED, may_peel, gettext_lazy("Take off the first seal"))
OPEN = Move(
    "open_urns", frozenset({S.PEELED}), S.OPENED, may_open, gettext_lazy("Open the urns"),
    warns=gettext_lazy("The ballots come out in random order; the sealed papers are destroyed."),
)  # fmt: skip
RESEAT = Move(
    "reseat", frozenset({S.CLOSED, S.PEELED}), S.CLOSED, may_reseat, gettext_lazy("Call the reserve officer"),
    needs=("reason",),
    warns=gettext_lazy("For when a passphrase is lost: the reserve officer takes the seat for this review."),
)  # fmt: skip
MOVES = (PEEL, OPEN, RESEAT)


def peel(review, *, actor, at, passphrase):
    """Take the outer box off every paper and shuffle; only if the vote is valid and the lists are as they were."""
    said = {}

    def fill(row):
        pair = _whole(row, at)
        private = _private(row, pair.peeler, passphrase)
        total = lost = 0
        for urn in _urns(row):
            size = _size(row, urn) + 2 * sealing.OVERHEAD
            urn.peeled, urn.damaged = sealing.peel(getattr(urn, pair.papers), size, private)
            urn.save(update_fields=["peeled", "damaged"])
            total += len(urn.peeled) // (size - sealing.OVERHEAD)
            lost += urn.damaged
        said.update({"seat": pair.peeler, "papers": total, "damaged": lost})
        turn_over(row, at=at)
        tell_officer(row, "opener", at=at)

    return make(PEEL, review, actor=actor, at=at, then=fill, before={}, after=said, peeled_at=at)


def open_urns(review, *, actor, at, passphrase):
    """Open the inner boxes and write the ballots in random order; the papers and the keys are destroyed."""
    said = {}

    def fill(row):
        fewest = settings.value(options.FEWEST_SHOWN, timezone.localdate(at))
        private = _private(row, _pair(row).opener, passphrase)
        read, damaged = _read(row, private)
        groups = {group.pk: group for group in row.groups.all()}
        used = {number.group.pk: number.used for number in queries.turnout(row)}
        try:
            goes = ballots.merged(used, fewest)
        except ValueError:
            raise MoveRefused(
                _("Fewer than %(count)d ballots were cast in all: opened, they would show whose they are. "
                  "The vote can only be declared void.") % {"count": fewest},
                MoveRefused.WRONG_STATE,
            ) from None  # fmt: skip
        rows = []
        for key, group in groups.items():
            together = [key, *(other for other, into in goes.items() if into == key)]
            if key not in goes:
                rows += _out(group, [groups[one] for one in together], read, fewest)
        Ballot.objects.bulk_create(sealing.shuffled(rows), batch_size=500)
        for key, group in groups.items():
            group.merged_into = groups.get(goes.get(key))
            group.cast, group.damaged = used.get(key, 0), damaged.get(key, 0)
            group.save(update_fields=["merged_into", "cast", "damaged", "is_cut"])
        empty(row)
        Officer.objects.filter(review=row).update(locked_key=b"", salt=b"", nonce=b"")
        said.update({"ballots": len(rows), "damaged": sum(damaged.values()), "together": len(goes)})
        turn_over(row, at=at)

    return make(OPEN, review, actor=actor, at=at, then=fill, before={}, after=said, unsealed_at=at)


def _read(row, private):
    """({group: [(subject or None, ballot)]}, {group: papers that could not be read})."""
    items = [str(key) for key in row.items.values_list("pk", flat=True)]
    subjects = [str(key) for key in row.subjects.values_list("pk", flat=True)]
    read, damaged = {}, {}
    for urn in _urns(row):
        size = _size(row, urn) + sealing.OVERHEAD
        papers, lost = sealing.open_all(urn.peeled, size, private)
        kept = read.setdefault(urn.group_id, [])
        for paper in papers:
            try:
                kept.append((urn.subject_id, ballots.read(paper, subjects, items)))
            except sealing.Damaged:
                lost += 1
        damaged[urn.group_id] = damaged.get(urn.group_id, 0) + urn.damaged + lost
    return read, damaged


def _out(target, groups, read, fewest):
    """The Ballot rows of groups that are opened together; cut by subject where whole ones would tell whose they are.

    It was settled when the lists were locked whether whole ballots are safe; how many of a unit really voted is known
    only now.
    """
    found = [pair for group in groups for pair in read.get(group.pk, ())]
    sets = ballots.shared(answers for _subject, answers in found)
    if any(group.is_cut for group in groups) or ballots.must_be_cut(sets, fewest):
        target.is_cut = True
        pieces = ballots.cut(answers for _subject, answers in found)
        return [
            Ballot(group=target, subject_id=int(subject), answers=answers)
            for subject, some in pieces.items()
            for answers in some
        ]
    return [Ballot(group=target, answers=answers) for _subject, answers in found]


def reseat(review, *, actor, at, seat, reason):
    """The reserve takes the seat of an officer whose passphrase is lost; a seal taken off already is taken off anew."""

    def fill(row):
        seats = queries.officers(row)
        lost = {key for key, officer in seats.items() if officer.lost_at}
        if seat in lost or duties.pair([*lost, seat]) is None:
            raise MoveRefused(
                _("Without this seat fewer than two officers are left: the urns cannot be opened any more, "
                  "the vote can only be declared void."),
                MoveRefused.WRONG_STATE,
            )  # fmt: skip
        officer = seats[Seat(seat)]
        officer.lost_at, officer.lost_reason = at, reason[:200]
        officer.save(update_fields=["lost_at", "lost_reason"])
        Urn.objects.filter(group__review=row).update(peeled=b"", damaged=0)
        row.peeled_at = None
        turn_over(row, at=at)
        tell_officer(row, "peeler", at=at)

    return make(RESEAT, review, actor=actor, at=at, reason=reason, then=fill, before={}, after={"seat": str(seat)})


def _whole(row, at):
    """The pair on duty; refused where the vote is not valid or something was altered behind the application's back."""
    found = queries.turnout(row)
    verdict = queries.verdict(found, timezone.localdate(at))
    if not verdict.is_valid:
        raise MoveRefused(
            _("The vote is not valid: %(why)s Let voting go on, or declare it void.")
            % {"why": " ".join(verdict.sentences)},
            MoveRefused.WRONG_STATE,
        )
    if queries.electorate_hash(row) != row.electorate_hash:
        raise MoveRefused(
            _("The lists are not those with which voting began. Declare the vote void and tell the auditor."),
            MoveRefused.WRONG_STATE,
        )
    pair = _pair(row)
    wrong = _miscounted(row, pair)
    if wrong:
        raise MoveRefused(
            _("An urn of group %(group)s does not hold as many papers as tickets were used. Declare the vote void and "
              "tell the auditor.") % {"group": wrong},
            MoveRefused.WRONG_STATE,
        )  # fmt: skip
    return pair


def _miscounted(row, pair):
    """A group in whose urns are not as many papers as used tickets, or None."""
    excluded = queries.excluded_subjects(row)
    units = {}
    for group, unit in Ticket.objects.filter(group__review=row, used=1).values_list("group_id", "unit_id"):
        units.setdefault(group, []).append(unit)
    for urn in _urns(row):
        judging = [
            unit for unit in units.get(urn.group_id, ()) if urn.subject_id not in excluded.get(unit, ())
        ]  # fmt: skip
        right = (_size(row, urn) + 2 * sealing.OVERHEAD) * len(judging)
        if any(len(getattr(urn, one.papers)) != right for one in duties.PAIRS):
            return urn.group
    return None


def _pair(row):
    pair = queries.on_duty(queries.officers(row))
    if pair is None:
        raise MoveRefused(_("Fewer than two officers are left."), MoveRefused.WRONG_STATE)
    return pair


def _private(row, seat, passphrase):
    """The private half of the key of a seat."""
    officer = row.officers.get(seat=seat)
    key = sealing.LockedKey(officer.public_key, officer.salt, officer.nonce, officer.locked_key)
    try:
        return sealing.unlock(key, passphrase)
    except sealing.WrongPassphrase:
        raise MoveRefused(
            _("This passphrase does not open your key. Mind capitals and spaces; if it is lost, the reserve officer "
              "steps in."),
            MoveRefused.MISSING,
        ) from None  # fmt: skip


def _urns(row):
    return Urn.objects.filter(group__review=row).select_related("group").order_by("group__code", "subject_id")


def _size(row, urn):
    """The length of a paper in this urn, before it was sealed."""
    return row.whole_size if urn.subject_id is None else row.piece_size

"""The voting booth: letting a code in, and dropping a ballot into the urn.

Casting leaves no line in the trail, no time, no address. It rewrites every ticket of the group in the statement that
marks the one, and every list of the urn, so that neither row order nor row version tells which ticket was used last.
"""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, When
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from evaluations.models import RaterGroup, Review, Ticket
from evaluations.options import reviews as options
from evaluations.queries import reviews as queries
from evaluations.rules import ballots, sealing
from evaluations.services import dropping, tickets
from evaluations.states.reviews import ReviewState as S
from evaluations.states.reviews import Scale
from zhangdian.options import queries as settings

WINDOW = 600
SALT = "vote-salt"


class NotLetIn(Exception):
    """The code opens nothing now; the text says why. is_unknown: there is no such code."""

    def __init__(self, sentence, is_unknown=False):
        super().__init__(sentence)
        self.is_unknown = is_unknown


class Incomplete(Exception):
    """The ballot cannot be cast as it is: `faults` is {subject key as text: sentence}, "" for the whole."""

    def __init__(self, faults):
        super().__init__("; ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True)
class Sheet:
    """What one ticket may vote on."""

    review: Review
    group: object
    subjects: list
    items: list
    choices: list = field(default_factory=list)

    def subject(self, key):
        return next((subject for subject in self.subjects if str(subject.pk) == str(key)), None)


def enter(code, *, at):
    """The Sheet that a code opens at the instant; NotLetIn says why not."""
    ticket = _ticket(code)
    if ticket is None:
        raise NotLetIn(
            _("This code is not known. Look at the slip again: capitals or not, with or without strokes."),
            is_unknown=True,
        )
    review = ticket.group.review
    _voting(review, at)
    if ticket.used:
        raise NotLetIn(_("This code has been used: one ballot lies in the urn for it."))
    return Sheet(
        review, ticket.group, queries.subjects_for(ticket.group, ticket.unit_id), list(review.items.all()),
        list(review.options.all()),
    )  # fmt: skip


def _ticket(code):
    return Ticket.objects.select_related("group__review").filter(digest=tickets.digest(code)).first()


def _voting(review, at):
    if review.state in (S.PLANNED, S.LISTED) or (review.state == S.OPEN and at < review.opens_at):
        raise NotLetIn(_("Voting has not begun yet. Keep the slip."))
    if review.state != S.OPEN or at >= review.closes_at:
        raise NotLetIn(_("The time for voting is over."))


def cast(code, answers, *, at):
    """Drop a ballot into the urn and mark its ticket, in one transaction. Raises NotLetIn or Incomplete.

    answers: {subject key: {"m": {item key: value}, "r": reason, "c": comment}}, keys and values text.
    """
    sheet = enter(code, at=at)
    clean = checked(sheet, answers)
    papers = _papers(sheet, clean)
    digest = tickets.digest(code)
    with transaction.atomic():
        # The votes of a group stand in line; closing waits for those that stand there (transitions.reviews).
        RaterGroup.objects.select_for_update().get(pk=sheet.group.pk)
        review = Review.objects.get(pk=sheet.review.pk)
        _voting(review, at)
        if not Ticket.objects.filter(pk=digest, used=0).exists():
            raise NotLetIn(_("This code has been used: one ballot lies in the urn for it."))
        keys = {officer.seat: officer.public_key for officer in review.officers.all()}
        size = len(next(iter(papers.values()))) + 2 * sealing.OVERHEAD
        dropping.drop(sheet.group, papers, keys, size=size)
        _mark(sheet.group, digest)


def _mark(group, digest):
    """Count the ticket's use up, and rewrite all tickets of the group with it; the database refuses a second use."""
    try:
        with transaction.atomic():
            Ticket.objects.filter(group=group).update(
                used=Case(
                    When(digest=digest, then=F("used") + 1),
                    default=F("used"),
                    output_field=PositiveSmallIntegerField(),
                )
            )
    except IntegrityError:
        raise NotLetIn(_("This code has been used: one ballot lies in the urn for it.")) from None


def _papers(sheet, answers):
    """{subject key (None: all): padded paper} of checked answers."""
    subjects = [str(subject.pk) for subject in sheet.subjects]
    items = [str(item.pk) for item in sheet.items]
    if sheet.group.is_cut:
        size = sheet.review.piece_size
        return {
            int(subject): _padded(ballots.written({subject: answers[subject]}, subjects, items), size)
            for subject in subjects
        }
    return {None: _padded(ballots.written(answers, subjects, items), sheet.review.whole_size)}


def _padded(paper, size):
    over = len(paper) + sealing.LENGTH - size
    if over > 0:
        raise Incomplete(
            {"": _("The words of this ballot are about %(count)d characters too many in all. Shorten some of them.")
             % {"count": -(-over // 3)}}
        )  # fmt: skip
    return sealing.pad(paper, size)


def checked(sheet, answers):
    """The answers as they go on paper: every subject of the sheet, known items, allowed values. Else Incomplete."""
    clean, faults = {}, {}
    for subject in sheet.subjects:
        key = str(subject.pk)
        clean[key], fault = checked_subject(sheet, answers.get(key) or {})
        if fault:
            faults[key] = fault
    if faults:
        raise Incomplete(faults)
    return clean


def checked_subject(sheet, given):
    """(the answers on one subject, what is wrong or "")."""
    marks, under = {}, False
    given_marks = given.get("m") if isinstance(given.get("m"), dict) else {}
    for item in sheet.items:
        value = str(given_marks.get(str(item.pk), "")).strip()
        if not value:
            continue
        full = _is_full(sheet, item, value)
        if full is None:
            return _subject(marks, given), _("“%(item)s”: %(rule)s") % {"item": item.name, "rule": rule_of(sheet, item)}
        marks[str(item.pk)] = _plain(sheet, value)
        under = under or not full
    clean = _subject(marks, given)
    limit = sheet.review.text_limit
    if len(clean["r"]) > limit or len(clean["c"]) > limit:
        return clean, _("A reason or comment has at most %(limit)d characters.") % {"limit": limit}
    if under and sheet.review.asks_reason and not clean["r"]:
        return clean, _("Under full marks a reason is asked: a few words are enough.")
    return clean, ""


def _subject(marks, given):
    return {"m": marks, "r": _one_line(given.get("r", "")), "c": _one_line(given.get("c", ""))}


def _one_line(text):
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def _plain(sheet, value):
    return value if sheet.review.scale == Scale.OPTIONS else str(int(value))


def rule_of(sheet, item):
    """What may be given for an item, in words."""
    if sheet.review.scale == Scale.OPTIONS:
        return _("choose one of the options.")
    return _("a whole number from 0 to %(full)d.") % {"full": item.full_mark}


def _is_full(sheet, item, value):
    """Is the value full marks (or: don't know)? None if it is no allowed value."""
    if sheet.review.scale == Scale.OPTIONS:
        option = next((option for option in sheet.choices if str(option.pk) == value), None)
        return None if option is None else option.is_unknown or option.weight == 100
    if not (value.isascii() and value.isdecimal() and len(value) <= 3) or int(value) > item.full_mark:
        return None
    return int(value) == item.full_mark


# Wrong codes ------------------------------------------------------------------------------------


def is_barred(address, day):
    """Have too many wrong codes come from this address lately? It is kept nowhere: see `_name`."""
    return cache.get(_name(address), 0) >= settings.value(options.WRONG_CODES, day)


def note_wrong(address):
    """Count a wrong code."""
    name = _name(address)
    cache.add(name, 0, WINDOW)
    try:
        cache.incr(name)
    except ValueError:
        cache.set(name, 1, WINDOW)


def _name(address):
    """A name for the address that means nothing after ten minutes: hashed with a salt that is thrown away then."""
    salt = cache.get(SALT)
    if salt is None:
        cache.add(SALT, get_random_string(32), WINDOW)
        salt = cache.get(SALT)
    return "vote-" + salted_hmac(SALT, f"{salt}{address}", algorithm="sha256").hexdigest()[:32]

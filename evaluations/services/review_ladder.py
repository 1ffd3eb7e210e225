"""Reminders of reviews: keys to be made before voting begins, and whose turn it is from the closed vote to the
published result. A turn begins when the move before it was made and is over with the next one."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from evaluations.models import Officer, Review, ReviewSubject, Tally
from evaluations.queries import reviews as queries
from evaluations.states.reviews import ReviewState as S
from zhangdian.calendar.queries import calendar
from zhangdian.notices import queries as told
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed

KEY, TURN = "review_key", "review"
MORNING = time(8, 30)


@dataclass(frozen=True)
class Step:
    """Something that a review waits for. since: the stamp from which on. role: whose it is; empty: an officer's."""

    what: str
    since: str
    title: object
    role: str = ""


STEPS = {
    S.CLOSED: Step("peel", "closed_at", gettext_lazy("The first seal is to be taken off: %(review)s")),
    S.PEELED: Step("open", "peeled_at", gettext_lazy("The urns are to be opened: %(review)s")),
    S.OPENED: Step("count", "unsealed_at", gettext_lazy("To be counted: %(review)s"), Role.OFFICE),
    S.COUNTED: Step(
        "check", "counted_at", gettext_lazy("To be counted again by a second person: %(review)s"), Role.OFFICE
    ),
    S.CHECKED: Step(
        "approve", "checked_at", gettext_lazy("The decision is to be entered: %(review)s"), Role.DIRECTOR
    ),
    S.APPROVED: Step(
        "publish", "approved_at", gettext_lazy("The results are to be published: %(review)s"), Role.OFFICE
    ),
}  # fmt: skip
ROLES = {step.what: step.role for step in STEPS.values()}


@dataclass(frozen=True)
class Turn:
    """A review that waits for somebody since an instant. seat: the officer's, where it is an officer's turn."""

    review: Review
    step: Step
    since: datetime
    seat: str = ""

    @property
    def key(self):
        """A turn that comes again, after a sending back or a new closing, is another one."""
        return ".".join(filter(None, (str(self.review.pk), self.step.what, self.seat, f"{self.since:%y%m%d%H%M%S}")))


def turns(reviews):
    """[Turn] of those of `reviews` that wait for somebody; two statements."""
    officers = {}
    for officer in Officer.objects.filter(review__in=reviews):
        officers.setdefault(officer.review_id, {})[officer.seat] = officer
    withdrawn = Tally.objects.filter(review__in=reviews, withdrawn_at__isnull=False).order_by("withdrawn_at")
    back = dict(withdrawn.values_list("review_id", "withdrawn_at"))
    return [_turn(row, officers.get(row.pk, {}), back.get(row.pk)) for row in reviews if row.state in STEPS]


def _turn(review, officers, sent_back):
    step = STEPS[review.state]
    since = getattr(review, step.since)
    if step.what == "count" and sent_back:
        since = max(since, sent_back)
    pair = None if step.role else queries.on_duty(officers)
    seat = "" if pair is None else str(pair.peeler if step.what == "peel" else pair.opener)
    return Turn(review, step, since, seat)


def turn_over(review, *, at):
    """To be called by every move of a review from the closing on: reminders of the turn that was are settled."""
    old = told.open_keys(TURN, f"{review.pk}.")
    if old:
        notices.settle(TURN, sorted(old - {turn.key for turn in turns([review])}), at=at)


def keys_owed():
    """The officers who have no key yet while one can still be made."""
    return Officer.objects.filter(ready_at__isnull=True, review__state__in=[S.PLANNED, S.LISTED])


def officer_key(officer):
    """The ladder's key for an officer's key: by the person, since a seat may change hands."""
    return f"{officer.review_id}.{officer.user_id}"


def no_keys(review, officers, *, at):
    """These officers owe no key to the review any more."""
    notices.settle(KEY, [officer_key(officer) for officer in officers], at=at)


def _keys_settled(keys):
    still = {officer_key(row) for row in keys_owed().filter(review__in={key.split(".")[0] for key in keys})}
    return {key for key in keys if key not in still}


def _turns_settled(keys):
    rows = Review.objects.filter(pk__in={key.split(".")[0] for key in keys}, state__in=list(STEPS))
    still = {turn.key for turn in turns(list(rows))}
    return {key for key in keys if key not in still}


declare(
    KEY, gettext_lazy("keys of the urns to be made"),
    who={"officer": gettext_lazy("the officer of the urns"), "office": gettext_lazy("cadre section")},
    rungs=[(-3, "officer"), (-1, "officer"), (0, "officer"), (0, "office")], settled=_keys_settled,
)  # fmt: skip
declare(
    TURN, gettext_lazy("reviews that wait for the next step"),
    who={
        "turn": gettext_lazy("whose turn it is (officer, cadre section, leader)"),
        "director": gettext_lazy("organisation department leader"),
    },
    rungs=[(0, "turn"), (1, "turn"), (2, "director")], settled=_turns_settled,
)  # fmt: skip


def remind(*, at):
    """Let both ladders climb; returns what was done in a sentence. Safe to run twice."""
    done = [
        notices.climb(KEY, _owed_keys(), key_people, at=at),
        notices.climb(TURN, _owed_turns(), turn_people, at=at),
    ]
    said = " · ".join(str(one) for one in done)
    notices.beat("remind_reviews", at=at, said=said)
    return said


def _morning(day):
    return datetime.combine(day, MORNING, tzinfo=timezone.get_current_timezone())


def _owed_keys():
    """A key is due on the morning of the day on which voting begins."""
    return [
        Owed(
            officer_key(row), _morning(timezone.localdate(row.review.opens_at)),
            _("Your key for the urns is to be made: %(review)s") % {"review": row.review},
            f"{row.review.get_absolute_url()}key/",
        )
        for row in keys_owed().select_related("review").order_by("pk")
    ]  # fmt: skip


def _owed_turns():
    """A turn is due on the morning of the working day after it began: who is next was told in that moment."""
    working, found = calendar(), []
    for turn in turns(list(Review.objects.filter(state__in=list(STEPS)).order_by("pk"))):
        due = _morning(working.add(timezone.localdate(turn.since), 1))
        title = turn.step.title % {"review": turn.review}
        found.append(Owed(turn.key, due, title, turn.review.get_absolute_url()))
    return found


def key_people(word, keys):
    """{key: users} of a word of the ladder of keys; the office hears of keys that are missing on the day itself."""
    if word == "officer":
        pairs = {key: int(key.split(".")[1]) for key in keys}
        users = User.objects.in_bulk(set(pairs.values()))
        return {key: [users[pk]] for key, pk in pairs.items() if pk in users}
    office = list(User.objects.with_role(Role.OFFICE).order_by("pk"))
    reviews = {key: int(key.split(".")[0]) for key in keys}
    judged = _judged(set(reviews.values()))
    return {key: [user for user in office if (pk, user.pk) not in judged] for key, pk in reviews.items()}


def turn_people(word, keys):
    """{key: users} of a word of the ladder of turns: never who is judged; who counted does not count again."""
    reviews = {int(key.split(".")[0]) for key in keys}
    judged, found = _judged(reviews), {}
    standing = Tally.objects.filter(review__in=reviews, withdrawn_at__isnull=True)
    counted = dict(standing.values_list("review_id", "counted_by_id"))
    seats = Officer.objects.filter(review__in=reviews).select_related("user")
    officers = {(row.review_id, row.seat): row.user for row in seats}
    by_role = {role: list(User.objects.with_role(role).order_by("pk")) for role in (Role.OFFICE, Role.DIRECTOR)}
    for key in keys:
        number, what, *rest = key.split(".")
        pk, role = int(number), Role.DIRECTOR if word == "director" else ROLES[what]
        users = by_role[role] if role else [officers[pk, rest[0]]] if (pk, rest[0]) in officers else []
        kept = [counted.get(pk)] if what == "check" else []
        found[key] = [user for user in users if (pk, user.pk) not in judged and user.pk not in kept]
    return found


def _judged(reviews):
    """{(review, user)} of those judged in the reviews."""
    rows = ReviewSubject.objects.filter(review__in=reviews, cadre__user__isnull=False)
    return set(rows.values_list("review_id", "cadre__user_id"))

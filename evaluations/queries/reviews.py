"""What is read of reviews: the sheet, the turnout, the officers on duty. Nothing here ties a ballot to a ticket."""

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from evaluations.models import Officer, RaterGroup, RaterSeats, ReviewSubject, SubjectUnit, Ticket
from evaluations.options import reviews as options
from evaluations.rules import duties, validity
from evaluations.states.reviews import ReviewState as S
from zhangdian.options import queries as settings


@dataclass(frozen=True)
class Turnout:
    """Numbers of one group: expected (应到), slips handed out (发出), cast (收回)."""

    group: RaterGroup
    expected: int
    issued: int
    used: int

    @property
    def unused(self):
        return self.issued - self.used


def turnout(review):
    """[Turnout] of the groups in their order; two queries."""
    tickets = {
        group: (issued, used)
        for group, issued, used in Ticket.objects.filter(group__review=review)
        .order_by()
        .values_list("group")
        .annotate(Count("digest"), Sum("used"))
    }
    found = []
    for group in review.groups.annotate(seated=Sum("seats__expected")):
        issued, used = tickets.get(group.pk, (0, 0))
        found.append(Turnout(group, group.seated or 0, issued, used))
    return found


def limits(day):
    """The percentages in force on `day`."""
    found = settings.values(day, options.ATTENDANCE, options.RETURN, options.TURNOUT)
    return validity.Limits(found[options.ATTENDANCE], found[options.RETURN], found[options.TURNOUT])


def verdict(groups, day):
    """Does a review with this turnout ([Turnout]) stand, by the rules of `day`?"""
    return validity.judge(
        sum(group.expected for group in groups), sum(group.issued for group in groups),
        sum(group.used for group in groups), limits(day),
    )  # fmt: skip


def excluded_subjects(review):
    """{unit key: set of subject keys that its raters do not judge}; one query."""
    found = {}
    for unit, subject in SubjectUnit.objects.filter(subject__review=review).values_list("unit_id", "subject_id"):
        found.setdefault(unit, set()).add(subject)
    return found


def subjects_for(group, unit_id):
    """The subjects that raters of the unit judge, in the order of the ballot."""
    rows = ReviewSubject.objects.filter(review=group.review_id)
    if unit_id is not None:
        rows = rows.exclude(excluded__unit=unit_id)
    return list(rows.order_by("position", "pk"))


def officers(review):
    """{seat: Officer} with the users; one query."""
    return {officer.seat: officer for officer in review.officers.select_related("user")}


def on_duty(found):
    """The Pair of seats that opens the urns, of `officers`; None when fewer than two are left."""
    return duties.pair([seat for seat, officer in found.items() if officer.lost_at])


def electorate_hash(review):
    """The digest over everything that voting rests on: groups, seats, sheet, subjects, tickets, officers' keys."""
    text = json.dumps(electorate(review), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def electorate(review):
    """The lists as plain values, in an order of their own."""
    units = {}
    for subject, unit in SubjectUnit.objects.filter(subject__review=review).values_list("subject_id", "unit_id"):
        units.setdefault(subject, []).append(unit)
    return {
        "review": review.pk,
        "scale": review.scale,
        "averaging": review.averaging,
        "groups": [[group.code, str(group.weight), group.is_cut] for group in review.groups.order_by("code")],
        "seats": sorted(
            map(list, RaterSeats.objects.filter(group__review=review).values_list("group__code", "unit", "slips")),
            key=str,
        ),
        "items": [[item.pk, item.name, str(item.full_mark)] for item in review.items.order_by("pk")],
        "options": [[row.pk, row.label, str(row.weight), row.is_unknown] for row in review.options.order_by("pk")],
        "subjects": [[row.pk, row.label, sorted(units.get(row.pk, []))] for row in review.subjects.order_by("pk")],
        "tickets": sorted(
            map(list, Ticket.objects.filter(group__review=review).values_list("digest", "group__code", "unit"))
        ),
        "officers": sorted([row.seat, bytes(row.public_key or b"").hex()] for row in review.officers.all()),
    }


def is_subject(user, review):
    """Is `user` one of those whom the review judges? Read from the row where its list brought it along."""
    if getattr(review, "asker", None) == user.pk:
        return review.is_judged
    return review.subjects.filter(cadre__user=user).exists()


def duties_of(user):
    """Reviews for which `user`, as an officer, has something to do now: [(Review, what)]; one query.

    what: "key" to be made, "peel", "open".
    """
    mine = Officer.objects.filter(user=user).filter(
        Q(review__state__in=[S.PLANNED, S.LISTED], ready_at__isnull=True) | Q(review__state__in=[S.CLOSED, S.PEELED])
    )
    seats, reviews = {}, {}
    rows = Officer.objects.filter(review__in=mine.order_by().values("review")).select_related("review")
    for officer in rows.order_by("review__closes_at", "review"):
        review = reviews.setdefault(officer.review_id, officer.review)
        seats.setdefault(review.pk, {})[officer.seat] = officer
    found = [(review, duty_of(user, review, seats[review.pk])) for review in reviews.values()]
    return [(review, what) for review, what in found if what]


def duty_of(user, review, seats):
    """What `user` has to do for the review as one of its officers `seats`: "key", "peel", "open" or ""."""
    own = next((officer for officer in seats.values() if officer.user_id == user.pk), None)
    pair = on_duty(seats)
    if own is None:
        return ""
    if review.state in (S.PLANNED, S.LISTED):
        return "" if own.ready_at else "key"
    if pair and review.state == S.CLOSED and own.seat == pair.peeler:
        return "peel"
    return "open" if pair and review.state == S.PEELED and own.seat == pair.opener else ""

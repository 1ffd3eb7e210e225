"""Reading reviews and appeals: the last day of each, what a person may still lodge, who is left to handle one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Role
from cases import registry
from cases.models import Appeal
from cases.states.appeals import ENDED
from cases.states.common import Remedy, Result
from zhangdian.calendar.rules import end_of


def last_day(target, remedy, review=None):
    """The last day on which `remedy` is lodged in time against a delivered case; review: the person's own before, over.
    After a review the period of the appeal is counted from the delivery of its outcome."""
    if remedy == Remedy.REVIEW:
        return target.review_until
    days = [target.appeal_until, review.appeal_until if review is not None else None]
    return max((day for day in days if day), default=None)


def is_late(received_at, last_on):
    """Was it received after the last second of its last day?"""
    return received_at >= end_of(last_on, timezone.get_current_timezone())


@dataclass(frozen=True)
class Way:
    """A remedy that lies against a case: until when, and why it cannot be lodged now ("": it can)."""

    remedy: Any
    last_on: date | None
    is_late: bool
    why: str
    review: Any = None


def ways(target, at, lodged=None):
    """[Way] of review and appeal against a case, for the person concerned; none where neither lies. One statement, none
    where `lodged` (all that was lodged against it) is given."""
    # Kinds that are delivered to nobody have no last days.
    if getattr(target, "review_until", None) is None or not registry.of(target).appealable(target):
        return []
    mine = {row.remedy: row for row in (Appeal.objects.against(target) if lodged is None else lodged)}
    review, appeal = mine.get(Remedy.REVIEW), mine.get(Remedy.APPEAL)
    found = []
    for remedy in (Remedy.REVIEW, Remedy.APPEAL):
        day = last_day(target, remedy, review)
        found.append(Way(remedy, day, is_late(at, day), _why(remedy, review, appeal), review))
    return found


def _why(remedy, review, appeal):
    there = review if remedy == Remedy.REVIEW else appeal
    if there is not None:
        return _("There is one already: %(number)s.") % {"number": there.number_text}
    if remedy == Remedy.REVIEW and appeal is not None:
        return _("An appeal was lodged: a review can no longer be asked for.")
    if remedy == Remedy.APPEAL and review is not None and review.state not in ENDED:
        return _("The review %(number)s is not over: appeal within the period after its outcome.") % {
            "number": review.number_text
        }
    return ""


def involved_in(target, review=None):
    """Keys of the accounts that had a hand in a decided case, or in the review about it."""
    decision = getattr(target, "decision", None)
    found = {
        target.handler_id, getattr(target, "proposed_by_id", None), target.opened_by_id,
        decision.confirmed_by_id if decision is not None else None,
    }  # fmt: skip
    if review is not None:
        found |= {review.handler_id, review.proposed_by_id, review.decided_by_id}
    return {key for key in found if key}


def free_officers(target, review, day):
    """Accounts of the cadre section that may handle an appeal about `target`, the one with the fewest open appeals
    first; then, where the section has nobody left, leaders who can appoint one."""
    rows = User.objects.filter(is_active=True).exclude(pk__in=involved_in(target, review))
    for role in (Role.OFFICE, Role.DIRECTOR):
        found = list(rows.filter(roles__contains=f",{role},").order_by("pk"))
        load = dict(
            Appeal.objects.open().filter(handler__in=found).values_list("handler").annotate(Count("pk")).order_by()
        )
        found.sort(key=lambda user: (load.get(user.pk, 0), user.pk))
        standing = type(target).objects
        for user in found:
            row = standing.standing(user, day).get(pk=target.pk)
            if not (row.is_subject or row.speaks or row.is_recused):
                yield user


def barred(case, user):
    """Why `user` must not be the officer of `case`: a hand in what an appeal is about, or in the appeal about it."""
    if isinstance(case, Appeal):
        if user.pk in case.involved:
            return _("%(who)s had a hand in what is appealed against: another officer examines it.") % {"who": user}
        return ""
    open_ones = Appeal.objects.open().against(case).filter(Q(handler=user) | Q(proposed_by=user))
    if open_ones.exists():
        return _("%(who)s examines an appeal about this case.") % {"who": user}
    return ""


def outcomes(appeal):
    """[(code, words)] of what the panel may decide: confirmed, revoked, changed to something that the kind knows."""
    target = appeal.target
    kind = registry.of(target)
    found = [(str(Result.CONFIRMED), Result.CONFIRMED.label)]
    if kind.changed is not None:
        found += [
            (
                f"{Result.CHANGED}:{code}",
                _("%(changed)s: %(words)s") % {"changed": Result.CHANGED.label, "words": words},
            )
            for code, words in kind.changes(target)
        ]
    if kind.revoked is not None:
        found.append((str(Result.REVOKED), Result.REVOKED.label))
    return found

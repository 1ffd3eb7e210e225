"""Reminding of coordination slips: who is told when nothing happens. The rungs are rows the office can change."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from evaluations.models import Coordination
from evaluations.permissions.coordination import liaison_ids
from evaluations.queries import holders
from evaluations.services.coordination import KIND, key_of
from evaluations.states.coordination import OPEN, WAITING, CoordinationState
from zhangdian.notices import registry
from zhangdian.notices import services as notices
from zhangdian.notices.rules import Owed

# The last minute of the last day in time; people are told at nine in the morning, that day and after.
LAST_MINUTE = timedelta(minutes=1)
MORNING = -899


def phase(slip):
    """What is owed of an open slip now: see `key_of`."""
    if slip.state in WAITING:
        return "r"
    return "c" if slip.state == CoordinationState.ANSWERED else "s"


def settled(keys):
    """Those of `keys` that are no longer owed; one statement."""
    slips = Coordination.objects.filter(pk__in={_pk(key) for key in keys}, state__in=OPEN)
    owed = {key_of(slip, phase(slip)) for slip in slips}
    return [key for key in keys if key not in owed]


def _pk(key):
    return int(str(key).split(".", 1)[0])


registry.declare(
    KIND, gettext_lazy("coordination slips"),
    who={
        "owner": gettext_lazy("whose turn it is"),
        "raiser": gettext_lazy("who raised it"),
        "office": gettext_lazy("key project office"),
        "above": gettext_lazy("the next level"),
    },
    rungs=[(0, "owner", MORNING), (1, "owner", MORNING), (1, "raiser", MORNING), (2, "office", MORNING),
           (3, "above", MORNING)],
    settled=settled,
)  # fmt: skip


WORDS = {
    "r": gettext_lazy("To be taken up: %(slip)s"),
    "s": gettext_lazy("Still open at its level, escalation is offered: %(slip)s"),
    "c": gettext_lazy("Answered, to be confirmed: %(slip)s"),
}


def owed():
    """Everything of this kind that is owed now."""
    for slip in Coordination.objects.open().select_related("project").order_by("pk"):
        step = phase(slip)
        yield Owed(
            key_of(slip, step), slip.due_at - LAST_MINUTE, str(WORDS[step]) % {"slip": slip}, slip.get_absolute_url(),
            under=(f"project:{slip.project_id}",),
        )  # fmt: skip


def people_on(day):
    """(word, keys) -> {key: [user, …]} as of `day`; a constant number of statements."""

    def people(word, keys):
        slips = {slip.pk: slip for slip in _slips(keys)}
        if word == "office":
            office = [user for user in User.objects.filter(is_active=True) if user.has_role(Role.PLANNER)]
            return dict.fromkeys(keys, office)
        wanted = _wanted(word, keys, slips, day)
        users = User.objects.in_bulk({pk for found in wanted.values() for pk in found})
        return {key: [users[pk] for pk in sorted(found) if pk in users] for key, found in wanted.items()}

    return people


def _slips(keys):
    return Coordination.objects.filter(pk__in={_pk(key) for key in keys}).select_related("raised_by")


def _wanted(word, keys, slips, day):
    """{key: keys of accounts}."""
    if word == "above":
        held = holders.held_above(slips.values(), day)
    else:
        held = holders.held(slips.values(), day) if word == "owner" else {}
    found = {}
    for key in keys:
        slip = slips.get(_pk(key))
        if slip is None:
            continue
        confirms = str(key).endswith(".c")
        if word == "raiser" or (word == "owner" and confirms):
            found[key] = _raising(slip, day)
        elif word == "above" and confirms:
            found[key] = set()
        else:
            found[key] = held[slip.pk].user_ids
    return found


def _raising(slip, day):
    """The account that raised it; the project's liaisons when that account is closed."""
    return {slip.raised_by_id} if slip.raised_by.is_active else liaison_ids(slip, day)


def remind(at):
    """Remind of every open slip whose rung has come. Safe to run twice: once a (slip and step, rung, person)."""
    return notices.climb(KIND, owed(), people_on(timezone.localdate(at)), at=at)

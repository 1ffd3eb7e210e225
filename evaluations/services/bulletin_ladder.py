"""Reminders of bulletins: lines to be checked, papers to be signed for."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, in_force
from evaluations.models import BulletinParty
from evaluations.states.bulletins import BulletinState
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed

CHECK, RECEIPT = "bulletin_check", "bulletin_receipt"
MORNING = time(8, 30)
WHO = {"unit": gettext_lazy("head of the responsible unit"), "office": gettext_lazy("key project office")}


def waiting(kind):
    """The parties that owe something of `kind`."""
    rows = BulletinParty.objects.select_related("bulletin")
    if kind == CHECK:
        return rows.filter(bulletin__state=BulletinState.CHECKING, agreed_at__isnull=True, objections__isnull=True)
    return rows.filter(bulletin__state=BulletinState.PUBLISHED, received_at__isnull=True)


def _settled(kind):
    def settled(keys):
        still = {str(pk) for pk in waiting(kind).filter(pk__in=keys).values_list("pk", flat=True)}
        return {key for key in keys if key not in still}

    return settled


declare(
    CHECK, gettext_lazy("bulletins to be checked"), who=WHO, rungs=[(-1, "unit"), (0, "unit")],
    settled=_settled(CHECK),
)  # fmt: skip
declare(
    RECEIPT, gettext_lazy("bulletins to be signed for"), who=WHO, rungs=[(0, "unit"), (1, "unit"), (2, "office")],
    settled=_settled(RECEIPT),
)  # fmt: skip


def remind(*, at):
    """Let both ladders climb; returns what was done in a sentence."""
    done = [
        notices.climb(kind, owed(kind), lambda word, keys: people(word, keys, timezone.localdate(at)), at=at)
        for kind in (CHECK, RECEIPT)
    ]
    said = " · ".join(str(one) for one in done)
    notices.beat("remind_bulletins", at=at, said=said)
    return said


def owed(kind):
    """[Owed] of one ladder; the hour is that of the last day's morning."""
    found = []
    for row in waiting(kind):
        end = row.bulletin.check_due_at if kind == CHECK else row.bulletin.receipt_due_at
        last = timezone.localdate(end - timedelta(seconds=1))
        words = _("To be checked: %(bulletin)s") if kind == CHECK else _("To be signed for: %(bulletin)s")
        found.append(
            Owed(
                key=str(row.pk), due_at=datetime.combine(last, MORNING, tzinfo=timezone.get_current_timezone()),
                title=words % {"bulletin": row.bulletin}, path=row.get_absolute_url(), under=(f"unit:{row.unit_id}",),
            )
        )  # fmt: skip
    return found


def people(word, keys, day):
    """{key: [user, …]} of a word of the ladder; a constant number of statements."""
    if word == "office":
        office = list(User.objects.with_role(Role.PLANNER).order_by("pk"))
        return dict.fromkeys(keys, office)
    parties = dict(BulletinParty.objects.filter(pk__in=keys).values_list("pk", "unit"))
    by_unit = {}
    posts = Appointment.objects.filter(in_force(day), is_head=True, unit__in=set(parties.values()))
    for post in posts.exclude(cadre__user=None).select_related("cadre__user"):
        by_unit.setdefault(post.unit_id, []).append(post.cadre.user)
    return {str(key): by_unit.get(unit, []) for key, unit in parties.items()}

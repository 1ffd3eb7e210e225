"""Handing over all cases of one officer at once, and telling the leaders of cases whose officer is gone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.models import Cadre
from cadres.states import CadreState
from cases import registry
from cases.queries.desks import free_of
from cases.services.clocks import hand_over
from zhangdian.notices import services as notices
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(merge_cases=gettext_lazy("took over the cases of the other row"))


def open_of(user):
    """[case] of every kind of which `user` is the officer and that are open; a statement a kind."""
    return [
        case
        for kind in registry.KINDS.values()
        for case in kind.model.objects.open()
        .filter(handler=user)
        .select_related("cadre__user", "unit", "handler")
        .order_by("pk")
    ]


def hand_over_all(giver, to, *, reason, actor, at):
    """Give all open cases of `giver` to another officer: (cases handed over, [(case, sentence why not)]). Each leaves
    its line; what the new officer may not handle stays and is said."""
    moved, refused = [], []
    for case in open_of(giver):
        try:
            with transaction.atomic():
                moved.append(hand_over(case, to, reason=reason, actor=actor, at=at))
        except MoveRefused as why:
            refused.append((case, str(why)))
    return moved, refused


def gone(users):
    """{key: why in words} of those of `users` who can no longer run a case; one statement."""
    left = set(Cadre.objects.filter(user__in=users).exclude(state=CadreState.SERVING).values_list("user_id", flat=True))
    found = {}
    for user in users:
        if not user.is_active:
            found[user.pk] = _("the account is closed")
        elif user.pk in left:
            found[user.pk] = _("out of service")
        elif not user.has_role(Role.OFFICE):
            # A leader may hold one only until an officer is named.
            found[user.pk] = _("not of the cadre section")
    return found


def tell_of_gone(at):
    """Tell the leaders of every open case whose officer is gone, held ones too: once a case and officer. Safe to run
    twice; returns how many cases there are."""
    cases = [
        case
        for kind in registry.KINDS.values()
        for case in kind.model.objects.open().select_related("handler", "cadre")
    ]
    why = gone({case.handler for case in cases if case.handler_id})
    found = [case for case in cases if case.handler_id in why]
    if not found:
        return 0
    leaders = list(User.objects.filter(is_active=True, roles__contains=f",{Role.DIRECTOR},"))
    day = timezone.localdate(at)
    free = free_of(found, day)
    for case in found:
        title = _("%(case)s has no officer: %(who)s, %(why)s. Hand it over.") % {
            "case": case.number_text, "who": case.handler, "why": why[case.handler_id],
        }  # fmt: skip
        # The week in the key: told again while nobody has taken it.
        week = f"{day:%G-%V}"
        notices.tell(
            free(leaders, case), kind="case.no_officer", key=f"{case.KIND}.{case.pk}.{case.handler_id}.{week}"[:60],
            title=title, path=f"/cases/handover/?from={case.handler_id}", at=at,
        )  # fmt: skip
    return len(found)

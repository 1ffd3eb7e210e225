"""Reminders of cases: one ladder for every kind. Whose turn it is hears first, then the case officer, then the leaders.

Rungs are counted in working days from the last day of the step. A held clock stands still; looking at a case changes
nothing.
"""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Role
from cadres.queries import heads_of
from cases import registry
from cases.queries.adjustment import posts_owed
from cases.queries.desks import free_of
from cases.rules.clocks import last_of
from cases.services.clocks import LADDER, POSTS, end_of_step, ladder_key
from cases.services.handover import gone, tell_of_gone
from cases.states.common import Holder
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed

MORNING = time(8, 30)
ROLES = {Holder.OFFICE: Role.OFFICE, Holder.DIRECTOR: Role.DIRECTOR, Holder.DISCIPLINE: Role.DISCIPLINE}


def open_cases():
    """Every open case of every kind, with its people; a statement a kind."""
    for kind in registry.KINDS.values():
        yield from kind.model.objects.open().select_related("cadre__user", "unit", "handler")


def _settled(keys):
    """Of keys of steps, those that are over or held: asked before anybody is told."""
    wanted, over = {}, []
    for key in keys:
        name, pk, step = key.split(".")
        wanted.setdefault(name, {})[int(pk)] = (key, int(step))
    for name, rows in wanted.items():
        if name not in registry.KINDS:
            continue
        stand = registry.KINDS[name].model.objects.open().filter(pk__in=rows, held_at__isnull=True)
        now = dict(stand.values_list("pk", "step"))
        over += [key for pk, (key, step) in rows.items() if now.get(pk) != step]
    return over


declare(
    LADDER, gettext_lazy("steps of cases"),
    who={
        "holder": gettext_lazy("whose turn it is"), "officer": gettext_lazy("case officer"),
        "leaders": gettext_lazy("leaders of the department"),
    },
    rungs=[(-1, "holder"), (0, "officer"), (3, "leaders")], settled=_settled,
)  # fmt: skip
declare(
    POSTS, gettext_lazy("posts to be settled after a revocation"),
    who={"officer": gettext_lazy("case officer"), "leaders": gettext_lazy("leaders of the department")},
    rungs=[(0, "officer"), (3, "leaders")], settled=lambda keys: set(keys) - set(_posts()),
)  # fmt: skip


def _posts():
    """{key: adjustment} of which a post is to be settled; one statement."""
    return {str(case.pk): case for case in posts_owed().select_related("cadre__user", "handler")}


def remind_of_posts(*, at):
    """As `remind`, of posts to be settled: due as long after the revocation as an appointment after its decision."""
    cases = _posts()
    owed = [_post_owed(key, case) for key, case in cases.items()]
    done = notices.climb(POSTS, owed, lambda word, keys: people(word, keys, cases, at), at=at)
    notices.reconcile(POSTS, cases, at=at)
    return done


def _post_owed(key, case):
    until = last_of(end_of_step(case, "adjustment.DELIVERED", case.ended_at), timezone.get_current_timezone())
    title = _("%(case)s: settle the post after the revocation") % {"case": case}
    return Owed(key=key, due_at=_morning(until), title=title[:200], path=case.get_absolute_url())


def _morning(day):
    return datetime.combine(day, MORNING, tzinfo=timezone.get_current_timezone())


def remind(*, at):
    """Let the ladders climb; returns what was done in a sentence."""
    cases = {ladder_key(case): case for case in open_cases()}
    owed = [_owed(key, case) for key, case in cases.items() if case.held_at is None]
    done = notices.climb(LADDER, owed, lambda word, keys: people(word, keys, cases, at), at=at)
    notices.reconcile(LADDER, cases, at=at)
    remind_of_posts(at=at)
    notices.beat("remind_of_cases", at=at, said=str(done))
    return str(done)


def _owed(key, case):
    title = _("%(case)s: %(state)s, until the end of %(day)s") % {
        "case": case, "state": case.get_state_display(), "day": case.until,
    }  # fmt: skip
    under = [f"case:{case.KIND}:{case.pk}", *([f"unit:{case.unit_id}"] if case.unit_id else [])]
    return Owed(
        key=key, due_at=_morning(case.until), title=title[:200], path=case.get_absolute_url(), under=tuple(under)
    )


def people(word, keys, cases, at):
    """{key: [user, …]} of a word of the ladder; a constant number of statements."""
    rows = [(key, cases[key]) for key in keys if key in cases]
    by_role = {}

    def of_role(role):
        if role not in by_role:
            by_role[role] = list(User.objects.filter(is_active=True, roles__contains=f",{role},"))
        return by_role[role]

    free = free_of([case for _key, case in rows], timezone.localdate(at))
    if word == "leaders":
        return {key: free(of_role(Role.DIRECTOR), case) for key, case in rows}
    missing = gone({case.handler for _key, case in rows if case.handler_id})

    def officer(case):
        # A case whose officer left falls to the leaders, who hand it over.
        return of_role(Role.DIRECTOR) if case.handler_id in missing else [case.handler]

    if word == "officer":
        return {key: officer(case) for key, case in rows}
    units = {case.unit_id for _key, case in rows if case.unit_id}
    heads = heads_of(units, timezone.localdate(at)) if units else {}
    found = {}
    for key, case in rows:
        holder = registry.of(case).holders.get(case.state, Holder.OFFICE)
        if holder == Holder.OFFICE:
            found[key] = officer(case)
        elif holder in ROLES:
            found[key] = free(of_role(ROLES[holder]), case)
        else:
            mine = [case.cadre] if holder == Holder.SUBJECT and case.cadre_id else heads.get(case.unit_id, [])
            found[key] = [cadre.user for cadre in mine if cadre.user_id]
    return found


def sweep(at):
    """What lapses by itself in every kind. Safe to run twice: each move looks again under the lock."""
    done = sum(kind.sweep(at) or 0 for kind in registry.KINDS.values() if kind.sweep is not None)
    tell_of_gone(at)
    notices.beat("sweep_cases", at=at, said=str(done))
    return done

"""Reminders of orders: what is to be signed for, put right and verified, and who hears of it.

Rungs are counted in working days from the last day of each deadline, at the hour that the office opens. The prompts to
the office (urge, circular, card) are words on the reminder; what is done about it, people decide.
"""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.models import Appointment, Unit, in_force
from evaluations import options
from evaluations.models import Order
from evaluations.queries import orders as queries
from evaluations.rules import orders as rules
from evaluations.states.orders import OrderState, Prompt
from projects.models import Responsibility
from projects.states import PersonRole
from zhangdian.calendar.queries import calendar
from zhangdian.notices import services as notices
from zhangdian.notices.registry import declare
from zhangdian.notices.rules import Owed
from zhangdian.options.queries import value, values

PUT_RIGHT, SIGN, VERIFY = "order", "order_sign", "order_verify"
MORNING = time(8, 30)
ANSWERS = (PersonRole.UNIT_HEAD, PersonRole.DEPUTY)


def _not_in(state):
    """The keys among those given whose orders are no longer at one of `state`, or are put right anew by now."""

    def settled(keys):
        pks = {key.split(".")[0] for key in keys}
        still = set()
        for row in Order.objects.filter(pk__in=pks, state__in=state).only("pk", "sent_back", "reopened"):
            still |= {str(row.pk), queries.ladder_key(row)}
        return {key for key in keys if key not in still}

    return settled


UNIT_WORDS = {
    "unit": gettext_lazy("head and leader in charge of the responsible unit"),
    "signers": gettext_lazy("the unit's people on the project"),
    "office": gettext_lazy("inspection office"),
    "head": gettext_lazy("head of the inspection office"),
}
declare(
    PUT_RIGHT, gettext_lazy("orders to be put right"), who=UNIT_WORDS,
    rungs=[(-1, "unit"), (1, "unit"), (1, "office"), (5, "unit"), (5, "head"), (10, "unit"), (10, "head")],
    settled=_not_in([OrderState.ISSUED, OrderState.WORKING]),
)  # fmt: skip
declare(
    SIGN, gettext_lazy("orders to be signed for"), who=UNIT_WORDS, rungs=[(0, "signers"), (1, "unit"), (2, "office")],
    settled=_not_in([OrderState.ISSUED]),
)  # fmt: skip
declare(
    VERIFY, gettext_lazy("orders to be verified"), who=UNIT_WORDS, rungs=[(0, "office"), (1, "head")],
    settled=_not_in([OrderState.REPORTED]),
)  # fmt: skip


def remind(*, at):
    """Let the three ladders climb; returns what was done in a sentence."""
    done = [
        notices.climb(kind, owed(kind, at), lambda word, keys: people(word, keys, at), at=at)
        for kind in (PUT_RIGHT, SIGN, VERIFY)
    ]
    notices.beat("remind_orders", at=at, said=" · ".join(str(one) for one in done))
    return ", ".join(str(one) for one in done)


def owed(kind, at):
    """[Owed] of one ladder."""
    zone = timezone.get_current_timezone()
    rows = Order.objects.select_related("project", "unit")
    if kind == PUT_RIGHT:
        rows = rows.filter(state__in=[OrderState.ISSUED, OrderState.WORKING])
        return _put_right(rows, zone, at)
    if kind == SIGN:
        return [
            _owed(row, str(row.pk), row.sign_due_at, zone, _("To be signed for: %(order)s") % {"order": row})
            for row in rows.filter(state=OrderState.ISSUED)
        ]
    return [
        _owed(row, queries.ladder_key(row), row.verify_due_at, zone, _("To be verified: %(order)s") % {"order": row})
        for row in rows.filter(state=OrderState.REPORTED)
    ]


def _put_right(rows, zone, at):
    working, today, found = calendar(), timezone.localdate(at), []
    steps = values(today, *options.orders.PROMPTS)
    steps = tuple(steps[key] for key in options.orders.PROMPTS)
    for row in rows:
        late = rules.days_late(working, row.last_day, today)
        title = _("To be put right: %(order)s") % {"order": row}
        if late:
            title = _("Overdue for %(n)s working days: %(order)s") % {"n": late, "order": row}
            prompt = Prompt(rules.prompt(late, steps))
            if prompt != Prompt.NONE:
                title += f" ({prompt.label})"
        found.append(_owed(row, queries.ladder_key(row), row.due_at, zone, title))
    return found


def _owed(row, key, end, zone, title):
    morning = datetime.combine(rules.day_of(end, zone), MORNING, tzinfo=zone)
    return Owed(
        key=key, due_at=morning, title=title, path=row.get_absolute_url(),
        under=(f"project:{row.project_id}", f"unit:{row.unit_id}"),
    )  # fmt: skip


def people(word, keys, at):
    """{key: [user, …]} of a word of the ladder for the orders behind `keys`; a constant number of statements."""
    day = timezone.localdate(at)
    orders = {key: int(key.split(".")[0]) for key in keys}
    if word in ("office", "head"):
        users = list(queries.office())
        if word == "head":
            users = _heads(users, day)
        return dict.fromkeys(orders, users)
    rows = {row.pk: row for row in Order.objects.filter(pk__in=set(orders.values()))}
    by_unit, by_project = _answering(rows.values(), day, with_liaison=word == "signers")
    found = {}
    for key, pk in orders.items():
        row = rows.get(pk)
        if row is not None:
            users = [*by_unit.get(row.unit_id, ()), *by_project.get((row.project_id, row.unit_id), ())]
            found[key] = list({user.pk: user for user in users}.values())
    return found


def _heads(users, day):
    """Those of the office who head its unit (see permissions.orders.heads_office)."""
    code = value(options.orders.OFFICE, day).strip()
    units = Unit.objects.filter(code=code) if code else Unit.objects.all()
    heads = set(
        Appointment.objects.filter(
            in_force(day), is_head=True, cadre__user__in=[user.pk for user in users], unit__in=units.values("pk")
        ).values_list("cadre__user", flat=True)
    )
    return [user for user in users if user.pk in heads]


def _answering(rows, day, *, with_liaison):
    """({unit: its heads}, {(project, unit): its people there})."""
    units, projects = {row.unit_id for row in rows}, {row.project_id for row in rows}
    by_unit, by_project = {}, {}
    posts = Appointment.objects.filter(in_force(day), unit__in=units, is_head=True).exclude(cadre__user=None)
    for post in posts.select_related("cadre__user"):
        by_unit.setdefault(post.unit_id, []).append(post.cadre.user)
    roles = [*ANSWERS, PersonRole.LIAISON] if with_liaison else ANSWERS
    parts = Responsibility.objects.filter(in_force(day), project__in=projects, role__in=roles, cadre__unit__in=units)
    for part in parts.exclude(cadre__user=None).select_related("cadre__user"):
        by_project.setdefault((part.project_id, part.cadre.unit_id), []).append(part.cadre.user)
    return by_unit, by_project

"""Reading error tolerance: what a case may be about and how a person stands to it, whether one is open, the library."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Role
from cadres.models import Appointment, Cadre, Unit, in_force
from cases import registry
from cases.models import Investigator, Lesson, Tolerance, ToleranceHearing, TolerancePoint
from cases.states.tolerance import ENDED, SUSPENDING, Origin, Side
from evaluations.models import Order, Recusal
from projects.models import Project

# Delivered once and without effect since: nothing is left to be excused.
TAKEN_BACK = ("WITHDRAWN", "REVOKED")


@dataclass(frozen=True)
class About:
    """What a tolerance case is to be about. row: card, order or case; None where the organ opens one without.
    standing: an Origin by which the asker may start it, or ""."""

    row: Any = None
    facts: str = ""
    cadre: Any = None
    unit: Any = None
    project: str = ""
    noticed_at: datetime | None = None
    standing: str = ""
    ref: str = ""


def about_case(user, day, name, key):
    """The About of a case of kind `name`, or None where the user does not see it.

    Who heads the unit of the person may apply for the person once the facts are served, though the case is not his to
    read: the person hands on its address.
    """
    kind = registry.KINDS.get(name)
    if kind is None or name == Tolerance.KIND or not str(key).isdigit():
        return None
    joined = kind.model.objects.standing(user, day).select_related("cadre__unit", "unit").filter(pk=key)
    row = joined.filter(pk__in=kind.model.objects.visible_to(user, day).order_by().values("pk")).first()
    row = row or joined.filter(of_own_people(kind.model, user, day)).first()
    return about_row(user, day, row) if row is not None else None


def of_own_people(model, user, day):
    """The cases of the people of the units that `user` heads, from the serving of the facts on; a Q."""
    if not hasattr(model, "served_at") or user.administrator:
        return Q(pk__in=[])
    return Q(cadre__unit__in=Unit.objects.headed_by(user, day).order_by().values("pk"), served_at__isnull=False)


def about_row(user, day, row):
    """The About of a case that was read `standing(user, day)`."""
    unit = row.unit or (row.cadre.unit if row.cadre_id else None)
    return About(
        row=row, facts=getattr(row, "facts", ""), cadre=row.cadre, unit=unit, ref=f"{row.KIND}:{row.pk}",
        noticed_at=getattr(row, "served_at", None), standing=_standing(user, day, row, unit), project=_project_of(row),
    )  # fmt: skip


def _standing(user, day, row, unit):
    if row.is_subject:
        return Origin.PERSON
    if row.speaks:
        return Origin.UNIT
    if row.cadre_id and unit and heads(user, unit, day):
        return Origin.UNIT
    return Origin.ORGAN if user.has_role(Role.OFFICE, Role.DISCIPLINE) and not row.is_recused else ""


def _project_of(row):
    source = source_of(row)
    return str(source.project) if getattr(source, "project_id", None) else ""


def about_order(user, day, key):
    """The About of an order, or None. Who heads its unit starts it for the unit, whose work it is for himself."""
    if not str(key).isdigit():
        return None
    rows = Order.objects.visible_to(user, day).standing(user, day).select_related("unit", "project")
    order = rows.filter(pk=key).first()
    if order is None:
        return None
    cadre, standing = None, ""
    if order.speaks:
        standing = Origin.UNIT
    elif order.belongs:
        cadre = Cadre.objects.filter(user=user).select_related("unit").first()
        standing = Origin.PERSON if cadre else ""
    elif user.has_role(Role.OFFICE, Role.DISCIPLINE):
        standing = Origin.ORGAN
    return About(
        row=order, facts=order.problem, cadre=cadre, unit=order.unit, project=str(order.project),
        noticed_at=order.issued_at, standing=standing, ref=f"order:{order.pk}",
    )  # fmt: skip


def beside_order(order):
    """The template of the way from an order to an application, for who may start one; "" for others."""
    return "cases/tolerance/ask.html" if order.speaks or order.belongs else ""


def about_nothing(user, cadre=None, unit=None):
    """What the organ opens of itself, about nothing that is on record here."""
    standing = Origin.ORGAN if user.has_role(Role.OFFICE, Role.DISCIPLINE) else ""
    return About(cadre=cadre, unit=unit, standing=standing)


def heads(user, unit, day):
    return Appointment.objects.filter(in_force(day), unit=unit, cadre__user=user, is_head=True).exists()


def own_matters(user, day):
    """[(words, ref)] of what the user may start a tolerance case from: own cases that are open or in force, and orders
    in the own hands."""
    found = []
    for name, kind in registry.KINDS.items():
        if name == Tolerance.KIND:
            continue
        seen = kind.model.objects.visible_to(user, day).order_by().values("pk")
        own = (Q(is_subject=True) | Q(speaks=True)) & Q(pk__in=seen)
        mine = kind.model.objects.standing(user, day).filter(own | of_own_people(kind.model, user, day))
        found += [(str(row), f"case={name}:{row.pk}") for row in mine.open().select_related("cadre", "unit")[:20]]
    orders = Order.objects.visible_to(user, day).open().standing(user, day).filter(Q(belongs=True) | Q(speaks=True))
    return found + [(str(row), f"order={row.pk}") for row in orders[:20]]


def of(case):
    """The tolerance cases about a case or any other row, newest first."""
    rows = Tolerance.objects.filter(about_label=case._meta.label_lower, about_key=str(case.pk))
    return rows.select_related("cadre", "unit")


def _about(case):
    """(label, key, cadre, unit) of what may keep `case` from going on: about it, whoever it concerns (None, None), or
    about what it rests on and the same person or unit."""
    found = [(case._meta.label_lower, str(case.pk), None, None)]
    if getattr(case, "source_key", ""):
        unit = None if case.cadre_id else case.unit_id
        found.append((case.source_label, case.source_key, case.cadre_id, unit))
    return found


def suspending(cases):
    """{(label, pk): the tolerance case that keeps it from going on now} of cases; one statement."""
    cases = [case for case in cases if case._meta.model is not Tolerance]
    asked = Q(pk__in=[])
    for case in cases:
        for label, key, _cadre, _unit in _about(case):
            asked |= Q(about_label=label, about_key=key)
    if not cases:
        return {}
    rows = list(Tolerance.objects.filter(asked, state__in=SUSPENDING))
    found = {}
    for case in cases:
        for label, key, cadre, unit in _about(case):
            for row in rows:
                is_about = (row.about_label, row.about_key) == (label, key)
                if is_about and (cadre, unit) in ((None, None), (row.cadre_id, _unit_of(row))):
                    found.setdefault((case._meta.label_lower, case.pk), row)
    return found


def _unit_of(row):
    return None if row.cadre_id else row.unit_id


def suspended(cases):
    """registry.SUSPENDS: {(label, pk): why it must not go on} of cases; one statement."""
    words = _("Error tolerance is being examined (%(number)s): until the finding is fed back it goes no further.")
    return {key: words % {"number": row.number_text} for key, row in suspending(cases).items()}


def block(case, reader, day):
    """A Block “is tolerance to be examined?” for the page of a case of any kind: what is open about it, and the way to
    start. [] where the reader has nothing to do with it."""
    rows = list(of(case).visible_to(reader, day))
    may = about_row(reader, day, case).standing if hasattr(case, "is_subject") else ""
    links = [(f"{row.number_text} · {row.get_state_display()}", row.get_absolute_url()) for row in rows]
    if any(row.state in SUSPENDING for row in rows):
        text = _("Tolerance is being examined: until the finding is fed back this goes no further, and its facts stay "
                 "out of every score.")  # fmt: skip
    elif any(row.state not in ENDED for row in rows):
        text = _("There is a tolerance case about it.")
    elif may and (case.is_open or getattr(case, "delivered_at", None)) and case.state not in TAKEN_BACK:
        text = _("Is tolerance to be examined? A mistake made while trying something new, against hard conditions and "
                 "without private gain may be excused.")  # fmt: skip
        address = f"{reverse('cases:tolerance_new')}?case={case.KIND}:{case.pk}"
        words = _("Apply for tolerance") if may != Origin.ORGAN else _("Open a tolerance case")
        links = [*links, (words, address)]
    else:
        text = ""
    return [registry.Block(_("Error tolerance"), text=text, links=links)] if text or links else []


def source_of(row):
    """What a card or case rests on, read by its label and key; None where it names nothing that is there."""
    return named(getattr(row, "source_label", ""), getattr(row, "source_key", ""))


def named(label, key):
    """The row of a label and a key, or None."""
    if not label or not key:
        return None
    try:
        return apps.get_model(label)._default_manager.filter(pk=key).first()
    except (LookupError, ValueError):
        return None


def about_of(case):
    """The row that a tolerance case is about, or None."""
    return named(case.about_label, case.about_key)


def suspended_rows(case):
    """What is held while the case is open: what it is about, and what that rests on."""
    about = about_of(case)
    return [row for row in (about, source_of(about) if about is not None else None) if row is not None]


def investigators(case):
    return Investigator.objects.filter(tolerance=case, dropped_at__isnull=True).select_related("user")


def hearings(case):
    return ToleranceHearing.objects.filter(tolerance=case).select_related("by")


def points(case, side=Side.FINDING):
    """{code: TolerancePoint} of one side."""
    return {point.code: point for point in TolerancePoint.objects.filter(tolerance=case, side=side)}


def points_by_side(case):
    """{side: {code: TolerancePoint}} of both sides, in one statement."""
    found = {side: {} for side in Side.values}
    for point in TolerancePoint.objects.filter(tolerance=case):
        found[point.side][point.code] = point
    return found


def free_officers(cadre, unit, day):
    """Accounts of the cadre section that may handle a case about the cadre or unit, who has least open ones first."""
    kept_out = set(Recusal.objects.filter(in_force(day), cadre=cadre).values_list("person__user", flat=True))
    kept_out.add(cadre.user_id if cadre is not None else None)
    heads_ = Appointment.objects.filter(in_force(day), unit=unit, is_head=True)
    kept_out |= set(heads_.values_list("cadre__user", flat=True)) if unit is not None else set()
    rows = User.objects.filter(is_active=True, roles__contains=f",{Role.OFFICE},").exclude(pk__in=kept_out - {None})
    at_work = Counter(Tolerance.objects.open().order_by().values_list("handler", flat=True))
    return sorted(rows, key=lambda user: (at_work[user.pk], user.pk))


def library(outcome="", topic=""):
    """The findings to learn from, filtered."""
    rows = Lesson.objects.filter(taken_back_at__isnull=True)
    if outcome:
        rows = rows.filter(outcome=outcome)
    return rows.filter(topic=topic) if topic else rows


def names_in(text, case):
    """Names of people, units and projects that stand in a text that must have none, sorted."""
    people = {case.cadre.name if case.cadre_id else "", case.handler.name if case.handler_id else ""}
    people |= {one.user.name for one in investigators(case)}
    people |= {case.opened_by.name if case.opened_by_id else ""}
    for heard in hearings(case):
        people |= set(heard.name.replace("，", "、").replace(",", "、").split("、"))
    units = set(Unit.objects.values_list("name", flat=True)) | set(Unit.objects.values_list("short_name", flat=True))
    projects = set(Project.objects.values_list("name", flat=True)) | {case.project, case.number_text}
    plain = "".join(text.split())
    return sorted(name for name in people | units | projects if len(name.strip()) > 1 and name.strip() in plain)

"""Read models of the cadres floor."""

import json
from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Case, CharField, Count, DateField, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from cadres import registry, rules
from cadres.models import Appointment, Cadre, InfluencePeriod, Unit, in_force
from cadres.states import CadreState, InfluenceKind


def blocks(cadre, purpose, on):
    """The influence period that keeps `cadre` from `purpose` (a Purpose) on the day, or None. The one read:
    every floor asks here and copies nothing. Of several periods the heavier rules."""
    return blocked([cadre], purpose, on).get(cadre.pk)


def blocked(cadres, purpose, on):
    """{cadre pk: InfluencePeriod} of those of `cadres` (rows, keys or a queryset) kept from `purpose`; one query."""
    rows = InfluencePeriod.objects.in_effect(on).filter(cadre__in=cadres)
    of = {}
    for period in rows:
        of.setdefault(period.cadre_id, []).append(period)
    found = {}
    for key, periods in of.items():
        span = rules.governing([_span(period) for period in periods], purpose, on)
        if span is not None:
            found[key] = span.key
    return found


def _span(period):
    return rules.Span(period.kind, period.from_on, period.until_on, tuple(period.blocks), period.lifted_on, key=period)


def in_influence(cadre, on):
    """The periods in effect for `cadre` on the day, the one that ends last first: the banner of the file."""
    periods = InfluencePeriod.objects.in_effect(on).filter(cadre=cadre)
    return sorted(periods, key=lambda period: rules.heaviness(_span(period)), reverse=True)


def heads_of(units, day):
    """{unit pk: [Cadre]} of the principal leaders on the day; one query."""
    rows = Appointment.objects.filter(in_force(day), unit__in=units, is_head=True, cadre__state=CadreState.SERVING)
    found = {}
    for row in rows.select_related("cadre__user").order_by("unit_id", "from_on"):
        found.setdefault(row.unit_id, []).append(row.cadre)
    return found


def units_tree():
    """[(depth, Unit)] of the units in use with `people` counted, superior units before their own; one query."""
    units = list(
        Unit.objects.active()
        .annotate(people=Count("cadres", filter=Q(cadres__state=CadreState.SERVING)))
        .order_by("position", "code")
    )
    below = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    here = {unit.pk for unit in units}
    order = []

    def walk(unit, depth):
        order.append((depth, unit))
        for child in below.get(unit.pk, ()):
            walk(child, depth + 1)

    for unit in units:
        # A unit whose superior is out of use stands at the top.
        if unit.parent_id is None or unit.parent_id not in here:
            walk(unit, 0)
    return order


@dataclass
class File:
    """A cadre's file as this floor knows it; the roof adds what other floors know."""

    cadre: Cadre
    posts: list = field(default_factory=list)
    influence: list = field(default_factory=list)
    past_influence: list = field(default_factory=list)
    duties: list = field(default_factory=list)


def file_of(cadre, on, *, own=False, duties=True):
    """The File of `cadre` on the day: basic words, posts newest first, influence periods in effect and over,
    what upper floors say is still carried. A constant number of queries.

    own: as the cadre may see it: without open cases, of which the person concerned is told otherwise.
    duties: False where a page says in more words what is carried.
    """
    periods, posts = _periods_and_posts(cadre, own)
    # Taken back altogether: it had no effect on any day, and stays on the trail only.
    periods = [period for period in periods if period.lifted_on != period.from_on]
    current = [period for period in periods if _span(period).in_force(on)]
    current.sort(key=lambda period: rules.heaviness(_span(period)), reverse=True)
    keys = {period.pk for period in current}
    return File(
        cadre=cadre,
        posts=posts,
        influence=current,
        past_influence=[period for period in periods if period.pk not in keys],
        duties=registry.duties(cadre, on) if duties else [],
    )


def _periods_and_posts(cadre, own):
    """([InfluencePeriod], [Appointment]) of a file, each newest first, with what a file shows of them; one statement,
    for a dossier has many."""
    periods = cadre.influence_periods.order_by()
    if own:
        periods = periods.exclude(kind=InfluenceKind.OPEN_CASE)
    text, none = CharField(), Cast(None, DateField())
    periods = periods.values_list(
        Value("period", text), F("pk"), Cast("kind", text), Cast("reason", text), Cast("document_no", text),
        Cast("made_by", text), Cast("blocks", TextField()), F("from_on"), F("until_on"), F("lifted_on"),
        Value(None, BigIntegerField()),
    )  # fmt: skip
    posts = cadre.appointments.order_by().values_list(
        Value("post", text), F("pk"), Cast("level", text), Cast("post", text), Cast("document_no", text),
        Cast("unit__name", text),
        Case(When(is_head=True, then=Value("head")), default=Value(""), output_field=TextField()),
        F("from_on"), F("until_on"), none, F("unit"),
    )  # fmt: skip
    found = {"period": [], "post": []}
    for sort, pk, kind, words, number, of, more, from_on, until_on, lifted_on, unit in periods.union(posts, all=True):
        dated = {"pk": pk, "cadre": cadre, "document_no": number, "from_on": from_on, "until_on": until_on}
        if sort == "period":
            row = InfluencePeriod(**dated, kind=kind, reason=words, made_by=of, blocks=json.loads(more))
            row.lifted_on = lifted_on
        else:
            row = Appointment(**dated, level=kind, post=words, is_head=more == "head", unit=Unit(pk=unit, name=of))
        found[sort].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.from_on, reverse=True)
    return found["period"], found["post"]


def cadre_of(user):
    """The Cadre that is this account, with the unit, or None."""
    return Cadre.objects.select_related("unit").filter(user=user).first()

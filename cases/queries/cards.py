"""Reading cards: what counts, what was before, and the facts from which the rules draft one."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cadres.models import InfluencePeriod
from cadres.states import InfluenceKind
from cases.models import Card
from cases.queries import rulesets
from cases.queries.evidence import Evidence
from cases.rules.drafting import reached_on
from cases.states.cards import CardState as S
from cases.states.cards import Colour
from evaluations.models import Order
from evaluations.queries.orders import dressed
from evaluations.states.orders import Urging
from projects.models import Light, ProjectUnit
from projects.states import LightColour, LightState, UnitRole
from zhangdian.calendar.rules import add_months
from zhangdian.trail.models import Entry

# Delivered and neither taken back nor gone up into a red one: what counts towards the next step of the ladder.
COUNTED = (S.VALID, S.RECTIFIED, S.LIFTED, S.LAPSED)
# What a page offers as an earlier step reaches so far back.
RUNG_MONTHS = 24
RUNGS = 12


def of_light(light):
    """The Evidence of a month's light: its project's page is where it is seen."""
    title = _("red light of %(project)s, %(month)s") % {
        "project": light.project.name, "month": date_format(light.month, "YEAR_MONTH_FORMAT"),
    }  # fmt: skip
    return Evidence("projects.light", str(light.pk), title[:120], light.project.get_absolute_url())


def yellows(whom, day):
    """The yellow cards that count for a person or unit ({"cadre": …} or {"unit": …}) in the window of the rules that
    ends with `day`, the newest first."""
    rules = rulesets.in_force(day)
    since = add_months(day, -int(rulesets.figure(rules.pk, "card.yellow_months")))
    rows = Card.objects.filter(
        **whom, colour=Colour.YELLOW, delivered_at__date__gt=since, state__in=COUNTED, escalated_to__isnull=True
    )
    return rows.order_by("-delivered_at", "-pk")


def card_words(card):
    """A card as an earlier step names it: its number and the day of its delivery."""
    return f"{card.number_text} {timezone.localdate(card.delivered_at):%Y-%m-%d}"


def earlier_rungs(card, day):
    """[words] of the earlier recorded steps that a red card may come after, the newest first: cards delivered,
    reminders and admonitions, orders of the unit about which it was urged. At most three statements."""
    since = add_months(day, -RUNG_MONTHS)
    whom = {"cadre": card.cadre_id} if card.cadre_id else {"unit": card.unit_id}
    past = Card.objects.filter(**whom, delivered_at__date__gte=since, state__in=[*COUNTED, S.ESCALATED])
    found = [(row.delivered_at, card_words(row)) for row in past.exclude(pk=card.pk).order_by("-delivered_at")[:RUNGS]]
    if card.cadre_id:
        periods = InfluencePeriod.objects.filter(
            cadre=card.cadre_id, kind__in=[InfluenceKind.REMINDER, InfluenceKind.ADMONITION], from_on__gte=since,
            from_on__lte=day,
        )  # fmt: skip
        for period in periods:
            words = f"{period.get_kind_display()} {period.document_no} {period.from_on:%Y-%m-%d}"
            found.append((_morning(period.from_on), words))
    unit = card.unit_id or (card.cadre.unit_id if card.cadre_id else None)
    if unit:
        keys = [str(key) for key in Order.objects.filter(unit=unit).values_list("pk", flat=True)]
        urged = Entry.objects.filter(label="evaluations.order", key__in=keys, verb__in=Urging.values)
        for entry in urged.order_by("-id")[:RUNGS]:
            words = f"{Urging(entry.verb).label} {entry.title} {timezone.localdate(entry.at):%Y-%m-%d}"
            found.append((entry.at, words))
    found.sort(key=lambda one: one[0], reverse=True)
    return list(dict.fromkeys(words[:200] for _at, words in found))[:RUNGS]


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time.min))


# What the rules draft from ----------------------------------------------------------------------


def orders_overdue(at, days):
    """The orders that have been in the unit's hands for at least `days` working days past their deadline."""
    rows = dressed(Order.objects.overdue(at).select_related("unit", "project").order_by("pk"), at)
    return [row for row in rows if row.late_days >= days]


def lights_red(day, need):
    """[(Light, Unit)]: the confirmed red light by which a project's run of red months became `need` long, lately, with
    the responsible unit of that month."""
    since = add_months(day.replace(day=1), -(need + 2))
    rows = Light.objects.filter(state=LightState.CONFIRMED, confirmed=LightColour.RED, month__gte=since, month__lte=day)
    by_project = {}
    for light in rows.select_related("project").order_by("project_id", "month"):
        by_project.setdefault(light.project_id, {})[light.month] = light
    reached = [
        months[month] for months in by_project.values() for month in reached_on(list(months), need)
    ]  # fmt: skip
    units = _responsible([light.project_id for light in reached])
    return [(light, unit) for light in reached for unit in units(light)]


def _responsible(projects):
    rows = ProjectUnit.objects.filter(project__in=projects, role=UnitRole.RESPONSIBLE).select_related("unit")
    rows = list(rows.order_by("pk"))

    def of(light):
        """The unit responsible at the light's day; none where nobody was."""
        found = [
            row.unit
            for row in rows
            if row.project_id == light.project_id
            and row.from_on <= light.as_of
            and (row.until_on is None or row.until_on >= light.as_of)
        ]
        return found[:1]

    return of


def not_righted(at):
    """The yellow cards in force whose time to put right what was wrong is over, without a hold."""
    return Card.objects.filter(
        colour=Colour.YELLOW, state=S.VALID, held_at__isnull=True, due_at__lte=at
    ).order_by("pk")  # fmt: skip


def with_yellows(day, need):
    """[[yellow cards, the newest last]] of each person and unit with at least `need` that count on the day."""
    rules = rulesets.in_force(day)
    since = add_months(day, -int(rulesets.figure(rules.pk, "card.yellow_months")))
    rows = Card.objects.filter(
        colour=Colour.YELLOW, delivered_at__date__gt=since, state__in=COUNTED, escalated_to__isnull=True
    )
    by_whom = {}
    for card in rows.select_related("cadre", "unit").order_by("delivered_at", "pk"):
        by_whom.setdefault((card.cadre_id, card.unit_id), []).append(card)
    return [cards for cards in by_whom.values() if len(cards) >= need]

"""Cards drafted from the rules: only drafts, each with its rule and its evidence; a person goes on from there or drops
it. One fact, one draft, for ever: a dropped draft is not drafted again, nor what a person had proposed before."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Card
from cases.queries import cards as queries
from cases.queries import rulesets
from cases.queries.cards import card_words
from cases.queries.evidence import Evidence
from cases.services import cards as services
from cases.services.clocks import tell
from cases.services.opening import open_case
from cases.states.cards import CardState as S
from cases.states.cards import Colour, Rule
from zhangdian.trail import verbs
from zhangdian.workflow import MoveRefused

verbs.declare(draft_card=gettext_lazy("drafted the card by a rule"))


def draft_from_rules(at):
    """Draft what the rules in force on the day say; returns how many. Safe to run twice, late or at once."""
    day = timezone.localdate(at)
    try:
        rules = rulesets.in_force(day)
        need = {
            name: int(rulesets.figure(rules.pk, f"card.{name}"))
            for name in ("order_days", "red_months", "yellows_for_red", "yellow_months")
        }
    except MoveRefused:
        # Without rules, or without a number for cards, nothing is drafted.
        return 0
    return sum(_draft(row, at) for row in (*_yellow(need, at), *_red(need, at)))


def _yellow(need, at):
    """Unsaved yellow cards about units: an order and a light are addressed to units; who of its people answers for it
    is for the officer to find out."""
    for order in queries.orders_overdue(at, need["order_days"]):
        facts = _(
            "Order %(number)s “%(title)s” (%(project)s) was to be done by %(day)s. On %(today)s it was %(late)d "
            "working days overdue and not reported done."
        ) % {
            "number": order.number_text, "title": order.title, "project": order.project.name, "day": order.last_day,
            "today": timezone.localdate(at), "late": order.late_days,
        }  # fmt: skip
        yield _row(Rule.ORDER, Colour.YELLOW, facts, Evidence.of(order), unit=order.unit)
    for light, unit in queries.lights_red(timezone.localdate(at), need["red_months"]):
        facts = _("%(project)s had a confirmed red light for %(n)d months in a row, the last in %(month)s. %(why)s") % {
            "project": light.project.name, "n": need["red_months"],
            "month": date_format(light.month, "YEAR_MONTH_FORMAT"), "why": light.why,
        }  # fmt: skip
        yield _row(Rule.LIGHTS, Colour.YELLOW, facts.strip(), queries.of_light(light), unit=unit)


def _red(need, at):
    for yellow in queries.not_righted(at).select_related("cadre", "unit"):
        facts = _("%(card)s was to be put right by %(day)s; until then nothing was reported.") % {
            "card": card_words(yellow), "day": yellow.until,
        }  # fmt: skip
        yield _after(yellow, Rule.NOT_RIGHTED, facts, timezone.localdate(at))
    for cards in queries.with_yellows(timezone.localdate(at), need["yellows_for_red"]):
        facts = _("%(n)d yellow cards within %(months)d months: %(cards)s.") % {
            "n": len(cards), "months": need["yellow_months"], "cards": "、".join(card_words(card) for card in cards),
        }  # fmt: skip
        yield _after(cards[-1], Rule.YELLOWS, facts, timezone.localdate(at))


def _after(yellow, rule, facts, day):
    return _row(
        rule, Colour.RED, facts, Evidence.of(yellow), cadre=yellow.cadre, unit=yellow.unit,
        circumstance=services.still_in_use(yellow.circumstance, day), earlier_rung=card_words(yellow),
    )  # fmt: skip


def _row(rule, colour, facts, evidence, **words):
    return Card(drafted_by_rule=rule, colour=colour, facts=facts, state=S.DRAFT, **evidence.columns, **words)


def _draft(row, at):
    """Store a draft unless its fact ever had a card, or nobody is free to run it; 1 or 0."""
    if services.is_drafted(row):
        return 0
    officer = services.officer_for(row, timezone.localdate(at))
    if officer is None:
        return 0
    try:
        with transaction.atomic():
            card = open_case(
                row, actor=None, at=at, handler=officer, verb="draft_card", reason=str(Rule(row.drafted_by_rule).label)
            )
            title = _("Drafted by a rule, for you to look at: %(card)s") % {"card": card}
            tell([officer], card, "drafted", title, at=at)
    except IntegrityError:
        # Another sweep drafted it at this moment.
        return 0
    return 1

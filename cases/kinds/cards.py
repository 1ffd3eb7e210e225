"""Cards, as pages, clocks, decisions and appeals know them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents.process import common_forms
from cases.forms import cards as forms
from cases.kinds import process
from cases.models import Card
from cases.permissions import cards as may
from cases.permissions.common import handles, is_subject
from cases.queries import rulesets, tolerance
from cases.registry import Block, Kind, register
from cases.services.card_changes import reduce
from cases.states.cards import STANDING, Colour
from cases.states.cards import CardState as S
from cases.states.common import Holder
from cases.states.rulesets import MeasureKind
from cases.transitions import card_rules
from cases.transitions import cards as transitions
from zhangdian.desk.moves import Act

# Papers are Chinese, whatever language their reader's pages are in.
ON_PAPER = {Colour.YELLOW: "黄牌", Colour.RED: "红牌"}


def blocks(card, reader, day):
    """What the page of a card shows to `reader`: whom it concerns sees what was served and delivered, the cadre section
    its leaders and the discipline commission the rest as well."""
    own = is_subject(reader, card)
    found = [_facts(card, own), *process.statement(card)]
    if card.proposal and (not own or card.delivered_at):
        rows = []
        if card.colour == Colour.RED:
            rows.append(
                (_("earlier step recorded"), card.earlier_rung or _("none: %(why)s") % {"why": card.no_rung_why})
            )
        found.append(Block(_("Proposal"), rows=rows, text=card.proposal))
    if card.decision_id and (not own or card.delivered_at):
        found.append(process.decision(card, (_("in force until"), card.valid_until or _("not yet delivered"))))
    if card.rectification:
        rows = [(_("reported at"), timezone.localtime(card.rectified_at).strftime("%Y-%m-%d %H:%M"))]
        if card.verdict:
            rows.append((_("what was verified"), card.verdict))
        found.append(Block(_("Putting it right"), rows=rows, text=card.rectification))
    elif card.state == S.VALID:
        text = _("Report here what was put right; the case officer verifies it and lifts the card.")
        found.append(Block(_("Putting it right"), rows=[(_("until"), f"{card.until} 24:00")], text=text if own else ""))
    if not own and (links := _neighbours(card)):
        found.append(Block(_("Cards that belong together"), links=links))
    return found + tolerance.block(card, reader, day)


def _facts(card, own):
    rows = [
        (_("Card"), card.get_colour_display()), (_("person or unit concerned"), card.whom),
        (_("circumstance"), card.circumstance or ""),
    ]  # fmt: skip
    if card.drafted_by_rule and not own:
        rows.append((_("drafted from the rule"), card.get_drafted_by_rule_display()))
    links = [(card.source_title, card.source_path)] if card.source_path and not own else []
    if own and card.source_title:
        rows.append((_("rests on"), card.source_title))
    return Block(_("Facts"), rows=rows, text=card.facts, links=links)


def _neighbours(card):
    """Links to the red card that rests on this one, and to the yellow ones that went up into it."""
    above = Card.objects.filter(source_label=Card._meta.label_lower, source_key=str(card.pk)).exclude(state=S.DROPPED)
    below = Card.objects.filter(escalated_to=card)
    rows = (above | below).select_related("cadre", "unit").order_by("pk")
    return [(f"{row} {row.get_state_display()}", row.get_absolute_url()) for row in rows]


def papers(card, reader):
    """What a card prints: for who runs it; for whom it concerns what was served and delivered."""
    word = ON_PAPER[card.colour]
    found = common_forms(
        f"{word}告知书", f"{word}决定书",
        lambda case: [f"对{case.whom}给予{word}，自送达之日起生效，有效期按本次适用的规定计算。", *_rung(case)],
    )  # fmt: skip
    return process.papers_for(card, reader, found)


def _rung(card):
    """What a red card's decision says of the step before it."""
    if card.colour != Colour.RED:
        return []
    said = f"此前措施：{card.earlier_rung}。" if card.earlier_rung else f"此前未采取较轻措施的理由：{card.no_rung_why}"
    return [said]


def check_item(card, outcome, meeting):
    measure = rulesets.measures(card.rule_set_id, MeasureKind.CARD).filter(code=card.colour).first()
    if outcome == "give" and measure is not None and measure.decided_by != meeting:
        return _("%(card)s is decided by: %(meeting)s.") % {"card": card, "meeting": measure.get_decided_by_display()}
    return ""


def sweep(at):
    """What lapses by itself, and what the rules draft. Safe to run twice."""
    return transitions.sweep(at) + card_rules.draft_from_rules(at)


def starts(user):
    return [(_("Propose a card"), reverse("cases:card_new"))] if may.proposes(user) else []


ACTS = (
    Act(
        "propose-red", gettext_lazy("Propose a red card"), handles, forms.RedForm, transitions.propose_red,
        when=lambda card: may.goes_up(card, timezone.now()),
        why=gettext_lazy(
            "Only from a yellow card whose time to put things right is over, or beside which another one counts."
        ),
        warns=gettext_lazy("The yellow card goes on as it is. When the red one is delivered, it goes up into it."),
        initial=lambda card: {
            "facts": _("%(card)s was to be put right by %(day)s; until then nothing was reported.")
            % {"card": card.number_text, "day": card.until}
        },
    ),
)  # fmt: skip
BY_OUTCOME = gettext_lazy("Follows from a tolerance finding or from an appeal that revokes it; there is no other way.")
BY_FINDING = gettext_lazy("Follows from a tolerance finding; there is no other way.")
ELSEWHERE = {
    "withdraw": BY_OUTCOME, "excuse": BY_FINDING, "step-down": BY_FINDING,
    "escalate": gettext_lazy("Happens by itself when a red card that rests on it is delivered."),
    "return-to-force": gettext_lazy("Happens by itself when the red card is withdrawn."),
}  # fmt: skip


def changes(card):
    """What an appeal may change it to: a red card goes one step down, where the fact has no yellow one already."""
    if card.colour != Colour.RED or Card.objects.of_fact(card).filter(colour=Colour.YELLOW).exists():
        return []
    return [(str(Colour.YELLOW), Colour.YELLOW.label)]


def effect(card):
    """The measure whose effect the person carries by the card."""
    return (MeasureKind.CARD, card.colour) if card.state in STANDING else None


register(
    Kind(
        name="card", model=Card, label=gettext_lazy("card"), series="牌", transitions=transitions,
        line=(S.DRAFT, S.NOTIFIED, S.HEARD, S.PROPOSED, S.DECIDED, S.VALID, S.RECTIFIED, S.LIFTED),
        holders={
            S.DRAFT: Holder.OFFICE, S.NOTIFIED: Holder.SUBJECT, S.HEARD: Holder.OFFICE, S.PROPOSED: Holder.DIRECTOR,
            S.DECIDED: Holder.OFFICE, S.VALID: Holder.SUBJECT, S.RECTIFIED: Holder.OFFICE,
        },
        acts=ACTS, forms=forms.FORMS, blocks=blocks, papers=papers, waits=frozenset({S.PROPOSED}),
        outcomes=lambda card: [("give", _("give the card")), ("decline", _("no card"))],
        decided=transitions.decided, check_item=check_item, appealable=lambda card: card.state in STANDING,
        revoked=lambda card, *, appeal, actor, at: transitions.withdraw(card, reason=str(appeal), actor=actor, at=at),
        elsewhere=ELSEWHERE, starts=starts,
        changed=lambda card, *, appeal, code, actor, at: reduce(
            card, colour=code, appeal=appeal, actor=actor, at=at
        ),
        changes=changes, effect=effect, sweep=sweep, tolerated=transitions.tolerated,
    )
)  # fmt: skip

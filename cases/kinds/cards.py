"""Cards, as pages, clocks, decisions and appeals know them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents.process import common_forms
from cases.forms import cards as forms
from cases.models import Card
from cases.queries import rulesets, tolerance
from cases.registry import Block, Kind, register
from cases.states.cards import COUNTING
from cases.states.cards import CardState as S
from cases.states.common import Holder
from cases.states.rulesets import MeasureKind
from cases.transitions import cards as transitions


def blocks(card, reader, day):
    """What the page of a card shows to `reader`."""
    found = [
        Block(
            _("Facts"),
            rows=[
                (_("card"), card.get_colour_display()),
                (_("person or unit concerned"), card.whom),
                (_("circumstance"), card.circumstance or "—"),
            ],
            text=card.facts,
            links=[(card.source_title, card.source_path)] if card.source_path else [],
        )
    ]
    if card.heard:
        found.append(Block(_("Statement"), rows=[(_("hearing"), card.get_heard_display())], text=card.statement))
    if (card.proposal and not card.is_subject) or card.delivered_at:
        found.append(Block(_("Proposal"), text=card.proposal))
    return found + tolerance.block(card, reader, day)


def papers(card, reader):
    """What a card prints: for who runs it, and once served for whom it concerns."""
    return common_forms(
        f"{card.get_colour_display()}告知书", f"{card.get_colour_display()}决定书",
        lambda case: [f"对{case.whom}给予{case.get_colour_display()}，有效期至送达之日起按规定计算。"],
    )  # fmt: skip


def check_item(card, outcome, meeting):
    measure = rulesets.measures(card.rule_set_id, MeasureKind.CARD).filter(code=card.colour).first()
    if outcome == "give" and measure is not None and measure.decided_by != meeting:
        return _("%(card)s is decided by: %(meeting)s.") % {"card": card, "meeting": measure.get_decided_by_display()}
    return ""


register(
    Kind(
        name="card", model=Card, label=gettext_lazy("card"), series="牌", transitions=transitions,
        line=(S.DRAFT, S.NOTIFIED, S.HEARD, S.PROPOSED, S.DECIDED, S.VALID, S.RECTIFIED, S.LIFTED),
        holders={
            S.DRAFT: Holder.OFFICE, S.NOTIFIED: Holder.SUBJECT, S.HEARD: Holder.OFFICE, S.PROPOSED: Holder.DIRECTOR,
            S.DECIDED: Holder.OFFICE, S.VALID: Holder.SUBJECT, S.RECTIFIED: Holder.OFFICE,
        },
        forms=forms.FORMS, blocks=blocks, papers=papers, waits=frozenset({S.PROPOSED}),
        outcomes=lambda card: [("give", _("give the card")), ("decline", _("no card"))],
        decided=transitions.decided, check_item=check_item, appealable=lambda card: card.state in COUNTING,
        revoked=lambda card, *, appeal, actor, at: transitions.withdraw(card, reason=str(appeal), actor=actor, at=at),
        sweep=transitions.sweep, tolerated=transitions.tolerated,
    )
)  # fmt: skip

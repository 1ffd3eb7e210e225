"""Reviews and appeals, as pages, clocks and decisions know them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.documents.appeals import papers
from cases.forms import appeals as forms
from cases.models import Appeal
from cases.queries import appeals as queries
from cases.registry import Block, Kind, register
from cases.states.appeals import AppealState as S
from cases.states.common import Holder, Remedy
from cases.states.decisions import Meeting
from cases.transitions import appeals as transitions


def blocks(appeal, reader, day):
    """What the page of an appeal shows: the person reads findings and reasons once the outcome is delivered."""
    is_own = appeal.is_subject or appeal.speaks
    last = _("%(day)s 24:00") % {"day": appeal.last_on}
    late = _("after the period") if appeal.is_late else _("within the period")
    found = [
        Block(
            _("What is asked for"),
            rows=[
                (_("remedy"), Remedy(appeal.remedy).label),
                (_("person or unit concerned"), appeal.whom),
                (_("received at"), appeal.received_at),
                (_("last day to lodge it"), f"{last} · {late}"),
                (_("What you ask for") if is_own else _("what is asked for"), appeal.claim),
            ],
            text=appeal.grounds, links=[(appeal.target_title, appeal.target_path)],
        ),
        Block(
            _("Execution"),
            text=_("A review or an appeal does not suspend the decision: until its outcome is delivered the decision "
                   "goes on to have its effect. From the admission on it is marked as disputed wherever it counts."),
        ),
    ]  # fmt: skip
    if appeal.doubt and not is_own:
        found.append(Block(_("Doubt about the admission"), text=appeal.doubt))
    if appeal.ruling:
        found.append(Block(_("Ruling on the admission"), text=appeal.ruling))
    if appeal.findings and (not is_own or appeal.delivered_at):
        found.append(Block(_("Findings"), text=appeal.findings))
    if appeal.proposal and (not is_own or appeal.delivered_at):
        found.append(Block(_("Reasons"), text=appeal.proposal))
    if appeal.result and (not is_own or appeal.delivered_at):
        rows = [(_("outcome"), appeal.get_result_display())]
        if appeal.change_words:
            rows.append((_("changed to"), appeal.change_words))
        if appeal.appeal_until:
            rows.append((_("appeal possible until"), _("%(day)s 24:00") % {"day": appeal.appeal_until}))
        found.append(Block(_("Outcome"), rows=rows))
    return found


def check_item(appeal, outcome, meeting):
    if meeting != Meeting.APPEALS:
        return _("%(appeal)s is decided by: %(meeting)s.") % {"appeal": appeal, "meeting": Meeting.APPEALS.label}
    return ""


def check_decider(appeal, user):
    if user.pk in appeal.involved:
        return _("You had a hand in what “%(appeal)s” is about: another leader confirms.") % {"appeal": appeal}
    return ""


registry.BARS.append(queries.barred)
register(
    Kind(
        name="appeal", model=Appeal, label=gettext_lazy("review or appeal"), series="复申", transitions=transitions,
        line=(S.LODGED, S.ADMITTED, S.EXAMINED, S.PROPOSED, S.DECIDED, S.CLOSED),
        holders={
            S.LODGED: Holder.OFFICE, S.QUESTIONED: Holder.DIRECTOR, S.ADMITTED: Holder.OFFICE,
            S.EXAMINED: Holder.OFFICE, S.PROPOSED: Holder.DIRECTOR, S.DECIDED: Holder.OFFICE,
        },
        forms=forms.FORMS, blocks=blocks, papers=papers, waits=frozenset({S.PROPOSED}), outcomes=queries.outcomes,
        decided=transitions.decided, check_item=check_item, check_decider=check_decider,
        stamps={
            "ruled_at": ("admit", "admit-all-the-same", "refuse"), "examined_at": ("examine",),
            "proposed_at": ("propose",), "decided_at": ("decide",), "delivered_at": ("deliver",),
        },
        papers_at={"delivered_at": "outcome"},
    )
)  # fmt: skip

"""Proposals for promotion (能上), as pages, clocks and decisions know them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.states import Role
from cases.documents.adjustment import forms_of_promotion
from cases.forms import promotion as forms
from cases.models import Promotion
from cases.permissions import promotion as may
from cases.queries.promotion import sections
from cases.registry import Block, Kind, register
from cases.states.common import Holder
from cases.states.decisions import Meeting
from cases.states.promotion import PromotionState as S
from cases.transitions import promotion as transitions

FORMS = forms_of_promotion()


def blocks(case, reader, day):
    """What the page of a proposal shows: to the person concerned, once appointed, the appointment; to others all."""
    what = [(_("proposed for"), case.get_target_display()), (_("destination"), f"{case.to_unit} {case.to_post}")]
    if case.is_subject:
        return [Block(_("Appointment"), rows=[*what, *_appointed(case)])]
    found = [Block(_("Proposal"), rows=what, text=case.proposal or case.grounds)]
    opens = reader.has_role(Role.OFFICE, Role.DIRECTOR)
    frozen = {"taken_on": case.pack.get("taken_on", ""), "sections": sections(case.pack), "opens": opens}
    found.append(Block(_("Evidence"), template="cases/pack.html", data=frozen))
    if case.asked_at:
        given = case.get_stance_display() if case.advised_at else _("asked, not answered yet")
        found.append(
            Block(_("Opinion of the discipline commission"), rows=[(_("opinion"), given)], text=case.opinion)
        )  # fmt: skip
    if case.decision_id:
        decision = case.decision
        rows = [(_("meeting"), decision.get_meeting_display()), (_("document number"), decision.document_no)]
        counts = f"{decision.expected} / {decision.present} / {decision.agreed}"
        rows.append((_("members, present, agreed"), counts))
        found.append(Block(_("Decision"), rows=rows))
    if case.appointed_at:
        found.append(Block(_("Appointment"), rows=_appointed(case)))
    return found


def _appointed(case):
    return [(_("document number"), case.document_no), (_("posts change on"), case.post_from_on)]


def papers(case, reader):
    """What a proposal prints, for who runs it; nothing for the person concerned."""
    if case.is_subject:
        return []
    return FORMS if reader.has_role(Role.OFFICE, Role.DIRECTOR) else [one for one in FORMS if one.code == "letter"]


def check_item(case, outcome, meeting):
    if outcome == "promote" and meeting != Meeting.STANDING:
        return _("%(case)s is decided by: %(meeting)s.") % {"case": case, "meeting": Meeting.STANDING.label}
    return ""


def links(user):
    return [(_("Propose for promotion"), reverse("cases:promotion_new"))] if may.opens(user) else []


register(
    Kind(
        name="promotion", model=Promotion, label=gettext_lazy("proposal for promotion"), series="能上",
        transitions=transitions,
        line=(S.DRAFT, S.CONSULTING, S.ADVISED, S.FORWARDED, S.DECIDED, S.APPOINTED),
        holders={
            S.DRAFT: Holder.OFFICE, S.CONSULTING: Holder.DISCIPLINE, S.ADVISED: Holder.OFFICE,
            S.FORWARDED: Holder.DIRECTOR, S.DECIDED: Holder.OFFICE,
        },
        forms=forms.FORMS, blocks=blocks, papers=papers, waits=frozenset({S.FORWARDED}),
        outcomes=lambda case: [("promote", _("promote")), ("decline", _("do not promote"))],
        decided=transitions.decided, check_item=check_item,
    )
)  # fmt: skip

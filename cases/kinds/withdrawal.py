"""Withdrawals of honours, as pages, clocks, decisions and appeals know them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents.honours import NAMES
from cases.documents.process import common_forms
from cases.forms.withdrawal import FORMS
from cases.kinds import process
from cases.models import HonourWithdrawal
from cases.permissions import withdrawal as may
from cases.permissions.common import is_subject
from cases.queries import tolerance
from cases.registry import Block, Kind, register
from cases.services.withdrawal import checks
from cases.states.common import Holder
from cases.states.decisions import Meeting
from cases.states.honours import Sort
from cases.states.withdrawal import WithdrawalState as S
from cases.transitions import withdrawal as transitions
from zhangdian.papers.gongwen import date_words


def blocks(case, reader, day):
    """What the page of a withdrawal shows to `reader`: the person concerned sees what was served and delivered, the
    offices the rest as well."""
    own = is_subject(reader, case)
    found = [_facts(case, own), *process.statement(case)]
    if case.proposal and (not own or case.delivered_at):
        found.append(Block(_("Proposal"), text=case.proposal))
    if case.decision_id and (not own or case.delivered_at):
        found.append(process.decision(case))
    return found + tolerance.block(case, reader, day)


def _facts(case, own):
    honour = case.honouree.honour
    rows = [
        (_("person concerned"), case.whom), (_("kind of honour"), honour.get_sort_display()),
        (_("honoured on"), timezone.localdate(case.honouree.honoured_at)),
    ]  # fmt: skip
    links = [(str(honour), honour.get_absolute_url())]
    if case.source_title and (own or not case.source_path):
        rows.append((_("rests on"), case.source_title))
    elif case.source_title:
        links.append((case.source_title, case.source_path))
    return Block(_("Facts"), rows=rows, text=case.facts, links=links)


def papers(case, reader):
    found = common_forms("撤销称号告知书", "撤销称号决定书", _decided)
    return process.papers_for(case, reader, found)


def _decided(case):
    """What the decision says."""
    honour, on = case.honouree.honour, timezone.localdate(case.honouree.honoured_at)
    said = f"撤销{case.whom}在{honour.title}中获得的“{NAMES[Sort(honour.sort)]}”称号"
    number = f"（{honour.decision.document_no}，{date_words(on)}公布）"
    return [f"{said}{number}，自送达之日起生效，因该表扬所计的分值一并冲销。"]


def check_item(case, outcome, meeting):
    """Withdrawn by the meeting that awarded it, or by the standing committee."""
    awarded = case.honouree.honour.decision
    if meeting not in (awarded.meeting, Meeting.STANDING):
        return _("%(case)s is decided by whom the honour was awarded: %(meeting)s; or by the standing committee.") % {
            "case": case, "meeting": awarded.get_meeting_display(),
        }  # fmt: skip
    return ""


BY_OUTCOME = gettext_lazy("Follows from an appeal or from a tolerance finding; there is no other way.")
BY_FINDING = gettext_lazy("Follows from a tolerance finding; there is no other way.")


def starts(user):
    return [(_("Propose to withdraw an honour"), reverse("cases:withdrawal_new"))] if may.proposes(user) else []


register(
    Kind(
        name="withdrawal", model=HonourWithdrawal, label=gettext_lazy("withdrawal of an honour"), series="撤销",
        transitions=transitions, line=(S.DRAFT, S.NOTIFIED, S.HEARD, S.PROPOSED, S.DECIDED, S.DELIVERED),
        holders={
            S.DRAFT: Holder.OFFICE, S.NOTIFIED: Holder.SUBJECT, S.HEARD: Holder.OFFICE, S.PROPOSED: Holder.DIRECTOR,
            S.DECIDED: Holder.OFFICE,
        },
        forms=FORMS, blocks=blocks, papers=papers, waits=frozenset({S.PROPOSED}),
        outcomes=lambda case: [("withdraw", _("withdraw the honour")), ("keep", _("the honour stays"))],
        decided=transitions.decided, check_item=check_item, appealable=lambda case: case.state == S.DELIVERED,
        revoked=lambda case, *, appeal, actor, at: transitions.revoke(case, reason=str(appeal), actor=actor, at=at),
        elsewhere={"revoke": BY_OUTCOME, "excuse": BY_FINDING},
        starts=starts, sweep=transitions.sweep, checks=checks, tolerated=transitions.tolerated,
    )
)  # fmt: skip

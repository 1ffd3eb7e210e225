"""Adjustments (能下), as pages, clocks, decisions and appeals know them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.states import Role
from cases.documents.adjustment import forms_of_adjustment
from cases.forms import adjustment as forms
from cases.forms.common import ReasonForm
from cases.kinds import process
from cases.models import Adjustment
from cases.permissions import adjustment as may
from cases.queries.adjustment import aside, lighter, owes_post
from cases.registry import AFTER_RED, STAMPS, Block, Kind, register
from cases.services import adjustment as services
from cases.states.adjustment import AdjustmentState as S
from cases.states.adjustment import Asked
from cases.states.common import Holder
from cases.states.rulesets import MeasureKind
from cases.transitions import adjustment as transitions
from zhangdian.desk.moves import Act

FORMS = forms_of_adjustment()
# Who may take out what: the person concerned what was served or is about him alone, discipline what it is asked with.
OF_SUBJECT = {"notice", "hearing", "decision", "receipt", "influence"}
OF_DISCIPLINE = {"notice", "hearing", "decision", "receipt", "letter-discipline", "reply-discipline"}


def _open(case, whom):
    asked = case.opinions_asked.get(whom) if case.state == S.CONSULTING else None
    return asked is not None and asked.answered_at is None


ACTS = (
    Act(
        "note-evidence", gettext_lazy("Enter a piece of evidence"), may.runs, forms.EvidenceForm,
        services.note_evidence, when=lambda case: case.state == S.VERIFYING,
        why=gettext_lazy("Evidence is entered while the case is being verified."),
    ),
    Act(
        "record-talk", gettext_lazy("Record a talk"), may.runs, forms.TalkForm, services.record_talk,
        when=lambda case: case.state in services.TALKS,
        why=gettext_lazy("Talks are recorded before the proposal and during the follow-up."),
    ),
    Act(
        "give-opinion", gettext_lazy("Give the opinion of the discipline commission"), may.advises, forms.OpinionForm,
        services.give_opinion, when=lambda case: _open(case, Asked.DISCIPLINE),
        why=gettext_lazy("It is not asked now, or was given."),
    ),
    Act(
        "enter-opinion", gettext_lazy("Enter the reply of the leader in charge"), may.runs, forms.LeaderOpinionForm,
        services.enter_opinion, when=lambda case: _open(case, Asked.LEADER),
        why=gettext_lazy("It is not asked now, or was given."),
    ),
    Act(
        "settle-post", gettext_lazy("Record what becomes of the post"), may.settles_post, ReasonForm,
        services.settle_post, when=owes_post,
        why=gettext_lazy("Asked after a revocation, where the posts had changed and nobody was appointed since."),
        warns=gettext_lazy("Say by which document the post was given back, or why it is not."),
    ),
)  # fmt: skip


def _is_discipline(reader):
    return not reader.has_role(Role.OFFICE, Role.DIRECTOR)


def blocks(case, reader, day):
    """What the page of an adjustment shows to `reader`: the person concerned never the clue, the evidence, opinions or
    records of talks; the discipline commission neither the clue nor the talks."""
    if case.is_subject:
        return _for_subject(case)
    found = [] if _is_discipline(reader) else [*_post(case), _clue(case)]
    found += [_verified(case)]
    found += process.statement(case)
    if case.talks_held and not _is_discipline(reader):
        found.append(
            Block(
                _("Talks with the person"),
                text="\n".join(
                    f"{talk.get_time_display()} {talk.held_on} {talk.held_by} {talk.place}\n{talk.words}"
                    for talk in case.talks_held
                ),
            )
        )
    if case.measure_id:
        found.append(Block(_("Proposal"), rows=_measure(case), text=case.proposal))
    if case.opinions_asked:
        found.append(_opinions(case))
    if case.decision_id:
        found.append(_decision(case))
    return found + _after(case)


def _for_subject(case):
    found = [
        Block(_("Facts"), rows=[(_("circumstance"), case.circumstance)], text=case.facts),
    ]
    found += process.statement(case)
    if case.delivered_at:
        found += [Block(_("Decision"), rows=_measure(case), text=case.proposal), _remedies(case), *_after(case)]
    return found


def _clue(case):
    links = [(case.source_title, case.source_path)] if case.source_path else []
    return Block(_("Clue"), rows=[(_("set off by"), case.get_trigger_display())], text=case.clue, links=links)


def _post(case):
    if not owes_post(case):
        return []
    text = _("The adjustment was revoked after the posts had changed, and nothing gives the post back by itself. "
             "Appoint the person by the usual procedure, or record why the post is not given back.")  # fmt: skip
    return [Block(_("Post to be settled"), text=text, links=[(case.cadre.name, case.cadre.get_absolute_url())])]


def _verified(case):
    rows = [(_("circumstance"), case.circumstance or "—")]
    if case.tolerance:
        rows += [(_("error tolerance"), case.get_tolerance_display()), (_("why"), case.tolerance_why)]
    rows += [(_("evidence"), f"{one.text} ({one.origin})") for one in case.evidence_list]
    if not case.evidence_list:
        rows.append((_("evidence"), _("None yet: enter the first piece while the case is being verified.")))
    return Block(_("Verification"), rows=rows, text=case.facts)


def _measure(case):
    where = f"{case.destination_unit} {case.destination_post}" if case.destination_unit else "—"
    return [(_("measure"), case.measure), (_("way"), case.way), (_("destination"), where)]


def _opinions(case):
    rows = []
    for one in case.opinions_asked.values():
        label = f"{one.get_whom_display()} {one.name}".strip()
        if one.answered_at:
            rows.append((label, f"{one.get_stance_display()}: {one.words} {one.document_no}".strip()))
        else:
            rows.append((label, _("asked, not answered yet")))
    return Block(_("Opinions"), rows=rows)


def _decision(case):
    decision = case.decision
    return Block(
        _("Decision"),
        rows=[
            (_("meeting"), decision.get_meeting_display()), (_("document number"), decision.document_no),
            (_("held on"), decision.held_on),
            (_("members, present, agreed"), f"{decision.expected} / {decision.present} / {decision.agreed}"),
        ],
    )  # fmt: skip


def _remedies(case):
    return Block(
        _("What you can do against it"),
        rows=[(_("ask for a review until"), case.review_until), (_("appeal until"), case.appeal_until)],
        text=_("A review or an appeal does not stop the decision from being carried out."),
    )


def _after(case):
    found = []
    if case.appointed_at:
        found.append(
            Block(
                _("Appointment and influence period"),
                rows=[
                    (_("document number"), case.document_no), (_("posts change on"), case.post_from_on),
                    (_("influence and follow-up until"), case.follow_until),
                ],
            )
        )  # fmt: skip
    if case.evaluation:
        found.append(
            Block(_("Evaluation"), rows=[(_("result"), case.get_verdict_display())], text=case.evaluation)
        )  # fmt: skip
    return found


def papers(case, reader):
    """What an adjustment prints, as far as `reader` may take it out."""
    if case.is_subject:
        return [form for form in FORMS if form.code in OF_SUBJECT and (form.code != "decision" or case.delivered_at)]
    if _is_discipline(reader):
        return [form for form in FORMS if form.code in OF_DISCIPLINE]
    return FORMS


def check_item(case, outcome, meeting):
    if outcome == "adjust" and case.measure and case.measure.decided_by != meeting:
        words = {"case": case, "measure": case.measure, "meeting": case.measure.get_decided_by_display()}
        return _("%(case)s: “%(measure)s” is decided by: %(meeting)s.") % words
    return ""


def starts(user):
    return [(_("Record a clue"), reverse("cases:adjustment_new"))] if may.opens(user) else []


def links(user):
    found = may.sees_statistics(user)
    return [(_("Adjustments in figures"), reverse("cases:adjustment_statistics"))] if found else []


def changes(case):
    """What an appeal may change it to: every lighter measure of the rules of the case."""
    return [(measure.code, measure.label) for measure in lighter(case.measure)]


def effect(case):
    """The measure whose effect the person carries by the case."""
    carries = case.state in (S.FOLLOW_UP, S.CLOSED)
    return (MeasureKind.ADJUSTMENT, case.measure.code) if carries else None


BY_APPEAL = gettext_lazy("Follows from an appeal or from a tolerance finding; there is no other way.")
BY_FINDING = gettext_lazy("Follows from a tolerance finding; there is no other way.")
PERIOD_ENDS = gettext_lazy(
    "It ends with its last day; before that only a review, an appeal or a tolerance finding takes it back."
)
STAMPED = {
    "tolerance_at": ("conclude",), "consulted_at": ("consult",), "appointed_at": ("appoint",),
    "evaluated_at": ("evaluate",),
}  # fmt: skip


register(
    Kind(
        name="adjustment", model=Adjustment, label=gettext_lazy("adjustment"), series="能下", transitions=transitions,
        line=(
            S.CLUE, S.VERIFYING, S.VERIFIED, S.NOTIFIED, S.HEARD, S.PROPOSED, S.CONSULTING, S.FORWARDED, S.DECIDED,
            S.TALKED, S.DELIVERED, S.FOLLOW_UP, S.CLOSED,
        ),
        holders={
            S.CLUE: Holder.OFFICE, S.VERIFYING: Holder.OFFICE, S.VERIFIED: Holder.OFFICE, S.NOTIFIED: Holder.SUBJECT,
            S.HEARD: Holder.OFFICE, S.PROPOSED: Holder.OFFICE, S.CONSULTING: Holder.DISCIPLINE,
            S.FORWARDED: Holder.DIRECTOR, S.DECIDED: Holder.OFFICE, S.TALKED: Holder.OFFICE,
            S.DELIVERED: Holder.OFFICE, S.FOLLOW_UP: Holder.OFFICE,
        },
        acts=ACTS, forms=forms.FORMS, blocks=blocks, papers=papers, waits=frozenset({S.FORWARDED}),
        outcomes=lambda case: [("adjust", _("take the measure")), ("decline", _("no measure"))],
        decided=transitions.decided, check_item=check_item,
        appealable=lambda case: case.state in (S.DELIVERED, S.FOLLOW_UP),
        revoked=lambda case, *, appeal, actor, at: transitions.revoke(case, reason=str(appeal), actor=actor, at=at),
        changed=transitions.changed, changes=changes, effect=effect, period_ends=PERIOD_ENDS,
        tolerated=transitions.tolerated,
        elsewhere=dict.fromkeys(("revoke", "lighten", "lighten-running"), BY_APPEAL) | {"excuse": BY_FINDING},
        starts=starts, links=links, aside=aside,
        stamps=STAMPS | STAMPED, sweep=transitions.sweep,
    )
)  # fmt: skip
AFTER_RED.append(transitions.open_from_card)

"""Error tolerance, as pages, clocks, decisions and appeals know it; and what it keeps from going on."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import registry
from cases.documents.tolerance import forms_of
from cases.forms import tolerance as forms
from cases.forms.common import NothingForm, ReasonForm
from cases.models import Tolerance
from cases.permissions import tolerance as may
from cases.queries import tolerance as queries
from cases.registry import Block, Kind, register
from cases.services import tolerance as services
from cases.states.common import Holder
from cases.states.decisions import Meeting
from cases.states.tolerance import EFFECTIVE, Distinction, Look, Outcome, Scope, Side
from cases.states.tolerance import ToleranceState as S
from cases.transitions import tolerance as transitions
from zhangdian.desk.moves import Act

# In the order of the form: three distinctions, six looks.
POINTS = [*Distinction.values, *(f"look_{code}" for code in Look.values)]


def _points(found, codes):
    """Rows of the words of one side ({code: point}) on `codes`; yes or no before the reason of a distinction."""
    rows = []
    for code in codes:
        point = found.get(code)
        if point is not None:
            word = "" if point.holds is None else (_("yes") if point.holds else _("no")) + " · "
            rows.append((point.get_code_display(), f"{word}{point.text}"))
    return rows


def blocks(case, reader, day):
    """What the page of a tolerance case shows to `reader`: what the organs wrote only to those inside."""
    is_inside = may.sees_inside(reader, case)
    points = queries.points_by_side(case)
    found = [_application(case), Block(_("Self-check of the three distinctions"),
                                       rows=_points(points[Side.SELF], Distinction.values))]  # fmt: skip
    if case.screened_at and (is_inside or case.countersigned_at):
        found.append(_screening(case, is_inside))
    if is_inside and case.countersigned_at and not case.ground:
        found += _investigation(case, points[Side.FINDING])
    if case.opined_at and is_inside:
        agrees = _("yes") if case.agrees else _("no")
        rows = [(_("agrees"), agrees), (_("by"), case.opined_by)]
        found.append(Block(_("Opinion of the discipline commission"), rows=rows, text=case.opinion))
    if case.state in EFFECTIVE or (is_inside and case.outcome):
        found.append(_finding(case))
    if case.correct_by or case.consented_at or case.revisit:
        found.append(_after(case, is_inside))
    return [block for block in found if block.rows or block.text or block.links]


def _application(case):
    rows = [
        (_("started by"), case.get_origin_display()), (_("person or unit concerned"), case.whom),
        (_("unit and post"), case.post or case.unit), (_("project"), case.project),
        (_("course of events"), case.course), (_("basis of the decision"), case.basis),
        (_("error and its consequences"), case.error), (_("remedy taken"), case.remedy),
        (_("private gain"), _("none sought, promised or taken") if case.no_gain else case.gain_note),
    ]  # fmt: skip
    if case.is_late:
        rows.append((_("lodged late"), _("after the period for applying was over: judged with the acceptance")))
    links = [(_("About: %(what)s") % {"what": case.about_title}, case.about_path)] if case.about_path else []
    return Block(_("Application"), rows=rows, links=links)


def _screening(case, is_inside):
    rows = [(_("ground of refusal"), case.get_ground_display())] if case.ground else []
    rows.append((_("reason"), case.screened_why))
    if is_inside:
        rows.append((_("screened by"), case.screened_by))
        rows.append((_("countersigned by"), case.countersigned_by))
    return Block(_("Not accepted") if case.ground else _("Acceptance"), rows=rows)


def _investigation(case, points):
    rows = [
        (one.user.name, _("signed") if one.signed_at else _("not signed yet")) for one in queries.investigators(case)
    ]
    rows += [
        (heard.get_party_display(), f"{heard.held_on} {heard.name}：{heard.words}") for heard in queries.hearings(case)
    ]
    text = "" if rows else _("Nobody investigates yet: name two or more investigators.")
    findings = _points(points, POINTS)
    if case.proposal:
        findings += [(_("conclusion"), case.proposal), (_("proposed finding"), case.get_proposed_display())]
    return [Block(_("Investigation"), rows=rows, text=text),
            Block(_("Three distinctions and six looks"), rows=findings)]  # fmt: skip


def _finding(case):
    rows = [(_("finding"), case.get_outcome_display()), (_("decision"), case.decision)]
    if case.delivered_at:
        rows += [
            (_("why"), case.proposal), (_("what followed"), case.effect), (_("fed back to"), case.party_org),
            (_("last day of the review"), case.review_until), (_("last day of the appeal"), case.appeal_until),
            (_("filing number"), case.filing_no),
        ]  # fmt: skip
    return Block(_("Finding"), rows=rows)


def _after(case, is_inside):
    rows = []
    if case.correct_by:
        rows += [
            (_("what is to be put right"), case.correction), (_("to be put right by"), case.correct_by),
            (_("what was put right"), case.corrected), (_("what was verified"), case.verdict),
        ]  # fmt: skip
    if case.consented_at:
        rows.append((_("scope of the clearing consented to"), case.get_scope_display()))
    if case.cleared_on:
        rows.append((_("name cleared on"), f"{case.cleared_on} {case.clearing}"))
    if case.revisit and is_inside:
        rows.append((_("revisit"), case.revisit))
    return Block(_("Correction, clearing, revisit"), rows=rows)


def check_item(case, outcome, meeting):
    """Found together with the discipline commission; what is grave by the standing committee."""
    if meeting not in (Meeting.JOINT, Meeting.STANDING):
        return _("Tolerance is found by a joint meeting with the discipline commission, or by the standing committee.")
    return ""


def check_decider(case, user):
    """Beside what holds for all: who investigated or gave the opinion does not confirm."""
    if case.investigates or user.pk == case.opined_by_id or user.pk == case.screened_by_id:
        return _("You worked on “%(case)s” before: another leader confirms.") % {"case": case}
    return ""


def _findings(case, *, actor, at, **given):
    return services.write_findings(case, actor=actor, at=at, **forms.findings_of(given))


def _findings_so_far(case):
    found = {"proposed": case.proposed, "proposal": case.proposal}
    for code, point in queries.points(case).items():
        if point.holds is None:
            found[code] = point.text
        else:
            found |= {code: "yes" if point.holds else "no", f"{code}_why": point.text}
    return found


def starts(user):
    """Where one begins: applying, or opening one."""
    begin = _("Open a tolerance case") if may.organ(user) else _("Apply for tolerance")
    return [(begin, reverse("cases:tolerance_new"))]


def links(user):
    return [(_("Learn from past findings"), reverse("cases:tolerance_library"))]


def _is_inquiry(case):
    return case.state == S.INQUIRY


INQUIRY_ONLY = gettext_lazy("Only while it is under investigation.")
ACTS = (
    Act("name-investigator", gettext_lazy("Name an investigator"), may.names, forms.InvestigatorForm,
        services.name_investigator, when=_is_inquiry, why=INQUIRY_ONLY),
    Act("release-investigator", gettext_lazy("Release an investigator"), may.names, forms.release_form,
        services.drop_investigator, when=_is_inquiry, why=INQUIRY_ONLY),
    Act("record-hearing", gettext_lazy("Record a hearing"), may.records, forms.HearingForm, services.record_hearing,
        when=_is_inquiry, why=INQUIRY_ONLY,
        warns=gettext_lazy("A record is not changed afterwards. The person, the unit and the masses are each heard.")),
    Act("write-findings", gettext_lazy("Write the findings"), may.records, forms.FindingsForm, _findings,
        when=_is_inquiry, why=INQUIRY_ONLY, initial=_findings_so_far,
        warns=gettext_lazy("Who signed an earlier text signs again.")),
    Act("sign-findings", gettext_lazy("Sign the findings"), may.records, NothingForm, services.sign_findings,
        when=lambda case: _is_inquiry(case) and bool(case.proposal),
        why=gettext_lazy("There are no findings to sign yet, or they are reported.")),
    Act("add-evidence", gettext_lazy("Add evidence"), may.adds_evidence, forms.EvidenceForm, services.add_evidence,
        when=lambda case: case.is_open, why=gettext_lazy("The case is over.")),
    Act("consent", gettext_lazy("Say how far the name is cleared"), may.consents, forms.ConsentForm, services.consent,
        when=lambda case: case.is_open and case.delivered_at and case.outcome == Outcome.EXEMPT and not case.cleared_on,
        why=gettext_lazy("After an exemption, before the name is cleared."),
        initial=lambda case: {"scope": case.scope}),
    Act("clear-name", gettext_lazy("Clear the name"), may.runs, forms.ClearingForm, services.clear_name,
        when=lambda case: case.is_open and case.scope not in ("", Scope.NONE) and not case.cleared_on,
        why=gettext_lazy("Once the person has consented to it and its scope.")),
    Act("release-lesson", gettext_lazy("Release it into the library"), may.releases, forms.LessonForm,
        services.release_lesson, when=lambda case: bool(case.filed_at) and case.state != S.REVOKED,
        why=gettext_lazy("Only a filed finding is released into the library."),
        warns=gettext_lazy("Everybody who works here will read it.")),
    Act("take-back-lesson", gettext_lazy("Take it out of the library"), may.releases, ReasonForm,
        services.take_back_lesson, when=lambda case: bool(case.filed_at), why=gettext_lazy("It is not filed yet.")),
)  # fmt: skip
registry.SUSPENDS.append(queries.suspended)
register(
    Kind(
        name="tolerance", model=Tolerance, label=gettext_lazy("error tolerance"), series="容错",
        transitions=transitions,
        line=(S.LODGED, S.ACCEPTING, S.INQUIRY, S.JOINT, S.MEETING, S.DECIDED, S.FED_BACK, S.FILED, S.CORRECTING,
              S.CORRECTED, S.FOLLOWED, S.CLOSED),
        holders={
            S.LODGED: Holder.OFFICE, S.ACCEPTING: Holder.DISCIPLINE, S.REFUSING: Holder.DISCIPLINE,
            S.INQUIRY: Holder.OFFICE, S.JOINT: Holder.DISCIPLINE, S.MEETING: Holder.DIRECTOR, S.DECIDED: Holder.OFFICE,
            S.FED_BACK: Holder.OFFICE, S.FILED: Holder.OFFICE, S.CORRECTING: Holder.SUBJECT,
            S.CORRECTED: Holder.OFFICE, S.FOLLOWED: Holder.OFFICE,
        },
        acts=ACTS, forms=forms.FORMS, blocks=blocks, papers=forms_of, waits=frozenset({S.MEETING}),
        outcomes=lambda case: Outcome.choices, decided=transitions.decided, check_item=check_item,
        check_decider=check_decider, appealable=transitions.appealable,
        starts=starts, links=links,
        elsewhere={"revoke": gettext_lazy("Follows from an appeal that revokes it; there is no other way.")},
        revoked=lambda case, *, appeal, actor, at: transitions.revoke(case, reason=str(appeal), at=at),
        stamps={
            "screened_at": ("accept", "refuse"), "countersigned_at": ("countersign", "confirm-refusal"),
            "proposed_at": ("report",), "opined_at": ("give-opinion",), "decided_at": ("find",),
            "delivered_at": ("feed-back",), "filed_at": ("file",),
        },
    )
)  # fmt: skip

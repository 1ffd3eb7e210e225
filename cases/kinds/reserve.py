"""The reserve list, as pages, clocks and decisions know it. Confidential: no appeal, nothing served."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.queries import blocks as blocks_of
from cadres.states import Purpose
from cases.documents import reserve as documents
from cases.forms import reserve as forms
from cases.forms.common import ReasonForm
from cases.models import ReserveEntry
from cases.permissions import reserve as may
from cases.registry import Block, Kind, register
from cases.rules.reserve import age_on
from cases.services import reserve as services
from cases.states.common import Holder
from cases.states.decisions import Meeting
from cases.states.reserve import RESERVE_STANDING
from cases.states.reserve import ReserveState as S
from cases.transitions import reserve as transitions
from zhangdian.desk.moves import Act


def blocks(entry, reader, day):
    """What the page of an entry shows; only who may see the list comes here."""
    cadre, found = entry.cadre, []
    period = blocks_of(cadre, Purpose.RESERVE, day) if entry.state != S.USED else None
    if period is not None and entry.state in RESERVE_STANDING:
        found.append(Block(_("Blocked: counts as not on the list"), text=services.period_words(period)))
    if entry.struck_words:
        said = [(_("return proposed at"), timezone.localdate(entry.return_at))] if entry.return_at else []
        found.append(Block(_("Struck off by"), rows=said, text=entry.struck_words))
    if entry.exit_at:
        rows = [(_("proposed by"), entry.exit_by or _("the system")), (_("day"), timezone.localdate(entry.exit_at))]
        found.append(Block(_("Exit proposed"), rows=rows, text=entry.exit_why))
    rows = [
        (_("layer"), entry.get_layer_display()),
        (_("unit"), cadre.unit), (_("post"), cadre.post),
        (_("age"), age_on(cadre.born_in, day) if cadre.born_in else _("no month of birth in the file")),
        (_("where the proposal comes from"), entry.source),
        (_("newest yearly grade"), entry.get_annual_grade_display()),
        (_("what was checked"), entry.check_note),
    ]  # fmt: skip
    links = [(str(cadre), cadre.get_absolute_url())]
    if entry.examination_id:
        links.append((str(entry.examination), entry.examination.get_absolute_url()))
    found.append(Block(_("Entry"), rows=rows, text=entry.reason, links=links))
    if entry.maturity:
        rows = [
            (_("maturity"), entry.get_maturity_display()), (_("last reviewed on"), entry.reviewed_on),
            (_("evaluated for"), entry.listed_for), (_("used as"), entry.used_as),
        ]  # fmt: skip
        found.append(Block(_("Training"), rows=rows, text=entry.measures))
    if entry.proposal:
        found.append(Block(_("Proposal"), text=entry.proposal))
    if entry.confirmed_at:
        reviews = list(entry.reviews.select_related("by"))
        if reviews:
            found.append(Block(_("Yearly reviews"), template="cases/reserve_reviews.html", data={"rows": reviews}))
    return found


def check_item(entry, outcome, meeting):
    if meeting not in (Meeting.DEPARTMENT, Meeting.STANDING):
        return _("The reserve list is decided by the meeting of the department.")
    return ""


def starts(reader):
    return [(_("Propose for the reserve list"), "/cases/reserve/new/")] if may.proposes(reader) else []


def links(reader):
    return [(_("Reserve list"), "/cases/reserve/list/")] if may.reads(reader) else []


ACTS = (
    Act(
        "note-grade", gettext_lazy("Enter a yearly grade"), may.runs, forms.GradeForm, services.note_grade,
        when=lambda case: case.state in RESERVE_STANDING, why=gettext_lazy("Only while the person is in the list."),
    ),
    Act(
        "propose-exit", gettext_lazy("Propose the exit"), may.runs, ReasonForm, services.propose_exit,
        when=lambda case: case.state in RESERVE_STANDING and not case.exit_at,
        why=gettext_lazy("Only while the person is in the list and no exit is proposed."),
    ),
    Act(
        "keep-entry", gettext_lazy("Stays in the list all the same"), may.removes, ReasonForm, services.keep_entry,
        when=lambda case: case.state in RESERVE_STANDING and bool(case.exit_at),
        why=gettext_lazy("No exit is proposed."),
    ),
)  # fmt: skip

register(
    Kind(
        name="reserve", model=ReserveEntry, label=gettext_lazy("reserve list"), series="后备", transitions=transitions,
        line=(S.PROPOSED, S.CHECKED, S.BEFORE, S.DECIDED, S.IN, S.LISTED, S.USED),
        holders={
            S.PROPOSED: Holder.OFFICE, S.CHECKED: Holder.OFFICE, S.BEFORE: Holder.DIRECTOR, S.DECIDED: Holder.DIRECTOR,
            S.IN: Holder.OFFICE, S.LISTED: Holder.OFFICE,
        },
        acts=ACTS, forms=forms.FORMS, blocks=blocks, papers=lambda case, reader: documents.forms(case),
        waits=frozenset({S.BEFORE}),
        outcomes=lambda case: [("enter", _("enter into the list")), ("decline", _("do not enter"))],
        stamps={
            "checked_at": ("check",), "proposed_at": ("propose",), "decided_at": ("decide-entry", "decline"),
            "confirmed_at": ("confirm-entry",),
        },
        decided=transitions.decided, check_item=check_item, sweep=transitions.sweep, starts=starts, links=links,
        elsewhere={"strike-off": gettext_lazy("Happens by itself when an influence period keeps people off the list.")},
    )
)  # fmt: skip

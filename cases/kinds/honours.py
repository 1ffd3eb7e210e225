"""Honours, as pages, clocks, decisions and appeals know them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.documents import honours as documents
from cases.forms import honours as forms
from cases.models import Honour
from cases.permissions import common
from cases.permissions import honours as may
from cases.permissions import withdrawal as may_withdraw
from cases.queries import honours as queries
from cases.queries import withdrawal as withdrawals
from cases.registry import HONOURS, Block, Kind, register
from cases.services import honour_checks
from cases.services import honours as services
from cases.states.common import Holder
from cases.states.decisions import Meeting
from cases.states.honours import HONOUR_OPEN_LIST, HonoureeState
from cases.states.honours import HonourState as S
from cases.transitions import honourees
from cases.transitions import honours as transitions
from zhangdian.desk.moves import Act


def people_of(honour):
    """Everybody on the batch, read once a page."""
    if "people_rows" not in honour.__dict__:
        honour.people_rows = list(queries.people(honour))
    return honour.people_rows


def blocks(honour, reader, day):
    """What the page of a batch shows to `reader`: to all the list without scores, to who runs it all of it."""
    knows = may.sees_scores(reader, honour)
    knows_opinion = knows or common.disciplines(reader, honour)
    people = people_of(honour)
    rows = [
        (_("kind of honour"), honour.get_sort_display()),
        (_("criteria"), honour.criteria_words),
        (_("on the list"), sum(one.state != HonoureeState.OUT for one in people)),
    ]
    if honour.publicity_until:
        rows.append((_("shown to all"), _("until %(day)s 24:00") % {"day": services.last_day(honour)}))
    if honour.decision_id and honour.published_at:
        rows.append((_("document number"), honour.decision.document_no))
    if knows:
        rows.append((_("digest of the draw"), honour.inputs_digest[:16]))
    links = []
    if honour.faster_id:
        links.append((str(honour.faster), honour.faster.get_absolute_url()))
    found = [Block(_("The batch"), rows=rows, links=links)]
    shown = [one for one in people if one.state != HonoureeState.OUT]
    _withdrawals(honour, shown, reader, day)
    data = {
        "honour": honour, "rows": shown, "knows": knows, "knows_opinion": knows_opinion, "reader": reader,
        "certificates": {one.pk for one in _certified(honour, reader)},
    }  # fmt: skip
    found.append(Block(_("On the list"), template="cases/honour_people.html", data=data))
    out = [one for one in people if one.state == HonoureeState.OUT]
    if knows and out:
        found.append(Block(_("Taken out"), template="cases/honour_out.html", data={"rows": out}))
    if honour.proposal and knows:
        found.append(Block(_("Proposal"), text=honour.proposal))
    if honour.shown_at:
        objections = honour.objections.select_related("about", "raised_by", "answered_by")
        if not knows:
            objections = objections.filter(raised_by=reader)
        objections = list(objections)
        if objections:
            data = {"rows": objections, "knows": knows}
            found.append(Block(_("Objections"), template="cases/honour_objections.html", data=data))
    return found


def _withdrawals(honour, people, reader, day):
    """Give each of `people` the withdrawals that the reader may see, and the way to propose one: at most two
    statements, none before the publication."""
    if honour.published_at is None:
        return
    running = withdrawals.of_batch(honour, reader, day)
    may_propose = set()
    if may_withdraw.proposes(reader):
        may_propose = set(withdrawals.proposable(reader, day).filter(honour=honour).values_list("pk", flat=True))
    for one in people:
        one.withdrawal_cases = running.get(one.pk, [])
        if one.pk in may_propose:
            one.propose_path = f"{reverse('cases:withdrawal_new')}?honouree={one.pk}"
        # Noticed, and nothing came of it yet.
        one.is_prompted = bool(one.flagged_at) and not any(
            case.opened_at >= one.flagged_at for case in one.withdrawal_cases
        )


def _certified(honour, reader):
    """Whose certificate `reader` may print: the own one; who runs the batch all."""
    if honour.published_at is None:
        return []
    knows = may.sees_scores(reader, honour)
    return [
        one for one in people_of(honour)
        if one.state == HonoureeState.RECIPIENT and (knows or one.cadre.user_id == reader.pk)
    ]  # fmt: skip


def outcomes(honour):
    return [("award", _("honour them")), ("decline", _("no honours"))]


def check_item(honour, outcome, meeting):
    if meeting not in (Meeting.DEPARTMENT, Meeting.STANDING):
        return _("Honours are decided by the meeting of the department or by the standing committee.")
    return ""


def answer_objection(honour, *, objection, verdict, answer, actor, at):
    """Answer an objection: right or not."""
    answered = honourees.uphold if verdict == "uphold" else honourees.reject
    return answered(objection, answer=answer, actor=actor, at=at)


def take_out(honour, *, person, reason, actor, at):
    return honourees.take_out(person, reason=reason, actor=actor, at=at)


ACTS = (
    Act(
        "object", gettext_lazy("Object to the list"), may.objects, forms.objection_form, services.raise_objection,
        when=lambda case: case.state == S.PUBLICITY, why=gettext_lazy("Objections are raised while the list is shown."),
    ),
    Act(
        "write-deeds", gettext_lazy("Write the deeds"), may.runs, forms.deeds_form, services.write_deeds,
        when=lambda case: case.state == S.DRAFT, why=gettext_lazy("Deeds are written before the opinion is asked."),
    ),
    Act(
        "add-person", gettext_lazy("Add somebody by hand"), may.runs, forms.AddForm, services.add_person,
        when=lambda case: case.state == S.DRAFT, why=gettext_lazy("People are added before the opinion is asked."),
        warns=gettext_lazy("The list says that this person was added by hand, and why."),
    ),
    Act(
        "take-out", gettext_lazy("Take somebody out"), may.runs, forms.take_out_form, take_out,
        when=lambda case: case.state in HONOUR_OPEN_LIST,
        why=gettext_lazy("The list is before the meeting: it decides."),
    ),
    Act(
        "answer-objection", gettext_lazy("Answer an objection"), may.runs, forms.answer_form, answer_objection,
        when=lambda case: case.state == S.PUBLICITY, why=gettext_lazy("No objection can be open now."),
    ),
)  # fmt: skip

register(
    Kind(
        name="honour", model=Honour, label=gettext_lazy("honours"), series="表扬", transitions=transitions,
        line=(S.DRAFT, S.OPINION, S.OPINED, S.PUBLICITY, S.CHECKED, S.PROPOSED, S.DECIDED, S.PUBLISHED),
        holders={
            S.DRAFT: Holder.OFFICE, S.OPINION: Holder.DISCIPLINE, S.OPINED: Holder.OFFICE, S.PUBLICITY: Holder.OFFICE,
            S.CHECKED: Holder.OFFICE, S.PROPOSED: Holder.DIRECTOR, S.DECIDED: Holder.OFFICE,
        },
        acts=ACTS, forms=forms.FORMS, blocks=blocks,
        papers=lambda case, reader: documents.forms(case, _certified(case, reader)),
        waits=frozenset({S.PROPOSED}), outcomes=outcomes, decided=transitions.decided,
        check_item=check_item,
        sweep=transitions.sweep, checks=honour_checks.verify,
        stamps={
            "asked_at": ("ask-opinion",), "opined_at": ("opine",), "shown_at": ("show",),
            "closed_at": ("close-publicity",), "proposed_at": ("propose",), "decided_at": ("award", "decline"),
            "published_at": ("publish",),
        },
        starts=lambda reader: [(_("Draw a batch of honours"), "/cases/honour/new/")] if may.draws(reader) else [],
    )
)  # fmt: skip
HONOURS.append(queries.of_cadre)

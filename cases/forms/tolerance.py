"""What is typed into a tolerance case: the one-page application, and what its moves and acts need."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cadres.models import Cadre, Unit
from cases.forms.common import ReasonForm, ServeForm, area
from cases.permissions.tolerance import INVESTIGATES
from cases.states.tolerance import Distinction, Ground, Look, Origin, Outcome, Party, Scope, Topic

YES_NO = (("yes", _("yes")), ("no", _("no")))
DAY = {"type": "date"}


def day_field(label, **words):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY), **words)


def distinction_fields(is_required):
    """{name: field} of the three distinctions: yes or no, and the reason."""
    found = {}
    for code, words in Distinction.choices:
        found[code] = forms.ChoiceField(
            label=words, choices=YES_NO, widget=forms.RadioSelect, required=is_required,
            help_text=_("Yes: the matter lies on this side."),
        )  # fmt: skip
        found[f"{code}_why"] = forms.CharField(
            label=_("Reason"), max_length=1000, widget=area(2, 1000), required=is_required
        )
    return found


def distinctions_of(given):
    """{code: (holds, reason)} of what was given; those left out are not there."""
    return {
        code: (given[code] == "yes", given[f"{code}_why"].strip())
        for code in Distinction.values
        if given.get(code) and given.get(f"{code}_why", "").strip()
    }


class ApplicationForm(forms.Form):
    """The application on one page. origin: an Origin; needs_whom: the organ opens it about nothing on record here."""

    post = forms.CharField(label=_("Unit and post"), max_length=120, required=False)
    project = forms.CharField(label=_("Project"), max_length=120, required=False)
    course = forms.CharField(
        label=_("Course of events"), max_length=4000, widget=area(6, 4000),
        help_text=_("What happened, when, what you were to do and what you did."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Basis of the decision"), max_length=2000, widget=area(3, 2000), required=False,
        help_text=_("Minutes, documents, instructions: date and number; attach a copy below."),
    )  # fmt: skip
    error = forms.CharField(label=_("Error and its consequences"), max_length=2000, widget=area(3, 2000))
    remedy = forms.CharField(label=_("Remedy taken"), max_length=2000, widget=area(3, 2000), required=False)
    no_gain = forms.BooleanField(
        label=_("No private gain was sought, promised or taken, for me or for others."), required=False
    )
    gain_note = forms.CharField(
        label=_("If not so: what there was"), max_length=400, widget=area(2, 400), required=False
    )
    file = forms.FileField(
        label=_("Evidence"), required=False, help_text=_("One file now; more can be added after handing in.")
    )
    not_secret = forms.BooleanField(label=_("The file holds no state secret."), required=False)

    def __init__(self, *args, origin=Origin.PERSON, needs_whom=False, **words):
        super().__init__(*args, **words)
        is_own = origin != Origin.ORGAN
        files = {name: self.fields.pop(name) for name in ("file", "not_secret")}
        self.fields |= distinction_fields(is_own) | files
        self.is_own = is_own
        if needs_whom:
            whom = {
                "cadre": forms.ModelChoiceField(
                    label=_("Person concerned"), queryset=Cadre.objects.select_related("unit").order_by("name"),
                    required=False,
                ),
                "unit": forms.ModelChoiceField(
                    label=_("Unit concerned"), queryset=Unit.objects.filter(is_active=True), required=False,
                    help_text=_("Needed where no person is concerned."),
                ),
            }  # fmt: skip
            self.fields = whom | self.fields

    def clean(self):
        given = super().clean()
        if self.is_own and not given.get("no_gain") and not (given.get("gain_note") or "").strip():
            self.add_error("no_gain", _("Confirm it, or say below what there was."))
        if given.get("file") and not given.get("not_secret"):
            self.add_error("not_secret", _("Confirm that the file holds no state secret, and choose the file again."))
        if "cadre" in self.fields and not (given.get("cadre") or given.get("unit")):
            self.add_error("cadre", _("Name the person or the unit concerned."))
        return given


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Ground"), choices=[("", "—"), *Ground.choices],
        help_text=_("One of the negative list, or that it is not within the scope; nothing else refuses."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Written reason"), max_length=1000, widget=area(4, 1000),
        help_text=_("The applicant reads it in the notice."),
    )  # fmt: skip


class AcceptForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=area(3, 1000))


def accept_form(case):
    """A late application says that it is late."""
    if not case.is_late:
        return AcceptForm

    class LateForm(AcceptForm):
        reason = forms.CharField(
            label=_("Reason, and why a late application is accepted"), max_length=1000, widget=area(3, 1000)
        )

    return LateForm


class OpinionForm(forms.Form):
    agrees = forms.ChoiceField(
        label=_("Do you agree with the proposed finding?"), choices=YES_NO, widget=forms.RadioSelect
    )
    opinion = forms.CharField(label=_("Written opinion"), max_length=2000, widget=area(5, 2000))


def feedback_form(case):
    """Served on the person, and on the Party organisation of the unit."""

    class FeedbackForm(ServeForm):
        party_org = forms.CharField(
            label=_("Party organisation of the unit"), max_length=60,
            initial=f"{case.unit}党组织" if case.unit_id else "",
            help_text=_("The finding is served on it as well."),
        )  # fmt: skip

    return FeedbackForm


class FileForm(forms.Form):
    filing_no = forms.CharField(
        label=_("Filing number"), max_length=40,
        help_text=_("Under which the discipline commission keeps it; a copy goes to the department."),
    )  # fmt: skip


class CorrectionForm(ServeForm):
    correction = forms.CharField(label=_("What is to be put right"), max_length=2000, widget=area(4, 2000))
    correct_by = day_field(_("To be put right by"))
    field_order = ("correction", "correct_by")


class CorrectedForm(forms.Form):
    corrected = forms.CharField(label=_("What was put right"), max_length=2000, widget=area(5, 2000))


class VerdictForm(forms.Form):
    verdict = forms.CharField(label=_("What was verified"), max_length=400, widget=area(3, 400))


class ReturnForm(ReasonForm):
    correct_by = day_field(_("To be put right by"))


class RevisitForm(forms.Form):
    revisit = forms.CharField(
        label=_("Revisit"), max_length=2000, widget=area(5, 2000),
        help_text=_("With whom you talked, when; how the person works now; what help was given."),
    )  # fmt: skip


def investigators():
    """Accounts that may investigate, as far as their role goes."""
    wanted = Q(pk__in=[])
    for role in INVESTIGATES:
        wanted |= Q(roles__contains=f",{role},")
    return User.objects.filter(wanted, is_active=True).order_by("name")


class InvestigatorForm(forms.Form):
    user = forms.ModelChoiceField(
        label=_("Investigator"), queryset=User.objects.none(),
        help_text=_("Two or more; not who proposed it, who applied, or who is concerned or recused."),
    )  # fmt: skip

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        self.fields["user"].queryset = investigators()


def release_form(case):
    """Whom to release, among who investigates."""

    class DropForm(ReasonForm):
        user = forms.ModelChoiceField(
            label=_("Investigator"),
            queryset=User.objects.filter(pk__in=case.investigators.filter(dropped_at=None).values("user")),
        )  # fmt: skip
        field_order = ("user", "reason")

    return DropForm


class HearingForm(forms.Form):
    party = forms.ChoiceField(label=_("Who was heard"), choices=Party.choices)
    name = forms.CharField(label=_("Names"), max_length=100)
    held_on = day_field(_("Held on"))
    words = forms.CharField(label=_("What was said"), max_length=4000, widget=area(6, 4000))


class FindingsForm(forms.Form):
    """Three distinctions, six looks, the conclusion and what is proposed."""

    proposal = forms.CharField(label=_("Conclusion"), max_length=4000, widget=area(5, 4000))
    proposed = forms.ChoiceField(label=_("Proposed finding"), choices=Outcome.choices, widget=forms.RadioSelect)

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        last = {name: self.fields.pop(name) for name in ("proposal", "proposed")}
        looks = {
            f"look_{code}": forms.CharField(label=label, max_length=1000, widget=area(2, 1000))
            for code, label in Look.choices
        }
        self.fields |= distinction_fields(is_required=True) | looks | last


def findings_of(given):
    """What write_findings takes, of what was given."""
    points = distinctions_of(given)
    points |= {f"look_{code}": (None, given[f"look_{code}"]) for code in Look.values}
    return {"points": points, "proposed": given["proposed"], "proposal": given["proposal"]}


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("File"))
    not_secret = forms.BooleanField(label=_("The file holds no state secret."))


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("How far shall the name be cleared?"), choices=Scope.choices, widget=forms.RadioSelect,
        help_text=_("You decide. Nothing is made known beyond what you choose."),
    )  # fmt: skip


class ClearingForm(forms.Form):
    cleared_on = day_field(_("Name cleared on"))
    clearing = forms.CharField(label=_("How: which meeting, document or notice"), max_length=1000, widget=area(3, 1000))


class LessonForm(forms.Form):
    topic = forms.ChoiceField(label=_("Category"), choices=Topic.choices)
    title = forms.CharField(label=_("Title"), max_length=60)
    text = forms.CharField(
        label=_("Text without names"), max_length=4000, widget=area(10, 4000),
        help_text=_("What happened, what was weighed, what was found and why. No person, unit or project."),
    )  # fmt: skip


FORMS = {
    "accept": accept_form, "refuse": RefuseForm, "countersign": ServeForm, "confirm-refusal": ServeForm,
    "disagree": ReasonForm, "give-opinion": OpinionForm, "ask-again": ReasonForm, "feed-back": feedback_form,
    "file": FileForm, "order-correction": CorrectionForm, "no-correction": ReasonForm,
    "report-correction": CorrectedForm, "approve-correction": VerdictForm, "return-correction": ReturnForm,
    "visit-again": RevisitForm, "withdraw": ReasonForm, "dismiss": ReasonForm,
}  # fmt: skip

"""What is typed into an adjustment."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.models import Cadre, Unit
from cases.forms.common import ReasonForm, ServeForm, StatementForm, area
from cases.models import Circumstance
from cases.queries import rulesets
from cases.states.adjustment import Stance, ToleranceCheck, Trigger, Verdict
from cases.states.rulesets import MeasureKind
from zhangdian.workflow import MoveRefused

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ClueForm(forms.Form):
    """A new clue."""

    cadre = forms.ModelChoiceField(label=_("Person concerned"), queryset=None)
    trigger = forms.ChoiceField(label=_("Set off by"), choices=Trigger.choices)
    clue = forms.CharField(
        label=_("Clue"), max_length=2000, widget=area(6, 2000),
        help_text=_("What became known, from where. The person concerned does not see it."),
    )  # fmt: skip
    circumstance = forms.ModelChoiceField(
        label=_("Circumstance"), queryset=None, required=False, help_text=_("Needed from the verification on.")
    )

    def __init__(self, *args, day, user, **words):
        super().__init__(*args, **words)
        self.fields["cadre"].queryset = cadres(user, day)
        self.fields["circumstance"].queryset = circumstances(day)


def cadres(user, day):
    """Whom a case may be about: those in service, but not oneself."""
    rows = Cadre.objects.serving().visible_to(user, day).select_related("unit").order_by("pinyin", "pk")
    return rows.exclude(user=user)


def circumstances(day):
    """The circumstances in use of the rules in force on the day; none where none are."""
    try:
        return Circumstance.objects.filter(rule_set=rulesets.in_force(day), is_active=True)
    except MoveRefused:
        return Circumstance.objects.none()


def verify_form(case):
    """The form of the verification: the circumstances of the case's rules."""

    class VerifyForm(forms.Form):
        circumstance = forms.ModelChoiceField(
            label=_("Circumstance"), initial=case.circumstance_id,
            queryset=Circumstance.objects.filter(rule_set=case.rule_set_id, is_active=True),
            help_text=_("None to choose? Import the catalogue of circumstances into the rule set first."),
        )  # fmt: skip

    return VerifyForm


class ConcludeForm(forms.Form):
    facts = forms.CharField(
        label=_("Facts as established"), max_length=4000, widget=area(8, 4000),
        help_text=_("As they are served on the person: what, when, where, shown by what; not where the clue is from."),
    )  # fmt: skip
    tolerance = forms.ChoiceField(
        label=_("Does error tolerance apply?"), choices=[choice for choice in ToleranceCheck.choices if choice[0]]
    )
    tolerance_why = forms.CharField(
        label=_("Why, or which tolerance case"), max_length=400, widget=area(3, 400),
        help_text=_("Asked in every verification: was it an error while trying something, in the public interest?"),
    )  # fmt: skip


class EvidenceForm(forms.Form):
    text = forms.CharField(label=_("Piece of evidence"), max_length=300, widget=area(3, 300))
    origin = forms.CharField(label=_("Where it comes from"), max_length=120)


class TalkForm(forms.Form):
    """A talk with the person concerned."""

    held_on = forms.DateField(label=_("Held on"), widget=DAY)
    place = forms.CharField(label=pgettext_lazy("of a talk", "Place"), max_length=60, required=False)
    held_by = forms.CharField(label=_("Held by"), max_length=60, help_text=_("Name and office; two persons."))
    words = forms.CharField(label=_("What was said"), max_length=2000, widget=area(8, 2000))


def propose_form(case):
    """The form of the proposal: the measures of the case's rules."""

    class ProposeForm(forms.Form):
        measure = forms.ModelChoiceField(
            label=_("Measure"), queryset=rulesets.measures(case.rule_set_id, MeasureKind.ADJUSTMENT)
        )
        way = forms.CharField(
            label=_("Way"), max_length=200,
            help_text=_("For example: exchange with another unit, removal and other work later."),
        )  # fmt: skip
        destination_unit = forms.ModelChoiceField(
            label=_("To the unit"), queryset=Unit.objects.active(), required=False,
            help_text=_("Empty where the person only leaves the post."),
        )  # fmt: skip
        destination_post = forms.CharField(label=_("To the post"), max_length=60, required=False)
        proposal = forms.CharField(label=_("Reasons"), max_length=4000, widget=area(6, 4000))

        def clean(self):
            given = super().clean()
            if bool(given.get("destination_unit")) != bool(given.get("destination_post")):
                raise ValidationError(_("Give the unit and the post together, or neither."))
            return given

    return ProposeForm


class ConsultForm(forms.Form):
    leader = forms.CharField(
        label=_("Leader in charge"), max_length=40, help_text=_("Asked in writing; the reply is entered by you.")
    )


class OpinionForm(forms.Form):
    stance = forms.ChoiceField(label=_("Opinion"), choices=Stance.choices)
    words = forms.CharField(label=_("In words"), max_length=2000, widget=area(6, 2000))
    document_no = forms.CharField(label=_("Number of the reply"), max_length=40, required=False)


class LeaderOpinionForm(OpinionForm):
    document_no = forms.CharField(label=_("Number of the reply"), max_length=40)


class AppointForm(forms.Form):
    document_no = forms.CharField(label=_("Number of the appointment document"), max_length=40)
    post_from_on = forms.DateField(
        label=_("Posts change on"), widget=DAY, help_text=_("The day that the document says.")
    )  # fmt: skip


class EvaluateForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Result"), choices=Verdict.choices)
    evaluation = forms.CharField(label=_("Evaluation"), max_length=2000, widget=area(6, 2000))


FORMS = {
    "verify": verify_form, "conclude": ConcludeForm, "serve-facts": ServeForm, "state": StatementForm,
    "propose": propose_form, "consult": ConsultForm, "talk": TalkForm, "deliver": ServeForm, "appoint": AppointForm,
    "evaluate": EvaluateForm, "dismiss": ReasonForm, "revoke": ReasonForm, "lighten": ReasonForm,
    "lighten-running": ReasonForm,
}  # fmt: skip

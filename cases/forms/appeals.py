"""What is typed when a review or an appeal is lodged, and into its moves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.common import NothingForm, ServeForm, area


class LodgeForm(forms.Form):
    """What is asked for, and why."""

    remedy = forms.ChoiceField(label=_("Remedy"), choices=(), widget=forms.RadioSelect)
    claim = forms.CharField(
        label=_("What you ask for"), max_length=400, widget=area(2, 400),
        help_text=_("For example: that the decision is revoked, or changed to a lighter one."),
    )  # fmt: skip
    grounds = forms.CharField(
        label=_("Facts and grounds"), max_length=4000, widget=area(8, 4000),
        help_text=_("What is wrong with the decision, and what shows it. Files can be handed to the officer later."),
    )  # fmt: skip

    def __init__(self, *args, remedies=(), **words):
        super().__init__(*args, **words)
        self.fields["remedy"].choices = remedies
        if len(remedies) == 1:
            self.fields["remedy"].initial = remedies[0][0]


class RegisterForm(LodgeForm):
    """The same, entered by the cadre section from a paper."""

    received_on = forms.DateField(
        label=_("Day on which it came"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The stamp of receipt. In time is what came on the last day."),
    )  # fmt: skip
    field_order = ("remedy", "received_on", "claim", "grounds")


class DoubtForm(forms.Form):
    doubt = forms.CharField(label=_("Why it may not be admitted"), max_length=400, widget=area(3, 400))


class RulingForm(forms.Form):
    ruling = forms.CharField(label=_("Reason of the ruling"), max_length=400, widget=area(3, 400))


class RefusalForm(ServeForm):
    ruling = forms.CharField(label=_("Reason of the ruling"), max_length=400, widget=area(3, 400))
    field_order = ("ruling", "manner", "witness", "note")


class FindingsForm(forms.Form):
    findings = forms.CharField(
        label=_("Findings"), max_length=4000, widget=area(8, 4000),
        help_text=_("What was looked at: the facts, the evidence, the procedure, the measure; and what was found."),
    )  # fmt: skip


class ProposalForm(forms.Form):
    proposal = forms.CharField(
        label=_("Reasoned proposal"), max_length=4000, widget=area(6, 4000),
        help_text=_("Confirm, change or revoke, and why. The panel decides."),
    )  # fmt: skip


FORMS = {
    "admit": NothingForm, "question": DoubtForm, "admit-all-the-same": RulingForm, "refuse": RefusalForm,
    "examine": FindingsForm, "propose": ProposalForm, "deliver": ServeForm, "withdraw": NothingForm,
}  # fmt: skip

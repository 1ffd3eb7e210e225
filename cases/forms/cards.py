"""What is typed into the moves of a card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.common import ReasonForm, ServeForm, StatementForm, area


class ProposalForm(forms.Form):
    proposal = forms.CharField(label=_("Reasoned proposal"), max_length=4000, widget=area(6, 4000))
    earlier_rung = forms.CharField(
        label=_("Earlier step recorded"), max_length=200, required=False,
        help_text=_("For a red card: the reminder, talk or yellow card that came before, with its day."),
    )  # fmt: skip
    no_rung_why = forms.CharField(
        label=_("Why there was no earlier step"), max_length=400, required=False, widget=area(2, 400)
    )


class RectificationForm(forms.Form):
    rectification = forms.CharField(label=_("What was put right"), max_length=2000, widget=area(6, 2000))


class VerdictForm(forms.Form):
    verdict = forms.CharField(label=_("What was verified"), max_length=400, widget=area(3, 400))


FORMS = {
    "serve-facts": ServeForm, "deliver": ServeForm, "state": StatementForm, "propose": ProposalForm,
    "report": RectificationForm, "lift": VerdictForm, "send-back": ReasonForm, "drop": ReasonForm,
    "withdraw": ReasonForm,
}  # fmt: skip

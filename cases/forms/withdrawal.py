"""What is typed into the withdrawal of an honour."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.cards import ProposalForm
from cases.forms.common import ReasonForm, ServeForm, StatementForm, area
from cases.queries.withdrawal import proposable


class HonoureeField(forms.ModelChoiceField):
    """An honour in words: who, of which unit, in which batch."""

    def label_from_instance(self, row):
        return f"{row.name}（{row.unit}） · {row.honour.title}"


class NewWithdrawalForm(forms.Form):
    """One honour of one person."""

    honouree = HonoureeField(label=_("Honour"), queryset=None)
    facts = forms.CharField(
        label=_("Facts"), max_length=4000, widget=area(6, 4000),
        help_text=_("What happened, and how it was found out. It is served on the person as you write it."),
    )  # fmt: skip
    on_block = forms.BooleanField(
        label=_("It rests on the influence period that began after the honour"), required=False,
        help_text=_("Then a tolerance case about what began the period keeps the withdrawal from going on."),
    )  # fmt: skip

    def __init__(self, *args, user, day, **words):
        super().__init__(*args, **words)
        self.fields["honouree"].queryset = proposable(user, day)


FORMS = {
    "serve-facts": ServeForm, "deliver": ServeForm, "state": StatementForm, "propose": ProposalForm, "drop": ReasonForm,
}  # fmt: skip

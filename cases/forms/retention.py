"""What is typed to hand over, to hold and to dispose."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.forms.common import HandOverForm, area


class HandOverAllForm(HandOverForm):
    """From whom, to whom, and why."""

    giver = forms.ModelChoiceField(label=_("Case officer until now"), queryset=None)
    field_order = ("giver", "to", "reason")

    def __init__(self, *args, **words):
        super().__init__(*args, **words)
        # Those who are gone as well: that is what it is for.
        self.fields["giver"].queryset = User.objects.order_by("name")


class ProposeDisposalForm(forms.Form):
    why = forms.CharField(
        label=_("On what it rests"), max_length=400, widget=area(2, 400),
        help_text=_("The schedule, and who looked the cases through."),
    )  # fmt: skip


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=400, widget=area(3, 400),
        help_text=_("For example a law-suit, an inspection or an inquiry that needs the case."),
    )  # fmt: skip

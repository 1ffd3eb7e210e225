"""Forms about reminders."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhangdian.notices.states import Cause


class HoldForm(forms.Form):
    """Until when, and why, the reminders of a project stand still."""

    cause = forms.ChoiceField(label=_("cause"), choices=Cause.choices)
    until = forms.DateField(
        label=_("until and including"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("reason"), max_length=200, help_text=_("For example: typhoon, stop of work from noon by order of …")
    )
